package io.heliu.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * The entries that share one flush, as a frame: first sequence, ledger time, then each entry with
 * what became of it. The outcome is written so that a replay that decides otherwise is noticed.
 */
final class Batch {
  private static final int TOLD = 1;
  private static final int EXPIRE = 2;
  private static final int PRUNE = 3;

  private final Encoder out;
  private int count;

  Batch(Encoder out) {
    this.out = out;
  }

  void begin(long firstSequence, long time) {
    Frames.begin(out);
    out.putLong(firstSequence);
    out.putLong(time);
    count = 0;
  }

  void add(Entry entry, int code) {
    count++;
    if (entry instanceof Entry.Told told) {
      out.putByte(TOLD);
      out.putVarint(code);
      out.putBytes(told.content());
    } else if (entry instanceof Entry.Expire expire) {
      out.putByte(EXPIRE);
      out.putVarint(code);
      out.putVarint(expire.limit());
    } else if (entry instanceof Entry.Prune prune) {
      out.putByte(PRUNE);
      out.putVarint(code);
      out.putLong(prune.cutoff());
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Returns the finished frame; valid until the next batch begins. */
  Encoder end() {
    Frames.end(out);
    return out;
  }

  /** An entry as it was written. */
  record Written(Entry entry, int code) {}

  /** A batch as it was written. */
  record Past(long firstSequence, long time, List<Written> entries) {
    long lastSequence() {
      return firstSequence + entries.size() - 1;
    }
  }

  /**
   * Reads a frame's payload.
   *
   * @throws Decoder.Malformed if it is no batch
   */
  static Past read(byte[] payload) {
    Decoder in = new Decoder(payload);
    long first = in.getLong();
    long time = in.getLong();
    List<Written> entries = new ArrayList<>();
    while (!in.atEnd()) {
      int kind = in.getByte();
      int code = in.getVarint();
      entries.add(new Written(readEntry(in, kind), code));
    }
    return new Past(first, time, entries);
  }

  private static Entry readEntry(Decoder in, int kind) {
    switch (kind) {
      case TOLD -> {
        byte[] content = in.getBytes();
        return new Entry.Told(CommandCodec.decode(content), content);
      }
      case EXPIRE -> {
        return new Entry.Expire(in.getVarint());
      }
      case PRUNE -> {
        return new Entry.Prune(in.getLong());
      }
      default -> throw new Decoder.Malformed("unknown entry " + kind);
    }
  }
}
