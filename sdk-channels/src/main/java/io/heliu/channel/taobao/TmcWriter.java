package io.heliu.channel.taobao;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** Writes one frame; the counterpart of {@link TmcReader}. */
final class TmcWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] frame(TmcFrame frame) {
    out.write(TmcReader.VERSION);
    out.write(frame.type().ordinal());
    if (frame.statusCode() != null) {
      int16(2);
      int32(frame.statusCode());
    }
    if (frame.statusPhrase() != null) {
      int16(3);
      text(frame.statusPhrase());
    }
    if (frame.flag() != null) {
      int16(4);
      int32(frame.flag());
    }
    if (frame.token() != null) {
      int16(5);
      text(frame.token().reveal());
    }
    frame
        .values()
        .forEach(
            (name, value) -> {
              int16(1);
              text(name);
              value(value);
            });
    int16(0);
    return out.toByteArray();
  }

  private void value(TmcValue value) {
    if (value instanceof TmcValue.Text some) {
      out.write(1);
      text(some.value());
    } else if (value instanceof TmcValue.Int8 some) {
      out.write(2);
      out.write(some.value());
    } else if (value instanceof TmcValue.Int16 some) {
      out.write(3);
      int16(some.value());
    } else if (value instanceof TmcValue.Int32 some) {
      out.write(4);
      int32(some.value());
    } else if (value instanceof TmcValue.Int64 some) {
      out.write(5);
      int64(some.value());
    } else if (value instanceof TmcValue.Date some) {
      out.write(6);
      int64(some.value().toEpochMilli());
    } else if (value instanceof TmcValue.Bytes some) {
      out.write(7);
      bytes(some.value());
    } else {
      out.write(0);
    }
  }

  /**
   * Returns a time as the wire has it.
   *
   * @param name names the time in the refusal
   * @throws IllegalArgumentException if it does not fit
   */
  static long milliseconds(String name, Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          name + ": must have milliseconds that fit into 64 bits", e);
    }
  }

  private void text(String text) {
    bytes(TmcFrame.utf8(text));
  }

  private void bytes(byte[] bytes) {
    int32(bytes.length);
    out.writeBytes(bytes);
  }

  private void int16(int value) {
    out.writeBytes(buffer(2).putShort((short) value).array());
  }

  private void int32(int value) {
    out.writeBytes(buffer(4).putInt(value).array());
  }

  private void int64(long value) {
    out.writeBytes(buffer(8).putLong(value).array());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
