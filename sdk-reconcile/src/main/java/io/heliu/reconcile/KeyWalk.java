package io.heliu.reconcile;

import java.util.Arrays;

/**
 * Walks the partitions of both sides of a {@link KeyJoin} and hands out lines that share a key.
 *
 * <p>A row holds the two halves of the key, the amount, and a place: channel, currency and line.
 */
final class KeyWalk<C> {
  /** Longs per row. */
  static final int ROW = 4;

  private static final int CURRENCY_SHIFT = 31;
  private static final int CHANNEL_SHIFT = 44;
  private static final long LINE_MASK = (1L << CURRENCY_SHIFT) - 1;
  private static final int BUCKET_BITS = 11;
  private static final int SMALL_BUCKET = 16;

  private final Run run;
  private final KeyJoin.Groups<C> groups;
  private final int usedBits;
  private final int scopeShift;
  private final C chunk;
  private final int[] buckets = new int[(1 << BUCKET_BITS) + 1];
  private final IntList lefts = new IntList();
  private final IntList rights = new IntList();
  private long[] leftOrder = new long[0];
  private long[] rightOrder = new long[0];
  private long[] leftRows = new long[0];
  private long[] rightRows = new long[0];

  KeyWalk(Run run, KeyJoin.Key key, KeyJoin.Groups<C> groups, int usedBits, C chunk) {
    this.run = run;
    this.groups = groups;
    this.usedBits = usedBits;
    this.chunk = chunk;
    scopeShift = key.mixesCurrencies() ? CHANNEL_SHIFT : CURRENCY_SHIFT;
  }

  static long place(int channel, int currency, int line) {
    return (long) channel << CHANNEL_SHIFT | (long) currency << CURRENCY_SHIFT | line;
  }

  private static int line(long[] rows, int row) {
    return (int) (rows[ROW * row + 3] & LINE_MASK);
  }

  void partition(KeyJoin.Partitions left, KeyJoin.Partitions right, int partition) {
    int leftCount = left.starts()[partition + 1] - left.starts()[partition];
    int rightCount = right.starts()[partition + 1] - right.starts()[partition];
    if (leftCount == 0 || rightCount == 0) {
      return;
    }
    leftRows = left.rows();
    rightRows = right.rows();
    leftOrder = order(leftRows, left.starts()[partition], leftCount, leftOrder);
    rightOrder = order(rightRows, right.starts()[partition], rightCount, rightOrder);
    int i = 0;
    int j = 0;
    while (i < leftCount && j < rightCount) {
      int leftHash = (int) (leftOrder[i] >> 32);
      int rightHash = (int) (rightOrder[j] >> 32);
      if (leftHash < rightHash) {
        i++;
      } else if (leftHash > rightHash) {
        j++;
      } else {
        int leftEnd = end(leftOrder, i, leftCount);
        int rightEnd = end(rightOrder, j, rightCount);
        if (leftEnd - i == 1 && rightEnd - j == 1) {
          pair((int) leftOrder[i], (int) rightOrder[j]);
        } else {
          split(i, leftEnd, j, rightEnd);
        }
        i = leftEnd;
        j = rightEnd;
      }
    }
  }

  private static int end(long[] order, int from, int count) {
    int hash = (int) (order[from] >> 32);
    int end = from + 1;
    while (end < count && (int) (order[end] >> 32) == hash) {
      end++;
    }
    return end;
  }

  private void pair(int leftRow, int rightRow) {
    if (same(leftRows, leftRow, rightRows, rightRow)) {
      int a = ROW * leftRow;
      int b = ROW * rightRow;
      boolean equal =
          leftRows[a + 2] == rightRows[b + 2]
              && (leftRows[a + 3] ^ rightRows[b + 3]) >>> CURRENCY_SHIFT == 0;
      groups.pair(line(leftRows, leftRow), line(rightRows, rightRow), equal, chunk);
    }
  }

  /** Hands out rows of one hash as one group per key. */
  private void split(int leftFrom, int leftTo, int rightFrom, int rightTo) {
    int leftEnd = leftTo;
    int rightEnd = rightTo;
    while (leftFrom < leftEnd && rightFrom < rightEnd) {
      int first = (int) leftOrder[leftFrom];
      lefts.clear();
      rights.clear();
      leftEnd = extract(leftRows, first, leftRows, leftOrder, leftFrom, leftEnd, lefts);
      rightEnd = extract(leftRows, first, rightRows, rightOrder, rightFrom, rightEnd, rights);
      if (rights.size > 0) {
        groups.group(lefts, rights, chunk);
      }
    }
  }

  /** Moves lines with the key of a row into the list; returns the new end of the others. */
  private int extract(
      long[] keyRows, int keyRow, long[] rows, long[] order, int from, int end, IntList into) {
    int kept = from;
    for (int i = from; i < end; i++) {
      int row = (int) order[i];
      if (same(keyRows, keyRow, rows, row)) {
        into.add(line(rows, row));
      } else {
        order[kept++] = order[i];
      }
    }
    return kept;
  }

  private boolean same(long[] rowsA, int rowA, long[] rowsB, int rowB) {
    int a = ROW * rowA;
    int b = ROW * rowB;
    if (rowsA[a + 1] != rowsB[b + 1] || (rowsA[a + 3] ^ rowsB[b + 3]) >>> scopeShift != 0) {
      return false;
    }
    if (rowsA[a] == rowsB[b] && !KeyCode.isText(rowsA[a])) {
      return true;
    }
    return KeyCode.isText(rowsA[a])
        && KeyCode.isText(rowsB[b])
        && Bytes.same(
            texts(rowsA), KeyCode.position(rowsA[a]), texts(rowsB), KeyCode.position(rowsB[b]));
  }

  private Bytes texts(long[] rows) {
    return rows == leftRows ? run.left.table.texts : run.right.table.texts;
  }

  /** Returns (hash, row) of the rows of a partition, sorted. */
  private long[] order(long[] rows, int from, int count, long[] reuse) {
    Arrays.fill(buckets, 0);
    long[] sorted = reuse.length >= count ? reuse : new long[count + count / 4];
    for (int row = from; row < from + count; row++) {
      buckets[bucket(hash(rows, row)) + 1]++;
    }
    for (int i = 1; i < buckets.length; i++) {
      buckets[i] += buckets[i - 1];
    }
    for (int row = from; row < from + count; row++) {
      long hash = hash(rows, row);
      sorted[buckets[bucket(hash)]++] = hash & 0xFFFFFFFF00000000L | row;
    }
    int start = 0;
    for (int i = 0; i < buckets.length - 1; i++) {
      sortBucket(sorted, start, buckets[i]);
      start = buckets[i];
    }
    return sorted;
  }

  /** Returns the bits of the hash after those that chose the partition. */
  private long hash(long[] rows, int row) {
    int at = ROW * row;
    long seed = run.channelSeeds[(int) (rows[at + 3] >>> CHANNEL_SHIFT)];
    return KeyCode.hash(rows[at], rows[at + 1], seed) << usedBits;
  }

  /** Returns the bucket by the top bits, in the order of signed numbers. */
  private static int bucket(long hash) {
    return (int) ((hash ^ Long.MIN_VALUE) >>> (64 - BUCKET_BITS));
  }

  private static void sortBucket(long[] values, int from, int to) {
    if (to - from > SMALL_BUCKET) {
      Arrays.sort(values, from, to);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      long value = values[i];
      int j = i;
      for (; j > from && values[j - 1] > value; j--) {
        values[j] = values[j - 1];
      }
      values[j] = value;
    }
  }
}
