package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementLine.Kind;
import io.heliu.statement.standin.AlipayFundWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlipayFundBillTest {
  private static final String CUP = "2026071222001400000000000001";
  private static final String BAG = "2026071222001400000000000002";
  private static final String UMBRELLA = "2026070922001400000000000077";
  private static final List<AlipayFundWriter.Row> ROWS =
      List.of(
          row(
              1,
              CUP,
              "T20260712000101",
              "保温杯",
              at(8, 1, 20),
              "*晓(138****0001)",
              "84.00",
              "在线支付",
              ""),
          row(2, CUP, "T20260712000101", "", at(8, 1, 20), "", "-0.50", "收费", "服务费[" + CUP + "]"),
          row(
              3,
              BAG,
              "T20260712000102",
              "帆布包",
              at(11, 30, 9),
              "*丽(dem***@example.com)",
              "120.00",
              "在线支付",
              ""),
          row(4, BAG, "T20260712000102", "", at(11, 30, 9), "", "-0.72", "收费", "服务费[" + BAG + "]"),
          row(
              5,
              UMBRELLA,
              "T20260709000077",
              "雨伞",
              at(15, 0, 2),
              "*强(139****0002)",
              "-45.00",
              "交易退款",
              "R20260712000077"),
          row(
              6,
              UMBRELLA,
              "T20260709000077",
              "",
              at(15, 0, 2),
              "",
              "0.27",
              "收费",
              "退服务费[" + UMBRELLA + "]"));
  static final AlipayFundWriter WRITER = new AlipayFundWriter(AlipaySamples.DAY, "2000.00", ROWS);
  static final String TEXT = WRITER.text();
  private static final List<StatementLine> LINES = lines(TEXT);

  private static LocalDateTime at(int hour, int minute, int second) {
    return LocalDateTime.of(2026, 7, 12, hour, minute, second);
  }

  private static AlipayFundWriter.Row row(
      int flow,
      String tradeNo,
      String merchantNo,
      String title,
      LocalDateTime at,
      String counterparty,
      String amount,
      String type,
      String remark) {
    return new AlipayFundWriter.Row(
        "10000000000000" + flow,
        tradeNo,
        merchantNo,
        title,
        at,
        counterparty,
        amount,
        type,
        remark);
  }

  private static BillFile bill(String text) {
    return WechatSamples.bill(BillKind.ALIPAY_FUND, text.getBytes(AlipaySamples.GBK));
  }

  private static List<StatementLine> lines(String text) {
    return WechatSamples.lines(bill(text));
  }

  @Test
  void writer_sample_isTheDocumentedFile() {
    assertThat(WRITER.csv()).hasSize(1474);
    assertThat(WechatSamples.sha1(WRITER.csv()))
        .isEqualTo("c720e9d3ddcfd739a52a7dcb487130560049d253");
  }

  @Test
  void read_sample_givesSixLines() {
    assertThat(LINES)
        .extracting(StatementLine::kind)
        .containsExactly(
            Kind.PAYMENT, Kind.OTHER, Kind.PAYMENT, Kind.OTHER, Kind.REFUND, Kind.OTHER);
    assertThat(LINES)
        .extracting(StatementLine::net)
        .containsExactly(
            Money.yuan("84.00"),
            Money.yuan("-0.50"),
            Money.yuan("120.00"),
            Money.yuan("-0.72"),
            Money.yuan("-45.00"),
            Money.yuan("0.27"));
    assertThat(bill(TEXT).warnings()).isEmpty();
  }

  @Test
  void read_row_hasIdReferencesAndTime() {
    StatementLine line = LINES.get(0);

    assertThat(line.id()).isEqualTo("100000000000001");
    assertThat(line.reference()).isEqualTo("T20260712000101");
    assertThat(line.channelReference()).isEqualTo(CUP);
    assertThat(line.occurredAt()).isEqualTo(Instant.parse("2026-07-12T00:01:20Z"));
    assertThat(line.row()).isEqualTo(6);
  }

  @Test
  void read_feeRow_isAFeeWithoutGross() {
    assertThat(LINES.get(1).gross()).isEqualTo(Money.fen(0));
    assertThat(LINES.get(1).fee()).isEqualTo(Money.yuan("-0.50"));
  }

  @Test
  void read_bothBillsOfTheDay_agreeOnTheMoney() {
    Money flows = LINES.stream().map(StatementLine::net).reduce(Money.fen(0), Money::plus);
    Money trades =
        AlipaySamples.lines(AlipaySamples.TEXT).stream()
            .map(StatementLine::net)
            .reduce(Money.fen(0), Money::plus);

    assertThat(flows).isEqualTo(trades).isEqualTo(Money.yuan("158.05"));
  }

  @Test
  void read_feeRowWithoutNumbers_isLinkedThroughItsRemark() {
    String row = "100000000000002\t," + CUP + "\t,T20260712000101\t,";
    StatementLine line = lines(TEXT.replace(row, "100000000000002\t,\t,\t,")).get(1);

    assertThat(line.reference()).isEmpty();
    assertThat(line.channelReference()).isEqualTo(CUP);
  }

  @Test
  void read_noTradeNumberAnywhere_hasNoChannelReference() {
    String row = "100000000000001\t," + CUP + "\t,";

    assertThat(lines(TEXT.replace(row, "100000000000001\t,\t,")).get(0).channelReference())
        .isNull();
  }

  @Test
  void read_taobaoAccount_hasTheTaobaoTrade() {
    String text =
        TEXT.replace("业务类型,备注", "业务类型,备注,业务描述,业务基础订单号")
            .replace("在线支付,\r\n", "在线支付,,0010001|交易收款,3900001112223334\r\n")
            .replace("]\r\n10", "],,\r\n10")
            .replace("]\r\n#--", "],,\r\n#--")
            .replace("R20260712000077\r\n", "R20260712000077,,\r\n")
            .replace("T20260712000101", "")
            .replace("T20260712000102", "T200P3900001112223335");
    BillSettings settings = BillSettings.defaults().withReferencePrefixes(List.of("T200P"));
    BillFile bill = BillFile.of(BillKind.ALIPAY_FUND, text.getBytes(AlipaySamples.GBK), settings);

    assertThat(WechatSamples.lines(bill))
        .extracting(StatementLine::reference)
        .startsWith("3900001112223334", "", "3900001112223335");
  }

  @Test
  void read_newestFirstWithPaddedTrailer_isFineAndItsBalancesFollow() {
    List<String> all = new ArrayList<>(List.of(TEXT.split("\r\n")));
    Collections.reverse(all.subList(5, 11));
    String text =
        String.join("\r\n", all)
            .replace("共-46.22元", "共-46.22元,,,,")
            .replace("共204.27元", "共204.27元,,,");

    assertThat(lines(text)).hasSize(6);
    assertThat(bill(text).warnings()).isEmpty();
  }

  @Test
  void read_brokenBalance_isAWarningOnly() {
    BillFile bill = bill(TEXT.replace("2203.50", "2203.40"));

    assertThat(WechatSamples.lines(bill)).hasSize(6);
    assertThat(bill.warnings())
        .singleElement()
        .asString()
        .contains("2 places: no row goes on from 2083.50, 2158.05, 2203.40");
  }

  @Test
  void read_missingBalance_isNoWarning() {
    assertThat(bill(TEXT.replace("2203.50", "")).warnings()).isEmpty();
  }

  @Test
  void read_commasInTitle_areMergedIntoIt() {
    assertThat(lines(TEXT.replace("保温杯", "保温杯,白色,500ml"))).isEqualTo(LINES);
  }

  @Test
  void read_surplusWithoutATitleColumn_isRefused() {
    assertThatThrownBy(() -> lines(TEXT.replace("商品名称", "名称").replace("保温杯", "保温杯,白色")))
        .hasMessageContaining("row 6: has 13 cells, the header has 12");
  }

  @Test
  void read_rowThatMovesNothing_mayBeCountedOnEitherSide() {
    String row = "100000000000009\t,\t,\t,,2026-07-12 16:00:00,\t,0.00,0.00,2158.05,支付宝,转账,\r\n#--";
    int end = TEXT.lastIndexOf("#--");
    String text = TEXT.substring(0, end) + row + TEXT.substring(end + 3);

    assertThat(lines(text)).hasSize(7);
    assertThat(lines(text.replace("支出合计：3笔", "支出合计：4笔"))).hasSize(7);
    assertThat(lines(text.replace("收入合计：3笔", "收入合计：4笔"))).hasSize(7);
    assertThatThrownBy(() -> lines(text.replace("收入合计：3笔", "收入合计：5笔")))
        .isInstanceOf(Fault.Protocol.class);
  }

  @ParameterizedTest
  @CsvSource({"支出合计：3,支出合计：2", "收入合计：3,收入合计：4", "-46.22,-46.21", "204.27,204.26"})
  void read_anyWrongTotal_isRefused(String from, String to) {
    assertThatThrownBy(() -> lines(TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",84.00,0.00|,-84.00,0.00|收入金额(+元): has the wrong sign",
        ",0.00,-0.50|,0.00,0.50|支出金额(-元): has the wrong sign",
        "08:01:20|8:01|发生时间: is no time",
        "100000000000001|''|账务流水号: is empty",
      })
  void read_malformedRow_isRefusedWithoutQuotingIt(String from, String to, String reason) {
    assertThatThrownBy(() -> lines(TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("138****0001");
  }

  @Test
  void read_truncatedAnywhere_isRefused() {
    byte[] file = WRITER.csv();
    int end = TEXT.substring(0, TEXT.indexOf("元\r\n#导出")).getBytes(AlipaySamples.GBK).length;
    for (int length = 0; length < end; length++) {
      BillFile cut = WechatSamples.bill(BillKind.ALIPAY_FUND, Arrays.copyOf(file, length));
      assertThatThrownBy(() -> WechatSamples.lines(cut))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_zipAndUtf8_areTheSame() {
    assertThat(WechatSamples.lines(WechatSamples.bill(BillKind.ALIPAY_FUND, WRITER.zip())))
        .isEqualTo(LINES);
    assertThat(
            WechatSamples.lines(
                WechatSamples.bill(BillKind.ALIPAY_FUND, TEXT.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(LINES);
  }
}
