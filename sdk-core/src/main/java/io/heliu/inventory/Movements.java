package io.heliu.inventory;

import java.util.Arrays;

/** Changes of a quantity on hand in the order of the sequences that they belong to. */
final class Movements {
  private static final long[] NONE = {};

  /** The sum of everything up to the horizon, which is no longer kept one by one. */
  private long base;

  private long[] sequences = NONE;
  private long[] deltas = NONE;
  private int size;

  void add(long sequence, long delta) {
    if (delta == 0) {
      return;
    }
    if (size == sequences.length) {
      int capacity = Math.max(4, size + (size >> 1));
      sequences = Arrays.copyOf(sequences, capacity);
      deltas = Arrays.copyOf(deltas, capacity);
    }
    int at = firstAfter(sequence);
    System.arraycopy(sequences, at, sequences, at + 1, size - at);
    System.arraycopy(deltas, at, deltas, at + 1, size - at);
    sequences[at] = sequence;
    deltas[at] = delta;
    size++;
  }

  /** Returns the sum of what belongs to later sequences than this one. */
  long after(long sequence) {
    long sum = 0;
    for (int i = size - 1; i >= 0 && sequences[i] > sequence; i--) {
      sum += deltas[i];
    }
    return sum;
  }

  long total() {
    return base + after(Long.MIN_VALUE);
  }

  void moveTo(Movements target) {
    for (int i = 0; i < size; i++) {
      target.add(sequences[i], deltas[i]);
    }
    size = 0;
  }

  /** Adds everything up to a sequence to the base. */
  void foldUpTo(long sequence) {
    int kept = firstAfter(sequence);
    for (int i = 0; i < kept; i++) {
      base += deltas[i];
    }
    sequences = Arrays.copyOfRange(sequences, kept, size);
    deltas = Arrays.copyOfRange(deltas, kept, size);
    size -= kept;
  }

  private int firstAfter(long sequence) {
    int at = size;
    while (at > 0 && sequences[at - 1] > sequence) {
      at--;
    }
    return at;
  }

  int size() {
    return size;
  }

  long base() {
    return base;
  }

  void restoreBase(long value) {
    base = value;
  }

  /** Writes so many movements from an index on. */
  void write(Encoder out, int from, int count) {
    out.putVarint(count);
    for (int i = from; i < from + count; i++) {
      out.putLong(sequences[i]);
      out.putLong(deltas[i]);
    }
  }

  /** Reads movements that follow those that are there. */
  void read(Decoder in) {
    int count = in.getCount(Long.BYTES * 2);
    for (int i = 0; i < count; i++) {
      add(in.getLong(), in.getLong());
    }
  }
}
