package io.heliu.reconcile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An append-only store of short texts as UTF-8, addressed by one int each. Pages keep a growing
 * store from being copied. UTF-8 bytes compared without sign order as code points do.
 */
final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PAGE_BITS = 20;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int FIRST = 1 << 10;
  private static final int MAX_PAGES = 1 << (31 - PAGE_BITS);

  private byte[][] pages = {};
  private int used = PAGE;

  /** Appends the text and returns its position. */
  int add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (used + bytes.length + 2 > PAGE) {
      addPage();
    }
    grow(used + bytes.length + 2);
    byte[] page = pages[pages.length - 1];
    int position = (pages.length - 1) << PAGE_BITS | used;
    page[used++] = (byte) (bytes.length >>> 8);
    page[used++] = (byte) bytes.length;
    System.arraycopy(bytes, 0, page, used, bytes.length);
    used += bytes.length;
    return position;
  }

  private void addPage() {
    if (pages.length == MAX_PAGES) {
      throw new IllegalArgumentException("lines: ids and references exceed 2 GiB in one table");
    }
    trim();
    pages = Arrays.copyOf(pages, pages.length + 1);
    pages[pages.length - 1] = new byte[pages.length == 1 ? FIRST : PAGE];
    used = 0;
  }

  /** Lets the first page start small, as many tables are. */
  private void grow(int needed) {
    byte[] page = pages[pages.length - 1];
    if (needed > page.length) {
      int size = Math.min(PAGE, Math.max(needed, 2 * page.length));
      pages[pages.length - 1] = Arrays.copyOf(page, size);
    }
  }

  /** Gives the rest of the last page back. */
  void trim() {
    if (pages.length > 0) {
      pages[pages.length - 1] = Arrays.copyOf(pages[pages.length - 1], used);
    }
  }

  private byte[] page(int position) {
    return pages[position >>> PAGE_BITS];
  }

  private static int length(byte[] page, int offset) {
    return (page[offset] & 0xff) << 8 | page[offset + 1] & 0xff;
  }

  String text(int position) {
    byte[] page = page(position);
    int offset = position & (PAGE - 1);
    return new String(page, offset + 2, length(page, offset), StandardCharsets.UTF_8);
  }

  /** Returns 64 bits of hash over the text; the same for the same text in every run. */
  long hash(int position) {
    byte[] page = page(position);
    int offset = position & (PAGE - 1);
    return hash(page, offset + 2, length(page, offset));
  }

  /** Returns the hash of a text that is in no store. */
  static long hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return hash(bytes, 0, bytes.length);
  }

  private static long hash(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    long hash = length;
    for (; at + 8 <= end; at += 8) {
      hash = step(hash, (long) LONGS.get(bytes, at));
    }
    long tail = 0;
    for (; at < end; at++) {
      tail = tail << 8 | bytes[at] & 0xff;
    }
    return mix(step(hash, tail));
  }

  private static long step(long hash, long word) {
    return (Long.rotateLeft(hash, 29) ^ word * 0x9FB21C651E98DF25L) * 0xD6E8FEB86659FD93L;
  }

  /** Spreads a 64-bit value over all bits. */
  static long mix(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  static boolean same(Bytes a, int positionA, Bytes b, int positionB) {
    byte[] pageA = a.page(positionA);
    byte[] pageB = b.page(positionB);
    int fromA = positionA & (PAGE - 1);
    int fromB = positionB & (PAGE - 1);
    int length = length(pageA, fromA) + 2;
    return Arrays.equals(
        pageA, fromA, fromA + length, pageB, fromB, Math.min(pageB.length, fromB + length));
  }

  /** Compares two texts of this store in code-point order. */
  int compare(int positionA, int positionB) {
    byte[] page = page(positionB);
    int from = positionB & (PAGE - 1);
    return compare(positionA, page, from + 2, from + 2 + length(page, from));
  }

  /** Compares a text of this store with {@code [from, to)} of UTF-8 in code-point order. */
  int compare(int position, byte[] other, int from, int to) {
    byte[] page = page(position);
    int start = (position & (PAGE - 1)) + 2;
    int end = start + length(page, start - 2);
    return Arrays.compareUnsigned(page, start, end, other, from, to);
  }

  /** Returns how many leading bytes two texts share. */
  int sharedPrefix(int positionA, int positionB) {
    byte[] pageA = page(positionA);
    byte[] pageB = page(positionB);
    int fromA = positionA & (PAGE - 1);
    int fromB = positionB & (PAGE - 1);
    int lengthA = length(pageA, fromA);
    int at =
        Arrays.mismatch(
            pageA,
            fromA + 2,
            fromA + 2 + lengthA,
            pageB,
            fromB + 2,
            fromB + 2 + length(pageB, fromB));
    return at < 0 ? lengthA : at;
  }

  /** Returns eight bytes from {@code skip} on, first byte highest, missing bytes as zero. */
  long eight(int position, int skip) {
    byte[] page = page(position);
    int offset = position & (PAGE - 1);
    int from = offset + 2 + skip;
    int end = Math.min(offset + 2 + length(page, offset), from + 8);
    long value = 0;
    for (int i = from; i < end; i++) {
      value |= (page[i] & 0xffL) << (56 - 8 * (i - from));
    }
    return value;
  }
}
