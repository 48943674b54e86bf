package io.heliu.inventory;

import io.heliu.Fault;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the books back: the newest snapshot that can be read, then the journal after it.
 *
 * <p>The end of the last journal file may be torn, because the process ended while it wrote; it was
 * never answered for and is cut off. Anything else that is not whole is refused, with its place.
 */
final class Recovery {
  private final Disk disk;
  private final boolean syncs;
  private final List<StoreFile> files;
  private Books books = new Books();

  private Recovery(Disk disk, boolean syncs) throws IOException {
    this.disk = disk;
    this.syncs = syncs;
    this.files = Snapshots.files(disk);
  }

  /** The books and the journal to go on with. */
  record Recovered(Books books, Journal journal) {}

  /**
   * Recovers; writes nothing unless every file can be understood.
   *
   * @throws Fault.Store if a file is damaged, missing or of a newer format
   */
  static Recovered run(Disk disk, boolean syncs) throws IOException {
    Recovery recovery = new Recovery(disk, syncs);
    recovery.checkVersions();
    recovery.readSnapshot();
    return recovery.readJournal();
  }

  private void checkVersions() throws IOException {
    for (StoreFile file : files) {
      try (Disk.Handle handle = disk.openForReading(file.name())) {
        file.checkHead(handle);
      }
    }
  }

  private void readSnapshot() throws IOException {
    Snapshots snapshots = new Snapshots(disk);
    List<StoreFile> names = Snapshots.ofKind(files, StoreFile.Kind.SNAPSHOT);
    for (int i = names.size() - 1; i >= 0; i--) {
      Books read = snapshots.read(names.get(i));
      if (read != null) {
        books = read;
        return;
      }
    }
  }

  private Recovered readJournal() throws IOException {
    List<StoreFile> segments = Snapshots.ofKind(files, StoreFile.Kind.JOURNAL);
    int lastWithContent = lastWithContent(segments);
    long end = StoreFile.HEAD;
    StoreFile last = null;
    for (int i = 0; i < segments.size(); i++) {
      StoreFile segment = segments.get(i);
      try (Disk.Handle file = disk.openForReading(segment.name())) {
        if (unfinished(segment, file)) {
          continue;
        }
        if (segment.sequence() > books.lastSequence() + 1) {
          throw damaged(segment, 0, "begins too late", null);
        }
        end = replay(segment, file, i >= lastWithContent);
        last = segment;
      }
    }
    checkComplete();
    if (last == null) {
      return new Recovered(books, Journal.create(disk, syncs, books.lastSequence() + 1));
    }
    return new Recovered(books, Journal.at(disk, syncs, last, end));
  }

  private int lastWithContent(List<StoreFile> segments) throws IOException {
    for (int i = segments.size() - 1; i >= 0; i--) {
      try (Disk.Handle file = disk.openForReading(segments.get(i).name())) {
        if (file.length() > StoreFile.HEAD) {
          return i;
        }
      }
    }
    return 0;
  }

  /** A file that was being made when the process ended has nothing in it yet. */
  private static boolean unfinished(StoreFile segment, Disk.Handle file) throws IOException {
    StoreFile.Head head = segment.checkHead(file);
    if (head == StoreFile.Head.DAMAGED && file.length() > StoreFile.HEAD) {
      throw Faults.store("open", segment.name() + " is damaged at position 0; see Salvage");
    }
    return head != StoreFile.Head.WHOLE;
  }

  /** Replays a file and returns where it ends. */
  private long replay(StoreFile segment, Disk.Handle file, boolean last) throws IOException {
    long position = StoreFile.HEAD;
    long length = file.length();
    while (position < length) {
      byte[] payload = Frames.read(file, position);
      if (payload == null) {
        return endOf(segment, file, position, last);
      }
      apply(segment, position, payload);
      position += Frames.HEAD + payload.length;
    }
    return position;
  }

  private long endOf(StoreFile segment, Disk.Handle file, long position, boolean last)
      throws IOException {
    // Without a flush for each batch the system may have written a later batch before an earlier
    // one.
    if (!last || (syncs && Frames.find(file, position + 1) >= 0)) {
      throw damaged(segment, position, "is damaged", null);
    }
    return position;
  }

  private void apply(StoreFile segment, long position, byte[] payload) {
    try {
      Batch.Past batch = Batch.read(payload);
      if (batch.lastSequence() <= books.lastSequence()) {
        return;
      }
      if (batch.firstSequence() != books.lastSequence() + 1) {
        throw damaged(segment, position, "goes on with " + batch.firstSequence(), null);
      }
      replay(books, batch);
    } catch (Decoder.Malformed e) {
      throw damaged(segment, position, "cannot be understood", e);
    }
  }

  /** Applies a batch of the past. */
  static void replay(Books books, Batch.Past batch) {
    Draft draft = new Draft(books, batch.time());
    for (Batch.Written written : batch.entries()) {
      long sequence = draft.sequence() + 1;
      Rules.Outcome outcome = Rules.apply(draft, written.entry());
      if (outcome.code() != written.code() || draft.sequence() != sequence) {
        throw Faults.store(
            "open",
            "record "
                + sequence
                + " was answered "
                + written.code()
                + " but now "
                + outcome.code()
                + "; it was written by a library with other rules");
      }
    }
    books.commit(draft);
  }

  private Fault.Store damaged(
      StoreFile segment, long position, String what, Decoder.@Nullable Malformed cause) {
    String message =
        segment.name()
            + " "
            + what
            + " at position "
            + position
            + ", after sequence "
            + books.lastSequence()
            + "; nothing was changed, see Salvage";
    return Faults.store("open", message, cause);
  }

  /** A snapshot that cannot be read still says how far the journal must reach. */
  private void checkComplete() {
    for (StoreFile file : Snapshots.ofKind(files, StoreFile.Kind.SNAPSHOT)) {
      if (file.sequence() > books.lastSequence()) {
        String message = file.name() + " cannot be read and the journal ends at sequence ";
        throw Faults.store("open", message + books.lastSequence() + "; see Salvage");
      }
    }
  }
}
