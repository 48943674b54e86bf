package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Money;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementLine.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatFundBillTest {
  private static final String TEXT = WechatSamples.FUNDS;
  private static final List<StatementLine> LINES = lines(TEXT);

  private static List<StatementLine> lines(String text) {
    return WechatSamples.lines(WechatSamples.funds(text));
  }

  @Test
  void writer_sample_isTheDocumentedFile() {
    byte[] csv = TEXT.getBytes(StandardCharsets.UTF_8);

    assertThat(csv).hasSize(1508);
    assertThat(WechatSamples.sha1(csv)).isEqualTo("2d06e904f8be2412a3429a4d9b2d37eed275653f");
  }

  @Test
  void read_sample_givesEightLinesOfTheirKinds() {
    assertThat(LINES)
        .extracting(StatementLine::kind)
        .containsExactly(
            Kind.PAYMENT,
            Kind.OTHER,
            Kind.PAYMENT,
            Kind.OTHER,
            Kind.REFUND,
            Kind.OTHER,
            Kind.PAYMENT,
            Kind.OTHER);
    assertThat(WechatSamples.funds(TEXT).warnings()).isEmpty();
  }

  @Test
  void read_payment_hasIdReferencesAndTime() {
    StatementLine line = LINES.get(0);

    assertThat(line.id()).isEqualTo("2000000000000000000001");
    assertThat(line.reference()).isEqualTo("T20260712000001");
    assertThat(line.channelReference()).isEqualTo("4200000000202607120000000001");
    assertThat(line.occurredAt()).isEqualTo(Instant.parse("2026-07-12T01:15:03Z"));
    assertThat(line.gross()).isEqualTo(Money.yuan("89.00"));
    assertThat(line.fee()).isEqualTo(Money.fen(0));
  }

  @Test
  void read_feeRows_areFeesWithTheirSign() {
    assertThat(LINES)
        .filteredOn(line -> line.kindCode().contains("手续费"))
        .extracting(StatementLine::fee)
        .containsExactly(Money.yuan("-0.53"), Money.yuan("-0.66"), Money.yuan("0.27"));
    assertThat(LINES.get(1).gross()).isEqualTo(Money.fen(0));
  }

  @Test
  void read_bothBillsOfTheDay_agreeOnMoneyAndFees() {
    List<StatementLine> trades = WechatSamples.lines(WechatSamples.trades(WechatSamples.TRADES));
    List<StatementLine> flows =
        LINES.stream().filter(line -> !line.kindCode().equals("提现")).toList();

    assertThat(sum(flows)).isEqualTo(sum(trades)).isEqualTo(Money.yuan("153.09"));
    assertThat(flows.stream().map(StatementLine::fee).reduce(Money.fen(0), Money::plus))
        .isEqualTo(Money.yuan("-0.92"));
  }

  private static Money sum(List<StatementLine> lines) {
    return lines.stream().map(StatementLine::net).reduce(Money.fen(0), Money::plus);
  }

  @Test
  void read_escapedLineEndInRemark_isOneRow() {
    assertThat(TEXT).contains("日终提现\\n第1笔");
    assertThat(LINES.get(7).gross()).isEqualTo(Money.yuan("-500.00"));
    assertThat(LINES.get(7).reference()).isEqualTo("W20260712000001");
  }

  @Test
  void read_totalsWithOneDecimal_areComparedByValue() {
    String text = TEXT.replace("`45.00,", "`45.01,").replace("1152.81", "1152.80");
    String totals = text.replace("`546.19", "`546.2");

    assertThat(lines(totals)).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void read_anyWrongTotal_isRefused(int which) {
    int end = TEXT.lastIndexOf("\n`") + 2;
    String[] totals = TEXT.substring(end).strip().split(",`");
    totals[which] = totals[which].replace(totals[which].charAt(0), '7');

    assertThatThrownBy(() -> lines(TEXT.substring(0, end) + String.join(",`", totals)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_brokenBalance_isAWarningThatTheListenerHears() {
    String text = TEXT.replace("`1198.47", "`1198.48");
    List<String> alerts = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void alerted(Alert alert) {
            alerts.add(alert.code() + " " + alert.message());
          }
        };

    assertThat(WechatSamples.funds(text).warnings()).singleElement().asString().contains("1198.48");
    BillFile.of(
            BillKind.WECHAT_FUND,
            text.getBytes(StandardCharsets.UTF_8),
            BillSettings.defaults(),
            listener)
        .read(line -> {});
    assertThat(alerts).singleElement().asString().startsWith("BILL_DOUBTFUL its balances");
  }

  @Test
  void read_truncatedAnywhere_isRefused() {
    byte[] file = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < file.length - 1; length++) {
      BillFile cut = WechatSamples.bill(BillKind.WECHAT_FUND, Arrays.copyOf(file, length));
      assertThatThrownBy(() -> WechatSamples.lines(cut))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`收入,`89.00|`转入,`89.00|收支类型: is not",
        "`收入,`89.00|`收入,`-89.00|收支金额(元): must not be negative",
        "`1089.00|`|账户余额(元): is no amount",
        "`2000000000000000000001|`|资金流水单号: is empty",
      })
  void read_malformedRow_isRefused(String from, String to, String reason) {
    assertThatThrownBy(() -> lines(TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining(reason);
  }

  @Test
  void read_refundClosed_isOther() {
    String text = TEXT.replace("`退款,`支出", "`退款关闭,`支出");

    assertThat(lines(text).get(4).kind()).isEqualTo(Kind.OTHER);
    assertThat(lines(text).get(4).kindCode()).isEqualTo("退款关闭");
  }
}
