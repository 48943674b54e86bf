package io.heliu.reconcile;

import java.util.Arrays;

/** Sorts ints by an order of their own, without boxing. */
final class Sorting {
  private static final int SMALL = 12;

  private Sorting() {}

  /** An order of ints. */
  @FunctionalInterface
  interface Order {
    int compare(int a, int b);
  }

  /** Sorts {@code values[from, to)}; stable, in O(n log n). */
  static void sort(int[] values, int from, int to, Order order) {
    if (to - from <= SMALL) {
      insertion(values, from, to, order);
      return;
    }
    int[] part = Arrays.copyOfRange(values, from, to);
    merge(part.clone(), part, 0, part.length, order);
    System.arraycopy(part, 0, values, from, part.length);
  }

  private static void insertion(int[] values, int from, int to, Order order) {
    for (int i = from + 1; i < to; i++) {
      int value = values[i];
      int j = i;
      for (; j > from && order.compare(values[j - 1], value) > 0; j--) {
        values[j] = values[j - 1];
      }
      values[j] = value;
    }
  }

  /** Sorts into {@code target}; {@code source} holds the same values and is used as scratch. */
  private static void merge(int[] source, int[] target, int from, int to, Order order) {
    if (to - from <= SMALL) {
      insertion(target, from, to, order);
      return;
    }
    int middle = (from + to) >>> 1;
    merge(target, source, from, middle, order);
    merge(target, source, middle, to, order);
    int a = from;
    int b = middle;
    for (int i = from; i < to; i++) {
      boolean first = b >= to || a < middle && order.compare(source[a], source[b]) <= 0;
      target[i] = first ? source[a++] : source[b++];
    }
  }

  /**
   * Returns the order of the keys as a permutation, by counting their bytes from the last to the
   * first; bytes that all keys share cost one look.
   */
  static int[] byUnsigned(long[] keys) {
    int count = keys.length;
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    int[] next = new int[count];
    int[] starts = new int[257];
    for (int shift = 0; shift < 64; shift += 8) {
      Arrays.fill(starts, 0);
      for (long key : keys) {
        starts[(int) (key >>> shift & 0xff) + 1]++;
      }
      if (count == 0 || starts[(int) (keys[0] >>> shift & 0xff) + 1] == count) {
        continue;
      }
      for (int i = 0; i < 256; i++) {
        starts[i + 1] += starts[i];
      }
      for (int line : order) {
        next[starts[(int) (keys[line] >>> shift & 0xff)]++] = line;
      }
      int[] swap = order;
      order = next;
      next = swap;
    }
    return order;
  }
}
