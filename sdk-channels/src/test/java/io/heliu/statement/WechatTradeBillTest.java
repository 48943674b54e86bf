package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementLine.Kind;
import io.heliu.statement.standin.WechatPayBillWriter;
import io.heliu.statement.standin.WechatPayBillWriter.Layout;
import io.heliu.statement.standin.WechatPayBillWriter.Row;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatTradeBillTest {
  private static final String TEXT = WechatSamples.TRADES;
  private static final List<StatementLine> LINES = lines(TEXT);

  private static List<StatementLine> lines(String text) {
    return WechatSamples.lines(WechatSamples.trades(text));
  }

  private static String text(Layout layout, Row... rows) {
    return new WechatPayBillWriter(layout, List.of(rows)).text();
  }

  private static Money net(List<StatementLine> lines) {
    return lines.stream().map(StatementLine::net).reduce(Money.fen(0), Money::plus);
  }

  @Test
  void writer_sample_isTheDocumentedFile() {
    byte[] csv = TEXT.getBytes(StandardCharsets.UTF_8);

    assertThat(csv).hasSize(1637);
    assertThat(WechatSamples.sha1(csv)).isEqualTo("8d40302daa2f22c20c6f99ca7a40d74750b22ad0");
    assertThat(WechatSamples.sha1(TEXT.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("47911e0570858e55080d3d8c2bc611891a243ee2");
  }

  @Test
  void read_sample_givesFourLines() {
    assertThat(LINES)
        .extracting(StatementLine::kind)
        .containsExactly(Kind.PAYMENT, Kind.PAYMENT, Kind.REFUND, Kind.PAYMENT);
    assertThat(LINES).extracting(StatementLine::row).containsExactly(2, 3, 4, 5);
    assertThat(LINES)
        .extracting(StatementLine::reference)
        .containsExactly(
            "T20260712000001", "T20260712000002", "T20260710000009", "T20260712000003");
  }

  @Test
  void read_sample_netIsTheSettlementOfTheDay() {
    assertThat(net(LINES)).isEqualTo(Money.yuan("153.09"));
  }

  @Test
  void read_sample_hasNoWarnings() {
    assertThat(WechatSamples.trades(TEXT).warnings()).isEmpty();
  }

  @Test
  void read_rows_haveTheirRowOfTheFileAndTheMerchantsRefundNumber() {
    List<StatementLine> lines = new ArrayList<>();
    WechatSamples.trades(TEXT).read(lines::add);

    assertThat(lines).extracting(StatementLine::raw).isEqualTo(TEXT.lines().toList().subList(1, 5));
    assertThat(lines)
        .extracting(StatementLine::merchantRefund)
        .containsExactly(null, null, "R20260712000001", null);
    assertThat(lines.toString()).doesNotContain("oDemoOpenId");
  }

  /** Returns the sample as an overseas merchant's, priced and settled in currencies. */
  private static String overseas(String priced, String settled) {
    StringBuilder text = new StringBuilder();
    for (String line : TEXT.lines().toList()) {
      boolean row = line.startsWith("`2026");
      text.append(line.replace("货币种类", "标价币种").replace("`CNY", "`" + priced));
      text.append(row ? ",`" + settled + ",`7.1" : "");
      text.append(line.startsWith("交易时间") ? ",结算币种,支付汇率" : "").append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"USD", ""})
  void read_overseasBill_isInTheCurrencyOfItsRows(String settled) {
    List<StatementLine> lines = lines(overseas("USD", settled));

    Currency usd = Currency.getInstance("USD");
    assertThat(lines)
        .extracting(StatementLine::gross)
        .containsExactly(
            new Money(8900, usd), new Money(11000, usd), new Money(-4500, usd), new Money(1, usd));
    assertThat(lines.get(0).fee()).isEqualTo(new Money(-53, usd));
  }

  @Test
  void read_overseasBillSettledInAnotherCurrency_isRefusedWithTheReason() {
    assertThatThrownBy(() -> lines(overseas("USD", "HKD")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("结算币种: is not the currency of the price");
  }

  @Test
  void read_overseasBillWithFractionsThatItsCurrencyDoesNotHave_isRefused() {
    assertThatThrownBy(() -> lines(overseas("JPY", "JPY")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("is no amount of JPY");
  }

  @Test
  void read_overseasBillWithATotalThatDiffers_isRefused() {
    assertThatThrownBy(() -> lines(overseas("USD", "USD").replace("`199.01", "`199.02")))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_payment_hasIdTimeAndSignedFee() {
    StatementLine cup = LINES.get(0);

    assertThat(cup.id()).isEqualTo("4200000000202607120000000001/");
    assertThat(cup.kindCode()).isEqualTo("SUCCESS");
    assertThat(cup.channelReference()).isEqualTo("4200000000202607120000000001");
    assertThat(cup.occurredAt()).isEqualTo(Instant.parse("2026-07-12T01:15:02Z"));
    assertThat(cup.gross()).isEqualTo(Money.yuan("89.00"));
    assertThat(cup.fee()).isEqualTo(Money.yuan("-0.53"));
  }

  @Test
  void read_refund_isNegativeGivesFeeBackAndNamesTheRefund() {
    StatementLine refund = LINES.get(2);

    assertThat(refund.id()).isEqualTo("4200000000202607100000000009/50300000002026071200000000001");
    assertThat(refund.channelReference()).isEqualTo("50300000002026071200000000001");
    assertThat(refund.gross()).isEqualTo(Money.yuan("-45.00"));
    assertThat(refund.fee()).isEqualTo(Money.yuan("0.27"));
  }

  @Test
  void read_coupon_grossIsWhatIsSettledOrOnDemandTheOrder() {
    BillSettings ordered = BillSettings.defaults().withGross(BillSettings.Gross.ORDERED);
    byte[] file =
        text(Layout.ALL, WechatSamples.BAG, WechatSamples.UMBRELLA.with("申请退款金额", "50.00"))
            .getBytes(StandardCharsets.UTF_8);

    assertThat(LINES.get(1).gross()).isEqualTo(Money.yuan("110.00"));
    assertThat(WechatSamples.lines(BillFile.of(BillKind.WECHAT_TRADE, file, ordered)))
        .extracting(StatementLine::gross)
        .containsExactly(Money.yuan("120.00"), Money.yuan("-50.00"));
  }

  @Test
  void read_revokedWithoutRefundNumber_isOtherWithAnIdOfItsOwn() {
    Row revoked = WechatSamples.CUP.with("交易状态", "REVOKED").with("应结订单金额", "0.00");
    List<StatementLine> lines = lines(text(Layout.ALL, WechatSamples.CUP, revoked));

    assertThat(lines.get(1).kind()).isEqualTo(Kind.OTHER);
    assertThat(lines.get(1).id()).isEqualTo("4200000000202607120000000001/REVOKED");
    assertThat(lines.get(1).gross()).isEqualTo(Money.fen(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCESS", "OLDER_SUCCESS", "LEGACY", "ALL"})
  void read_paymentInEveryLayout_isTheSameLine(Layout layout) {
    assertThat(lines(text(layout, WechatSamples.CUP))).containsExactly(LINES.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUND", "RECHARGE_REFUND", "LEGACY", "ALL"})
  void read_refundInEveryLayout_isTheSameLine(Layout layout) {
    StatementLine there = LINES.get(2);

    StatementLine here = lines(text(layout, WechatSamples.UMBRELLA)).get(0);

    assertThat(here.row()).isEqualTo(2);
    assertThat(here).usingRecursiveComparison().ignoringFields("row").isEqualTo(there);
  }

  @ParameterizedTest
  @CsvSource({
    "ALL,27",
    "SUCCESS,20",
    "OLDER_SUCCESS,20",
    "REFUND,29",
    "RECHARGE_REFUND,28",
    "LEGACY,24"
  })
  void writer_layout_hasTheDocumentedWidth(Layout layout, int width) {
    assertThat(text(layout).split("\n")[0].split(",")).hasSize(width);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff"})
  void read_savedAgainWithOtherEncodingAndLineEnds_isTheSame(String mark) {
    Charset encoding = mark.isEmpty() ? Charset.forName("GB18030") : StandardCharsets.UTF_8;
    byte[] file = (mark + TEXT.replace("\n", "\r\n")).getBytes(encoding);

    assertThat(WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, file)))
        .isEqualTo(LINES);
  }

  @Test
  void read_gzip_isTheSameWithTheSameDigest() {
    byte[] packed = WechatPayBillWriter.gzip(TEXT.getBytes(StandardCharsets.UTF_8));
    BillFile bill = WechatSamples.bill(BillKind.WECHAT_TRADE, packed);

    assertThat(WechatSamples.lines(bill)).isEqualTo(LINES);
    assertThat(bill.digest()).isEqualTo(WechatSamples.trades(TEXT).digest());
  }

  @Test
  void read_spreadsheetTookTicksAndPutQuotes_isTheSame() {
    String damaged =
        TEXT.lines()
            .map(line -> line.replace("保温杯,白色", "保温杯;白色"))
            .map(
                line ->
                    line.startsWith("`")
                        ? Arrays.stream(line.substring(1).split(",`", -1))
                            .map(cell -> '"' + cell + '"')
                            .collect(Collectors.joining(","))
                        : line)
            .map(line -> line.replace("保温杯;白色", "保温杯,白色"))
            .collect(Collectors.joining("\r\n"));

    assertThat(lines(damaged)).isEqualTo(LINES);
  }

  @Test
  void read_spreadsheetKeptTicksInQuotesAndPadded_isTheSame() {
    String damaged =
        TEXT.lines()
            .map(line -> line.replace("保温杯,白色", "保温杯 白色").replace("`", "\"`") + ",,")
            .map(
                line ->
                    line.startsWith("\"")
                        ? line.replace(",\"", "\",\"").replace(",,", "\",,")
                        : line)
            .collect(Collectors.joining("\n"));

    assertThat(lines(damaged)).isEqualTo(LINES);
  }

  @Test
  void read_spreadsheetMadeNumbersOfIds_isRefused() {
    String damaged = TEXT.replace("`4200000000202607120000000001", "4.2E+27").replace("`", "");

    assertThatThrownBy(() -> lines(damaged.replace("保温杯,白色", "保温杯")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 2: 微信订单号: was turned into a number");
  }

  @Test
  void read_separatorInFreeText_isMalformedWithItsNumberAndShiftsNothing() {
    BillFile bill = WechatSamples.trades(TEXT.replace("保温杯,白色", "保温杯,`白色"));

    assertThat(bill.malformed())
        .extracting("reason")
        .containsExactly("row 2: has 28 cells, the header has 27");
    assertThatThrownBy(() -> WechatSamples.lines(bill)).isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_rowWithoutTickAmongOthers_isMalformed() {
    assertThat(WechatSamples.trades(TEXT.replace("雨伞", "雨\n伞")).malformed())
        .extracting("reason")
        .containsExactly(
            "row 4: has 21 cells, the header has 27",
            "row 5: does not begin with a back-tick as the rows before it");
  }

  @Test
  void read_fullWidthColons_areRead() {
    assertThat(lines(TEXT.replace("09:15:02", "09：15：02"))).isEqualTo(LINES);
  }

  @Test
  void read_otherOrderOfColumns_isTheSame() {
    String moved =
        TEXT.lines()
            .map(
                line -> {
                  String separator = line.startsWith("`") ? ",`" : ",";
                  int at = line.indexOf(separator);
                  boolean total = line.startsWith("总") || line.matches("`\\d+,.*");
                  String start = line.startsWith("`") ? "`" : "";
                  return total
                      ? line
                      : start
                          + line.substring(at + separator.length())
                          + separator
                          + line.substring(start.length(), at);
                })
            .collect(Collectors.joining("\n"));

    assertThat(lines(moved)).isEqualTo(LINES);
  }

  @Test
  void read_feeFinerThanAFen_isRoundedHalfUpWithAWarning() {
    BillFile bill =
        WechatSamples.trades(text(Layout.ALL, WechatSamples.CUP.with("手续费", "0.53500")));

    assertThat(WechatSamples.lines(bill).get(0).fee()).isEqualTo(Money.yuan("-0.54"));
    assertThat(bill.warnings()).singleElement().asString().startsWith("1 fees were finer");
  }

  @Test
  void read_otherCountInABillOfAllRows_isAWarning() {
    BillFile bill = WechatSamples.trades(TEXT.replace("\n`4,", "\n`3,"));

    assertThat(WechatSamples.lines(bill)).isEqualTo(LINES);
    assertThat(bill.warnings()).containsExactly("its totals say 总笔数 3 but its rows 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCESS", "OLDER_SUCCESS"})
  void read_otherCountInABillOfPayments_isRefused(Layout layout) {
    String text = text(layout, WechatSamples.CUP).replace("\n`1,", "\n`2,");

    assertThatThrownBy(() -> lines(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("总笔数 2 but its rows 1");
  }

  @Test
  void read_otherCountInABillOfRefunds_isRefused() {
    String text = text(Layout.REFUND, WechatSamples.UMBRELLA).replace("\n`1,", "\n`2,");

    assertThatThrownBy(() -> lines(text)).hasMessageContaining("总笔数 2 but its rows 1");
  }

  @ParameterizedTest
  @CsvSource({
    "199.01,199.02",
    "45.00,46.00",
    "`0.00,`1.00",
    "0.92000,0.92001",
    "209.01,209.00",
    "`45.00,`44.00"
  })
  void read_anyWrongTotal_isRefused(String from, String to) {
    int end = TEXT.lastIndexOf("\n`") + 1;
    String totals = TEXT.substring(end);
    String changed =
        from.startsWith("`45")
            ? totals.replaceFirst("45\\.00\\s*$", "44.00")
            : totals.replaceFirst(from, to);

    assertThat(changed).isNotEqualTo(totals);
    assertThatThrownBy(() -> lines(TEXT.substring(0, end) + changed))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_truncatedAnywhere_isRefused() {
    byte[] file = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < file.length - 4; length++) {
      BillFile cut = WechatSamples.bill(BillKind.WECHAT_TRADE, Arrays.copyOf(file, length));
      assertThatThrownBy(() -> WechatSamples.lines(cut))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_withoutTotals_isTruncated() {
    String text = TEXT.substring(0, TEXT.indexOf("总交易单数"));

    assertThatThrownBy(() -> lines(text)).hasMessageContaining("truncated");
  }

  @Test
  void read_rowAfterTheEnd_isRefused() {
    assertThatThrownBy(() -> lines(TEXT + TEXT.split("\n")[1]))
        .hasMessageContaining("row 8 follows its end");
  }

  @Test
  void read_noRows_isFine() {
    assertThat(lines(text(Layout.ALL))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`89.00,`0.00|`-89.00,`0.00|应结订单金额: must not be negative",
        "`89.00,`0.00|`,`0.00|应结订单金额: is no amount",
        "`0.53000|`0.53000x|手续费: is no amount",
        "`CMB_DEBIT,`CNY|`CMB_DEBIT,`USD|货币种类: differs from the rows before",
        "`CNY|`XX1|货币种类: is no currency",
        "`CNY|`usd|货币种类: is no currency",
        "2026-07-12 09:15:02|2026-07-12 25:15:02|交易时间: is no time",
        "`JSAPI,`SUCCESS|`JSAPI,`|交易状态: is empty",
        "`0,`0,`0.00,`0.00|`0,`0,`3.00,`0.00|退款金额: must be 0 on a payment",
        "`50300000002026071200000000001|`0|微信退款单号: is empty on a refund",
        "T20260710000009|T2026\u000710|商户订单号: has a control character",
      })
  void read_malformedRow_refusesTheBillWithoutQuotingIt(String from, String to, String reason) {
    assertThat(TEXT).contains(from);
    assertThatThrownBy(() -> lines(TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("oDemoOpenId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "微信支付账单明细\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n",
        "<xml><return_code>FAIL</return_code></xml>",
        "",
      })
  void read_otherFile_isRefused(String text) {
    assertThatThrownBy(() -> lines(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("header of a trade bill");
  }

  @Test
  void read_bothChargeColumns_isRefusedForWhichCountsIsUnknown() {
    assertThatThrownBy(() -> lines(TEXT.replace("费率备注", "返还手续费")))
        .hasMessageContaining("header of a trade bill");
  }

  @Test
  void read_fundBillAsTrades_isRefused() {
    assertThatThrownBy(() -> lines(WechatSamples.FUNDS)).isInstanceOf(Fault.Protocol.class);
  }
}
