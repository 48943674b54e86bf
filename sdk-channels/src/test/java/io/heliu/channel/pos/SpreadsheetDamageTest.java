package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.order.OrderLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetDamageTest {
  private static final PosTicket INTACT = PosText.one(PosText.CUP);

  @Test
  void barcode_turnedIntoExponent_isDroppedButTicketKept() {
    PosTicket ticket = PosText.one(PosText.CUP.replace("6900000000017", "6.9E+12"));

    OrderLine line = ticket.order().lines().get(0);
    assertThat(line.barcode()).isNull();
    assertThat(line.merchantCode()).isEqualTo("SKU-CUP-WH");
    assertThat(ticket.marks()).containsExactly(PosTicket.Mark.BARCODE_DAMAGED);
    assertThat(ticket.hash()).isEqualTo(INTACT.hash());
  }

  @Test
  void barcode_turnedIntoExponentWithoutSku_isMalformed() {
    assertThat(
            PosText.reason(
                PosText.CUP.replace("6900000000017", "6.9E+12").replace("SKU-CUP-WH", "")))
        .contains("商品编码: missing or spoilt");
  }

  @Test
  void barcode_withoutSku_identifiesTheGoods() {
    OrderLine line = PosText.one(PosText.CUP.replace("SKU-CUP-WH", "")).order().lines().get(0);

    assertThat(line.merchantCode()).isNull();
    assertThat(line.barcode()).isEqualTo("6900000000017");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'6900000000017", "\t6900000000017", "6900000000017\t", " '6900000000017 "})
  void barcode_withApostropheOrTab_isCleaned(String cell) {
    PosTicket ticket = PosText.one(PosText.CUP.replace("6900000000017", cell));

    assertThat(ticket.order().lines().get(0).barcode()).isEqualTo("6900000000017");
  }

  @Test
  void time_withoutSeconds_keepsTheHash() {
    PosTicket ticket = PosText.one(PosText.CUP.replace("19:44:10", "19:44"));

    assertThat(ticket.order().createdAt()).isEqualTo(Instant.parse("2026-07-12T11:44:00Z"));
    assertThat(ticket.hash()).isEqualTo(INTACT.hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-07-12",
        "2026/07/12",
        "2026.7.12",
        "20260712",
        "2026年7月12日",
        "2026/7/12 0:00:00",
      })
  void date_inAnyForm_givesTheSameKey(String date) {
    PosTicket ticket = PosText.one(PosText.CUP.replaceFirst("2026/7/12", date));

    assertThat(ticket.key()).isEqualTo(INTACT.key());
  }

  @Test
  void amount_withThousandsSeparators_isRead() {
    PosTicket ticket = PosText.one(PosText.CUP.replace("44.50", "\"8,760.00\""));

    assertThat(ticket.order().paid()).isEqualTo(Money.yuan("8760.00"));
  }

  @Test
  void amount_withMisplacedSeparator_isMalformed() {
    assertThat(PosText.reason(PosText.CUP.replace("44.50", "\"87,60.00\"")))
        .contains("金额: is not a plain number");
  }

  @Test
  void numbers_withoutTrailingZeros_keepTheHash() {
    PosTicket ticket =
        PosText.one(
            PosText.CUP
                .replace("44.50", "44.5")
                .replace("49.90", "49.9")
                .replace("5.40", "5.4")
                .replace(",1,49", ",1.000,49"));

    assertThat(ticket.hash()).isEqualTo(INTACT.hash());
  }

  @Test
  void quotes_aroundCellsAndLineFeedInside_areRead() {
    String title = PosText.HEADER.replace("支付方式", "商品名称");
    String row = PosText.CUP.replace("微信", "\"say \"\"hi\"\"\r\nto all\"");

    PosFile file = PosText.parse(title + row + PosText.UMBRELLA_BACK);

    assertThat(file.malformed())
        .extracting(PosFile.Malformed::reason)
        .containsExactly("row 2: 商品名称: has a control character or more than 200 characters");
    assertThat(file.tickets()).hasSize(1);
  }

  @Test
  void memberPhone_turnedIntoExponent_isLeftOutAndMarked() {
    PosTicket ticket = PosText.one(PosText.CUP.replace("13800000001", "1.38E+10"));

    assertThat(ticket.order().recipient().phone()).isNull();
    assertThat(ticket.marks()).containsExactly(PosTicket.Mark.MEMBER_DAMAGED);
    assertThat(ticket.hash()).isEqualTo(INTACT.hash());
  }

  @Test
  void emptyRowsOfASpreadsheet_areSkipped() {
    String blank = ",".repeat(14) + "\r\n";

    assertThat(PosText.parse(PosText.HEADER + blank + PosText.CUP + blank + "\r\n").tickets())
        .hasSize(1);
  }

  @Test
  void clock_ahead_isMarkedNotRefused() {
    assertThat(PosText.one(PosText.CUP.replace("2026/7/12 19:44:10", "2026/7/13 19:44:10")).marks())
        .containsExactly(PosTicket.Mark.CLOCK_AHEAD);
  }

  @Test
  void clock_farFromBusinessDate_isMarkedNotRefused() {
    assertThat(PosText.one(PosText.CUP.replace("2026/7/12 19:44:10", "2026/7/1 19:44:10")).marks())
        .containsExactly(PosTicket.Mark.CLOCK_FAR_FROM_DATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "44.50|44.51",
        "49.90|49.91",
        "5.40|5.41",
        "SKU-CUP|SKU-CAP",
        "19:44|19:45",
        "微信|现金",
        ",1,49.90|,2,49.90"
      })
  void identity_ofOtherContent_differs(String change) {
    String[] parts = change.split("\\|");

    assertThat(PosText.one(PosText.CUP.replace(parts[0], parts[1])).identity())
        .isNotEqualTo(INTACT.identity());
  }

  @Test
  void hash_ofOtherTicketNumber_isTheSame() {
    assertThat(PosText.one(PosText.CUP.replace("000117", "117")).hash()).isEqualTo(INTACT.hash());
  }

  @Test
  void hash_doesNotDependOnRowOrder() {
    PosFile one = PosText.parse(PosText.HEADER + PosText.CUP + PosText.APPLE);
    PosFile other = PosText.parse(PosText.HEADER + PosText.APPLE + PosText.CUP);

    assertThat(one.tickets().get(0).hash()).isEqualTo(other.tickets().get(0).hash());
    assertThat(other.tickets().get(0).order().lines())
        .extracting(OrderLine::number)
        .containsExactly("1", "2");
  }
}
