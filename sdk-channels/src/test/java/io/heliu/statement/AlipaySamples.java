package io.heliu.statement;

import io.heliu.channel.StatementLine;
import io.heliu.statement.standin.AlipayBillWriter;
import io.heliu.statement.standin.AlipayBillWriter.Row;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A day's bill as documented, and bills made from texts. */
final class AlipaySamples {
  static final Charset GBK = AlipayBillWriter.GBK;
  static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  static final List<Row> ROWS =
      List.of(
          new Row(
              "2026071222001400000000000001",
              "T20260712000101",
              "交易",
              "保温杯",
              LocalDateTime.of(2026, 7, 12, 8, 1, 11),
              LocalDateTime.of(2026, 7, 12, 8, 1, 20),
              "S01",
              "人民广场店",
              "op01",
              "POS-07",
              "*晓(138****0001)",
              "89.00",
              "84.00",
              "2.00",
              "5.00",
              "",
              "-0.50",
              ""),
          new Row(
              "2026071222001400000000000002",
              "T20260712000102",
              "交易",
              "帆布包",
              LocalDateTime.of(2026, 7, 12, 11, 30, 0),
              LocalDateTime.of(2026, 7, 12, 11, 30, 9),
              "S01",
              "人民广场店",
              "op01",
              "POS-07",
              "*丽(dem***@example.com)",
              "120.00",
              "120.00",
              "0.00",
              "0.00",
              "",
              "-0.72",
              ""),
          new Row(
              "2026070922001400000000000077",
              "T20260709000077",
              "退款",
              "雨伞",
              LocalDateTime.of(2026, 7, 12, 15, 0, 0),
              LocalDateTime.of(2026, 7, 12, 15, 0, 2),
              "",
              "",
              "",
              "",
              "*强(139****0002)",
              "-45.00",
              "-45.00",
              "0.00",
              "0.00",
              "R20260712000077",
              "0.27",
              "质量问题"));
  static final AlipayBillWriter WRITER = new AlipayBillWriter(DAY, ROWS);
  static final String TEXT = WRITER.text();

  private AlipaySamples() {}

  static BillFile bill(byte[] file) {
    return BillFile.of(BillKind.ALIPAY_TRADE, file, BillSettings.defaults());
  }

  static BillFile bill(String text) {
    return bill(text.getBytes(GBK));
  }

  static List<StatementLine> lines(String text) {
    return lines(bill(text));
  }

  /** Returns the lines without their rows of the file, which differ between layouts. */
  static List<StatementLine> lines(BillFile bill) {
    List<StatementLine> lines = new ArrayList<>();
    bill.read(line -> lines.add(line.withRaw("")));
    return lines;
  }
}
