package io.heliu.channel.internal;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads text by lines of a bounded length, so that a file without line ends cannot fill the memory.
 * LF and CRLF end a line. Not thread-safe.
 */
public final class BoundedLines {
  private final Reader in;
  private final int maxLength;
  private final char[] buffer = new char[8192];
  private final StringBuilder line = new StringBuilder();
  private int position;
  private int limit;
  private int number;

  /**
   * Creates a reader of lines.
   *
   * @param in the text; not closed here
   * @param maxLength the most characters a line may have
   */
  public BoundedLines(Reader in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** Returns the number of the line given out last, from 1; 0 before the first. */
  public int number() {
    return number;
  }

  /**
   * Returns the next line without its end, or null after the last.
   *
   * @throws TooLong if the line has more characters than allowed
   */
  public @Nullable String next() throws IOException {
    line.setLength(0);
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.append(buffer, position, end - position);
      if (line.length() > maxLength + 1) {
        throw new TooLong(number + 1, maxLength);
      }
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    return any ? finish() : null;
  }

  private String finish() throws TooLong {
    number++;
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(--length);
    }
    if (length > maxLength) {
      throw new TooLong(number, maxLength);
    }
    return line.toString();
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** A line is longer than allowed. */
  public static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int number, int maxLength) {
      super("line " + number + " has more than " + maxLength + " characters");
    }
  }
}
