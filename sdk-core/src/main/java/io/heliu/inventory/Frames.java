package io.heliu.inventory;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The framing of journal and snapshot files: mark, length, checksum of length and payload, payload.
 * One frame is what one flush made durable, so a frame that is torn was never answered for, and no
 * whole frame can follow it unless something else damaged the file.
 */
final class Frames {
  static final int HEAD = 12;

  /** A frame is one batch; a batch is cut long before this. */
  static final int MAX_LENGTH = 64 << 20;

  private static final int MARK = 0x48_4c_46_a5;
  private static final int SCAN = 1 << 16;

  private Frames() {}

  /** Leaves room for the head; the payload follows. */
  static void begin(Encoder out) {
    out.clear();
    out.putInt(MARK);
    out.putLong(0);
  }

  /** Fills in the head. */
  static void end(Encoder out) {
    int length = out.size() - HEAD;
    if (length > MAX_LENGTH) {
      throw new IllegalStateException("frame: is too long: " + length);
    }
    out.setInt(4, length);
    out.setInt(8, checksum(length, out.array(), HEAD));
  }

  private static int checksum(int length, byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    for (int shift = 24; shift >= 0; shift -= 8) {
      crc.update(length >>> shift);
    }
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** Returns the payload of the frame at a position, or null if there is no whole frame. */
  static byte @Nullable [] read(Disk.Handle file, long position) throws IOException {
    byte[] head = new byte[HEAD];
    if (file.read(position, head, 0, HEAD) < HEAD) {
      return null;
    }
    Decoder in = new Decoder(head);
    int mark = in.getInt();
    int length = in.getInt();
    if (mark != MARK || length <= 0 || length > MAX_LENGTH) {
      return null;
    }
    if (length > file.length() - position - HEAD) {
      return null;
    }
    byte[] payload = new byte[length];
    if (file.read(position + HEAD, payload, 0, length) < length) {
      return null;
    }
    return checksum(length, payload, 0) == in.getInt() ? payload : null;
  }

  /** Returns the position of the next whole frame at or after a position, or -1. */
  static long find(Disk.Handle file, long from) throws IOException {
    byte[] window = new byte[SCAN];
    long length = file.length();
    for (long start = from; start < length; start += SCAN - Integer.BYTES + 1) {
      int count = file.read(start, window, 0, SCAN);
      for (int i = 0; i + Integer.BYTES <= count; i++) {
        if (marked(window, i) && read(file, start + i) != null) {
          return start + i;
        }
      }
    }
    return -1;
  }

  private static boolean marked(byte[] window, int at) {
    return window[at] == (byte) (MARK >>> 24)
        && window[at + 1] == (byte) (MARK >>> 16)
        && window[at + 2] == (byte) (MARK >>> 8)
        && window[at + 3] == (byte) MARK;
  }
}
