package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.channel.OrderSource;
import io.heliu.channel.OrderSource.Head;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.BreakerPolicy;
import io.heliu.http.RetryPolicy;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatOrdersTest extends WechatTest {
  private static final Instant START = TEN.minus(Duration.ofDays(1));
  private static final Window WINDOW = new Window(START, TEN);

  private void putEverySecond(int count) {
    for (int i = 0; i < count; i++) {
      standIn.put(order(i, START.plusSeconds(i)).build());
    }
  }

  private static PageRequest first(Window window, int size) {
    return new PageRequest(window, 1, null, size);
  }

  @Test
  void list_page_givesWholeOrdersWithTheirVersions() {
    putEverySecond(2);

    Page<Head> page = client().orders().list(first(WINDOW, 50));

    assertThat(page.rows()).extracting(Head::number).containsExactly(number(0), number(1));
    assertThat(page.rows())
        .extracting(Head::modifiedAt)
        .containsExactly(START, START.plusSeconds(1));
    assertThat(page.rows().get(0).order()).isNotNull();
    assertThat(page.hasMore()).isFalse();
    assertThat(page.nextCursor()).isNull();
  }

  @Test
  void list_moreThanAPage_followsTheCursor() {
    putEverySecond(7);

    List<Head> all = readAll(client().orders(), WINDOW, 3);

    assertThat(all).extracting(Head::number).doesNotHaveDuplicates().hasSize(7);
    assertThat(standIn.calls("/channels/ec/order/list/get")).isEqualTo(3);
  }

  @Test
  void count_window_isNotTold() {
    assertThat(client().orders().count(WINDOW)).isEmpty();
    assertThat(standIn.calls("/channels/ec/order/list/get")).isZero();
  }

  @Test
  void list_sevenDays_isTakenAndOneSecondMoreIsNot() {
    OrderSource orders = client().orders();
    Instant from = TEN.minus(Duration.ofDays(7));

    assertThat(orders.list(first(new Window(from, TEN), 50)).rows()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders.list(first(new Window(from.minusSeconds(1), TEN), 50)))
        .withMessageStartingWith("window: must be at most");
  }

  @Test
  void list_pageLargerThanThePlatformGives_isRefusedHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().orders().list(first(WINDOW, 101)))
        .withMessage("size: must be at most 100");
  }

  @Test
  void list_windowWithoutAWholeSecond_asksNobody() {
    Window window = new Window(START.plusMillis(100), START.plusMillis(900));

    assertThat(client().orders().list(first(window, 50)).rows()).isEmpty();
    assertThat(standIn.calls("/channels/ec/order/list/get")).isZero();
  }

  @Test
  void list_windowsThatTouch_giveEachOrderOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    putEverySecond(60);
    OrderSource orders = client().orders();
    List<String> all = new ArrayList<>();

    Instant from = START;
    while (from.isBefore(START.plusSeconds(60))) {
      Instant to = from.plusMillis(1 + random.nextInt(20_000));
      readAll(orders, new Window(from, to), 100).forEach(head -> all.add(head.number()));
      from = to;
    }

    assertThat(all).as("seed " + seed).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void list_unreadableOrder_isKeptAsItCameAndCostsNoOther() {
    putEverySecond(2);
    standIn.put(order(9, START).build().with("/order_detail/price_info/order_price", "\"free\""));

    Page<Head> page = client().orders().list(first(WINDOW, 50));

    assertThat(page.rows()).hasSize(2);
    assertThat(page.malformed()).hasSize(1);
    assertThat(page.malformed().get(0).id()).isEqualTo(number(9));
    assertThat(page.malformed().get(0).raw()).contains("\"free\"");
    assertThat(page.malformed().get(0).reason()).startsWith("order_price: ");
  }

  @ParameterizedTest
  @CsvSource({
    "refused, order_id: must be readable as it is listed but is refused with 606034",
    "hollow, order: must be an object"
  })
  void list_orderThatIsNotTold_isKeptByItsNumberAndCostsNoOther(String how, String reason) {
    putEverySecond(3);
    always(WechatOrders.DETAIL, number(1), new Misbehaviour.Special(how));

    Page<Head> page = client().orders().list(first(WINDOW, 50));

    assertThat(page.rows()).extracting(Head::number).containsExactly(number(0), number(2));
    assertThat(page.malformed()).hasSize(1);
    assertThat(page.malformed().get(0).id()).isEqualTo(number(1));
    assertThat(page.malformed().get(0).raw()).contains(number(1));
    assertThat(page.malformed().get(0).reason().replace(",", "")).isEqualTo(reason);
  }

  @Test
  void list_orderThatThePlatformCannotTellNow_stopsTheStep() {
    putEverySecond(1);
    always(WechatOrders.DETAIL, number(0), new Misbehaviour.Special(WechatStandIn.THROTTLED));

    assertThat(faultOf(() -> client().orders().list(first(WINDOW, 50))))
        .isInstanceOf(Fault.Throttled.class);
  }

  @Test
  void get_statusThatTheHostNames_isHeld() {
    standIn.put(order(1, START).status(20).build());
    OrderSource orders = builder().heldStatuses(Set.of("20")).build().orders();

    assertThat(orders.get(number(1)).rows().get(0).flags()).containsExactly(OrderFlag.CHANNEL_HOLD);
    assertThat(client().orders().get(number(1)).rows().get(0).flags()).isEmpty();
  }

  @Test
  void get_unknownNumber_isNothing() {
    Page<ChannelOrder> answer = client().orders().get("1");

    assertThat(answer.rows()).isEmpty();
    assertThat(answer.malformed()).isEmpty();
  }

  @Test
  void get_otherRefusal_isARemoteFaultWithThePlatformsCode() {
    next("/channels/ec/order/get", new Misbehaviour.Special(WechatStandIn.REFUSED));

    Fault fault = faultOf(() -> client().orders().get("1"));

    assertThat(fault).isInstanceOf(Fault.Remote.class);
    assertThat(fault.code()).isEqualTo("606034");
    assertThat(fault.retryable()).isFalse();
  }

  @Test
  void list_ordersChangeWhilePaged_onePassMaySkipSome() {
    putEverySecond(40);
    standIn.modifyWhilePaged(6);

    assertThat(readAll(client().orders(), WINDOW, 10)).hasSizeLessThan(40);
  }

  @Test
  void windowPolicy_thatReadsPages_isRefused() {
    WindowPolicy policy = client().orders().windowPolicy();
    WindowPolicy pages =
        new WindowPolicy(
            policy.length(),
            policy.overlap(),
            policy.settle(),
            policy.history(),
            WindowPolicy.Paging.FORWARD_PAGES,
            50);

    assertThat(policy.paging()).isEqualTo(WindowPolicy.Paging.CURSOR);
    assertThat(policy.length()).isEqualTo(Duration.ofDays(7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().windowPolicy(pages))
        .withMessage("policy: must read from cursor to cursor");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().refundWindowPolicy(policy))
        .withMessageStartingWith("policy: must have windows of at most");
  }

  /** A pull as the policy says: a window is read until two passes agree. */
  @Test
  void pull_platformAtItsWorst_getsEveryOrderAtItsLastVersion() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      standIn.put(order(i, TEN.plusSeconds(random.nextInt(7_200))).build());
    }
    standIn.modifyWhilePaged(4);
    misbehave();
    OrderSource orders =
        builder()
            .random(new Random(seed))
            .retryPolicy(
                new RetryPolicy(
                    8, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofHours(1)))
            .breakerPolicy(new BreakerPolicy(1_000, 100, Duration.ofSeconds(1)))
            .build()
            .orders();

    Map<String, Instant> stored = new TreeMap<>();
    Instant from = TEN;
    while (from.isBefore(TEN.plus(Duration.ofHours(6)))) {
      Instant to = from.plus(Duration.ofMinutes(90));
      if (time.instant().isBefore(to)) {
        time.advance(Duration.between(time.instant(), to));
      }
      Window window = new Window(from.minus(orders.windowPolicy().overlap()), to);
      Map<String, Instant> before = Map.of();
      Map<String, Instant> pass = pass(orders, window);
      while (!pass.equals(before)) {
        before = pass;
        pass = pass(orders, window);
      }
      pass.forEach((id, at) -> stored.merge(id, at, (a, b) -> a.isAfter(b) ? a : b));
      from = to;
    }

    Map<String, Instant> expected = new TreeMap<>();
    standIn.orderNumbers().forEach(id -> expected.put(id, standIn.order(id).updatedAt()));
    assertThat(stored).as("seed " + seed).isEqualTo(expected);
  }

  private static Map<String, Instant> pass(OrderSource orders, Window window) {
    Map<String, Instant> pass = new TreeMap<>();
    readAll(orders, window, 10).forEach(head -> pass.put(head.number(), head.modifiedAt()));
    return pass;
  }

  private void misbehave() {
    standIn.faults().rule("lost", 5, request -> true, new Misbehaviour.LoseAnswer());
    standIn.faults().rule("half", 7, request -> true, new Misbehaviour.HalfBody());
    standIn.faults().rule("503", 6, request -> true, new Misbehaviour.Status(503));
    standIn.faults().rule("busy", 5, request -> true, new Misbehaviour.Special(WechatStandIn.BUSY));
    standIn
        .faults()
        .rule("rate", 5, request -> true, new Misbehaviour.Special(WechatStandIn.THROTTLED));
  }
}
