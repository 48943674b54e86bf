package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.channel.Page;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import io.heliu.channel.internal.BoundedLines;
import io.heliu.channel.internal.Sha256;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A day's trade bill of Alipay (支付宝业务明细账单): the zip as it is downloaded, or the CSV inside it.
 *
 * <p>A line's gross is what the merchant received (商家实收) and its fee is service fee plus profit
 * share (服务费, 分润) with the signs as printed, so that its net is the money that reached the
 * merchant. Its id is trade number, type and refund request number; its reference the merchant's
 * order number, empty if the row has none, and for a refund that of the order paid. The time is
 * that of completion, in Asia/Shanghai.
 *
 * <p>Money must be whole: the bill is refused if a single row cannot be read, if the totals at its
 * end are missing (a truncated file) or disagree with the rows. {@link #malformed} shows such rows.
 *
 * <p>Rows are read as a stream; the memory needed does not grow with their number. Immutable and
 * thread-safe; it can be read again.
 */
public final class AlipayTradeBill implements StatementSource.Statement {
  private static final int MAX_SHOWN = 100;

  private final Source source;
  private final AlipayBillSettings settings;
  private final String digest;

  /** Opens the file's bytes, anew each time. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private AlipayTradeBill(Source source, AlipayBillSettings settings) throws IOException {
    this.source = source;
    this.settings = Objects.requireNonNull(settings, "settings");
    try (InputStream in = source.open()) {
      this.digest = Sha256.of(in);
    }
  }

  /** Wraps the bytes of a file; they are not copied, do not change them. */
  public static AlipayTradeBill of(byte[] file, AlipayBillSettings settings) {
    Objects.requireNonNull(file, "file");
    try {
      return new AlipayTradeBill(() -> new ByteArrayInputStream(file), settings);
    } catch (IOException e) {
      throw new IllegalStateException("reading memory does not fail", e);
    }
  }

  /**
   * Opens a file on disk.
   *
   * @throws Fault.Store if it cannot be read
   */
  public static AlipayTradeBill open(Path file, AlipayBillSettings settings) {
    Objects.requireNonNull(file, "file");
    try {
      return new AlipayTradeBill(() -> Files.newInputStream(file), settings);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the SHA-256 of the file's bytes, in lower-case hexadecimal. */
  @Override
  public String digest() {
    return digest;
  }

  /**
   * Reads all lines in the file's order.
   *
   * @throws Fault.Protocol if the bill is refused; then every line given out before is void
   * @throws Fault.Store if the file cannot be read from disk
   */
  @Override
  public void read(Consumer<StatementLine> sink) {
    Objects.requireNonNull(sink, "sink");
    scan(
        row -> sink.accept(row.line()),
        bad -> {
          throw refused(
              bad.reason() + "; one unreadable row voids the money of the whole bill", null);
        });
  }

  /**
   * Returns the rows that cannot be read, at most the first 100, for a person to look at.
   *
   * @throws Fault.Protocol if the bill is refused for another reason
   * @throws Fault.Store if the file cannot be read from disk
   */
  public List<Page.Malformed> malformed() {
    List<Page.Malformed> found = new ArrayList<>();
    scan(
        row -> {},
        bad -> {
          if (found.size() < MAX_SHOWN) {
            found.add(bad);
          }
        });
    return List.copyOf(found);
  }

  private void scan(Consumer<BillRow> onRow, Consumer<Page.Malformed> onMalformed) {
    int[] bills = {0};
    try (InputStream file = source.open();
        DigestInputStream in = new DigestInputStream(file, Sha256.digest())) {
      new BillEntries(settings)
          .forEach(in, text -> bills[0] += visit(text, bills[0], onRow, onMalformed));
      in.transferTo(OutputStream.nullOutputStream());
      if (!Sha256.hex(in.getMessageDigest()).equals(digest)) {
        throw refused("the file changed since it was opened", null);
      }
    } catch (ZipException | EOFException | CharacterCodingException | BoundedLines.TooLong e) {
      throw refused("it is damaged or exceeds a limit: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (bills[0] == 0) {
      throw refused("it has no text with the header of a trade bill", null);
    }
  }

  private int visit(
      InputStream in, int before, Consumer<BillRow> onRow, Consumer<Page.Malformed> onMalformed)
      throws IOException {
    TradeBillText text = new TradeBillText(in, settings);
    BillHeader header = text.header();
    if (header == null) {
      return 0;
    }
    if (before > 0) {
      throw refused("it has more than one trade bill", null);
    }
    String refusal = text.rows(header, onRow, onMalformed);
    if (refusal != null) {
      throw refused(refusal, null);
    }
    return 1;
  }

  private static Fault.Protocol refused(String why, @Nullable Throwable cause) {
    return new Fault.Protocol(
        Fault.Details.of("alipay", "trade-bill", "the bill is refused: " + why), cause);
  }

  private static Fault.Store unreadable(IOException cause) {
    return new Fault.Store(
        Fault.Details.of("alipay", "trade-bill", "the file cannot be read: " + cause), true, cause);
  }

  /** Returns the digest. */
  @Override
  public String toString() {
    return "AlipayTradeBill[" + digest + "]";
  }
}
