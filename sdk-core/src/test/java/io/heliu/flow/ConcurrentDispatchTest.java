package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Secret;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several dispatchers and writers on one database. */
final class ConcurrentDispatchTest extends FlowTest {
  private static final int ORDERS = 24;
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Starts work on several threads at the same moment and waits for all of it. */
  private <T> List<T> together(List<Callable<T>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> work : works) {
      futures.add(
          threads.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                return work.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(60, TimeUnit.SECONDS));
    }
    return results;
  }

  private Callable<Integer> dispatcher() {
    return () -> {
      int steps = 1;
      while (world.dispatch().runOnce().more()) {
        steps++;
      }
      return steps;
    };
  }

  private ChannelOrder order(int i, Instant modifiedAt, long fen) {
    return paid(world.shop.shop(), "A" + i, modifiedAt, line("1", "tea", 1, fen)).build();
  }

  private void putAll() {
    for (int i = 0; i < ORDERS; i++) {
      world.book.put(order(i, NOON, 100));
    }
  }

  @Test
  void runOnce_twoDispatchers_pushEachDocumentOnce() throws Exception {
    world.stock(TEA, 100);
    putAll();

    together(List.of(dispatcher(), dispatcher()));
    world.dispatch().runOnce();

    assertThat(world.book.counts()).isEqualTo(Map.of(OrderState.DISPATCHED, (long) ORDERS));
    assertThat(world.erp.pushed).hasSize(ORDERS).doesNotHaveDuplicates();
    assertThat(world.balance(TEA).reserved()).isEqualTo(ORDERS);
  }

  @Test
  void runOnce_ordersThatMayBeMerged_areInOneDocumentEach() throws Exception {
    world.stock(TEA, 100);
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(
                "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"most\":3}]}",
                Secret.of("synthetic key of a test")),
            world.clock);
    for (int i = 0; i < ORDERS; i++) {
      world.book.put(
          paid(world.shop.shop(), "A" + i, NOON, line("1", "tea", 1, 100))
              .buyer("b-" + i % 8)
              .build());
    }

    together(List.of(dispatcher(), dispatcher()));
    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }

    assertThat(world.query("SELECT number FROM heliu_order_line ORDER BY number, channel_line", 1))
        .hasSize(ORDERS)
        .doesNotHaveDuplicates();
    Map<OrderState, Long> counts = world.book.counts();
    assertThat(counts.keySet()).isSubsetOf(OrderState.DISPATCHED, OrderState.CLOSED);
    assertThat((long) world.erp.taken.size()).isEqualTo(counts.get(OrderState.DISPATCHED));
    assertThat(world.balance(TEA).reserved()).isEqualTo(ORDERS);
  }

  @Test
  void runOnce_scarceStock_isPromisedToAsManyAsThereIs() throws Exception {
    world.stock(TEA, 10);
    putAll();

    together(List.of(dispatcher(), dispatcher()));
    world.dispatch().runOnce();

    assertThat(world.book.counts())
        .isEqualTo(Map.of(OrderState.DISPATCHED, 10L, OrderState.HELD, ORDERS - 10L));
    assertThat(world.erp.taken).hasSize(10);
  }

  @Test
  void runOnce_ordersChangeMeanwhile_noneIsLostOrPushedTwice() throws Exception {
    world.stock(TEA, 1000);
    putAll();
    Callable<Integer> changer =
        () -> {
          for (int i = 0; i < ORDERS; i++) {
            world.book.put(order(i, NOON.plusSeconds(1), 200));
          }
          return ORDERS;
        };

    together(List.of(dispatcher(), dispatcher(), changer));
    while (world.dispatch().runOnce().more()) {
      assertThat(world.erp.pushed).hasSizeLessThanOrEqualTo(ORDERS);
    }

    assertThat(world.book.counts()).isEqualTo(Map.of(OrderState.DISPATCHED, (long) ORDERS));
    assertThat(world.erp.pushed).hasSize(ORDERS).doesNotHaveDuplicates();
    assertThat(world.balance(TEA).reserved()).isEqualTo(ORDERS);
  }

  @Test
  void runOnce_documentIsBeingSent_theOtherDispatcherLeavesItAlone() {
    world.stock(TEA, 10);
    world.book.put(order(1, NOON, 100));
    List<Long> seenByOther = new ArrayList<>();
    world.erp.duringPush =
        () -> {
          world.erp.duringPush = () -> {};
          seenByOther.add(world.dispatch().runOnce().push().fetched());
        };
    world.dispatch().runOnce();

    assertThat(seenByOther).containsExactly(0L);
    assertThat(world.erp.pushed).hasSize(1);
    assertThat(world.erp.lookedUp).isEmpty();
  }

  @Test
  void runOnce_otherDispatcherTookOverTheQueue_nothingIsPushedTwice() {
    world.stock(TEA, 10);
    world.book.put(order(1, NOON, 100));
    world.book.put(order(2, NOON, 100));
    world.erp.duringPush =
        () -> {
          world.erp.duringPush = () -> {};
          world.dispatch().runOnce();
        };
    world.dispatch().runOnce();

    assertThat(world.erp.pushed).hasSize(2).doesNotHaveDuplicates();
    assertThat(world.book.counts()).isEqualTo(Map.of(OrderState.DISPATCHED, 2L));
  }

  @Test
  void put_sameOrderFromTwoThreads_isStoredOnceInItsLatestVersion() throws Exception {
    for (int i = 0; i < 10; i++) {
      int number = i;
      together(
          List.of(
              () -> world.book.put(order(number, NOON, 100)),
              () -> world.book.put(order(number, NOON.plusSeconds(1), 200)),
              () -> world.book.put(order(number, NOON, 100))));
      assertThat(world.book.channelOrder(world.shop.shop(), "A" + i))
          .map(stored -> stored.paid().minor())
          .contains(200L);
      assertThat(world.book.idsOf(world.shop.shop(), "A" + i)).hasSize(1);
    }
  }

  @Test
  void intakes_ofTwoShopsAtOnce_bothProve() throws Exception {
    for (int i = 0; i < 20; i++) {
      world.shop.put(order(i, NOON.plusSeconds(i + 1), 100));
      world.other.put(
          paid(world.other.shop(), "B" + i, NOON.plusSeconds(i + 1), line("1", "tea", 1, 1))
              .build());
    }
    IntakeFlow one = world.intake();
    IntakeFlow two = new IntakeFlow(world.pool, world.other, NOON, world.clock, world.heard);

    assertThat(together(List.of(() -> one.runOnce().proved(), () -> two.runOnce().proved())))
        .containsExactly(true, true);
  }
}
