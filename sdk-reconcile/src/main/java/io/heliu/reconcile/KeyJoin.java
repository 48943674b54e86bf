package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the lines of both sides that share a key, in linear time and bounded memory: what is needed
 * of a line is copied into partitions by the top bits of the key's hash, each partition is sorted
 * by the next 32 bits, and both sides are walked together. Keys themselves are compared whenever
 * hashes agree, so a collision costs time but never makes a wrong group. Large inputs are done in
 * rounds, each with a part of the hashes.
 *
 * <p>Groups come in the order of hashes, which is a fixed function of the keys, and lines within a
 * group in the order of the tables; both are the same for any number of tasks.
 */
final class KeyJoin<C> {
  private static final int PARTITION_LINES = 2048;
  private static final int MAX_BITS = 11;
  private static final int ROUND_LINES = PARTITION_LINES << MAX_BITS;
  private static final int CHUNKS = 32;

  private final Run run;
  private final Key key;
  private final Groups<C> groups;
  private final int roundBits;
  private final int bits;
  private Partitions left = Partitions.EMPTY;
  private Partitions right = Partitions.EMPTY;

  /** The key of a line: 128 bits and the channel, with or without the currency. */
  interface Key {
    boolean has(Side side, int line);

    long high(Side side, int line);

    long low(Side side, int line);

    /** Tells whether lines of two currencies can share a key. */
    boolean mixesCurrencies();
  }

  /** Takes the lines of one key; called for keys that both sides have. */
  interface Groups<C> {
    /** Takes one line of each side and their amounts. */
    default void pair(int left, int right, boolean equalAmounts, C chunk) {
      IntList lefts = new IntList();
      IntList rights = new IntList();
      lefts.add(left);
      rights.add(right);
      group(lefts, rights, chunk);
    }

    /** Takes all lines of each side; the lists are reused afterwards. */
    void group(IntList left, IntList right, C chunk);
  }

  /** Rows of the lines of one side by partition. */
  record Partitions(long[] rows, int[] starts) {
    static final Partitions EMPTY = new Partitions(new long[0], new int[0]);
  }

  private KeyJoin(Run run, Key key, Groups<C> groups) {
    this.run = run;
    this.key = key;
    this.groups = groups;
    int lines = Math.max(run.left.table.size, run.right.table.size);
    roundBits = bitsFor(lines / ROUND_LINES);
    bits = Math.min(MAX_BITS, bitsFor((lines >>> roundBits) / PARTITION_LINES));
  }

  private static int bitsFor(int count) {
    return 32 - Integer.numberOfLeadingZeros(count);
  }

  /**
   * Runs the join over both books.
   *
   * @param makeChunk makes what a chunk of the work writes to
   * @return the chunks, in the order of hashes
   */
  static <C> List<C> run(Run run, Key key, Supplier<C> makeChunk, Groups<C> groups) {
    KeyJoin<C> join = new KeyJoin<>(run, key, groups);
    List<C> chunks = new ArrayList<>();
    for (int round = 0; round < 1 << join.roundBits; round++) {
      chunks.addAll(join.round(round, makeChunk));
    }
    return chunks;
  }

  private List<C> round(int round, Supplier<C> makeChunk) {
    run.workers.forEach(
        2,
        number -> {
          if (number == 0) {
            left = partition(Side.LEFT, round);
          } else {
            right = partition(Side.RIGHT, round);
          }
        });
    int partitions = 1 << bits;
    int count = Math.min(CHUNKS, partitions);
    int perChunk = partitions / count;
    List<C> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      chunks.add(makeChunk.get());
    }
    run.workers.forEach(
        count,
        i -> {
          KeyWalk<C> walk = new KeyWalk<>(run, key, groups, roundBits + bits, chunks.get(i));
          for (int p = i * perChunk; p < (i + 1) * perChunk; p++) {
            walk.partition(left, right, p);
          }
        });
    left = Partitions.EMPTY;
    right = Partitions.EMPTY;
    return chunks;
  }

  private Partitions partition(Side side, int round) {
    Book book = run.book(side);
    int lines = book.table.size;
    int[] next = new int[(1 << bits) + 1];
    for (int line = 0; line < lines; line++) {
      if (key.has(side, line)) {
        int partition = partitionOf(hash(book, side, line), round);
        if (partition >= 0) {
          next[partition + 1]++;
        }
      }
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    int[] starts = next.clone();
    long[] rows = new long[KeyWalk.ROW * starts[starts.length - 1]];
    for (int line = 0; line < lines; line++) {
      if (key.has(side, line)) {
        int partition = partitionOf(hash(book, side, line), round);
        if (partition >= 0) {
          int at = KeyWalk.ROW * next[partition]++;
          rows[at] = key.high(side, line);
          rows[at + 1] = key.low(side, line);
          rows[at + 2] = book.table.amounts[line];
          rows[at + 3] = KeyWalk.place(book.channel(line), book.currency(line), line);
        }
      }
    }
    return new Partitions(rows, starts);
  }

  private long hash(Book book, Side side, int line) {
    long seed = run.channelSeeds[book.channel(line)];
    return KeyCode.hash(key.high(side, line), key.low(side, line), seed);
  }

  /** Returns the partition of a hash, or -1 if it belongs to another round. */
  private int partitionOf(long hash, int round) {
    int top = (int) (hash >>> 1 >>> (63 - roundBits - bits));
    return top >>> bits == round ? top & ((1 << bits) - 1) : -1;
  }
}
