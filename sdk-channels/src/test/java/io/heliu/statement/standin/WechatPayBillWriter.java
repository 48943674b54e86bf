package io.heliu.statement.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes trade bills as WeChat Pay does. Deterministic: equal rows give equal bytes. */
public final class WechatPayBillWriter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final String HEAD = "交易时间,公众账号ID,商户号,%s,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,";
  private static final String NEW_HEAD = HEAD.formatted("特约商户号") + "应结订单金额,代金券金额,";
  private static final String REFUND_COLUMNS = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,";
  private static final String NEW_END = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

  /** A layout: the columns, and the totals at the end. */
  public enum Layout {
    /** All trades, 27 columns. */
    ALL(NEW_HEAD + REFUND_COLUMNS + "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注", NEW_END),
    /** Payments, 20 columns. */
    SUCCESS(NEW_HEAD + "商品名称,商户数据包,手续费,费率,订单金额,费率备注", "总交易单数,应结订单总金额,手续费总金额,订单总金额"),
    /** Payments as they were written once, with all totals. */
    OLDER_SUCCESS(NEW_HEAD + "商品名称,商户数据包,手续费,费率,订单金额,费率备注", NEW_END),
    /** Refunds, 29 columns. */
    REFUND(
        NEW_HEAD + "退款申请时间,退款成功时间," + REFUND_COLUMNS + "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
        NEW_END),
    /** Refunds out of a balance charged up for it. */
    RECHARGE_REFUND(
        NEW_HEAD + "退款申请时间,退款成功时间," + REFUND_COLUMNS + "商品名称,商户数据包,返还手续费,费率,订单金额,申请退款金额", NEW_END),
    /** All trades as they were written once, 24 columns. */
    LEGACY(
        HEAD.formatted("子商户号")
            + "总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,"
            + "商品名称,商户数据包,手续费,费率",
        "总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额");

    final String columns;
    final String totals;

    Layout(String columns, String totals) {
      this.columns = columns;
      this.totals = totals;
    }
  }

  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "子商户号", "特约商户号",
          "总金额", "应结订单金额",
          "代金券或立减优惠金额", "代金券金额",
          "代金券或立减优惠退款金额", "充值券退款金额");
  private static final Map<String, String> TOTALS =
      Map.of(
          "应结订单总金额", "应结订单金额",
          "总交易额", "应结订单金额",
          "退款总金额", "退款金额",
          "总退款金额", "退款金额",
          "充值券退款总金额", "充值券退款金额",
          "总代金券或立减优惠退款金额", "充值券退款金额",
          "手续费总金额", "手续费",
          "订单总金额", "订单金额",
          "申请退款总金额", "申请退款金额");

  private final Layout layout;
  private final List<Row> rows;

  /** Creates a writer of a bill. */
  public WechatPayBillWriter(Layout layout, List<Row> rows) {
    this.layout = layout;
    this.rows = List.copyOf(rows);
  }

  /** A row: its cells by the column names of today's layouts. */
  public record Row(Map<String, String> cells) {

    /** Returns a payment of an amount without coupons, with a fee of five decimals. */
    public static Row payment(
        String orderNo, String merchantNo, LocalDateTime at, String amount, String fee) {
      return new Row(common(orderNo, merchantNo, at))
          .with("交易状态", "SUCCESS")
          .with("应结订单金额", amount)
          .with("订单金额", amount)
          .with("手续费", fee)
          .with("微信退款单号", "0")
          .with("商户退款单号", "0");
    }

    /** Returns a refund; amount positive, fee of five decimals and negative. */
    public static Row refund(
        String orderNo,
        String merchantNo,
        String refundNo,
        String merchantRefundNo,
        LocalDateTime at,
        String amount,
        String fee) {
      return new Row(common(orderNo, merchantNo, at))
          .with("交易状态", "REFUND")
          .with("退款金额", amount)
          .with("申请退款金额", amount)
          .with("手续费", fee)
          .with("返还手续费", fee.replace("-", ""))
          .with("微信退款单号", refundNo)
          .with("商户退款单号", merchantRefundNo)
          .with("退款类型", "ORIGINAL")
          .with("退款状态", "SUCCESS")
          .with("退款申请时间", TIME.format(at))
          .with("退款成功时间", TIME.format(at.plusSeconds(30)));
    }

    private static Map<String, String> common(String orderNo, String merchantNo, LocalDateTime at) {
      Map<String, String> cells = new LinkedHashMap<>();
      cells.put("交易时间", TIME.format(at));
      cells.put("公众账号ID", "wx00000000demo0001");
      cells.put("商户号", "1900000109");
      cells.put("特约商户号", "0");
      cells.put("微信订单号", orderNo);
      cells.put("商户订单号", merchantNo);
      cells.put("用户标识", "oDemoOpenId0000000000000001");
      cells.put("交易类型", "JSAPI");
      cells.put("付款银行", "OTHERS");
      cells.put("货币种类", "CNY");
      cells.put("商品名称", "商品");
      cells.put("费率", "0.60%");
      for (String amount : List.of("应结订单金额", "代金券金额", "退款金额", "充值券退款金额", "订单金额", "申请退款金额")) {
        cells.put(amount, "0.00");
      }
      return cells;
    }

    /** Returns the row with another cell. */
    public Row with(String column, String value) {
      Map<String, String> changed = new LinkedHashMap<>(cells);
      changed.put(column, value);
      return new Row(changed);
    }

    String cell(String column) {
      return cells.getOrDefault(OLD_NAMES.getOrDefault(column, column), "");
    }
  }

  /** Returns the bill's text, lines ended by LF. */
  public String text() {
    StringBuilder text = new StringBuilder(layout.columns).append('\n');
    for (Row row : rows) {
      text.append(line(Stream.of(layout.columns.split(",")).map(row::cell)));
    }
    text.append(layout.totals).append('\n');
    return text.append(line(Stream.of(layout.totals.split(",")).map(this::total))).toString();
  }

  private static String line(Stream<String> cells) {
    return cells.map(cell -> "`" + cell).collect(Collectors.joining(",")) + "\n";
  }

  private String total(String name) {
    if (name.equals("总交易单数")) {
      return Integer.toString(rows.size());
    }
    String column = TOTALS.getOrDefault(name, name);
    boolean returned = layout == Layout.RECHARGE_REFUND && column.equals("手续费");
    BigDecimal sum = new BigDecimal(column.equals("手续费") ? "0.00000" : "0.00");
    for (Row row : rows) {
      String cell = row.cell(returned ? "返还手续费" : column);
      sum = sum.add(new BigDecimal(cell.isEmpty() ? "0" : cell));
    }
    return sum.toPlainString();
  }

  /** Returns the bill's bytes: UTF-8. */
  public byte[] csv() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** Packs bytes as the download does. */
  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
