package io.heliu.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * All reports of one input (经营报表), and the files that show them.
 *
 * <pre>{@code
 * Report report = Report.of(input, ReportOptions.standard("Tea House", today));
 * report.writeHtml(directory.resolve("report.html"), Language.CHINESE);
 * report.writeCsv(directory);
 * }</pre>
 *
 * <p>The same input gives the same files to the byte. Immutable and thread-safe.
 */
public final class Report {
  private final ReportInput input;
  private final ReportOptions options;
  private final List<Booking> bookings;
  private final List<RefundFinding> refundFindings;
  private final Uncosted uncosted;
  private final Kpis kpis;
  private final Aging aging;

  private Report(ReportInput input, ReportOptions options) {
    this.input = input;
    this.options = options;
    Bookings booked = Bookings.of(input);
    bookings = booked.list();
    refundFindings = booked.findings();
    uncosted = Uncosted.of(input, bookings);
    kpis = Kpis.of(input, bookings, options.repurchase());
    aging =
        Aging.of(
            input.receivables(),
            input.currency(),
            options.asOf(),
            options.basis(),
            options.buckets());
  }

  /**
   * Makes the reports.
   *
   * @throws IllegalArgumentException if a line, an order, or a refund of a line occurs twice
   */
  public static Report of(ReportInput input, ReportOptions options) {
    return new Report(
        Objects.requireNonNull(input, "input"), Objects.requireNonNull(options, "options"));
  }

  /** Returns the key figures. */
  public Kpis kpis() {
    return kpis;
  }

  /** Returns the refunds of the period that do not fit to their orders. */
  public List<RefundFinding> refundFindings() {
    return refundFindings;
  }

  /** Returns what is in the figures without its cost. */
  public Uncosted uncosted() {
    return uncosted;
  }

  /** Returns the aging of the receivables. */
  public Aging aging() {
    return aging;
  }

  /**
   * Breaks the profit down.
   *
   * @param dimensions outermost first; none gives the total only
   * @throws IllegalArgumentException if one occurs twice
   */
  public ChannelProfit profit(Dimension... dimensions) {
    return ChannelProfit.of(bookings, input.currency(), List.of(dimensions));
  }

  /**
   * Writes one page that needs nothing else: views for owner, sales, operations and finance (老板、
   * 销售、运营、财务), in Chinese and English, with charts, ready to be printed. It holds no customer's
   * name or id but those in the receivables.
   *
   * @param first the language that it opens in
   * @throws IOException if the file cannot be written
   * @throws IllegalStateException if the chart library is not on the class path
   */
  public void writeHtml(Path file, Language first) throws IOException {
    Files.writeString(file, Page.html(this, first), StandardCharsets.UTF_8);
  }

  /**
   * Writes the reports as CSV files with a byte order mark.
   *
   * @return the files
   * @throws IOException if a file cannot be written
   * @see #writeCsv(Path, CsvEncoding)
   */
  public List<Path> writeCsv(Path directory) throws IOException {
    return writeCsv(directory, CsvEncoding.UTF_8_WITH_BOM);
  }

  /**
   * Writes the reports as CSV files (RFC 4180) into a directory, which is made if it is not there:
   * {@code kpis.csv}, {@code channel-profit.csv}, {@code daily-profit.csv}, {@code
   * receivable-aging.csv}, {@code lines.csv} with the lines behind the profits, {@code
   * refund-findings.csv}, the refunds that do not fit, and {@code lines-without-cost.csv}, the
   * lines whose cost is not known with their total. Texts that a spreadsheet would take for a
   * formula get a leading apostrophe; numbers stay plain numbers; for texts of digits see {@link
   * CsvEncoding}.
   *
   * @return the files
   * @throws IOException if a file cannot be written
   */
  public List<Path> writeCsv(Path directory, CsvEncoding encoding) throws IOException {
    return new CsvFiles(this, directory, encoding).write();
  }

  ReportInput input() {
    return input;
  }

  ReportOptions options() {
    return options;
  }

  List<Booking> bookings() {
    return bookings;
  }
}
