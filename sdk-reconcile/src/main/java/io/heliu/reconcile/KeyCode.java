package io.heliu.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * Normalised references and group keys as two longs, so that they are compared without touching
 * their text. Up to 24 digits and capital letters, or 36 digits, fit in without loss; any other key
 * is kept as text, and the longs are its place and its hash. Equal codes of the first kind mean
 * equal keys and the other way round.
 */
final class KeyCode {
  /** The high half of a key that is not there. */
  static final long NONE = -1;

  /** The high half of a key that was there but is damaged, see {@link Reference#isDamaged}. */
  static final long DAMAGED = -2;

  private static final int LETTERS_PER_HALF = 12;
  private static final int DIGITS_PER_HALF = 18;
  private static final int LETTER_BASE = 37;
  private static final int DIGIT_BASE = 11;

  private KeyCode() {}

  /** Puts the code of a key as it was read into {@code column[2 * line]} and the place after it. */
  static void put(@Nullable String raw, Bytes texts, long[] column, int line) {
    String key = Reference.normalise(raw);
    if (key == null) {
      column[2 * line] = Reference.isDamaged(raw) ? DAMAGED : NONE;
      column[2 * line + 1] = 0;
      return;
    }
    boolean digits = isOnly(key, '9');
    if (key.length() <= 2 * LETTERS_PER_HALF && (digits || isOnly(key, 'Z'))) {
      int middle = Math.min(key.length(), LETTERS_PER_HALF);
      column[2 * line] = pack(key, 0, middle, LETTER_BASE);
      column[2 * line + 1] = pack(key, middle, key.length(), LETTER_BASE);
    } else if (digits && key.length() <= 2 * DIGITS_PER_HALF) {
      column[2 * line] = pack(key, 0, DIGITS_PER_HALF, DIGIT_BASE);
      column[2 * line + 1] = ~pack(key, DIGITS_PER_HALF, key.length(), DIGIT_BASE);
    } else {
      int position = texts.add(key);
      column[2 * line] = Long.MIN_VALUE + position;
      column[2 * line + 1] = texts.hash(position);
    }
  }

  private static boolean isOnly(String key, char last) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c < '0' || c > last || c > '9' && c < 'A') {
        return false;
      }
    }
    return true;
  }

  /** Packs characters as digits from 1 on, so that shorter texts have other codes. */
  private static long pack(String key, int from, int to, int base) {
    long code = 0;
    for (int i = from; i < to; i++) {
      char c = key.charAt(i);
      code = code * base + (c <= '9' ? c - '0' + 1 : c - 'A' + 11);
    }
    return code;
  }

  /** Returns the key of a code, or null if there is none. */
  static @Nullable String text(long high, long low, Bytes texts) {
    if (!isKey(high)) {
      return null;
    }
    if (high < 0) {
      return texts.text(position(high));
    }
    StringBuilder text = new StringBuilder();
    int base = low < 0 ? DIGIT_BASE : LETTER_BASE;
    unpack(low < 0 ? ~low : low, base, text);
    unpack(high, base, text);
    return text.reverse().toString();
  }

  private static void unpack(long code, int base, StringBuilder backwards) {
    for (long rest = code; rest > 0; rest /= base) {
      int digit = (int) (rest % base) - 1;
      backwards.append((char) (digit < 10 ? '0' + digit : 'A' + digit - 10));
    }
  }

  static boolean isKey(long high) {
    return high != NONE && high != DAMAGED;
  }

  /** Tells whether the key is kept as text. */
  static boolean isText(long high) {
    return high < 0;
  }

  static int position(long high) {
    return (int) (high - Long.MIN_VALUE);
  }

  /** Returns 64 bits of hash; the same for the same key and seed in every run. */
  static long hash(long high, long low, long seed) {
    long first = high < 0 ? 0 : high;
    return Bytes.mix(first * 0x9FB21C651E98DF25L + low * 0xD6E8FEB86659FD93L + seed);
  }
}
