package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosParserTest {
  private static final TicketKey KEY =
      new TicketKey("S01", "POS-07", LocalDate.of(2026, 7, 12), "000117");

  @Test
  void parse_sample_readsSaleAndReturnAndAgreesWithTotal() {
    PosFile file = PosText.parse(PosText.SAMPLE);

    assertThat(file.tickets()).extracting(PosTicket::row).containsExactly(2, 4);
    assertThat(file.malformed()).isEmpty();
    assertThat(file.ignored()).isEmpty();
    assertThat(file.control()).isEqualTo(PosFile.Control.AGREED);
  }

  @Test
  void parse_sale_isCompletedAndHandedOver() {
    PosTicket ticket = PosText.parse(PosText.SAMPLE).tickets().get(0);
    ChannelOrder order = ticket.order();

    assertThat(ticket.key()).isEqualTo(KEY);
    assertThat(ticket.marks()).isEmpty();
    assertThat(order.shop()).isEqualTo(new ShopId("pos", "S01"));
    assertThat(order.number()).isEqualTo("S01/POS-07/2026-07-12/000117");
    assertThat(order.lifecycle()).isEqualTo(Lifecycle.COMPLETED);
    assertThat(order.flags()).containsExactly(OrderFlag.HANDED_OVER);
    assertThat(order.status()).isEqualTo("销售");
    assertThat(order.paid()).isEqualTo(Money.yuan("59.05"));
    assertThat(order.createdAt()).isEqualTo(Instant.parse("2026-07-12T11:44:10Z"));
    assertThat(order.recipient().phone()).isEqualTo("13800000001");
  }

  @Test
  void parse_weighedGoods_keepsThreeDecimalsExactly() {
    OrderLine apple = PosText.parse(PosText.SAMPLE).tickets().get(0).order().lines().get(1);

    assertThat(apple.quantity()).isEqualTo(new BigDecimal("0.735"));
    assertThat(apple.amount()).isEqualTo(Money.yuan("14.55"));
    assertThat(apple.merchantCode()).isEqualTo("SKU-APPLE");
    assertThat(apple.barcode()).isNull();
  }

  @Test
  void parse_return_hasFlagAndNegativeQuantity() {
    ChannelOrder back = PosText.parse(PosText.SAMPLE).tickets().get(1).order();

    assertThat(back.flags()).containsExactlyInAnyOrder(OrderFlag.HANDED_OVER, OrderFlag.RETURN);
    assertThat(back.lines().get(0).quantity()).isEqualByComparingTo("-1");
    assertThat(back.paid()).isEqualTo(Money.yuan("-45.00"));
  }

  @ParameterizedTest
  @CsvSource({
    "作废,VOID",
    "培训,TRAINING",
    "挂单,PARKED",
    "void,VOID",
    "TRAINING,TRAINING",
  })
  void parse_voidTrainingParked_isIgnoredButCounted(String word, TicketType type) {
    PosFile file = PosText.parse(PosText.HEADER + PosText.CUP.replace("销售", word));

    assertThat(file.tickets()).isEmpty();
    assertThat(file.ignored()).hasSize(1);
    assertThat(file.ignored().get(0).type()).isEqualTo(type);
    assertThat(file.ignored().get(0).key()).isEqualTo(KEY);
  }

  @Test
  void parse_voidWithoutFigures_isStillIgnored() {
    PosFile file = PosText.parse(PosText.HEADER + "S01,POS-07,2026/7/12,000117,1,作废,,,,,,,,,\r\n");

    assertThat(file.ignored()).hasSize(1);
    assertThat(file.malformed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "合计,,,,,,,,,1,,,44.50,,",
        "合计,,,,,,,,,2,,,89.00,,",
        "总 计：,,,,,,,,,2,,,89.00,,",
      })
  void parse_totalWithAndWithoutVoids_bothAgree(String total) {
    String voided = PosText.CUP.replace("销售", "作废").replace("000117", "000118");

    assertThat(PosText.parse(PosText.HEADER + PosText.CUP + voided + total).control())
        .isEqualTo(PosFile.Control.AGREED);
  }

  @Test
  void parse_wrongTotal_isRefusedWithBothFigures() {
    String text = PosText.SAMPLE.replace(",14.05,", ",15.05,");

    assertThatThrownBy(() -> PosText.parse(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("15.05")
        .hasMessageContaining("14.05");
  }

  @Test
  void parse_wrongTotalQuantity_isRefusedWithBothFigures() {
    String text = PosText.SAMPLE.replace("合计,,,,,,,,,0.735", "合计,,,,,,,,,1.735");

    assertThatThrownBy(() -> PosText.parse(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("1.735")
        .hasMessageContaining("0.735");
  }

  @Test
  void parse_rowAfterTotal_isRefused() {
    assertThatThrownBy(() -> PosText.parse(PosText.SAMPLE + PosText.CUP))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 6 follows the total row");
  }

  @Test
  void parse_noTotalRow_isAbsent() {
    assertThat(PosText.parse(PosText.HEADER + PosText.CUP).control())
        .isEqualTo(PosFile.Control.ABSENT);
  }

  @Test
  void parse_totalWithUnreadableRow_isUnverifiable() {
    String text = PosText.SAMPLE.replace("-45.00,微信", "-4x.00,微信");

    PosFile file = PosText.parse(text);

    assertThat(file.control()).isEqualTo(PosFile.Control.UNVERIFIABLE);
    assertThat(file.malformed()).hasSize(1);
    assertThat(file.tickets()).hasSize(1);
  }

  @Test
  void parse_oneBadLine_spoilsItsTicketOnly() {
    PosFile file = PosText.parse(PosText.SAMPLE.replace(",0.735,19.80", ",seven,19.80"));

    assertThat(file.tickets()).extracting(t -> t.key().ticketNo()).containsExactly("000118");
    PosFile.Malformed bad = file.malformed().get(0);
    assertThat(bad.key()).isEqualTo(KEY);
    assertThat(bad.row()).isEqualTo(2);
    assertThat(bad.reason()).isEqualTo("row 3: 数量: is not a plain number");
    assertThat(bad.raw())
        .isEqualTo(PosText.CUP.strip() + "\n" + PosText.APPLE.strip().replace("0.735", "seven"));
  }

  @Test
  void malformed_toString_hidesRawRow() {
    PosFile file = PosText.parse(PosText.SAMPLE.replace(",0.735,19.80", ",seven,19.80"));

    assertThat(file.malformed().get(0).toString()).doesNotContain("13800000001");
    assertThat(file.toString() + file.tickets()).doesNotContain("13800000001");
  }

  @Test
  void parse_rowWithoutKey_spoilsTheTicketsBesideIt() {
    String lost = ",,,,2,销售,2026/7/12 19:44,SKU-X,,1,1.00,0,1.00,微信,\r\n";
    String far = PosText.CUP.replace("000117", "000119");

    PosFile file = PosText.parse(PosText.HEADER + PosText.CUP + lost + PosText.UMBRELLA_BACK + far);

    assertThat(file.tickets()).extracting(t -> t.key().ticketNo()).containsExactly("000119");
    assertThat(file.malformed()).hasSize(3);
    assertThat(file.malformed().get(0).key()).isNull();
    assertThat(file.malformed().get(1).reason()).contains("row 3").contains("may belong");
  }

  @Test
  void parse_strayQuote_costsItsOwnTicketOnly() {
    String stray = PosText.CUP.replace("000117", "000116").replace("SKU-CUP-WH", "\"SKU");
    String far = PosText.CUP.replace("000117", "000120");

    PosFile file =
        PosText.parse(
            PosText.HEADER
                + far
                + far.replace("000120", "000121")
                + stray
                + far.replace("000120", "000122")
                + far.replace("000120", "000123"));

    assertThat(file.tickets())
        .extracting(t -> t.key().ticketNo())
        .containsExactly("000120", "000123");
    assertThat(file.malformed())
        .extracting(PosFile.Malformed::reason)
        .anyMatch(reason -> reason.contains("quote is not closed"));
  }

  @Test
  void parse_interleavedTickets_areMergedByKey() {
    PosFile file =
        PosText.parse(PosText.HEADER + PosText.CUP + PosText.UMBRELLA_BACK + PosText.APPLE);

    assertThat(file.tickets()).hasSize(2);
    assertThat(file.tickets().get(0).order().lines()).hasSize(2);
  }

  @Test
  void parse_repeatedRow_isDroppedAndCounted() {
    PosFile file = PosText.parse(PosText.HEADER + PosText.CUP + PosText.APPLE + PosText.CUP);

    assertThat(file.tickets().get(0).order().paid()).isEqualTo(Money.yuan("59.05"));
    assertThat(file.repeatedRows()).isEqualTo(1);
  }

  @Test
  void parse_sameLineNumberOtherContent_isMalformed() {
    PosFile file =
        PosText.parse(PosText.HEADER + PosText.CUP + PosText.CUP.replace("44.50", "44.00"));

    assertThat(file.tickets()).isEmpty();
    assertThat(file.malformed().get(0).reason()).contains("row 3").contains("row 2");
  }

  @Test
  void parse_typeDiffersInsideTicket_isMalformed() {
    String other =
        PosText.APPLE.replace("销售", "退货").replace("0.735", "-0.735").replace("14.55", "-14.55");

    assertThat(PosText.parse(PosText.HEADER + PosText.CUP + other).malformed().get(0).reason())
        .contains("交易类型: differs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,49.90|0,49.90|数量: must not be zero",
        "1,49.90|-1,49.90|金额: must have the sign of the quantity",
        "1,49.90,5.40,44.50|-1,49.90,5.40,-44.50|数量: a sale must have a positive one",
        "1,49.90|1.2345,49.90|数量: has more than 3 decimals",
        "49.90,5.40|49.905,5.40|单价: has more than 2 decimals",
        "49.90,5.40|-49.90,5.40|单价: must not be negative",
        "49.90,5.40|4.99E+01,5.40|单价: is not a plain number",
        "44.50|-44.50|金额: must have the sign of the quantity",
        "44.50|4,45.0|has more cells than the header",
        "44.50|99999999999.00|金额: is not a plain number",
        "销售|赠送|交易类型: is not a known type",
        "000117,1|000117,x|行号: must have 1 to 6 digits",
        "2026/7/12 19:44:10|2026/7/12 25:44:10|交易时间: is not a time of day",
        "2026/7/12 19:44:10|46215.82|交易时间: is not a date and time",
        "2026/7/12,0|2026/2/30,0|key: is not a day of the calendar",
        "000117|1.17E+05|小票号: was turned into a number",
        "S01|S/01|key: store: must not contain a slash",
        "POS-07|''|key: 收银机号: is empty",
        ",微信|''|has 14 cells, the header has 15",
      })
  void parse_brokenRule_isNamed(String from, String to, String reason) {
    assertThat(PosText.reason(PosText.CUP.replaceFirst(java.util.regex.Pattern.quote(from), to)))
        .contains(reason);
  }

  @Test
  void parse_bundlePrice_isReadAndMarked() {
    PosTicket ticket = PosText.one(PosText.CUP.replace("1,49.90,5.40,44.50", "3,3.33,0.00,10.00"));

    assertThat(ticket.marks()).containsExactly(PosTicket.Mark.PRICE_DIFFERS);
    assertThat(ticket.order().paid()).isEqualTo(Money.yuan("10.00"));
  }

  @Test
  void parse_priceLessDiscount_isNotMarked() {
    PosTicket discounted = PosText.one(PosText.CUP);
    PosTicket weighed = PosText.one(PosText.APPLE);

    assertThat(discounted.marks()).isEmpty();
    assertThat(weighed.marks()).isEmpty();
  }

  @Test
  void parse_saleWithALineThatGoesBack_isRead() {
    String back = PosText.APPLE.replace("0.735", "-0.735").replace("14.55", "-14.55");
    PosFile file = PosText.parse(PosText.HEADER + PosText.CUP + back);

    assertThat(file.malformed()).isEmpty();
    assertThat(file.tickets().get(0).order().paid()).isEqualTo(Money.yuan("29.95"));
    assertThat(file.tickets().get(0).order().flags()).doesNotContain(OrderFlag.RETURN);
  }

  @Test
  void parse_undecodableByte_isMalformed() {
    assertThat(PosText.reason(PosText.CUP.replace("微信", "微\ufffd"))).contains("no text");
  }

  @Test
  void parse_noHeader_isRefusedWithMissingColumns() {
    assertThatThrownBy(() -> PosText.parse(PosText.SAMPLE.replace("行号", "货位")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("行号")
        .hasMessageNotContaining("13800000001");
  }

  @Test
  void parse_columnTwice_isRefused() {
    assertThatThrownBy(() -> PosText.parse(PosText.SAMPLE.replace("支付方式", "实收金额")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("twice");
  }

  @Test
  void parse_preambleBeforeHeader_isSkipped() {
    assertThat(PosText.parse("销售明细\r\n\r\n" + PosText.SAMPLE).tickets()).hasSize(2);
  }

  @Test
  void parse_englishHeaderWithTabs_isRead() {
    String text =
        "Store ID\tTerminal\tBusiness Date\tTicket No\tLine\tType\tTime\tSKU\tQty\tPrice\tAmount\n"
            + "S01\tP1\t20260712\tA-9\t1\tSALE\t2026-07-12T19:44:10\tX\t2\t1.50\t3.00\n"
            + "Total\t\t\t\t\t\t\t\t2\t\t3.00\n";

    PosFile file = PosText.parse(text);

    assertThat(file.tickets().get(0).key().ticketNo()).isEqualTo("A-9");
    assertThat(file.control()).isEqualTo(PosFile.Control.AGREED);
  }

  @Test
  void parse_fullWidthHeaderWithUnit_isRead() {
    String text = PosText.SAMPLE.replace(",金额,", ", 金额（元）,").replace("折扣", "优惠金额(元)");

    assertThat(PosText.parse(text).tickets()).hasSize(2);
  }

  @Test
  void parse_tooManyRows_isRefused() {
    PosDropSettings two =
        new PosDropSettings(
            PosText.SETTINGS.directory(),
            PosDropSettings.Ready.MARKER,
            PosText.SETTINGS.quiet(),
            1000,
            2,
            1000);

    assertThatThrownBy(() -> PosText.parse(PosText.SAMPLE, two))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("more than 2 rows");
  }

  @Test
  void parse_lineTooLong_isRefused() {
    String text = PosText.SAMPLE.replace("SKU-APPLE", "A".repeat(20_000));

    assertThatThrownBy(() -> PosText.parse(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("line 3 has more than 16384 characters");
  }
}
