package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.wechat.CallbackResult.Hint;
import io.heliu.channel.wechat.CallbackResult.Reason;
import io.heliu.channel.wechat.CallbackResult.Refused;
import io.heliu.channel.wechat.CallbackResult.Topic;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.channel.wechat.standin.WechatStandIn.Delivery;
import io.heliu.channel.wechat.standin.WechatStandIn.Forgery;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens at the platform reaches a receiver over HTTP, in and out of order. */
class PushDeliveryTest extends WechatTest {
  private final List<CallbackResult> received = new CopyOnWriteArrayList<>();
  private final Receiver receiver = new Receiver();
  private volatile boolean down;

  private final class Receiver extends StandIn {
    private final WechatCallback callback =
        WechatCallback.builder(WechatStandIn.APPID)
            .keys(List.of(WechatStandIn.PUSH_KEY))
            .clock(time)
            .build();

    Receiver() {
      super(time);
    }

    @Override
    protected Reply handle(Request request) {
      if (down) {
        return Reply.of(500, "text/plain", "");
      }
      CallbackResult result = callback.receive(request.query(), request.body());
      received.add(result);
      boolean taken = !result.equals(new Refused(Reason.OUT_OF_TIME));
      return Reply.of(taken ? 200 : 403, "text/plain", taken ? "success" : "");
    }

    @Override
    protected Reply onMisbehaviour(String name, Request request) {
      return Reply.of(200, "text/plain", name);
    }
  }

  @BeforeEach
  void sell() throws IOException {
    receiver.start();
    standIn.place(order(1, TEN).unpaid().build());
    standIn.pay(number(1));
    client().shipments().ship(new Parcel(number(1), List.of(), "SF", "SF1"));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private static Hint hint(String event) {
    return new Hint(Topic.ORDER, "channels_ec_order_" + event, number(1));
  }

  @Test
  void push_inOrder_isThreeHints() throws IOException {
    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER))
        .containsExactly(200, 200, 200);

    assertThat(received).containsExactly(hint("new"), hint("pay"), hint("deliver"));
  }

  @Test
  void push_twice_isTakenOnce() throws IOException {
    standIn.push(receiver.url("/push"), Delivery.TWICE);

    Refused repeated = new Refused(Reason.REPEATED);
    assertThat(received)
        .containsExactly(hint("new"), repeated, hint("pay"), repeated, hint("deliver"), repeated);
  }

  @Test
  void push_reversed_isTakenAsItComes() throws IOException {
    standIn.push(receiver.url("/push"), Delivery.REVERSED);

    assertThat(received).containsExactly(hint("deliver"), hint("pay"), hint("new"));
  }

  @Test
  void push_late_isRefused() throws IOException {
    // Each of the three, and each twice again at once.
    assertThat(standIn.push(receiver.url("/push"), Delivery.LATE)).hasSize(9).containsOnly(403);

    assertThat(received).containsOnly(new Refused(Reason.OUT_OF_TIME));
  }

  @Test
  void push_notTaken_comesAgainOnScheduleAndIsLostInTheEnd() throws IOException {
    down = true;
    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER)).hasSize(9).containsOnly(500);
    for (int seconds : List.of(10, 60, 300, 1_800, 3_600, 3_600, 3_600)) {
      time.advance(Duration.ofSeconds(seconds - 1));
      assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER)).isEmpty();
      time.advance(Duration.ofSeconds(1));
      assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER))
          .containsExactly(500, 500, 500);
    }

    time.advance(Duration.ofHours(2));
    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER)).isEmpty();
  }

  @Test
  void push_takenAtTheLastAttempt_isStillWithinOurTolerance() throws IOException {
    down = true;
    standIn.push(receiver.url("/push"), Delivery.IN_ORDER);
    for (int seconds : List.of(10, 60, 300, 1_800, 3_600, 3_600)) {
      time.advance(Duration.ofSeconds(seconds));
      standIn.push(receiver.url("/push"), Delivery.IN_ORDER);
    }
    down = false;
    time.advance(Duration.ofHours(1));

    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER))
        .containsExactly(200, 200, 200);
    assertThat(received).containsExactly(hint("new"), hint("pay"), hint("deliver"));
  }

  @Test
  void push_answerIsLost_comesAgainAndIsTakenOnce() throws IOException {
    receiver.faults().next(new Misbehaviour.LoseAnswer());

    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER))
        .containsExactly(0, 200, 200, 200);

    assertThat(received)
        .containsExactly(hint("new"), hint("pay"), hint("deliver"), new Refused(Reason.REPEATED));
  }

  @Test
  void push_answeredWithOtherWords_comesAgain() throws IOException {
    receiver.faults().next(new Misbehaviour.Special("chatty"));

    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER))
        .containsExactly(-1, 200, 200, 200);
  }

  @Test
  void push_retried_isTakenBothTimes() throws IOException {
    standIn.push(receiver.url("/push"), Delivery.RETRIED);

    assertThat(received)
        .containsExactly(
            hint("new"), hint("new"), hint("pay"), hint("pay"), hint("deliver"), hint("deliver"));
  }

  @Test
  void push_lost_neverArrives() throws IOException {
    assertThat(standIn.push(receiver.url("/push"), Delivery.LOST)).isEmpty();
    assertThat(standIn.push(receiver.url("/push"), Delivery.IN_ORDER)).isEmpty();

    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_SIGNATURE, WRONG_SIGNATURE",
    "REPLAYED, REPEATED",
    "OUTDATED, OUT_OF_TIME",
    "FUTURE_DATED, OUT_OF_TIME"
  })
  void forge_anything_isRefusedAndCountedOnce(Forgery what, Reason reason) throws IOException {
    standIn.forge(receiver.url("/push"), what, number(1), 7);
    assertThat(received).endsWith(new Refused(reason));
    assertThat(received).hasSize(what == Forgery.REPLAYED ? 2 : 1);

    standIn.forge(receiver.url("/push"), what, number(1), 7);
    assertThat(standIn.forgedPushes()).isOne();
    standIn.forge(receiver.url("/push"), what, number(1), 8);
    assertThat(standIn.forgedPushes()).isEqualTo(2);
  }

  @Test
  void push_again_hasOnlyWhatIsNew() throws IOException {
    standIn.push(receiver.url("/push"), Delivery.IN_ORDER);
    received.clear();
    standIn.changeAfterSale(
        "{\"after_sale_order_id\":\"2001\",\"order_id\":\""
            + number(1)
            + "\",\"status\":\"MERCHANT_PROCESSING\"}");

    standIn.push(receiver.url("/push"), Delivery.IN_ORDER);

    assertThat(received)
        .containsExactly(new Hint(Topic.AFTER_SALE, "channels_ec_aftersale_update", "2001"));
  }
}
