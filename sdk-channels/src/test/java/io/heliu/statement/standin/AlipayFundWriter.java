package io.heliu.statement.standin;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes fund bills (账务明细) as Alipay does. Deterministic: equal rows give equal bytes. */
public final class AlipayFundWriter {
  private static final String COLUMNS =
      "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年MM月dd日");

  private final LocalDate day;
  private final BigDecimal opening;
  private final List<Row> rows;

  /** Creates a writer of a day's bill; balances are counted from the opening balance on. */
  public AlipayFundWriter(LocalDate day, String opening, List<Row> rows) {
    this.day = day;
    this.opening = new BigDecimal(opening);
    this.rows = List.copyOf(rows);
  }

  /** A row; the amount is signed. */
  public record Row(
      String flowNo,
      String businessNo,
      String merchantNo,
      String title,
      LocalDateTime at,
      String counterparty,
      String amount,
      String type,
      String remark) {

    private String text(BigDecimal balance) {
      boolean out = amount.startsWith("-");
      return String.join(
          ",",
          flowNo + "\t",
          businessNo + "\t",
          merchantNo + "\t",
          title,
          TIME.format(at),
          counterparty + "\t",
          out ? "0.00" : amount,
          out ? amount : "0.00",
          balance.toPlainString(),
          "支付宝",
          type,
          remark);
    }
  }

  /** Returns the bill's text, lines ended by CR and LF. */
  public String text() {
    String dashes = "-".repeat(41);
    StringBuilder text = new StringBuilder("#支付宝账务明细查询\r\n#账号：[20880000000000000156]\r\n#起始日期：[");
    text.append(DAY.format(day)).append(" 00:00:00]   终止日期：[");
    text.append(DAY.format(day.plusDays(1))).append(" 00:00:00]\r\n");
    text.append('#').append(dashes).append("账务明细列表").append(dashes, 0, 40).append("\r\n");
    text.append(COLUMNS).append("\r\n");
    BigDecimal balance = opening;
    int[] counts = new int[2];
    BigDecimal[] sums = {new BigDecimal("0.00"), new BigDecimal("0.00")};
    for (Row row : rows) {
      BigDecimal amount = new BigDecimal(row.amount);
      balance = balance.add(amount);
      int side = row.amount.startsWith("-") ? 1 : 0;
      counts[side]++;
      sums[side] = sums[side].add(amount);
      text.append(row.text(balance)).append("\r\n");
    }
    text.append('#').append(dashes).append("账务明细列表结束").append(dashes, 0, 36).append("\r\n");
    text.append("#支出合计：").append(counts[1]).append("笔，共").append(sums[1].toPlainString());
    text.append("元\r\n#收入合计：").append(counts[0]).append("笔，共").append(sums[0].toPlainString());
    text.append("元\r\n#导出时间：[").append(DAY.format(day.plusDays(1))).append(" 09:40:15]\r\n");
    return text.toString();
  }

  /** Returns the bill's text in GBK. */
  public byte[] csv() {
    return text().getBytes(AlipayBillWriter.GBK);
  }

  /** Returns the zip: the summary first, then the bill; entry names in GBK without a flag. */
  public byte[] zip() {
    return AlipayBillWriter.zip(day, "账务明细", "#支付宝账务汇总查询\r\n类型,笔数,金额\r\n", text());
  }
}
