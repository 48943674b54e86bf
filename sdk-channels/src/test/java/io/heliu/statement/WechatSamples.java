package io.heliu.statement;

import io.heliu.channel.StatementLine;
import io.heliu.statement.standin.WechatPayBillWriter;
import io.heliu.statement.standin.WechatPayBillWriter.Layout;
import io.heliu.statement.standin.WechatPayBillWriter.Row;
import io.heliu.statement.standin.WechatPayFundWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A day's bills as documented, and bills made from texts. */
final class WechatSamples {
  static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  static final Row CUP =
      Row.payment(
              "4200000000202607120000000001", "T20260712000001", at(9, 15, 2), "89.00", "0.53000")
          .with("付款银行", "CMB_DEBIT")
          .with("商品名称", "保温杯,白色 500ml")
          .with("商户数据包", "shop=S01");
  static final Row BAG =
      Row.payment(
              "4200000000202607120000000002",
              "T20260712000002",
              at(10, 40, 51),
              "110.00",
              "0.66000")
          .with("用户标识", "oDemoOpenId0000000000000002")
          .with("商品名称", "帆布包")
          .with("代金券金额", "10.00")
          .with("订单金额", "120.00");
  static final Row UMBRELLA =
      Row.refund(
              "4200000000202607100000000009",
              "T20260710000009",
              "50300000002026071200000000001",
              "R20260712000001",
              at(14, 3, 27),
              "45.00",
              "-0.27000")
          .with("用户标识", "oDemoOpenId0000000000000003")
          .with("设备号", "POS-07")
          .with("交易类型", "MICROPAY")
          .with("付款银行", "PSBC_DEBIT")
          .with("商品名称", "雨伞");
  static final Row PENNY =
      Row.payment(
              "4200000000202607120000000003", "T20260712000003", at(20, 0, 0), "0.01", "0.00000")
          .with("交易类型", "NATIVE")
          .with("商品名称", "一分钱测试");
  static final List<Row> ROWS = List.of(CUP, BAG, UMBRELLA, PENNY);
  static final String TRADES = new WechatPayBillWriter(Layout.ALL, ROWS).text();
  static final String FUNDS = new WechatPayFundWriter("1000.00", fundRows()).text();

  private WechatSamples() {}

  private static LocalDateTime at(int hour, int minute, int second) {
    return LocalDateTime.of(2026, 7, 12, hour, minute, second);
  }

  private static List<WechatPayFundWriter.Row> fundRows() {
    String cup = "4200000000202607120000000001";
    String bag = "4200000000202607120000000002";
    String umbrella = "50300000002026071200000000001";
    return List.of(
        fund(at(9, 15, 3), cup, 1, "交易", "交易", "89.00", "T20260712000001"),
        fund(at(9, 15, 3), cup, 2, "交易", "扣除交易手续费", "-0.53", "T20260712000001"),
        fund(at(10, 40, 52), bag, 3, "交易", "交易", "110.00", "T20260712000002"),
        fund(at(10, 40, 52), bag, 4, "交易", "扣除交易手续费", "-0.66", "T20260712000002"),
        fund(at(14, 3, 28), umbrella, 5, "退款", "退款", "-45.00", "R20260712000001"),
        fund(at(14, 3, 28), umbrella, 6, "退款", "退还交易手续费", "0.27", "R20260712000001"),
        fund(
            at(20, 0, 1), "4200000000202607120000000003", 7, "交易", "交易", "0.01", "T20260712000003"),
        new WechatPayFundWriter.Row(
            at(23, 10, 0),
            "1000000000202607120000000001",
            "2000000000000000000008",
            "充值/提现",
            "提现",
            "-500.00",
            "1900000109",
            "日终提现\\n第1笔",
            "W20260712000001"));
  }

  private static WechatPayFundWriter.Row fund(
      LocalDateTime at,
      String businessNo,
      int flow,
      String name,
      String type,
      String amount,
      String voucher) {
    return new WechatPayFundWriter.Row(
        at,
        businessNo,
        "200000000000000000000" + flow,
        name,
        type,
        amount,
        name.equals("退款") ? "1900000109API" : "system",
        "",
        voucher);
  }

  static BillFile bill(BillKind kind, byte[] file) {
    return BillFile.of(kind, file, BillSettings.defaults());
  }

  static BillFile trades(String text) {
    return bill(BillKind.WECHAT_TRADE, text.getBytes(StandardCharsets.UTF_8));
  }

  static BillFile funds(String text) {
    return bill(BillKind.WECHAT_FUND, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the lines without their rows of the file, which differ between layouts. */
  static List<StatementLine> lines(BillFile bill) {
    List<StatementLine> lines = new ArrayList<>();
    bill.read(line -> lines.add(line.withRaw("")));
    return lines;
  }

  static String sha1(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
