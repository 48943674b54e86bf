package io.heliu.channel.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that says how much was read, so that whoever reads can stop when it is too much. */
public abstract class CountedInput extends FilterInputStream {

  /** Reads from a stream. */
  protected CountedInput(InputStream in) {
    super(in);
  }

  /**
   * Hears how many bytes were read; never negative.
   *
   * @throws IOException if there must not be so many
   */
  protected abstract void counted(int bytes) throws IOException;

  @Override
  public final int read() throws IOException {
    int b = super.read();
    counted(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    counted(Math.max(0, n));
    return n;
  }
}
