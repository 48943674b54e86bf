package io.heliu.channel.taobao;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named value of a {@link TmcFrame}, in one of the forms that the wire has. May hold personal
 * data, so no form prints its content.
 */
public sealed interface TmcValue {

  /** Nothing. */
  record Nothing() implements TmcValue {}

  /**
   * A text.
   *
   * @param value the text
   */
  record Text(String value) implements TmcValue {
    /** Checks that it is there. */
    public Text {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return "Text[" + value.length() + "]";
    }
  }

  /**
   * A whole number of 8 bits.
   *
   * @param value the number
   */
  record Int8(byte value) implements TmcValue {
    @Override
    public String toString() {
      return "Int8";
    }
  }

  /**
   * A whole number of 16 bits.
   *
   * @param value the number
   */
  record Int16(short value) implements TmcValue {
    @Override
    public String toString() {
      return "Int16";
    }
  }

  /**
   * A whole number of 32 bits.
   *
   * @param value the number
   */
  record Int32(int value) implements TmcValue {
    @Override
    public String toString() {
      return "Int32";
    }
  }

  /**
   * A whole number of 64 bits.
   *
   * @param value the number
   */
  record Int64(long value) implements TmcValue {
    @Override
    public String toString() {
      return "Int64";
    }
  }

  /**
   * A time; the wire has milliseconds.
   *
   * @param value the time
   */
  record Date(Instant value) implements TmcValue {
    /**
     * Checks that it can be written.
     *
     * @throws IllegalArgumentException if its milliseconds do not fit into 64 bits
     */
    public Date {
      Objects.requireNonNull(value, "value");
      TmcWriter.milliseconds("value", value);
    }

    @Override
    public String toString() {
      return "Date";
    }
  }

  /**
   * Bytes.
   *
   * @param value the bytes; copied in and out
   */
  record Bytes(byte[] value) implements TmcValue {
    /** Copies the bytes. */
    public Bytes {
      value = Objects.requireNonNull(value, "value").clone();
    }

    /** Returns a copy of the bytes. */
    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + value.length + "]";
    }
  }
}
