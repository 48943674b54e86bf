package io.heliu.inventory;

import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of the store by its name and its head. The head is mark, format version, sequence and
 * checksum; mark and version will stay where they are in every later format.
 */
record StoreFile(Kind kind, long sequence) implements Comparable<StoreFile> {
  static final int HEAD = 24;
  static final int VERSION = 1;
  private static final long MARK = 0x48_45_4c_49_55_4c_44_47L;
  private static final String SUFFIX = ".heliu";

  /** What a file holds. */
  enum Kind {
    /** Records from the sequence in the name on. */
    JOURNAL,
    /** The books as of the sequence in the name. */
    SNAPSHOT
  }

  /** What was found at the beginning of a file. */
  enum Head {
    WHOLE,
    DAMAGED,
    /** Shorter than a head: the process ended while the file was being made. */
    UNFINISHED
  }

  static @Nullable StoreFile parse(String name) {
    for (Kind kind : Kind.values()) {
      String prefix = prefix(kind);
      if (name.startsWith(prefix) && name.endsWith(SUFFIX)) {
        String digits = name.substring(prefix.length(), name.length() - SUFFIX.length());
        if (digits.matches("[0-9]{19}")) {
          return new StoreFile(kind, Long.parseLong(digits));
        }
      }
    }
    return null;
  }

  private static String prefix(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT) + "-";
  }

  String name() {
    return prefix(kind) + String.format(Locale.ROOT, "%019d", sequence) + SUFFIX;
  }

  void writeHead(Disk.Handle file) throws IOException {
    Encoder out = new Encoder(HEAD);
    out.putLong(MARK);
    out.putInt(VERSION);
    out.putLong(sequence);
    out.putInt(checksum(out.array()));
    file.write(0, out.array(), 0, HEAD);
  }

  /**
   * Looks at the head.
   *
   * @throws io.heliu.Fault.Store if the file is of a newer format
   */
  Head checkHead(Disk.Handle file) throws IOException {
    byte[] head = new byte[HEAD];
    if (file.read(0, head, 0, HEAD) < HEAD) {
      return Head.UNFINISHED;
    }
    Decoder in = new Decoder(head);
    long mark = in.getLong();
    int version = in.getInt();
    if (mark == MARK && version > VERSION) {
      String message = name() + " has format " + version + ", this version reads up to " + VERSION;
      throw Faults.store("open", message + "; use a newer version of the library");
    }
    boolean whole = mark == MARK && version == VERSION && in.getLong() == sequence;
    return whole && in.getInt() == checksum(head) ? Head.WHOLE : Head.DAMAGED;
  }

  private static int checksum(byte[] head) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, HEAD - Integer.BYTES);
    return (int) crc.getValue();
  }

  @Override
  public int compareTo(StoreFile other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Long.compare(sequence, other.sequence);
  }
}
