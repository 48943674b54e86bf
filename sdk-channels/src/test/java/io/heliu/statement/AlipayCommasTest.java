package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.StatementLine;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commas in the texts of Alipay's bills, which know no quotes; and numbers that look damaged. */
class AlipayCommasTest {
  private static final String TRADES = AlipaySamples.TEXT;
  private static final String FUNDS = AlipayFundBillTest.TEXT;

  private static List<StatementLine> funds(String text) {
    return WechatSamples.lines(
        WechatSamples.bill(BillKind.ALIPAY_FUND, text.getBytes(AlipaySamples.GBK)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "质量问题|质量,问题",
        "质量问题|,质量,,问题,",
        "质量问题|7.00,8.00,9.00",
        "雨伞|雨伞,黑色",
        "雨伞|,雨伞,",
        "保温杯|保温杯,2026-07-12,500ml",
        "雨伞|雨伞,2026-07-12 15:00:00,2026-07-12 15:00:02",
      })
  void read_commasInTitleOrRemark_changeNothing(String from, String to) {
    assertThat(AlipaySamples.lines(TRADES.replace(from, to)))
        .isEqualTo(AlipaySamples.lines(TRADES));
  }

  @Test
  void read_commasInTitleAndRemark_goBackToBoth() {
    String text = TRADES.replace("雨伞", "雨伞,黑色,大").replace("质量问题", "质量,问题");

    assertThat(AlipaySamples.lines(text)).isEqualTo(AlipaySamples.lines(TRADES));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void read_anyCommasInTitleAndRemark_changeNothing(long seed) {
    Random random = new Random(seed);
    String text =
        TRADES
            .replace("雨伞", "雨" + ",a".repeat(random.nextInt(40)))
            .replace("质量问题", ",b".repeat(random.nextInt(40)));

    assertThat(AlipaySamples.lines(text))
        .as("seed %d", seed)
        .isEqualTo(AlipaySamples.lines(TRADES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "R20260712000077|R2026,0712",
        "R20260712000077|,R2026,0712,",
        "退服务费[|退,服务费[",
        "保温杯|保温杯,白色",
      })
  void read_commasInTextsOfAFundBill_changeNothing(String from, String to) {
    assertThat(funds(FUNDS.replace(from, to))).isEqualTo(funds(FUNDS));
  }

  @Test
  void read_feeRowWhoseRemarkHasAComma_isStillLinkedThroughIt() {
    String number = "2026071222001400000000000001";
    String row = "100000000000002\t," + number + "\t,T20260712000101\t,";
    String text =
        FUNDS
            .replace(row, "100000000000002\t,\t,\t,")
            .replace("服务费[" + number + "]", "服务费,一[" + number + "]");

    assertThat(funds(text).get(1).channelReference()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "人民广场店|人民,广场店",
        "op01|op,01",
        "*强(139****0002)|*强,(139****0002)",
        "0.00,,0.00|0.00,满100,50,0.00",
        "R20260712000077|20260712,77",
      })
  void read_commaElsewhere_refusesTheBillWithoutQuotingIt(String from, String to) {
    assertThatThrownBy(() -> AlipaySamples.lines(TRADES.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageMatching(
            "(?s).*row [68]: has 26 cells, the header has 25: the surplus fits nowhere.*")
        .hasMessageNotContaining("0002");
  }

  @Test
  void read_textsSideBySide_areRefusedAsTheyCannotBeTold() {
    StringBuilder moved = new StringBuilder();
    for (String line : TRADES.split("\r\n")) {
      int last = line.lastIndexOf(',');
      String text = line;
      if (!line.startsWith("#")) {
        String[] cells = line.substring(0, last).split(",", 4);
        text = String.join(",", cells[0], cells[1], cells[2], line.substring(last + 1), cells[3]);
      }
      moved.append(text).append("\r\n");
    }

    assertThat(AlipaySamples.lines(moved.toString())).isEqualTo(AlipaySamples.lines(TRADES));
    assertThatThrownBy(() -> AlipaySamples.lines(moved.toString().replace("雨伞", "雨伞,黑色")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("the surplus fits in more than one place");
  }

  @Test
  void read_thousandsOfCommas_areReadOrRefusedAsFewAre() {
    String many = ",".repeat(15_000);

    assertThat(AlipaySamples.lines(TRADES.replace("质量问题", many)))
        .isEqualTo(AlipaySamples.lines(TRADES));
    assertThatThrownBy(() -> AlipaySamples.lines(TRADES.replace("op01", many)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20260712E0001", "1E5", "12.5E+3", "2026E+07", "3.E+5", "E20260712"})
  void read_orderNumberWithAnE_isReadAsItIs(String number) {
    assertThat(AlipaySamples.lines(TRADES.replace("T20260712000101", number)).get(0).reference())
        .isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.02607E+27", "2E+27", "4.2E+05"})
  void read_orderNumberThatASpreadsheetSpoilt_refusesTheBill(String number) {
    assertThatThrownBy(() -> AlipaySamples.lines(TRADES.replace("T20260712000101", number)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("商户订单号: was turned into a number by a spreadsheet");
  }
}
