package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.ShippingReport.Parcel;
import io.heliu.channel.wechat.ShippingReport.Scope;
import io.heliu.channel.wechat.ShippingReport.Way;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platform knows of a mini-program's payments, and reminds their payers of. */
class MiniProgramPaymentsTest extends WechatTest {
  private static final String LIST = "/wxa/sec/order/get_order_list";
  private static final String REMIND = "/wxa/sec/order/notify_confirm_receive";
  private static final String MANAGED = "/wxa/sec/order/is_trade_managed";
  private static final PaymentQuery ALL = new PaymentQuery(null, null, null);
  private static final PaymentKey PAYMENT = new PaymentKey.Transaction(id(1));

  private static String id(int number) {
    return Long.toString(4_200_000_000_000_000_000L + number);
  }

  private void pay(int number, Instant at, int state, String payer) {
    standIn.putPayment(
        ("{'transaction_id':'%s','merchant_id':'1900000109','merchant_trade_no':'T%d',"
                + "'paid_amount':%d,'openid':'%s','pay_time':%d,'order_state':%d,"
                + "'in_complaint':false}")
            .replace('\'', '"')
            .formatted(id(number), number, 100 + number, payer, at.getEpochSecond(), state));
  }

  private MiniProgramShipping shipping() {
    return client().miniProgramShipping();
  }

  private List<String> numbers(PaymentQuery query) {
    List<String> numbers = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more = true;
    while (more) {
      Page<MiniProgramOrder> page = shipping().list(query, cursor);
      page.rows().forEach(row -> numbers.add(String.valueOf(row.tradeNumber())));
      more = page.hasMore();
      cursor = page.nextCursor();
    }
    return numbers;
  }

  private void ship(Way way) {
    boolean express = way == Way.EXPRESS;
    Parcel parcel = new Parcel(express ? "ZTO" : null, express ? "Z1" : null, "保温杯", null);
    assertThat(
            shipping().upload(new ShippingReport(PAYMENT, "o1", way, Scope.WHOLE, List.of(parcel))))
        .isEqualTo(Result.SENT);
  }

  private Result remind(Instant receivedAt) {
    return shipping().remindOfReceipt(PAYMENT, receivedAt);
  }

  @Test
  void list_moreThanAPage_goesOnWhereThePageBeforeEnded() {
    for (int i = 0; i < 230; i++) {
      pay(i, TEN.minusSeconds(300 - i), 1, "o1");
    }
    List<String> bodies = bodiesOf(LIST);

    assertThat(numbers(ALL)).hasSize(230).doesNotHaveDuplicates();
    assertThat(bodies).hasSize(3).allMatch(body -> body.contains("\"page_size\":100"));
    assertThat(bodies.get(0)).isEqualTo("{\"page_size\":100}");
    assertThat(bodies.get(2)).contains("last_index");
  }

  @Test
  void list_payment_isWhatFindGives() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    ship(Way.EXPRESS);

    assertThat(shipping().list(ALL, null).rows())
        .containsExactly(shipping().find(PAYMENT).orElseThrow());
    assertThat(shipping().list(ALL, null).rows().get(0).lifecycle()).isEqualTo(Lifecycle.SHIPPED);
  }

  @Test
  void list_filters_areAppliedTogether() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    pay(2, TEN.minusSeconds(60), 2, "o1");
    pay(3, TEN.minusSeconds(60), 1, "o2");
    pay(4, TEN.minusSeconds(90), 1, "o1");

    assertThat(numbers(new PaymentQuery(null, "1", null))).containsExactly("T1", "T3", "T4");
    assertThat(numbers(new PaymentQuery(null, null, "o2"))).containsExactly("T3");
    Window minute = new Window(TEN.minusSeconds(60), TEN);
    assertThat(numbers(new PaymentQuery(minute, "1", "o1"))).containsExactly("T1");
  }

  @Test
  void list_windowsThatTouch_shareNoSecondAndLeaveNoneOut() {
    for (int i = 0; i < 10; i++) {
      pay(i, TEN.minusSeconds(10 - i), 1, "o1");
    }
    Instant middle = TEN.minusSeconds(5);

    assertThat(numbers(new PaymentQuery(new Window(TEN.minusSeconds(10), middle), null, null)))
        .hasSize(5);
    assertThat(numbers(new PaymentQuery(new Window(middle, TEN), null, null))).hasSize(5);
  }

  @Test
  void list_oneSecond_isTheDocumentedQuestion() {
    List<String> bodies = bodiesOf(LIST);
    Instant second = Instant.ofEpochSecond(1670563531);

    numbers(new PaymentQuery(new Window(second, second.plusSeconds(1)), "1", "o1"));

    assertThat(Json.parse(bodies.get(0)))
        .isEqualTo(
            Json.parse(
                """
                {"pay_time_range":{"begin_time":1670563531,"end_time":1670563531},
                 "order_state":1,"openid":"o1","page_size":100}
                """));
  }

  @Test
  void list_windowWithoutAWholeSecond_asksNobody() {
    Window window = new Window(TEN.plusMillis(100), TEN.plusMillis(900));

    assertThat(numbers(new PaymentQuery(window, null, null))).isEmpty();
    assertThat(standIn.calls(LIST)).isZero();
  }

  @Test
  void list_unreadablePayment_isKeptAsItCameAndCostsNoOther() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    standIn.putPayment(
        "{\"transaction_id\":\"9\",\"paid_amount\":1.5,\"pay_time\":1,\"order_state\":1}");

    Page<MiniProgramOrder> page = shipping().list(ALL, null);

    assertThat(page.rows()).extracting(MiniProgramOrder::tradeNumber).containsExactly("T1");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("9");
    assertThat(page.malformed().get(0).raw()).contains("1.5");
    assertThat(page.malformed().get(0).reason()).startsWith("paid_amount: ");
  }

  @Test
  void list_cursorOfAnotherQuestion_isRefusedByThePlatform() {
    for (int i = 0; i < 101; i++) {
      pay(i, TEN.minusSeconds(60), 1, "o1");
    }
    String cursor = shipping().list(ALL, null).nextCursor();

    assertThat(cursor).isNotNull();
    assertThat(faultOf(() -> shipping().list(new PaymentQuery(null, "1", null), cursor)).code())
        .isEqualTo("10060011");
  }

  @Test
  void page_moreWithoutACursor_isMalformed() {
    assertThatThrownBy(() -> ShippingJson.page(Json.parse("{\"has_more\":true}")))
        .isInstanceOf(MalformedJson.class)
        .hasMessageStartingWith("last_index: ");
  }

  @Test
  void query_statusOrPayerThatCannotBe_isRefusedHere() {
    for (String status : List.of("", "shipped", "-1", "1234567890")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new PaymentQuery(null, status, null))
          .withMessage("status: must be a number of up to nine digits");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PaymentQuery(null, null, " "))
        .withMessage("payer: must not be blank");
    assertThat(new PaymentQuery(null, "1", "oDemo").toString()).doesNotContain("oDemo");
  }

  @Test
  void remindOfReceipt_shippedPayment_isDoneOnce() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    ship(Way.EXPRESS);
    List<String> bodies = bodiesOf(REMIND);

    assertThat(remind(TEN.plusSeconds(9).plusMillis(500))).isEqualTo(Result.SENT);
    assertThat(remind(TEN.plusSeconds(9))).isEqualTo(Result.ALREADY_SENT);
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"transaction_id\":\"%s\",\"received_time\":%d}"
                .formatted(id(1), TEN.plusSeconds(9).getEpochSecond()));
  }

  @Test
  void remindOfReceipt_byTheMerchantsNumber_isDone() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    ship(Way.EXPRESS);

    assertThat(
            shipping()
                .remindOfReceipt(new PaymentKey.Trade("1900000109", "T1"), TEN.plusSeconds(9)))
        .isEqualTo(Result.SENT);
  }

  @Test
  void remindOfReceipt_answerLost_isDoneOnce() {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    ship(Way.EXPRESS);
    next(REMIND, new Misbehaviour.LoseAnswer());

    assertThat(remind(TEN.plusSeconds(9))).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.calls(REMIND)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({", 9, 10060028", "EXPRESS, 0, 10060029", "VIRTUAL, 9, 10060032"})
  void remindOfReceipt_platformRefuses_isAValue(@Nullable Way way, int after, String code) {
    pay(1, TEN.minusSeconds(60), 1, "o1");
    if (way != null) {
      ship(way);
    }

    assertThat(remind(TEN.plusSeconds(after)).code()).isEqualTo(code);
  }

  @Test
  void remindOfReceipt_unknownPayment_isAskedForAMinuteAndThenRefused() {
    assertThat(remind(TEN).code()).isEqualTo("10060001");
    assertThat(time.instant()).isEqualTo(TEN.plusSeconds(60));
  }

  @Test
  void remindOfReceipt_platformIsAway_isAFault() {
    standIn.faults().next(9, WechatStandIn.calling(REMIND), new Misbehaviour.Disconnect());

    assertThat(faultOf(() -> remind(TEN))).isInstanceOf(Fault.Transport.class);
    assertThat(time.instant()).isBefore(TEN.plus(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isManaged_app_isAskedFor(boolean yes) {
    standIn.manageTrade(yes, !yes);

    assertThat(shipping().isManaged()).isEqualTo(yes);
    assertThat(shipping().isConfirmed()).isEqualTo(!yes);
  }

  @Test
  void isManaged_answerWithoutIt_isAProtocolFault() {
    next(MANAGED, new Misbehaviour.Special(WechatStandIn.HOLLOW));

    assertThat(faultOf(() -> shipping().isManaged())).isInstanceOf(Fault.Protocol.class);
  }
}
