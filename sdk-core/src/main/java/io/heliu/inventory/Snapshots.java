package io.heliu.inventory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Books in a file. A snapshot is written beside the others and gets its name when it is complete;
 * the one before it stays, for the case that the new one cannot be read.
 */
final class Snapshots {
  static final String UNFINISHED = "snapshot.tmp";
  private static final int KEPT = 2;
  private static final int FRAME = 1 << 16;
  private static final int SUMMARY = 1;
  private static final int CELL = 2;
  private static final int HOLD = 3;
  private static final int MEMO = 4;
  private static final int MOVEMENTS = 5;
  private static final int END = 6;
  private static final int PIECE = 1_024;

  private final Disk disk;

  Snapshots(Disk disk) {
    this.disk = disk;
  }

  void write(Books books) throws IOException {
    StoreFile name = new StoreFile(StoreFile.Kind.SNAPSHOT, books.lastSequence());
    try (Disk.Handle file = disk.open(UNFINISHED)) {
      file.truncate(0);
      name.writeHead(file);
      Writer writer = new Writer(file);
      writer.write(books);
      file.sync();
    } catch (IOException e) {
      discard(e);
      throw e;
    }
    disk.rename(UNFINISHED, name.name());
    disk.syncDirectory();
  }

  private void discard(IOException failure) {
    try {
      disk.delete(UNFINISHED);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes snapshots but the last two, and journals that are older than what is kept. */
  void dropOld() throws IOException {
    List<StoreFile> files = files(disk);
    List<StoreFile> snapshots = ofKind(files, StoreFile.Kind.SNAPSHOT);
    if (snapshots.size() < KEPT) {
      return;
    }
    long oldest = snapshots.get(snapshots.size() - KEPT).sequence();
    for (StoreFile snapshot : snapshots) {
      if (snapshot.sequence() < oldest) {
        disk.delete(snapshot.name());
      }
    }
    List<StoreFile> journals = ofKind(files, StoreFile.Kind.JOURNAL);
    for (int i = 0; i + 1 < journals.size(); i++) {
      if (journals.get(i + 1).sequence() <= oldest + 1) {
        disk.delete(journals.get(i).name());
      }
    }
    disk.syncDirectory();
  }

  static List<StoreFile> files(Disk disk) throws IOException {
    return disk.list().stream()
        .flatMap(name -> Stream.ofNullable(StoreFile.parse(name)))
        .sorted()
        .toList();
  }

  static List<StoreFile> ofKind(List<StoreFile> files, StoreFile.Kind kind) {
    return files.stream().filter(file -> file.kind() == kind).toList();
  }

  /** Returns the books of a snapshot, or null if it cannot be read whole. */
  @Nullable Books read(StoreFile name) throws IOException {
    try (Disk.Handle file = disk.openForReading(name.name())) {
      if (name.checkHead(file) != StoreFile.Head.WHOLE) {
        return null;
      }
      return readFrames(file);
    } catch (Decoder.Malformed | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Books readFrames(Disk.Handle file) throws IOException {
    Reader reader = new Reader();
    long position = StoreFile.HEAD;
    while (!reader.ended) {
      byte[] payload = Frames.read(file, position);
      if (payload == null) {
        return null;
      }
      reader.read(new Decoder(payload));
      position += Frames.HEAD + payload.length;
    }
    return Summary.of(reader.books).equals(reader.summary) ? reader.books : null;
  }

  /** Reads parts into books. */
  private static final class Reader {
    private final Books books = new Books();
    private @Nullable Summary summary;
    private @Nullable Cell cell;
    private boolean ended;

    void read(Decoder in) {
      while (!in.atEnd()) {
        readPart(in);
      }
    }

    private void readPart(Decoder in) {
      switch (in.getByte()) {
        case SUMMARY -> summary = Summary.read(in, books);
        case CELL -> {
          cell = StateCodec.getCell(in);
          books.putCell(cell.key, cell);
        }
        case MOVEMENTS -> {
          if (cell == null) {
            throw new Decoder.Malformed("movements of no cell");
          }
          cell.past.read(in);
        }
        case HOLD -> {
          Hold hold = StateCodec.getHold(in);
          books.putHold(hold.id(), hold);
        }
        case MEMO -> books.putMemo(in.getText(), StateCodec.getMemo(in));
        case END -> ended = true;
        default -> throw new Decoder.Malformed("unknown part");
      }
    }
  }

  /** How many of each there must be. */
  private record Summary(int cells, int holds, int memos) {
    static Summary of(Books books) {
      return new Summary(books.cells().size(), books.holds().size(), books.memos().size());
    }

    static Summary read(Decoder in, Books books) {
      books.restore(in.getLong(), in.getLong(), in.getLong());
      return new Summary(in.getInt(), in.getInt(), in.getInt());
    }
  }

  /** Writes parts, as many to a frame as fit. */
  private static final class Writer {
    private final Disk.Handle file;
    private final Encoder out = new Encoder(FRAME * 2);
    private long position = StoreFile.HEAD;

    Writer(Disk.Handle file) {
      this.file = file;
      Frames.begin(out);
    }

    void write(Books books) throws IOException {
      Summary summary = Summary.of(books);
      out.putByte(SUMMARY);
      out.putLong(books.lastSequence());
      out.putLong(books.time());
      out.putLong(books.horizon());
      out.putInt(summary.cells());
      out.putInt(summary.holds());
      out.putInt(summary.memos());
      for (Cell cell : books.cells()) {
        out.putByte(CELL);
        StateCodec.putCell(out, cell);
        flushIfFull();
        writeMovements(cell.past);
      }
      for (Hold hold : books.holds()) {
        out.putByte(HOLD);
        StateCodec.putHold(out, hold);
        flushIfFull();
      }
      for (Map.Entry<String, Memo> memo : books.memos().entrySet()) {
        out.putByte(MEMO);
        StateCodec.putMemo(out, memo.getKey(), Objects.requireNonNull(memo.getValue()));
        flushIfFull();
      }
      out.putByte(END);
      flush();
    }

    /** Writes the movements of the cell that was written last, in pieces that fit into frames. */
    private void writeMovements(Movements past) throws IOException {
      for (int from = 0; from < past.size(); from += PIECE) {
        out.putByte(MOVEMENTS);
        past.write(out, from, Math.min(PIECE, past.size() - from));
        flushIfFull();
      }
    }

    private void flushIfFull() throws IOException {
      if (out.size() >= FRAME) {
        flush();
      }
    }

    private void flush() throws IOException {
      Frames.end(out);
      file.write(position, out.array(), 0, out.size());
      position += out.size();
      Frames.begin(out);
    }
  }
}
