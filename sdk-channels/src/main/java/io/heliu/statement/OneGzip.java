package io.heliu.statement;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks a gzip of one member (RFC 1952) and refuses anything behind it. The JDK's reader goes on
 * with further members, and calls itself for each one that is empty, until the stack is full.
 */
final class OneGzip extends InflaterInputStream {
  private static final int BUFFER = 8 << 10;
  private static final int DEFLATE = 8;
  private static final int CHECKSUM_FLAG = 2;
  private static final int EXTRA_FLAG = 4;
  private static final int NAME_FLAG = 8;
  private static final int COMMENT_FLAG = 16;
  private static final int TRAILER = 8;

  private final CRC32 crc = new CRC32();
  private boolean ended;

  OneGzip(InputStream in) throws IOException {
    super(in, new Inflater(true), BUFFER);
    // No more than the header: what InflaterInputStream reads ahead starts behind it.
    if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
      throw new ZipException("no gzip");
    }
    int flags = next();
    in.skipNBytes(6);
    if ((flags & EXTRA_FLAG) != 0) {
      in.skipNBytes(next() | next() << 8);
    }
    skipText(flags & NAME_FLAG);
    skipText(flags & COMMENT_FLAG);
    in.skipNBytes((flags & CHECKSUM_FLAG) == 0 ? 0 : 2);
  }

  private void skipText(int flag) throws IOException {
    boolean more = flag != 0;
    while (more) {
      more = next() != 0;
    }
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the gzip ends too early");
    }
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      crc.update(buffer, offset, count);
    } else if (count < 0 && !ended) {
      ended = true;
      end();
    }
    return count;
  }

  private void end() throws IOException {
    byte[] rest = new byte[TRAILER + 1];
    int ahead = Math.min(inf.getRemaining(), rest.length);
    System.arraycopy(buf, len - inf.getRemaining(), rest, 0, ahead);
    int read = ahead + in.readNBytes(rest, ahead, rest.length - ahead);
    if (read < TRAILER) {
      throw new EOFException("the gzip ends too early");
    }
    if (read > TRAILER) {
      throw new ZipException("more behind the gzip's end");
    }
    if (little(rest, 0) != crc.getValue()
        || little(rest, 4) != (inf.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("the gzip's checksum or length is another");
    }
  }

  private static long little(byte[] bytes, int at) {
    long value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}
