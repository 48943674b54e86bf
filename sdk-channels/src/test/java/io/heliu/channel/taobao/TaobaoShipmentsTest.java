package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Outcome;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaobaoShipmentsTest extends TaobaoTest {
  private static final String OFFLINE = "taobao.logistics.offline.send";
  private static final String ONLINE = "taobao.logistics.online.send";
  private static final String WAYBILL = "78901234567890";
  private static final String SHIPPED = "WAIT_BUYER_CONFIRM_GOODS";

  /** A parcel with all units of lines of the trade. */
  private static Parcel parcel(String... lines) {
    return new Parcel(tid(1), all(lines), "ZTO", WAYBILL);
  }

  private static List<Line> all(String... lines) {
    return Stream.of(lines).map(line -> new Line(line, line.equals(oid(1, 1)) ? 2 : 1)).toList();
  }

  private Result ship(Parcel parcel) {
    return client().shipments().ship(parcel);
  }

  private void put() {
    standIn.put(trade(1, TEN.minusSeconds(60)).build());
  }

  @Test
  void ship_wholeOrder_allLinesLeave() {
    put();

    assertThat(ship(parcel())).isEqualTo(Result.SENT);

    StandInTrade trade = standIn.trade(tid(1));
    assertThat(trade.status()).isEqualTo(SHIPPED);
    assertThat(trade.waybill(oid(1, 1))).isEqualTo(WAYBILL);
    assertThat(trade.waybill(oid(1, 2))).isEqualTo(WAYBILL);
    assertThat(trade.modifiedAt()).isEqualTo(TEN);
  }

  @Test
  void ship_oneLine_theOtherStays() {
    put();

    assertThat(ship(parcel(oid(1, 2)))).isEqualTo(Result.SENT);

    StandInTrade trade = standIn.trade(tid(1));
    assertThat(trade.status()).isEqualTo("SELLER_CONSIGNED_PART");
    assertThat(trade.waybill(oid(1, 1))).isNull();
    assertThat(trade.waybill(oid(1, 2))).isEqualTo(WAYBILL);
  }

  @Test
  void ship_twoParcels_completeTheOrder() {
    put();

    assertThat(ship(parcel(oid(1, 2)))).isEqualTo(Result.SENT);
    assertThat(ship(new Parcel(tid(1), all(oid(1, 1)), "SF", "SF1234567890")))
        .isEqualTo(Result.SENT);

    assertThat(standIn.trade(tid(1)).status()).isEqualTo(SHIPPED);
  }

  @Test
  void ship_sameParcelAgain_isAlreadySentAndNotSentAgain() {
    put();
    ship(parcel());

    assertThat(ship(parcel())).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.calls(OFFLINE)).isEqualTo(1);
  }

  @Test
  void ship_answerLostAfterItWasCarriedOut_isAlreadySentAndSentOnce() {
    put();
    standIn.faults().next(1, TaobaoStandIn.calling(OFFLINE), new Misbehaviour.LoseAnswer());

    assertThat(ship(parcel())).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.trade(tid(1)).waybill(oid(1, 1))).isEqualTo(WAYBILL);
  }

  @Test
  void ship_lineLeftWithAnotherWaybill_isRefused() {
    put();
    ship(parcel(oid(1, 2)));

    Result result = ship(new Parcel(tid(1), all(oid(1, 2)), "ZTO", "11111111111111"));

    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.code()).isEqualTo("OTHER_WAYBILL");
    assertThat(standIn.trade(tid(1)).waybill(oid(1, 2))).isEqualTo(WAYBILL);
  }

  @Test
  void ship_wholeOrderLeftWithAnotherWaybill_isRefused() {
    put();
    ship(parcel());

    Result result = ship(new Parcel(tid(1), List.of(), "ZTO", "11111111111111"));

    assertThat(result.code()).isEqualTo("NOTHING_TO_SEND");
  }

  @Test
  void ship_closedLineNamed_isRefusedUnsent() {
    standIn.put(trade(1, TEN).build().withLine(oid(1, 2), "status", "TRADE_CLOSED_BY_TAOBAO"));

    assertThat(ship(parcel(oid(1, 2))).code()).isEqualTo("LINE_CLOSED");
    assertThat(standIn.calls(OFFLINE)).isZero();
  }

  @Test
  void ship_wholeOrderWithAClosedLine_sendsTheOthers() {
    standIn.put(trade(1, TEN).build().withLine(oid(1, 2), "status", "TRADE_CLOSED_BY_TAOBAO"));

    assertThat(ship(parcel())).isEqualTo(Result.SENT);

    StandInTrade trade = standIn.trade(tid(1));
    assertThat(trade.waybill(oid(1, 1))).isEqualTo(WAYBILL);
    assertThat(trade.waybill(oid(1, 2))).isNull();
    assertThat(trade.status()).isEqualTo(SHIPPED);
  }

  @Test
  void ship_closedLineNamedBesideAnother_sendsTheOther() {
    standIn.put(trade(1, TEN).build().withLine(oid(1, 2), "status", "TRADE_CLOSED"));

    assertThat(ship(parcel(oid(1, 1), oid(1, 2)))).isEqualTo(Result.SENT);
    assertThat(ship(parcel(oid(1, 1), oid(1, 2)))).isEqualTo(Result.ALREADY_SENT);

    StandInTrade trade = standIn.trade(tid(1));
    assertThat(trade.waybill(oid(1, 1))).isEqualTo(WAYBILL);
    assertThat(trade.waybill(oid(1, 2))).isNull();
  }

  @Test
  void ship_lineThatWasClosedAfterItLeftWithTheWaybill_isAlreadySent() {
    put();
    ship(parcel(oid(1, 2)));
    standIn.change(standIn.trade(tid(1)).withLine(oid(1, 2), "status", "TRADE_CLOSED"));

    assertThat(ship(parcel(oid(1, 2)))).isEqualTo(Result.ALREADY_SENT);
  }

  @Test
  void ship_lineOfAnotherOrder_isRefused() {
    put();

    assertThat(ship(parcel(oid(2, 1))).code()).isEqualTo("LINE_UNKNOWN");
  }

  @Test
  void ship_waybillThatTheCarrierDoesNotHave_isRefusedInThePlatformsWords() {
    put();

    Result result = ship(new Parcel(tid(1), List.of(), "ZTO", "1"));

    assertThat(result).isEqualTo(Result.refused("isv.logistics-out-sid-invalid", "运单号不符合规则"));
  }

  @Test
  void ship_unpaidOrder_isRefused() {
    standIn.put(trade(1, TEN).status("WAIT_BUYER_PAY").build());

    assertThat(ship(parcel()).code()).isEqualTo("isv.trade-status-invalid");
  }

  @Test
  void ship_orderThatThePlatformDoesNotHave_isRefused() {
    assertThat(ship(parcel()).code()).isEqualTo("isv.trade-not-exist");
  }

  @Test
  void ship_refusedByARuleButNotSent_isRefused() {
    put();
    standIn
        .faults()
        .next(1, TaobaoStandIn.calling(OFFLINE), new Misbehaviour.Special(TaobaoStandIn.REFUSED));

    assertThat(ship(parcel())).isEqualTo(Result.refused("isv.scripted-refusal", "业务规则不允许"));
    assertThat(standIn.trade(tid(1)).waybill(oid(1, 1))).isNull();
  }

  @Test
  void ship_cashOnDelivery_goesTheOtherWay() {
    standIn.put(trade(1, TEN).type("cod").build());

    assertThat(ship(parcel())).isEqualTo(Result.SENT);
    assertThat(standIn.calls(ONLINE)).isEqualTo(1);
    assertThat(standIn.calls(OFFLINE)).isZero();
  }

  @Test
  void ship_unitsOfALineInTwoParcels_theFirstIsToldAndTheSecondLeftOut() {
    put();
    List<Line> one = List.of(new Line(oid(1, 1), 1));

    assertThat(ship(new Parcel(tid(1), one, "ZTO", WAYBILL))).isEqualTo(Result.SENT);
    assertThat(ship(new Parcel(tid(1), one, "SF", "SF1234567890"))).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.trade(tid(1)).waybill(oid(1, 1))).isEqualTo(WAYBILL);
    assertThat(standIn.calls(OFFLINE)).isEqualTo(1);
  }

  @Test
  void ship_secondParcelOfALineWithAnotherLine_tellsTheOther() {
    put();
    ship(new Parcel(tid(1), List.of(new Line(oid(1, 1), 1)), "ZTO", WAYBILL));

    List<Line> rest = List.of(new Line(oid(1, 1), 1), new Line(oid(1, 2), 1));
    assertThat(ship(new Parcel(tid(1), rest, "SF", "SF1234567890"))).isEqualTo(Result.SENT);
    StandInTrade trade = standIn.trade(tid(1));
    assertThat(trade.waybill(oid(1, 1))).isEqualTo(WAYBILL);
    assertThat(trade.waybill(oid(1, 2))).isEqualTo("SF1234567890");
    assertThat(trade.status()).isEqualTo(SHIPPED);
  }

  @Test
  void ship_lineThatLeftWhenAllOfItIsInAnotherParcel_isRefused() {
    put();
    ship(parcel(oid(1, 1)));

    Result result = ship(new Parcel(tid(1), all(oid(1, 1)), "SF", "SF1234567890"));
    assertThat(result.code()).isEqualTo("OTHER_WAYBILL");
  }
}
