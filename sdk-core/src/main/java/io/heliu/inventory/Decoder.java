package io.heliu.inventory;

import java.util.Arrays;

/** Reads what an {@link Encoder} wrote; throws {@link Malformed} when there is something else. */
final class Decoder {
  private final byte[] bytes;
  private final int end;
  private int position;

  Decoder(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  Decoder(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  /** The bytes are not what the format says. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  boolean atEnd() {
    return position == end;
  }

  private int take(int count) {
    if (count < 0 || end - position < count) {
      throw new Malformed("ends too early");
    }
    int from = position;
    position += count;
    return from;
  }

  int getByte() {
    return bytes[take(1)] & 0xff;
  }

  int getInt() {
    int from = take(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[from + i] & 0xff);
    }
    return value;
  }

  long getLong() {
    long high = getInt();
    return (high << 32) | (getInt() & 0xffff_ffffL);
  }

  int getVarint() {
    long value = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      int next = getByte();
      value |= (long) (next & 0x7f) << shift;
      if (next <= 0x7f) {
        if (value > Integer.MAX_VALUE) {
          throw new Malformed("number out of range");
        }
        return (int) value;
      }
    }
    throw new Malformed("number too long");
  }

  /** Reads how many things follow and checks that so many bytes can be there at all. */
  int getCount(int leastBytesEach) {
    int count = getVarint();
    if ((long) count * leastBytesEach > end - position) {
      throw new Malformed("count too high");
    }
    return count;
  }

  byte[] getBytes() {
    int length = getVarint();
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  String getText() {
    int length = getCount(1);
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      int first = getByte();
      if (first < 0x80) {
        chars[i] = (char) first;
      } else if (first < 0xe0) {
        chars[i] = (char) (((first & 0x1f) << 6) | (getByte() & 0x3f));
      } else {
        int second = getByte() & 0x3f;
        chars[i] = (char) (((first & 0x0f) << 12) | (second << 6) | (getByte() & 0x3f));
      }
    }
    return new String(chars);
  }
}
