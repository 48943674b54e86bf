package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.channel.OrderSource;
import io.heliu.channel.OrderSource.Head;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaobaoOrdersTest extends TaobaoTest {
  private static final Instant START = TEN.minus(Duration.ofMinutes(30));
  private static final Window WINDOW = new Window(START, TEN);

  private void putEverySecond(int count) {
    for (int i = 0; i < count; i++) {
      standIn.put(trade(i, START.plusSeconds(i)).build());
    }
  }

  private static Set<String> numbers(List<Head> heads) {
    Set<String> numbers = new TreeSet<>();
    heads.forEach(head -> numbers.add(head.number()));
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void list_eitherShape_givesNumberAndVersionNewestFirst(boolean simplified) {
    putEverySecond(3);

    Page<Head> page =
        builder()
            .simplified(simplified)
            .build()
            .orders()
            .list(new PageRequest(WINDOW, 1, null, 50));

    assertThat(page.rows())
        .containsExactly(
            new Head(tid(2), START.plusSeconds(2), null),
            new Head(tid(1), START.plusSeconds(1), null),
            new Head(tid(0), START, null));
    assertThat(page.hasMore()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void list_nothingThere_isEmptyWhetherListIsMissingOrAnEmptyObject(int number) {
    for (boolean simplified : new boolean[] {false, true}) {
      OrderSource orders = builder().simplified(simplified).build().orders();

      assertThat(orders.list(new PageRequest(WINDOW, number, null, 50)).rows()).isEmpty();
      assertThat(orders.count(WINDOW)).hasValue(0);
    }
  }

  @Test
  void list_notTheLastPage_saysThatThereIsMore() {
    putEverySecond(3);

    Page<Head> page = client().orders().list(new PageRequest(WINDOW, 1, null, 2));

    assertThat(page.rows()).hasSize(2);
    assertThat(page.hasMore()).isTrue();
  }

  @Test
  void count_window_isThePlatformsTotal() {
    putEverySecond(7);

    assertThat(client().orders().count(WINDOW)).hasValue(7);
  }

  @Test
  void list_typeThatThePlatformLeavesOutByDefault_isThere() {
    standIn.put(trade(1, START).type("fenxiao").build());

    assertThat(client().orders().count(WINDOW)).hasValue(1);
  }

  @Test
  void list_unreadableRow_isKeptAsItCameAndCostsNoOther() {
    putEverySecond(2);
    standIn.put(StandInTrade.of("{\"tid\":17.5,\"modified\":\"2024-06-18 09:31:00\"}"));

    Page<Head> page = client().orders().list(new PageRequest(WINDOW, 1, null, 50));

    assertThat(page.rows()).hasSize(2);
    assertThat(page.malformed()).hasSize(1);
    assertThat(page.malformed().get(0).raw())
        .isEqualTo("{\"tid\":17.5,\"modified\":\"2024-06-18 09:31:00\"}");
    assertThat(page.malformed().get(0).reason()).startsWith("tid: ");
  }

  @Test
  void list_pageLargerThanThePlatformGives_isRefusedHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().orders().list(new PageRequest(WINDOW, 1, null, 101)))
        .withMessage("size: must be at most 100");
  }

  @Test
  void list_windowWithoutAWholeSecond_asksNobody() {
    Window window = new Window(START.plusMillis(100), START.plusMillis(900));

    assertThat(client().orders().list(new PageRequest(window, 1, null, 50)).rows()).isEmpty();
    assertThat(client().orders().count(window)).hasValue(0);
    assertThat(standIn.calls("taobao.trades.sold.increment.get")).isZero();
  }

  @Test
  void list_windowsThatTouch_giveEachOrderOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    putEverySecond(120);
    OrderSource orders = client().orders();
    List<Head> all = new ArrayList<>();
    long counted = 0;

    Instant from = START;
    while (from.isBefore(START.plusSeconds(120))) {
      Instant to = from.plusMillis(1 + random.nextInt(20_000));
      Window window = new Window(from, to);
      counted += orders.count(window).orElseThrow();
      all.addAll(readBackwards(orders, window, 100));
      from = to;
    }

    assertThat(all).as("seed " + seed).hasSize(120);
    assertThat(numbers(all)).as("seed " + seed).hasSize(120);
    assertThat(counted).as("seed " + seed).isEqualTo(120);
  }

  @Test
  void list_platformLeavesOutTheEnd_overlapOfThePolicyLosesNothing() {
    standIn.excludeWindowEnd();
    putEverySecond(1_800);
    OrderSource orders = client().orders();
    WindowPolicy policy = orders.windowPolicy();
    Set<String> found = new HashSet<>();

    Instant from = START;
    while (from.isBefore(TEN)) {
      Instant to = from.plus(Duration.ofMinutes(10));
      Window window = new Window(from.minus(policy.overlap()), to);
      found.addAll(numbers(readBackwards(orders, window, 100)));
      from = to;
    }

    // The last second of all is what the window after the last one would give.
    assertThat(found).hasSize(1_799).doesNotContain(tid(1_799));
  }

  @Test
  void list_orderChangedLater_leavesItsWindowForTheLaterOne() {
    putEverySecond(1);
    clock.move(Duration.ofSeconds(30));
    standIn.change(
        standIn.trade(tid(0)).with("modified", "2024-06-18 10:00:20").with("payment", "317.90"));
    OrderSource orders = client().orders();

    assertThat(orders.count(WINDOW)).hasValue(0);
    assertThat(orders.list(new PageRequest(new Window(TEN, clock.instant()), 1, null, 50)).rows())
        .containsExactly(new Head(tid(0), TEN.plusSeconds(20), null));
  }

  @Test
  void list_tradesChangeWhilePagedBackwards_losesNothing() {
    putEverySecond(230);
    standIn.modifyWhilePaged(9);
    OrderSource orders = client().orders();
    clock.move(Duration.ofMinutes(1));

    Set<String> found = numbers(readBackwards(orders, WINDOW, 20));
    clock.move(Duration.ofMinutes(1));
    Set<String> later = numbers(readBackwards(orders, new Window(TEN, clock.instant()), 20));

    assertThat(later).hasSize(9);
    found.addAll(later);
    assertThat(found).isEqualTo(new TreeSet<>(standIn.tradeNumbers()));
  }

  @Test
  void list_tradesChangeWhilePagedForwards_losesRows() {
    putEverySecond(230);
    standIn.modifyWhilePaged(9);
    OrderSource orders = client().orders();
    clock.move(Duration.ofMinutes(1));

    Set<String> found = new TreeSet<>();
    for (int page = 1; page <= 12; page++) {
      found.addAll(numbers(orders.list(new PageRequest(WINDOW, page, null, 20)).rows()));
    }
    clock.move(Duration.ofMinutes(1));
    found.addAll(numbers(readBackwards(orders, new Window(TEN, clock.instant()), 20)));

    assertThat(found.size()).isLessThan(230);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void get_eitherShape_givesTheWholeOrder(boolean simplified) {
    standIn.put(trade(1, START).postFee("8.00").discount("22.50").build());

    ChannelOrder order =
        builder().simplified(simplified).build().orders().get(tid(1)).rows().get(0);

    assertThat(order.number()).isEqualTo(tid(1));
    assertThat(order.lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(order.paid()).isEqualTo(Money.yuan("303.40"));
    assertThat(order.lines()).hasSize(2);
    assertThat(order.lines().get(0).merchantCode()).isEqualTo("QH-OAT-1KG");
    Money lines = order.lines().get(0).amount().plus(order.lines().get(1).amount());
    assertThat(lines.plus(order.freight())).isEqualTo(order.paid());
  }

  @ParameterizedTest
  @EnumSource(SignMethod.class)
  void get_anySignMethod_isAccepted(SignMethod method) {
    standIn.put(trade(1, START).build());

    ChannelOrder order = builder().signMethod(method).build().orders().get(tid(1)).rows().get(0);

    assertThat(order.number()).isEqualTo(tid(1));
  }

  @Test
  void get_recipient_comesWithItsToken() {
    standIn.put(trade(1, START).build());

    assertThat(client().orders().get(tid(1)).rows().get(0).recipient().token())
        .isEqualTo("oaid-" + tid(1));
  }

  @Test
  void get_messageAndMemo_areTheRemarks() {
    standIn.put(trade(1, START).field("buyer_message", "请快点").field("seller_memo", "加赠品").build());
    standIn.put(trade(2, START).build());

    ChannelOrder order = client().orders().get(tid(1)).rows().get(0);
    assertThat(order.buyerRemark()).isEqualTo("请快点");
    assertThat(order.sellerRemark()).isEqualTo("加赠品");
    assertThat(client().orders().get(tid(2)).rows().get(0).buyerRemark()).isNull();
  }

  @Test
  void get_documentedSample_isReadOffTheWire() {
    clock.set(Instant.parse("2024-06-18T02:30:00Z"));
    standIn.put(StandInTrade.of(Samples.trade(0).toString()));

    ChannelOrder order = client().orders().get("2189034567890123401").rows().get(0);

    assertThat(order.paid()).isEqualTo(Money.yuan("283.40"));
    assertThat(order.lines().get(1).title()).isEqualTo("陶瓷早餐碗🥣");
  }

  @Test
  void get_orderThatCannotBeRead_isMalformedWithItsRawForm() {
    standIn.put(trade(1, START).build().with("payment", "free"));

    Page<ChannelOrder> answer = client().orders().get(tid(1));

    assertThat(answer.rows()).isEmpty();
    assertThat(answer.malformed().get(0).reason()).contains("payment: must be");
    assertThat(answer.malformed().get(0).raw()).contains("\"free\"");
  }

  @Test
  void get_unknownNumber_isMalformedWithThePlatformsCode() {
    Page<ChannelOrder> answer = client().orders().get(tid(1));

    assertThat(answer.rows()).isEmpty();
    assertThat(answer.malformed())
        .containsExactly(
            new Page.Malformed(
                tid(1),
                "{\"tid\":\"" + tid(1) + "\",\"sub_code\":\"isv.trade-not-exist\"}",
                "tid: must be readable as it is listed, but is refused with isv.trade-not-exist"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TaobaoStandIn.DAY_QUOTA,
        TaobaoStandIn.THROTTLED,
        TaobaoStandIn.PLATFORM_FAULT,
        TaobaoStandIn.UNAVAILABLE
      })
  void get_orderThatThePlatformCannotTellNow_isAFault(String how) {
    standIn.put(trade(1, START).build());
    standIn
        .faults()
        .next(
            Integer.MAX_VALUE,
            TaobaoStandIn.calling("taobao.trade.fullinfo.get"),
            new Misbehaviour.Special(how));

    assertThat(faultOf(() -> client().orders().get(tid(1))).retryable()).isTrue();
  }
}
