package io.heliu.report;

import io.heliu.Money;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The CSV files of a report. */
final class CsvFiles {
  private static final String[] AMOUNTS = {
    "sales",
    "refunds",
    "net_sales",
    "cost_of_goods",
    "channel_fees",
    "payment_fees",
    "freight",
    "promotion",
    "advertising",
    "gross_profit"
  };

  private final Report report;
  private final Path directory;
  private final CsvEncoding encoding;
  private final String currency;
  private final List<Path> files = new ArrayList<>();

  private interface Content {
    void write(Csv csv) throws IOException;
  }

  CsvFiles(Report report, Path directory, CsvEncoding encoding) {
    this.report = report;
    this.directory = directory;
    this.encoding = encoding;
    currency = report.input().currency().getCurrencyCode();
  }

  List<Path> write() throws IOException {
    Files.createDirectories(directory);
    file("kpis.csv", this::kpis);
    file(
        "channel-profit.csv",
        csv -> profit(csv, Dimension.CHANNEL, Dimension.PRODUCT, Dimension.REGION));
    file("daily-profit.csv", csv -> profit(csv, Dimension.DAY));
    file("receivable-aging.csv", this::aging);
    file("lines.csv", this::lines);
    file("refund-findings.csv", this::findings);
    file("lines-without-cost.csv", this::uncosted);
    return List.copyOf(files);
  }

  private void file(String name, Content content) throws IOException {
    Path file = directory.resolve(name);
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      if (encoding == CsvEncoding.UTF_8_WITH_BOM) {
        out.append('\ufeff');
      }
      content.write(new Csv(out, encoding == CsvEncoding.UTF_8_WITH_BOM));
    }
    files.add(file);
  }

  private void kpis(Csv csv) throws IOException {
    csv.header("kpi", "value", "unit", "currency", "reconciled_percent", "lines").end();
    for (Figure figure : report.kpis().figures().values()) {
      csv.text(figure.kpi().name())
          .number(figure.shown())
          .text(figure.kpi().unit().name())
          .text(currency)
          .percent(figure.reconciledShare())
          .number(figure.lineIds().size())
          .end();
    }
  }

  private void profit(Csv csv, Dimension... dimensions) throws IOException {
    csv.header("level");
    for (Dimension dimension : dimensions) {
      csv.header(dimension.name().toLowerCase(Locale.ROOT));
    }
    csv.header("units").header(AMOUNTS).header("margin_percent", "currency");
    csv.header("reconciled_percent", "lines").end();
    ChannelProfit profit = report.profit(dimensions);
    for (ChannelProfit.Row row : profit.rows()) {
      profit(csv, row, row.key().size() == dimensions.length ? "detail" : "subtotal", dimensions);
    }
    profit(csv, profit.total(), "total", dimensions);
  }

  private void profit(Csv csv, ChannelProfit.Row row, String level, Dimension... dimensions)
      throws IOException {
    csv.text(level);
    for (int i = 0; i < dimensions.length; i++) {
      csv.text(i < row.key().size() ? row.key().get(i) : "");
    }
    csv.number(row.units());
    amounts(csv, row.profit());
    csv.percent(row.profit().margin())
        .text(currency)
        .percent(row.reconciledShare())
        .number(row.lineIds().size())
        .end();
  }

  private static void amounts(Csv csv, Profit profit) throws IOException {
    csv.money(profit.sales())
        .money(profit.refunds())
        .money(profit.netSales())
        .money(profit.costOfGoods())
        .money(profit.channelFees())
        .money(profit.paymentFees())
        .money(profit.freight())
        .money(profit.promotion())
        .money(profit.advertising())
        .money(profit.grossProfit());
  }

  private void aging(Csv csv) throws IOException {
    Aging aging = report.aging();
    csv.header("customer", "kind", "credit_date");
    for (int i = 0; i < aging.buckets().size(); i++) {
      // A sign or a plain range of numbers would be taken for a formula or a date.
      csv.header("days_" + aging.buckets().name(i).replace("-", "_to_"));
    }
    csv.header("balance", "future_payments", "currency", "reconciled_percent", "lines").end();
    List<Aging.Row> rows = new ArrayList<>(aging.rows());
    rows.add(aging.total());
    if (!aging.unmatched().isEmpty()) {
      rows.addAll(aging.unmatched());
      rows.add(aging.unmatchedTotal());
    }
    for (Aging.Row row : rows) {
      csv.text(row.customer())
          .text(row.kind().name())
          .text(row.date() == null ? "" : row.date().toString());
      for (Money amount : row.amounts()) {
        csv.money(amount);
      }
      csv.money(row.balance())
          .money(row.futurePayments())
          .text(currency)
          .percent(row.reconciledShare())
          .number(row.lineIds().size())
          .end();
    }
  }

  private void findings(Csv csv) throws IOException {
    csv.header("refund", "line", "day", "amount", "units_back", "reason", "currency").end();
    for (RefundFinding finding : report.refundFindings()) {
      Refund refund = finding.refund();
      csv.text(refund.id())
          .text(refund.lineId())
          .text(report.input().period().day(refund.bookedAt()).toString())
          .money(refund.amount())
          .number(refund.unitsBack())
          .text(finding.reason().name())
          .text(currency)
          .end();
    }
  }

  private void uncosted(Csv csv) throws IOException {
    Set<String> unknown = Set.copyOf(report.uncosted().lineIds());
    csv.header("level", "line", "shop", "order", "sku", "product", "day", "units", "net_sales");
    csv.header("currency").end();
    long units = 0;
    for (Booking booking : report.bookings()) {
      if (unknown.contains(booking.line().id())) {
        units = Math.addExact(units, booking.units());
        csv.text("detail")
            .text(booking.line().id())
            .text(booking.sale().shop().toString())
            .text(booking.sale().number())
            .text(booking.line().sku().code())
            .text(booking.line().product())
            .text(booking.day().toString())
            .number(booking.units())
            .money(booking.profit().netSales())
            .text(currency)
            .end();
      }
    }
    csv.text("total").text("").text("").text("").text("").text("").text("");
    csv.number(units).money(report.uncosted().netSales()).text(currency).end();
  }

  private void lines(Csv csv) throws IOException {
    csv.header("line", "shop", "order", "sku", "product", "region", "day", "reconciled", "units");
    csv.header(AMOUNTS).header("currency").end();
    for (Booking booking : report.bookings()) {
      Sale sale = booking.sale();
      csv.text(booking.line().id())
          .text(sale.shop().toString())
          .text(sale.number())
          .text(booking.line().sku().code())
          .text(booking.line().product())
          .text(sale.region())
          .text(booking.day().toString())
          .text(booking.reconciled() ? "yes" : "no")
          .number(booking.units());
      amounts(csv, booking.profit());
      csv.text(currency).end();
    }
  }
}
