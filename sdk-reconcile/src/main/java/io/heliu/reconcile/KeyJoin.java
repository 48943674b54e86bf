package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the lines of both sides that share a key, in linear time: lines are spread over partitions
 * by the top bits of the key's hash, each partition is sorted by the next 32 bits, and both sides
 * are walked together. Keys themselves are compared whenever hashes agree, so a collision costs
 * time but never a wrong group.
 *
 * <p>Groups come in the order of hashes, which is a fixed function of the keys, and lines within a
 * group in the order of the tables; both are the same for any number of tasks.
 */
final class KeyJoin<C> {
  private static final int PARTITION_LINES = 2048;
  private static final int MAX_BITS = 11;
  private static final int CHUNKS = 64;

  /** The key of a line. */
  interface Key {
    boolean has(Side side, int line);

    long hash(Side side, int line);

    boolean same(Side sideA, int a, Side sideB, int b);
  }

  /** Takes the lines of one key; called for keys that both sides have. */
  interface Groups<C> {
    void group(IntList left, IntList right, C chunk);
  }

  private final Key key;
  private final Groups<C> groups;
  private final int bits;
  private Partitioned left = Partitioned.EMPTY;
  private Partitioned right = Partitioned.EMPTY;

  /** Lines as (32 bits of hash, line), by partition. */
  private record Partitioned(long[] packed, int[] starts) {
    static final Partitioned EMPTY = new Partitioned(new long[0], new int[0]);
  }

  private KeyJoin(Key key, Groups<C> groups, int lines) {
    this.key = key;
    this.groups = groups;
    int wanted = 32 - Integer.numberOfLeadingZeros(lines / PARTITION_LINES);
    bits = Math.min(MAX_BITS, wanted);
  }

  /**
   * Runs the join.
   *
   * @param makeChunk makes what a chunk of the work writes to
   * @return the chunks, in the order of hashes
   */
  static <C> List<C> run(
      int leftLines,
      int rightLines,
      Key key,
      Workers workers,
      Supplier<C> makeChunk,
      Groups<C> groups) {
    KeyJoin<C> join = new KeyJoin<>(key, groups, Math.max(leftLines, rightLines));
    workers.forEach(
        2,
        number -> {
          if (number == 0) {
            join.left = join.partition(Side.LEFT, leftLines);
          } else {
            join.right = join.partition(Side.RIGHT, rightLines);
          }
        });
    int partitions = 1 << join.bits;
    int count = Math.min(CHUNKS, partitions);
    List<C> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      chunks.add(makeChunk.get());
    }
    int perChunk = partitions / count;
    workers.forEach(count, i -> join.join(i * perChunk, (i + 1) * perChunk, chunks.get(i)));
    return chunks;
  }

  private int partitionOf(long hash) {
    return bits == 0 ? 0 : (int) (hash >>> (64 - bits));
  }

  private Partitioned partition(Side side, int lines) {
    int[] next = new int[(1 << bits) + 1];
    for (int line = 0; line < lines; line++) {
      if (key.has(side, line)) {
        next[partitionOf(key.hash(side, line)) + 1]++;
      }
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    int[] starts = next.clone();
    long[] packed = new long[starts[starts.length - 1]];
    for (int line = 0; line < lines; line++) {
      if (key.has(side, line)) {
        long hash = key.hash(side, line);
        packed[next[partitionOf(hash)]++] = (hash << bits) & 0xFFFFFFFF00000000L | line;
      }
    }
    return new Partitioned(packed, starts);
  }

  private void join(int fromPartition, int toPartition, C chunk) {
    IntList leftLines = new IntList();
    IntList rightLines = new IntList();
    for (int p = fromPartition; p < toPartition; p++) {
      int leftEnd = left.starts[p + 1];
      int rightEnd = right.starts[p + 1];
      Arrays.sort(left.packed, left.starts[p], leftEnd);
      Arrays.sort(right.packed, right.starts[p], rightEnd);
      int i = left.starts[p];
      int j = right.starts[p];
      while (i < leftEnd && j < rightEnd) {
        int leftHash = (int) (left.packed[i] >> 32);
        int rightHash = (int) (right.packed[j] >> 32);
        if (leftHash < rightHash) {
          i++;
        } else if (leftHash > rightHash) {
          j++;
        } else {
          i = collect(left.packed, i, leftEnd, leftLines);
          j = collect(right.packed, j, rightEnd, rightLines);
          split(leftLines, rightLines, chunk);
        }
      }
    }
  }

  private static int collect(long[] packed, int from, int end, IntList into) {
    into.clear();
    int hash = (int) (packed[from] >> 32);
    int i = from;
    for (; i < end && (int) (packed[i] >> 32) == hash; i++) {
      into.add((int) packed[i]);
    }
    return i;
  }

  /** Hands out lines of one hash as one group per key. */
  private void split(IntList lefts, IntList rights, C chunk) {
    if (allSame(Side.LEFT, lefts, lefts.values[0])
        && allSame(Side.RIGHT, rights, lefts.values[0])) {
      groups.group(lefts, rights, chunk);
      return;
    }
    while (lefts.size > 0) {
      int first = lefts.values[0];
      IntList leftSame = extract(Side.LEFT, lefts, first);
      IntList rightSame = extract(Side.RIGHT, rights, first);
      if (rightSame.size > 0) {
        groups.group(leftSame, rightSame, chunk);
      }
    }
  }

  private boolean allSame(Side side, IntList lines, int first) {
    for (int i = 0; i < lines.size; i++) {
      if (!key.same(Side.LEFT, first, side, lines.values[i])) {
        return false;
      }
    }
    return true;
  }

  private IntList extract(Side side, IntList lines, int first) {
    IntList same = new IntList();
    int kept = 0;
    for (int i = 0; i < lines.size; i++) {
      int line = lines.values[i];
      if (key.same(Side.LEFT, first, side, line)) {
        same.add(line);
      } else {
        lines.values[kept++] = line;
      }
    }
    lines.size = kept;
    return same;
  }
}
