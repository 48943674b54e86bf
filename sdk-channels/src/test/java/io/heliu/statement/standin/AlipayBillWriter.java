package io.heliu.statement.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes trade bills as Alipay does. Deterministic: equal rows give equal bytes. */
public final class AlipayBillWriter {
  /** The encoding of texts and of entry names. */
  public static final Charset GBK = Charset.forName("GBK");

  private static final String COLUMNS =
      "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
          + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,"
          + "券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年MM月dd日");

  private final LocalDate day;
  private final List<Row> rows;
  private final Set<Flaw> flaws;

  /** What a bill can have wrong or unusual. */
  public enum Flaw {
    /** The total of trades is one yuan too high. */
    WRONG_TOTAL,
    /** The bill ends in the middle of its last row. */
    TRUNCATED,
    /** Brackets are written in half width. */
    HALF_WIDTH_BRACKETS
  }

  /** Creates a writer of a day's bill. */
  public AlipayBillWriter(LocalDate day, List<Row> rows, Set<Flaw> flaws) {
    this.day = day;
    this.rows = List.copyOf(rows);
    this.flaws = Set.copyOf(flaws);
  }

  /** Creates a writer of a day's good bill. */
  public AlipayBillWriter(LocalDate day, List<Row> rows) {
    this(day, rows, EnumSet.noneOf(Flaw.class));
  }

  /** A row; amounts as they are printed, negative for refunds. A title may hold commas. */
  public record Row(
      String tradeNo,
      String merchantNo,
      String type,
      String title,
      LocalDateTime created,
      LocalDateTime completed,
      String store,
      String storeName,
      String operator,
      String terminal,
      String counterparty,
      String orderAmount,
      String received,
      String alipayDiscount,
      String merchantDiscount,
      String requestNo,
      String fee,
      String remark) {

    /** Returns a payment without discounts. */
    public static Row payment(
        String tradeNo, String merchantNo, LocalDateTime at, String amount, String fee) {
      return new Row(
          tradeNo,
          merchantNo,
          "交易",
          "商品",
          at,
          at,
          "",
          "",
          "",
          "",
          "*客",
          amount,
          amount,
          "0.00",
          "0.00",
          "",
          fee,
          "");
    }

    /** Returns a refund; amount negative, fee positive. */
    public static Row refund(
        String tradeNo,
        String merchantNo,
        String requestNo,
        LocalDateTime at,
        String amount,
        String fee) {
      return new Row(
          tradeNo,
          merchantNo,
          "退款",
          "商品",
          at,
          at,
          "",
          "",
          "",
          "",
          "*客",
          amount,
          amount,
          "0.00",
          "0.00",
          requestNo,
          fee,
          "");
    }

    private String text() {
      return String.join(
          ",",
          tradeNo + "\t",
          merchantNo + "\t",
          type + "\t",
          title,
          TIME.format(created),
          TIME.format(completed),
          store + "\t",
          storeName + "\t",
          operator,
          terminal,
          counterparty + "\t",
          orderAmount,
          received,
          "0.00",
          "0.00",
          alipayDiscount,
          merchantDiscount,
          "0.00",
          "",
          "0.00\t",
          "0.00",
          requestNo + "\t",
          fee,
          "0.00",
          remark);
    }
  }

  /** Returns the bill's text. */
  public String text() {
    StringBuilder text = new StringBuilder("#支付宝业务明细查询\r\n");
    text.append("#账号：[20880000000000000156]\r\n");
    text.append("#起始日期：[").append(DAY.format(day)).append(" 00:00:00]   终止日期：[");
    text.append(DAY.format(day.plusDays(1))).append(" 00:00:00]\r\n");
    String dashes = "-".repeat(41);
    text.append('#').append(dashes).append("业务明细列表").append(dashes, 0, 40).append("\r\n");
    boolean half = flaws.contains(Flaw.HALF_WIDTH_BRACKETS);
    text.append(half ? COLUMNS.replace('（', '(').replace('）', ')') : COLUMNS).append("\r\n");
    for (Row row : rows) {
      text.append(row.text()).append("\r\n");
    }
    if (flaws.contains(Flaw.TRUNCATED)) {
      return text.substring(0, text.length() - 10);
    }
    text.append('#').append(dashes).append("业务明细列表结束").append(dashes, 0, 36).append("\r\n");
    BigDecimal error = flaws.contains(Flaw.WRONG_TOTAL) ? BigDecimal.ONE : BigDecimal.ZERO;
    text.append(total("#交易合计：%d笔，商家实收共%s元，商家优惠共%s元\r\n", "交易", error));
    text.append(total("#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共%s元\r\n", "退款", BigDecimal.ZERO));
    text.append("#导出时间：[").append(DAY.format(day.plusDays(1))).append(" 09:40:15]\r\n");
    return text.toString();
  }

  private String total(String format, String type, BigDecimal error) {
    BigDecimal received = error.setScale(2);
    BigDecimal discount = BigDecimal.ZERO.setScale(2);
    int count = 0;
    for (Row row : rows) {
      if (row.type.equals(type)) {
        count++;
        received = received.add(new BigDecimal(row.received));
        discount = discount.add(new BigDecimal(row.merchantDiscount));
      }
    }
    return String.format(
        Locale.ROOT, format, count, received.toPlainString(), discount.toPlainString());
  }

  /** Returns the bill's text in GBK. */
  public byte[] csv() {
    return text().getBytes(GBK);
  }

  /** Returns the zip: the summary first, then the bill; entry names in GBK without a flag. */
  public byte[] zip() {
    return zip(day, "业务明细", summary(), text());
  }

  static byte[] zip(LocalDate day, String title, String summary, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String stem =
        "20880000000000000156_" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "_" + title;
    try (ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      entry(zip, stem + "(汇总).csv", summary.getBytes(GBK));
      entry(zip, stem + ".csv", text.getBytes(GBK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static String summary() {
    return "#支付宝业务汇总查询\r\n门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,"
        + "商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）\r\n合计,,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n";
  }
}
