package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.Listener;
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
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A bill file (账单文件) as it is downloaded, zip or gzip, or the text inside it.
 *
 * <p>Money must be whole: a bill is refused if a single row cannot be read, if the totals at its
 * end are missing (a truncated file) or disagree with the rows. {@link #malformed} shows such rows,
 * {@link #warnings} what is odd but does not prove that money is missing.
 *
 * <p>Rows are read as a stream; the memory needed does not grow with their number. Immutable and
 * thread-safe; it can be read again.
 */
public final class BillFile implements StatementSource.Statement {
  private static final int MAX_SHOWN = 100;

  private final BillKind kind;
  private final Source source;
  private final BillSettings settings;
  private final Listener listener;
  private final String digest;

  /** Opens the file's bytes, anew each time. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private BillFile(BillKind kind, Source source, BillSettings settings, Listener listener) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.source = source;
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = listener;
    try (InputStream file = source.open();
        InputStream in = BillEntries.unpacked(file, settings)) {
      this.digest = Sha256.of(in);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /**
   * Wraps the bytes of a file; they are not copied, do not change them.
   *
   * @throws Fault.Protocol if it is a gzip that is damaged or exceeds a limit
   */
  public static BillFile of(BillKind kind, byte[] file, BillSettings settings) {
    return of(kind, file, settings, Listener.none());
  }

  /** As the other; the listener hears of warnings whenever the bill is read. */
  static BillFile of(BillKind kind, byte[] file, BillSettings settings, Listener listener) {
    Objects.requireNonNull(file, "file");
    return new BillFile(kind, () -> new ByteArrayInputStream(file), settings, listener);
  }

  /**
   * Opens a file on disk.
   *
   * @throws Fault.Store if it cannot be read
   * @throws Fault.Protocol if it is a gzip that is damaged or exceeds a limit
   */
  public static BillFile open(BillKind kind, Path file, BillSettings settings) {
    Objects.requireNonNull(file, "file");
    return new BillFile(kind, () -> Files.newInputStream(file), settings, Listener.none());
  }

  /**
   * Returns the SHA-256 of the file's bytes, in lower-case hexadecimal; of a gzip, the bytes in it,
   * for these stay the same when they are packed again.
   */
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
        sink,
        this::refuse,
        warning ->
            listener.alerted(
                new Listener.Alert(kind.system() + " " + kind.title(), "BILL_DOUBTFUL", warning)));
  }

  private void refuse(Page.Malformed bad) {
    throw refused(bad.reason() + "; one unreadable row voids the money of the whole bill", null);
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
        },
        warning -> {});
    return List.copyOf(found);
  }

  /**
   * Returns what a person should look at although the bill is good: balances that do not follow
   * from amounts, a count whose meaning is not documented, fees that were rounded to the fen.
   *
   * @throws Fault.Protocol if the bill is refused
   * @throws Fault.Store if the file cannot be read from disk
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    scan(row -> {}, this::refuse, warnings::add);
    return List.copyOf(warnings);
  }

  private void scan(
      Consumer<StatementLine> onRow,
      Consumer<Page.Malformed> onMalformed,
      Consumer<String> onWarning) {
    int[] bills = {0};
    List<String> warnings = new ArrayList<>();
    try (InputStream file = source.open();
        DigestInputStream in =
            new DigestInputStream(BillEntries.unpacked(file, settings), Sha256.digest())) {
      new BillEntries(settings)
          .forEach(
              in, text -> bills[0] += visit(text, bills[0], onRow, onMalformed, warnings::add));
      in.transferTo(OutputStream.nullOutputStream());
      if (!Sha256.hex(in.getMessageDigest()).equals(digest)) {
        throw refused("the file changed since it was opened", null);
      }
    } catch (IOException e) {
      throw fault(e);
    }
    if (bills[0] == 0) {
      throw refused("it has no text with the header of a " + kind.title(), null);
    }
    warnings.forEach(onWarning);
  }

  private int visit(
      InputStream in,
      int before,
      Consumer<StatementLine> onRow,
      Consumer<Page.Malformed> onMalformed,
      Consumer<String> onWarning)
      throws IOException {
    BillText text = new BillText(in, kind, settings);
    BillHeader header = text.header();
    if (header == null) {
      return 0;
    }
    if (before > 0) {
      throw refused("it has more than one " + kind.title(), null);
    }
    String refusal = text.rows(header, onRow, onMalformed, onWarning);
    if (refusal != null) {
      throw refused(refusal, null);
    }
    return 1;
  }

  private Fault fault(IOException e) {
    boolean bad =
        e instanceof ZipException
            || e instanceof EOFException
            || e instanceof CharacterCodingException
            || e instanceof BoundedLines.TooLong;
    return bad
        ? refused("it is damaged or exceeds a limit: " + e.getMessage(), e)
        : new Fault.Store(details("the file cannot be read: " + e), true, e);
  }

  private Fault.Protocol refused(String why, @Nullable Throwable cause) {
    return new Fault.Protocol(details("the bill is refused: " + why), cause);
  }

  private Fault.Details details(String message) {
    return Fault.Details.of(kind.system(), kind.title().replace(' ', '-'), message);
  }

  /** Returns kind and digest. */
  @Override
  public String toString() {
    return "BillFile[" + kind.name().toLowerCase(Locale.ROOT) + ", " + digest + "]";
  }
}
