package io.heliu.reconcile;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The common form of references (单号), so that the same number written in two ways is found equal.
 * Stateless and thread-safe.
 */
public final class Reference {
  /** One digit, an optional fraction and a signed exponent: how spreadsheets show long numbers. */
  private static final Pattern SPREADSHEET_EXPONENT =
      Pattern.compile("[0-9](\\.[0-9]+)?E\\+[0-9]+");

  private Reference() {}

  /**
   * Returns the common form: Unicode NFKC (full-width becomes half-width), without the leading
   * back-tick or apostrophe that channels and spreadsheets put before long numbers, without spaces
   * and hyphens, ASCII letters in upper case. Leading zeros stay: {@code 000123} and {@code 123}
   * are two references.
   *
   * @param text the reference as it was read, or null
   * @return the common form, or null if nothing is left or the text {@linkplain #isDamaged is
   *     damaged}
   */
  public static @Nullable String normalise(@Nullable String text) {
    if (text == null || isPlain(text)) {
      return text == null || text.isEmpty() ? null : text;
    }
    String folded = fold(text);
    if (SPREADSHEET_EXPONENT.matcher(folded).matches()) {
      return null;
    }
    return folded.isEmpty() ? null : folded;
  }

  /**
   * Tells whether a spreadsheet has turned the number into one with an exponent, such as {@code
   * 4.2E+27}: its digits are lost, so it must never be used as a key.
   *
   * @param text the reference as it was read, or null
   */
  public static boolean isDamaged(@Nullable String text) {
    return text != null
        && text.indexOf('+') >= 0 | text.indexOf('\uff0b') >= 0
        && SPREADSHEET_EXPONENT.matcher(fold(text)).matches();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return true;
  }

  private static String fold(String text) {
    String nfkc = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder out = new StringBuilder(nfkc.length());
    for (int i = 0; i < nfkc.length(); i++) {
      char c = nfkc.charAt(i);
      boolean mark = c == '`' || c == '\'';
      boolean hyphen = c == '-' || c == '\u2010';
      if (!isSpace(c) && !hyphen && !(mark && out.isEmpty())) {
        out.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
      }
    }
    return out.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff';
  }
}
