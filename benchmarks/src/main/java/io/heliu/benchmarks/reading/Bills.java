package io.heliu.benchmarks.reading;

import io.heliu.benchmarks.reading.Contest.Contestant;
import io.heliu.benchmarks.reading.Contest.Tally;
import io.heliu.benchmarks.reading.Contest.Task;
import io.heliu.statement.BillFile;
import io.heliu.statement.BillKind;
import io.heliu.statement.BillSettings;
import io.heliu.statement.standin.AlipayBillWriter;
import io.heliu.statement.standin.AlipayFundWriter;
import io.heliu.statement.standin.WechatPayBillWriter;
import io.heliu.statement.standin.WechatPayFundWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/**
 * A day's bill as it is downloaded, in memory. Heliu unpacks, digests, checks every row, adds up
 * and compares the totals; the rivals unpack, decode and split.
 */
final class Bills {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final LocalDateTime MIDNIGHT = DAY.atStartOfDay();
  private static final int AMOUNT_FEN = 8_900;
  private static final String AMOUNT = "89.00";

  private Bills() {}

  static Contest alipayTrades(int rows) {
    List<AlipayBillWriter.Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String trade = "2026071222001400%012d".formatted(i);
      all.add(AlipayBillWriter.Row.payment(trade, "T%016d".formatted(i), at(i), AMOUNT, "-0.53"));
    }
    byte[] zip = new AlipayBillWriter(DAY, all).zip();
    return contest("alipay-trades", BillKind.ALIPAY_TRADE, zip, () -> secondEntry(zip), rows, 25);
  }

  static Contest alipayFunds(int rows) {
    List<AlipayFundWriter.Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(
          new AlipayFundWriter.Row(
              "%020d".formatted(i),
              "2026071222001400%012d".formatted(i),
              "T%016d".formatted(i),
              "商品",
              at(i),
              "*客",
              AMOUNT,
              "在线支付",
              ""));
    }
    byte[] zip = new AlipayFundWriter(DAY, "0.00", all).zip();
    return contest("alipay-funds", BillKind.ALIPAY_FUND, zip, () -> secondEntry(zip), rows, 12);
  }

  static Contest wechatTrades(int rows) {
    List<WechatPayBillWriter.Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String order = "42000000002026%014d".formatted(i);
      all.add(
          WechatPayBillWriter.Row.payment(order, "T%016d".formatted(i), at(i), AMOUNT, "0.53000"));
    }
    byte[] gzip =
        WechatPayBillWriter.gzip(
            new WechatPayBillWriter(WechatPayBillWriter.Layout.ALL, all).csv());
    return contest(
        "wechatpay-trades", BillKind.WECHAT_TRADE, gzip, () -> gunzipped(gzip), rows, 20);
  }

  static Contest wechatFunds(int rows) {
    List<WechatPayFundWriter.Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(
          new WechatPayFundWriter.Row(
              at(i),
              "42000000002026%014d".formatted(i),
              "%022d".formatted(i),
              "交易",
              "交易",
              AMOUNT,
              "system",
              "",
              "T%016d".formatted(i)));
    }
    byte[] gzip = WechatPayBillWriter.gzip(new WechatPayFundWriter("0.00", all).csv());
    return contest("wechatpay-funds", BillKind.WECHAT_FUND, gzip, () -> gunzipped(gzip), rows, 11);
  }

  private static LocalDateTime at(int row) {
    return MIDNIGHT.plusSeconds(row % 86_400);
  }

  private static InputStream secondEntry(byte[] file) throws IOException {
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file), AlipayBillWriter.GBK);
    zip.getNextEntry();
    zip.getNextEntry();
    return zip;
  }

  private static InputStream gunzipped(byte[] file) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(file));
  }

  private static Contest contest(
      String name, BillKind kind, byte[] file, Rows.Source text, int rows, int width) {
    Task heliu =
        () -> {
          long[] sums = new long[2];
          BillFile.of(kind, file, BillSettings.defaults())
              .read(
                  line -> {
                    sums[0]++;
                    sums[1] += line.gross().minor();
                  });
          return new Tally(sums[0], sums[1]);
        };
    boolean alipay = name.startsWith("alipay");
    return new Contest(
        name,
        "rows",
        rows,
        file.length,
        Rows.with(
            new Contestant("heliu", new Tally(rows, (long) rows * AMOUNT_FEN), heliu),
            text,
            alipay ? AlipayBillWriter.GBK : StandardCharsets.UTF_8,
            width,
            1));
  }
}
