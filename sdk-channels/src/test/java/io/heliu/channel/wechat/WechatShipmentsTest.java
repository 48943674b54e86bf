package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WechatShipmentsTest extends WechatTest {
  private static final String SEND = "/channels/ec/order/delivery/send";
  private static final String LINE = "/order_detail/product_infos/0";

  @BeforeEach
  void put() {
    standIn.put(order(1, TEN.minusSeconds(60)).build());
  }

  /** A parcel with all units of lines of the order. */
  private static Parcel parcel(String waybill, String... lines) {
    List<Line> all =
        Stream.of(lines).map(line -> new Line(line, line.equals(line(WHITE)) ? 2 : 1)).toList();
    return new Parcel(number(1), all, "SF", waybill);
  }

  private Result shipUnits(String waybill, Line... lines) {
    return client().shipments().ship(new Parcel(number(1), List.of(lines), "SF", waybill));
  }

  private static Line white(long units) {
    return new Line(line(WHITE), units);
  }

  private Result ship(String waybill, String... lines) {
    return client().shipments().ship(parcel(waybill, lines));
  }

  private StandInOrder now() {
    return standIn.order(number(1));
  }

  private void change(String pointer, String value) {
    standIn.change(now().with(pointer, value));
  }

  @Test
  void ship_wholeOrder_everyUnitLeaves() {
    assertThat(ship("SF1")).isEqualTo(Result.SENT);

    assertThat(now().status()).isEqualTo("30");
    assertThat(now().parcels()).containsExactly("SF1 3");
    assertThat(now().updatedAt()).isEqualTo(TEN);
  }

  @Test
  void ship_twoParcels_completeTheOrder() {
    assertThat(ship("SF1", line(WHITE))).isEqualTo(Result.SENT);
    assertThat(now().status()).isEqualTo("21");
    assertThat(ship("SF2", line(BLACK))).isEqualTo(Result.SENT);

    assertThat(now().status()).isEqualTo("30");
    assertThat(now().parcels()).containsExactly("SF1 2", "SF2 1");
  }

  @Test
  void ship_restOfAPartlyShippedOrder_takesWhatIsLeft() {
    ship("SF1", line(BLACK));

    assertThat(ship("SF2")).isEqualTo(Result.SENT);
    assertThat(now().parcels()).containsExactly("SF1 1", "SF2 2");
  }

  @Test
  void ship_sameParcelAgain_isAlreadySentAndNotSentAgain() {
    ship("SF1", line(WHITE));

    assertThat(ship("SF1", line(WHITE))).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.calls(SEND)).isEqualTo(1);
  }

  @Test
  void ship_answerLostAfterItWasCarriedOut_isAlreadySentAndSentOnce() {
    next(SEND, new Misbehaviour.LoseAnswer());

    assertThat(ship("SF1")).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.calls(SEND)).isEqualTo(1);
    assertThat(now().parcels()).containsExactly("SF1 3");
  }

  static List<Misbehaviour> notCarriedOut() {
    return List.of(
        new Misbehaviour.Status(503),
        new Misbehaviour.Disconnect(),
        new Misbehaviour.Special(WechatStandIn.BUSY));
  }

  @ParameterizedTest
  @MethodSource("notCarriedOut")
  void ship_notCarriedOut_isSentAfterAnotherLook(Misbehaviour what) {
    next(SEND, what);

    assertThat(ship("SF1")).isEqualTo(Result.SENT);
    assertThat(now().parcels()).containsExactly("SF1 3");
  }

  @Test
  void ship_platformStaysBroken_isAFaultAfterThreeRounds() {
    standIn.faults().next(9, WechatStandIn.calling(SEND), new Misbehaviour.Status(503));

    Fault fault = faultOf(() -> ship("SF1"));

    assertThat(fault).isInstanceOf(Fault.Remote.class);
    assertThat(fault.retryable()).isTrue();
    assertThat(now().parcels()).isEmpty();
  }

  @Test
  void ship_lineLeftWithAnotherWaybill_isRefused() {
    ship("SF1", line(WHITE));

    assertThat(ship("SF2", line(WHITE)).code()).isEqualTo("OTHER_WAYBILL");
  }

  @Test
  void ship_waybillLeftWithoutTheLine_isRefused() {
    ship("SF1", line(WHITE));

    assertThat(ship("SF1", line(BLACK)).code()).isEqualTo("WAYBILL_TAKEN");
  }

  @Test
  void ship_everythingLeft_isRefused() {
    ship("SF1");

    assertThat(ship("SF2").code()).isEqualTo("NOTHING_TO_SEND");
  }

  @Test
  void ship_refundedLineNamed_isRefusedUnsent() {
    change(LINE + "/finish_aftersale_sku_cnt", "2");

    assertThat(ship("SF1", line(WHITE)).code()).isEqualTo("LINE_CLOSED");
    assertThat(standIn.calls(SEND)).isZero();
  }

  @Test
  void ship_refundedLineNamedBesideAnother_sendsTheOther() {
    change(LINE + "/finish_aftersale_sku_cnt", "2");

    assertThat(ship("SF1", line(WHITE), line(BLACK))).isEqualTo(Result.SENT);
    assertThat(ship("SF1", line(WHITE), line(BLACK))).isEqualTo(Result.ALREADY_SENT);
    assertThat(now().parcels()).containsExactly("SF1 1");
    assertThat(now().status()).isEqualTo("30");
  }

  @Test
  void ship_wholeOrderWithARefundedLine_sendsTheOthers() {
    change(LINE + "/finish_aftersale_sku_cnt", "2");

    assertThat(ship("SF1")).isEqualTo(Result.SENT);
    assertThat(now().parcels()).containsExactly("SF1 1");
    assertThat(now().status()).isEqualTo("30");
  }

  @Test
  void ship_variantBoughtAndGivenAway_isSentTogether() {
    standIn.put(
        StandInOrder.builder(number(2), TEN)
            .line(CUP, WHITE, null, 1, 4450)
            .line(CUP, WHITE, null, 1, 0)
            .build());

    Result result =
        client()
            .shipments()
            .ship(
                new Parcel(
                    number(2), List.of(white(1), new Line(line(WHITE) + ":2", 1)), "SF", "SF1"));

    assertThat(result).isEqualTo(Result.SENT);
    assertThat(standIn.order(number(2)).parcels()).containsExactly("SF1 2");
  }

  @Test
  void ship_lineOfAnotherOrder_isRefused() {
    assertThat(ship("SF1", CUP + ":9").code()).isEqualTo("LINE_UNKNOWN");
  }

  @Test
  void ship_lineInAfterSale_isRefusedInThePlatformsWords() {
    change(LINE + "/on_aftersale_sku_cnt", "1");

    Result result = ship("SF1");

    assertThat(result.code()).isEqualTo("108009");
    assertThat(result.message()).startsWith("item is in after-sale");
  }

  @Test
  void ship_unpaidOrder_isRefused() {
    change("/status", "10");

    assertThat(ship("SF1").code()).isEqualTo("109000");
  }

  @Test
  void ship_orderOfADropShipper_isRefused() {
    next(SEND, new Misbehaviour.Special(WechatStandIn.REFUSED));

    assertThat(ship("SF1").code()).isEqualTo("606034");
  }

  @Test
  void ship_orderThatThePlatformDoesNotHave_isRefused() {
    Result result = client().shipments().ship(new Parcel("1", List.of(), "SF", "SF1"));

    assertThat(result.code()).isEqualTo("100002");
  }

  @Test
  void ship_unitsOfALineInTwoParcels_eachTellsItsCount() {
    standIn.put(
        StandInOrder.builder(number(1), TEN.minusSeconds(60))
            .line(CUP, WHITE, null, 3, 4450)
            .build());

    assertThat(shipUnits("SF1", white(1))).isEqualTo(Result.SENT);
    assertThat(now().status()).isEqualTo("21");
    assertThat(shipUnits("SF2", white(2))).isEqualTo(Result.SENT);
    assertThat(now().status()).isEqualTo("30");
    assertThat(now().parcels()).containsExactly("SF1 1", "SF2 2");
  }

  @Test
  void ship_eitherOfTwoParcelsOfALineAgain_isAlreadySent() {
    shipUnits("SF1", white(1));
    shipUnits("SF2", white(1));

    assertThat(shipUnits("SF1", white(1))).isEqualTo(Result.ALREADY_SENT);
    assertThat(shipUnits("SF2", white(1))).isEqualTo(Result.ALREADY_SENT);
    assertThat(now().parcels()).containsExactly("SF1 1", "SF2 1");
  }

  @Test
  void ship_secondParcelOfALineWhoseAnswerGotLost_isToldOnce() {
    shipUnits("SF1", white(1));
    next(SEND, new Misbehaviour.LoseAnswer());

    assertThat(shipUnits("SF2", white(1))).isEqualTo(Result.ALREADY_SENT);
    assertThat(now().parcels()).containsExactly("SF1 1", "SF2 1");
  }

  @Test
  void ship_moreUnitsThanAreLeft_isRefusedUnsent() {
    shipUnits("SF1", white(1));

    assertThat(shipUnits("SF2", white(2)).code()).isEqualTo("OTHER_WAYBILL");
    assertThat(standIn.calls(SEND)).isEqualTo(1);
  }

  @Test
  void ship_moreUnitsInAWaybillThatLeft_isRefused() {
    shipUnits("SF1", white(1));

    assertThat(shipUnits("SF1", white(2)).code()).isEqualTo("WAYBILL_TAKEN");
    assertThat(ship("SF1").code()).isEqualTo("WAYBILL_TAKEN");
    assertThat(now().parcels()).containsExactly("SF1 1");
  }

  @Test
  void ship_unitThatWasRefundedMeanwhile_isNotTold() {
    change(LINE + "/finish_aftersale_sku_cnt", "1");

    assertThat(shipUnits("SF1", white(2))).isEqualTo(Result.SENT);
    assertThat(shipUnits("SF1", white(2))).isEqualTo(Result.ALREADY_SENT);
    assertThat(now().parcels()).containsExactly("SF1 1");
  }

  @Test
  void ship_refundedLineBesideAnother_sendsTheOther() {
    change(LINE + "/finish_aftersale_sku_cnt", "2");

    assertThat(ship("SF1", line(WHITE), line(BLACK))).isEqualTo(Result.SENT);
    assertThat(ship("SF1", line(WHITE), line(BLACK))).isEqualTo(Result.ALREADY_SENT);
    assertThat(now().parcels()).containsExactly("SF1 1");
  }

  @Test
  void ship_variantBoughtAndGivenAwayInTwoParcels_eachIsTold() {
    standIn.put(
        StandInOrder.builder(number(1), TEN)
            .line(CUP, WHITE, null, 1, 4450)
            .line(CUP, WHITE, null, 1, 0)
            .build());

    assertThat(shipUnits("SF1", new Line(line(WHITE) + ":2", 1))).isEqualTo(Result.SENT);
    assertThat(shipUnits("SF2", white(1))).isEqualTo(Result.SENT);
    assertThat(now().parcels()).containsExactly("SF1 1", "SF2 1");
  }
}
