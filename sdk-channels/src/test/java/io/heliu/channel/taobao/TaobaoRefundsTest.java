package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.Window;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaobaoRefundsTest extends TaobaoTest {
  private static final Window LAST_DAY = new Window(TEN.minus(Duration.ofDays(1)), TEN);

  private static ObjectNode refund(String id) {
    ObjectNode refund = Json.object();
    refund.put("refund_id", id).put("tid", tid(1)).put("oid", oid(1, 1)).put("status", "SUCCESS");
    refund.put("dispute_type", "REFUND").put("refund_fee", "30.00").put("has_good_return", false);
    return refund.put("modified", "2024-06-18 09:00:00");
  }

  private Refund only(ObjectNode refund) {
    standIn.putRefund(Json.write(refund));
    Page<Refund> page = refunds(client(), LAST_DAY);
    assertThat(page.malformed()).isEmpty();
    assertThat(page.rows()).hasSize(1);
    return page.rows().get(0);
  }

  @Test
  void list_documentedSample_givesPaidAndOpenRefund() {
    clock.set(Instant.parse("2024-06-18T03:00:00Z"));
    Samples.read("refunds-receive.json")
        .at("/refunds_receive_get_response/refunds/refund")
        .forEach(refund -> standIn.putRefund(refund.toString()));

    Page<Refund> paid =
        refunds(
            client(),
            new Window(
                Instant.parse("2024-06-11T00:00:00Z"), Instant.parse("2024-06-11T02:00:00Z")));
    Page<Refund> open = refunds(client(), new Window(TEN, TEN.plusSeconds(3_600)));

    assertThat(paid.rows())
        .containsExactly(
            new Refund(
                "218903456789012350001",
                "2189034567890123500",
                "2189034567890123500",
                Kind.REFUND_ONLY,
                State.PAID,
                "SUCCESS",
                Money.yuan("30.00"),
                null,
                Goods.UNTOLD,
                Instant.parse("2024-06-11T01:30:00Z")));
    assertThat(open.rows()).extracting(Refund::state).containsExactly(State.OPEN);
    assertThat(open.rows()).extracting(Refund::amount).containsExactly(Money.yuan("55.40"));
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, REFUND, REFUND_ONLY, PAID",
    "SUCCESS, REFUND_AND_RETURN, RETURN, PAID",
    "SUCCESS, TMALL_EXCHANGE, EXCHANGE, SETTLED",
    "SUCCESS, TAOBAO_EXCHANGE, EXCHANGE, SETTLED",
    "SUCCESS, REPAIR, REPAIR, SETTLED",
    "SUCCESS, RESHIPPING, RESEND, SETTLED",
    "SUCCESS, SOMETHING_NEW, UNKNOWN, UNKNOWN",
    "SUCCESS, , UNKNOWN, UNKNOWN",
    "WAIT_SELLER_AGREE, REFUND, REFUND_ONLY, OPEN",
    "WAIT_BUYER_RETURN_GOODS, REFUND_AND_RETURN, RETURN, OPEN",
    "WAIT_SELLER_CONFIRM_GOODS, REFUND_AND_RETURN, RETURN, OPEN",
    "SELLER_REFUSE_BUYER, REFUND, REFUND_ONLY, OPEN",
    "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS, TMALL_EXCHANGE, EXCHANGE, OPEN",
    "CLOSED, TMALL_EXCHANGE, EXCHANGE, CLOSED",
    "CLOSED, REFUND, REFUND_ONLY, CLOSED",
    "SOMETHING_NEW, REFUND, REFUND_ONLY, UNKNOWN"
  })
  void list_statusAndType_onlyPaidMovesMoney(String status, String type, Kind kind, State state) {
    Refund refund = only(refund("1").put("status", status).put("dispute_type", type));

    assertThat(refund.kind()).isEqualTo(kind);
    assertThat(refund.state()).isEqualTo(state);
    assertThat(refund.status()).isEqualTo(status);
  }

  @Test
  void list_paidRefundThatChangedLater_wasOverAtItsEnd() {
    Refund refund = only(refund("1").put("end_time", "2024-06-11 08:15:00"));

    assertThat(refund.completedAt()).isEqualTo(Instant.parse("2024-06-11T00:15:00Z"));
    assertThat(refund.modifiedAt()).isEqualTo(Instant.parse("2024-06-18T01:00:00Z"));
  }

  @Test
  void list_endOfAPaidReturn_isAskedForOnceAndOfNoOther() {
    standIn.putRefund(Json.write(refund("1").put("dispute_type", "REFUND_AND_RETURN")));
    standIn.putRefund(Json.write(refund("2").put("status", "WAIT_SELLER_AGREE")));
    standIn.putRefund(Json.write(refund("3").put("status", "CLOSED")));
    standIn.putRefund(Json.write(refund("4").put("dispute_type", "TMALL_EXCHANGE")));

    refunds(client(), LAST_DAY);

    assertThat(standIn.calls("taobao.refund.get")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday"})
  void list_endThatIsNotThereOrUnreadable_isNotTold(String end) {
    assertThat(only(refund("1").put("end_time", end)).completedAt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {TaobaoStandIn.REFUSED, TaobaoStandIn.STUMBLES})
  void list_endThatIsNotToHave_isNotToldAndTheRefundIs(String how) {
    fail(new Misbehaviour.Special(how));

    Refund refund = only(refund("1").put("end_time", "2024-06-11 08:15:00"));

    assertThat(refund.completedAt()).isNull();
    assertThat(refund.state()).isEqualTo(State.PAID);
  }

  @Test
  void list_endThatThePlatformCannotTellNow_stopsTheStep() {
    fail(new Misbehaviour.Special(TaobaoStandIn.DAY_QUOTA));
    standIn.putRefund(Json.write(refund("1")));

    assertThat(faultOf(() -> refunds(client(), LAST_DAY))).isInstanceOf(Fault.Throttled.class);
  }

  private void fail(Misbehaviour what) {
    standIn.faults().next(1, TaobaoStandIn.calling("taobao.refund.get"), what);
  }

  @Test
  void list_exchange_movesNoMoney() {
    assertThat(only(refund("1").put("dispute_type", "TMALL_EXCHANGE")).amount())
        .isEqualTo(Money.yuan("0.00"));
  }

  @Test
  void list_refundWithGoodsThatComeBack_isAReturn() {
    assertThat(only(refund("1").put("has_good_return", true)).kind()).isEqualTo(Kind.RETURN);
  }

  @ParameterizedTest
  @CsvSource({
    "WAIT_BUYER_RETURN_GOODS, BUYER_RECEIVED, AWAITED",
    "WAIT_SELLER_CONFIRM_GOODS, BUYER_RETURNED_GOODS, AWAITED",
    "SUCCESS, BUYER_RETURNED_GOODS, BACK",
    "SUCCESS, BUYER_RECEIVED, UNTOLD",
    "SUCCESS, , UNTOLD",
    "CLOSED, BUYER_RETURNED_GOODS, UNTOLD"
  })
  void list_goodsOfAReturn_areBackOnlyOnceTheSellerConfirmed(
      String status, String where, Goods goods) {
    Refund refund =
        only(
            refund("1")
                .put("dispute_type", "REFUND_AND_RETURN")
                .put("status", status)
                .put("good_status", where));

    assertThat(refund.goods()).isEqualTo(goods);
  }

  @Test
  void list_numberOfBoughtUnits_isNotTakenForTheReturnedOnes() {
    assertThat(only(refund("1").put("num", 3)).quantity()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a lot", "-1.00", "1.001"})
  void list_amountThatCannotBeRead_isMalformedAndCostsNoOther(String amount) {
    standIn.putRefund(Json.write(refund("1").put("refund_fee", amount)));
    standIn.putRefund(Json.write(refund("2")));

    Page<Refund> page = refunds(client(), LAST_DAY);

    assertThat(page.rows()).extracting(Refund::id).containsExactly("2");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("1");
    assertThat(page.malformed().get(0).reason()).startsWith("refund_fee: ");
  }

  @Test
  void list_tradeOfATypeLeftOutByDefault_isThere() {
    standIn.put(trade(1, TEN.minusSeconds(60)).type("cod").build());
    standIn.putRefund(Json.write(refund("1")));

    assertThat(client().refunds().count(LAST_DAY)).hasValue(1);
  }
}
