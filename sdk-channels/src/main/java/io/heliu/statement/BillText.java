package io.heliu.statement;

import io.heliu.channel.Page;
import io.heliu.channel.StatementLine;
import io.heliu.channel.internal.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one text as a bill of a kind, if it is one. */
final class BillText {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int HEAD = 24;
  private static final Charset GB18030 = Charset.forName("GB18030");

  private final BoundedLines lines;
  private final BillKind kind;
  private final BillSettings settings;

  BillText(InputStream in, BillKind kind, BillSettings settings) throws IOException {
    this.lines = new BoundedLines(reader(in, kind), settings.maxLineLength());
    this.kind = kind;
    this.settings = settings;
  }

  /**
   * A file that a person saved again may have another encoding. Bytes that do not fit are an error.
   */
  private static Reader reader(InputStream in, BillKind kind) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, HEAD);
    byte[] head = start.readNBytes(HEAD);
    boolean marked = head.length >= 3 && Arrays.equals(MARK, Arrays.copyOf(head, 3));
    start.unread(head, marked ? 3 : 0, head.length - (marked ? 3 : 0));
    return new InputStreamReader(
        start,
        (marked ? StandardCharsets.UTF_8 : charset(head, kind))
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static Charset charset(byte[] head, BillKind kind) {
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, GB18030}) {
      byte[] start = kind.start().getBytes(charset);
      if (bytes.contains(new String(start, StandardCharsets.ISO_8859_1))) {
        return charset;
      }
    }
    return kind.charset();
  }

  /** Looks for the header; null if this is another text, such as a summary. */
  @Nullable BillHeader header() throws IOException {
    for (int i = 0; i <= kind.preamble(); i++) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      BillHeader header = kind.header(line);
      if (header != null) {
        return header;
      }
    }
    return null;
  }

  /**
   * Reads the rows and checks the totals. An exception of a consumer passes through.
   *
   * @param onMalformed what to do with a row that cannot be read; the totals are not checked after
   *     one
   * @param onWarning hears of doubts if the bill is good
   * @return why the bill must be refused, or null
   */
  @Nullable String rows(
      BillHeader header,
      Consumer<StatementLine> onRow,
      Consumer<Page.Malformed> onMalformed,
      Consumer<String> onWarning)
      throws IOException {
    BillReader reader = kind.reader(header, settings);
    boolean ended = false;
    boolean whole = true;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (isEmpty(line)) {
        continue;
      }
      if (reader.takesEnd(line)) {
        ended = true;
      } else if (ended) {
        return "row " + lines.number() + " follows its end";
      } else {
        StatementLine row = row(reader, line, onMalformed);
        whole &= row != null;
        if (row != null) {
          onRow.accept(row);
        }
      }
    }
    String refusal = whole ? reader.disagreement() : null;
    if (refusal == null && whole) {
      reader.warnings().forEach(onWarning);
    }
    return refusal;
  }

  /** Spreadsheet programs write an empty line as commas. */
  private static boolean isEmpty(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != ',' && !Character.isWhitespace(line.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private @Nullable StatementLine row(
      BillReader reader, String line, Consumer<Page.Malformed> onMalformed) {
    try {
      return reader.row(lines.number(), line).withRaw(line);
    } catch (IllegalArgumentException e) {
      onMalformed.accept(
          new Page.Malformed(null, line, "row " + lines.number() + ": " + e.getMessage()));
      return null;
    }
  }
}
