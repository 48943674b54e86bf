package io.heliu.inventory;

import io.heliu.Fault;
import java.io.Closeable;
import java.io.IOException;

/** The end of the journal, where batches are appended. Used by one thread at a time. */
final class Journal implements Closeable {
  private final Disk disk;
  private final boolean syncs;
  private Disk.Handle file;
  private long end;

  private Journal(Disk disk, boolean syncs, Disk.Handle file, long end) {
    this.disk = disk;
    this.syncs = syncs;
    this.file = file;
    this.end = end;
  }

  /** Goes on in a file that recovery has read up to {@code end}; what is behind is cut off. */
  static Journal at(Disk disk, boolean syncs, StoreFile segment, long end) throws IOException {
    Disk.Handle file = disk.open(segment.name());
    if (file.length() > end) {
      file.truncate(end);
      file.sync();
    }
    return new Journal(disk, syncs, file, end);
  }

  static Journal create(Disk disk, boolean syncs, long firstSequence) throws IOException {
    return new Journal(disk, syncs, createFile(disk, firstSequence), StoreFile.HEAD);
  }

  private static Disk.Handle createFile(Disk disk, long firstSequence) throws IOException {
    StoreFile segment = new StoreFile(StoreFile.Kind.JOURNAL, firstSequence);
    Disk.Handle file = disk.open(segment.name());
    try {
      file.truncate(0);
      segment.writeHead(file);
      file.sync();
      disk.syncDirectory();
    } catch (IOException e) {
      discard(disk, segment, file, e);
      throw e;
    }
    return file;
  }

  private static void discard(Disk disk, StoreFile segment, Disk.Handle file, IOException failure) {
    try (file) {
      disk.delete(segment.name());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The write failed and the file is as it was before. */
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    Rejected(IOException cause) {
      super(cause);
    }
  }

  /**
   * Appends a frame and makes it durable.
   *
   * @throws Rejected if it could not be written, for example because the disk is full; nothing of
   *     it remains
   * @throws Fault.Store if it is not known what remains; the journal must not be used again
   */
  void append(Encoder frame) throws Rejected {
    try {
      file.write(end, frame.array(), 0, frame.size());
    } catch (IOException e) {
      cut(e);
      throw new Rejected(e);
    }
    if (syncs) {
      sync();
    }
    end += frame.size();
  }

  private void cut(IOException failure) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw Faults.store("append", "a failed write could not be taken back", e);
    }
  }

  /** Forces the file; never tried twice, because the second try may lie. */
  void sync() {
    try {
      file.sync();
    } catch (IOException e) {
      throw Faults.store("sync", "the journal could not be forced to the disk", e);
    }
  }

  /** Starts a new file; what was appended before is durable. */
  void roll(long firstSequence) throws IOException {
    sync();
    Disk.Handle next = createFile(disk, firstSequence);
    Disk.Handle previous = file;
    file = next;
    end = StoreFile.HEAD;
    previous.close();
  }

  @Override
  public void close() throws IOException {
    try (Disk.Handle last = file) {
      last.sync();
    }
  }

  /** Lets go of the file without forcing it. */
  void abandon() throws IOException {
    file.close();
  }
}
