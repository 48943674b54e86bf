package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CSV files, read by another reader. */
final class CsvFilesTest {
  @TempDir Path directory;

  private static Report report(ReportInput input) {
    return Report.of(input, ReportOptions.standard("t", TeaHouse.LAST));
  }

  private List<NamedCsvRecord> read(String file) throws IOException {
    String text = Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
    return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
  }

  private List<NamedCsvRecord> write(ReportInput input, String file) throws IOException {
    report(input).writeCsv(directory, CsvEncoding.UTF_8);
    return read(file);
  }

  private static Money sum(List<NamedCsvRecord> rows, String level, String column) {
    return rows.stream()
        .filter(row -> level.isEmpty() || row.getField("level").equals(level))
        .map(row -> Money.yuan(row.getField(column)))
        .reduce(Money.fen(0), Money::plus);
  }

  @Test
  void writeCsv_fourOrders_keyFiguresAreThoseOfTheExample() throws IOException {
    List<NamedCsvRecord> rows = write(Samples.fourOrders(), "kpis.csv");

    assertThat(rows.stream().map(row -> row.getField("kpi") + " " + row.getField("value")).toList())
        .startsWith("GMV 650.00", "PAID_GMV 600.00", "NET_SALES 300.00", "ORDERS_PAID 3")
        .contains("REPURCHASE_RATE 50.00", "STOCK_TURNOVER ");
    assertThat(rows).hasSize(Kpi.values().length);
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44})
  void writeCsv_random_everyFileHasTheSameTotals(long seed) throws IOException {
    ReportInput input = Samples.random(new Random(seed));
    List<NamedCsvRecord> profit = write(input, "channel-profit.csv");

    for (String column : List.of("sales", "refunds", "freight", "gross_profit")) {
      Money total = sum(profit, "total", column);
      assertThat(sum(profit, "detail", column)).as("seed %d", seed).isEqualTo(total);
      assertThat(sum(read("daily-profit.csv"), "detail", column))
          .as("seed %d", seed)
          .isEqualTo(total);
      assertThat(sum(read("lines.csv"), "", column)).as("seed %d", seed).isEqualTo(total);
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "=HYPERLINK(1)|'=HYPERLINK(1)",
        "+1|'+1",
        "-1|'-1",
        "@SUM(A1)|'@SUM(A1)",
        "tea, green|tea, green",
        "say \"hi\"|say \"hi\"",
        "5-inch|5-inch"
      },
      delimiter = '|',
      quoteCharacter = '^')
  void writeCsv_text_isGuardedAndReadBack(String product, String expected) throws IOException {
    List<NamedCsvRecord> rows = write(input(product), "lines.csv");

    assertThat(rows.get(0).getField("product")).isEqualTo(expected);
  }

  @Test
  void writeCsv_lineBreaksInAText_areReadBackAsOneCell() throws IOException {
    List<NamedCsvRecord> rows = write(input("one\r\ntwo,\nthree"), "lines.csv");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getField("product")).isEqualTo("one\r\ntwo,\nthree");
  }

  @Test
  void writeCsv_oddRefund_isNamedWithItsReason() throws IOException {
    ReportInput input =
        Samples.fourOrders().withRefunds(List.of(Samples.refund("R", "nowhere", "1.00", 1)));

    assertThat(write(input, "refund-findings.csv").get(0).getFields())
        .containsExactly("R", "nowhere", "2024-03-10", "1.00", "1", "NO_LINE", "CNY");
  }

  @ParameterizedTest
  @CsvSource({
    "2189040000000000123, '=\"2189040000000000123\"'",
    "123456789012, '=\"123456789012\"'",
    "12345678901, 12345678901",
    "000117, '=\"000117\"'",
    "0, 0",
    "117, 117",
    "0.5, 0.5",
    "00=1, 00=1",
    "1234567890123A, 1234567890123A",
    "٠١٢٣٤٥٦٧٨٩٠١٢, ٠١٢٣٤٥٦٧٨٩٠١٢"
  })
  void writeCsv_textOfDigits_isKeptAsTextForSpreadsheetsAndExactForPrograms(
      String code, String guarded) throws IOException {
    Money amount = Money.yuan("1.00");
    Sale.Line line = new Sale.Line("1", new Sku(code), code, 1, amount, amount, amount, 1);
    ReportInput input = Samples.input(Samples.sale(code, "C", Samples.NOON, true, line));
    NamedCsvRecord plain = write(input, "lines.csv").get(0);
    report(input).writeCsv(directory, CsvEncoding.UTF_8_WITH_BOM);
    NamedCsvRecord marked = read("lines.csv").get(0);

    for (String column : List.of("order", "sku", "product")) {
      assertThat(plain.getField(column)).isEqualTo(code);
      assertThat(marked.getField(column)).isEqualTo(guarded);
    }
    assertThat(marked.getField("sales")).isEqualTo("1.00");
  }

  @Test
  void writeCsv_negativeAmount_staysANumber() throws IOException {
    Sale.Line returned = Samples.line("1", "-50.00", "-30.00", -1);
    List<NamedCsvRecord> rows =
        write(Samples.input(Samples.sale("A", "C", Samples.NOON, true, returned)), "lines.csv");

    assertThat(rows.get(0).getField("net_sales")).isEqualTo("-50.00");
    assertThat(rows.get(0).getField("units")).isEqualTo("-1");
  }

  private static ReportInput input(String product) {
    Money amount = Money.yuan("1.00");
    Sale.Line line = new Sale.Line("1", new Sku("S"), product, 1, amount, amount, Money.fen(0), 1);
    return Samples.input(Samples.sale("A", "C", Samples.NOON, true, line));
  }

  @Test
  void writeCsv_byDefault_startsWithAByteOrderMark() throws IOException {
    for (Path file : report(Samples.fourOrders()).writeCsv(directory)) {
      assertThat(Files.readAllBytes(file)).as(file.toString()).startsWith(0xef, 0xbb, 0xbf);
    }
  }

  @Test
  void writeCsv_plain_hasNoByteOrderMarkAndEndsEveryRowAsTheStandardSays() throws IOException {
    for (Path file : report(Samples.fourOrders()).writeCsv(directory, CsvEncoding.UTF_8)) {
      String text = Files.readString(file);
      assertThat(text).doesNotStartWith("\ufeff").endsWith("\r\n");
      assertThat(text.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    }
  }

  @Test
  void writeCsv_shuffledOrders_givesTheSameBytes() throws IOException {
    ReportInput input = TeaHouse.input(5, 80);
    List<Sale> reversed = new java.util.ArrayList<>(input.sales());
    java.util.Collections.reverse(reversed);
    ReportInput other =
        new ReportInput(
            input.period(),
            input.currency(),
            reversed,
            input.refunds(),
            input.receivables(),
            input.stock(),
            input.autoMatch(),
            input.uncosted());
    Path second = directory.resolve("second");
    for (Path file : report(input).writeCsv(directory)) {
      report(other).writeCsv(second);
      assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void writeCsv_aging_hasABucketAColumnAndTheTotalLast() throws IOException {
    List<NamedCsvRecord> rows = write(TeaHouse.input(5, 10), "receivable-aging.csv");
    NamedCsvRecord total = rows.get(rows.size() - 1);

    assertThat(total.getField("kind")).isEqualTo("TOTAL");
    assertThat(total.getHeader())
        .contains("days_NOT_DUE", "days_1_to_30", "days_31_to_60", "days_61_to_90", "days_91+");
    assertThat(sum(rows.subList(0, rows.size() - 1), "", "balance"))
        .isEqualTo(Money.yuan(total.getField("balance")));
  }

  @Test
  void writeCsv_unmatchedSettlements_standBehindTheTotalOfTheLedger() throws IOException {
    Receivables receivables =
        Receivables.none()
            .withUnmatched(
                List.of(
                    new Receivables.Unmatched(
                        "U", "Alipay", TeaHouse.LAST.minusDays(31), Money.yuan("77.10"))));
    List<NamedCsvRecord> rows =
        write(Samples.input().withReceivables(receivables), "receivable-aging.csv");

    assertThat(rows.stream().map(row -> row.getField("kind") + " " + row.getField("balance")))
        .containsExactly("TOTAL 0.00", "UNMATCHED 77.10", "UNMATCHED_TOTAL 77.10");
    assertThat(rows.get(1).getField("customer")).isEqualTo("Alipay");
    assertThat(rows.get(1).getField("days_31_to_60")).isEqualTo("77.10");
  }

  @Test
  void writeCsv_linesWithoutCost_areNamedWithTheirTotal() throws IOException {
    ReportInput input = Samples.fourOrders().withUncosted(List.of("O1/1", "O3/1", "O4/1"));
    List<NamedCsvRecord> rows = write(input, "lines-without-cost.csv");

    assertThat(rows.get(0).getFields())
        .containsExactly(
            "detail", "O1/1", "taobao:shop1", "O1", "S", "tea", "2024-03-10", "1", "100.00", "CNY");
    assertThat(
            rows.stream()
                .map(row -> row.getField("line") + " " + row.getField("net_sales"))
                .toList())
        .containsExactlyInAnyOrder("O1/1 100.00", "O3/1 300.00", "O3/1 -300.00", " 100.00");
    assertThat(rows.get(3).getField("level")).isEqualTo("total");
    assertThat(rows.get(3).getField("units")).isEqualTo("1");
  }

  @Test
  void writeCsv_shopWithFormula_isGuarded() throws IOException {
    Sale sale = Samples.sale("-1+1", "C", "1.00", true);
    ShopId shop = new ShopId("=x", "y");
    Sale bad =
        new Sale(
            shop,
            sale.number(),
            "@r",
            null,
            sale.createdAt(),
            sale.paidAt(),
            true,
            sale.costs(),
            sale.lines());
    NamedCsvRecord row = write(Samples.input(bad), "lines.csv").get(0);

    assertThat(row.getFields()).startsWith("'-1+1/1", "'=x:y", "'-1+1");
    assertThat(row.getField("region")).isEqualTo("'@r");
  }
}
