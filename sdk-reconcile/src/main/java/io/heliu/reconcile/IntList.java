package io.heliu.reconcile;

import java.util.Arrays;

/** A growing list of ints without boxing. */
final class IntList {
  int[] values;
  int size;

  IntList() {
    values = new int[16];
  }

  /** Wraps the values, without copying. */
  IntList(int[] values) {
    this.values = values;
    size = values.length;
  }

  void addAll(IntList other) {
    for (int i = 0; i < other.size; i++) {
      add(other.values[i]);
    }
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + size / 2 + 16);
    }
    values[size++] = value;
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
