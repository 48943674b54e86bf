package io.heliu.statement;

import io.heliu.channel.Page;
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

/** Reads the text of one entry, if it is a trade bill. */
final class TradeBillText {
  private static final int MAX_PREAMBLE = 20;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] UTF_8_START = "#支付宝".getBytes(StandardCharsets.UTF_8);
  private static final Charset GB18030 = Charset.forName("GB18030");

  private final BoundedLines lines;
  private final AlipayBillSettings settings;
  private final BillTotals totals = new BillTotals();

  TradeBillText(InputStream in, AlipayBillSettings settings) throws IOException {
    this.lines = new BoundedLines(reader(in), settings.maxLineLength());
    this.settings = settings;
  }

  /**
   * Bills are GBK; one that a person saved again may be UTF-8. Bytes that do not fit are an error.
   */
  private static Reader reader(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, UTF_8_START.length);
    byte[] head = start.readNBytes(UTF_8_START.length);
    boolean marked = head.length >= 3 && Arrays.equals(MARK, Arrays.copyOf(head, 3));
    start.unread(head, marked ? 3 : 0, head.length - (marked ? 3 : 0));
    Charset encoding =
        marked || Arrays.equals(head, UTF_8_START) ? StandardCharsets.UTF_8 : GB18030;
    return new InputStreamReader(
        start,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** Looks for the header of a trade bill; null if this is another text, such as the summary. */
  @Nullable BillHeader header() throws IOException {
    for (int i = 0; i < MAX_PREAMBLE; i++) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      BillHeader header = line.startsWith("#") ? null : BillHeader.of(line);
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
   * @return why the bill must be refused, or null
   */
  @Nullable String rows(
      BillHeader header, Consumer<BillRow> onRow, Consumer<Page.Malformed> onMalformed)
      throws IOException {
    boolean trailer = false;
    boolean whole = true;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.startsWith("#")) {
        trailer = true;
        totals.trailer(line);
      } else if (!line.isBlank()) {
        if (trailer) {
          return "row " + lines.number() + " follows its end";
        }
        BillRow row = row(header, line, onMalformed);
        whole &= row != null;
        if (row != null) {
          totals.add(row);
          onRow.accept(row);
        }
      }
    }
    return whole ? totals.disagreement() : null;
  }

  private @Nullable BillRow row(
      BillHeader header, String line, Consumer<Page.Malformed> onMalformed) {
    try {
      return BillRow.of(lines.number(), line, header, settings);
    } catch (IllegalArgumentException e) {
      onMalformed.accept(
          new Page.Malformed(null, line, "row " + lines.number() + ": " + e.getMessage()));
      return null;
    }
  }
}
