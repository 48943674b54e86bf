package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.channel.StockSink;
import io.heliu.flow.stock.StockFlow;
import io.heliu.flow.stock.StockSettings;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLine;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What channels are told they may sell. */
final class StockFlowTest extends FlowTest {
  private int keys;

  @BeforeEach
  void list() {
    world.stock(TEA, 10);
    world.stock(CUP, 9);
    world.catalog.putItem(world.shop.shop(), "item-tea", null, TEA, 1);
  }

  private StepReport run() {
    StepReport report = world.stockFlow().runOnce();
    StepReport sum = report;
    while (report.more()) {
      report = world.stockFlow().runOnce();
      sum = sum.plus(report);
    }
    return sum;
  }

  private void reserve(long units) {
    world.ledger.apply(
        new Command.Reserve(
            "r" + keys, "r" + keys++, List.of(new StockLine(TEA, EAST, units)), null));
  }

  private Command release(int key) {
    return new Command.Release("x" + key, "r" + key, List.of(), "test");
  }

  private Map<String, Long> told() {
    return world.shop.levels;
  }

  @Override
  void checkWorld() {
    for (int key = 0; key < keys; key++) {
      world.ledger.apply(release(key));
    }
    super.checkWorld();
  }

  @Test
  void runOnce_newListing_isTold() {
    assertThat(run().fresh()).isOne();
    assertThat(told()).containsExactly(Map.entry("item-tea", 10L));
  }

  @Test
  void runOnce_nothingChanged_tellsNothing() {
    run();
    run();

    assertThat(world.shop.published).hasSize(1);
  }

  @Test
  void runOnce_changeOfAnotherSku_tellsNothing() {
    run();
    world.stock(CUP, 1);
    run();

    assertThat(world.shop.published).hasSize(1);
  }

  @Test
  void runOnce_manyChanges_becomeOneCall() {
    run();
    reserve(1);
    reserve(2);
    reserve(3);
    run();

    assertThat(world.shop.published).hasSize(2);
    assertThat(told()).containsEntry("item-tea", 4L);
  }

  @Test
  void runOnce_changedAndChangedBack_isToldAgainSinceTheShopTookUnitsOffItself() {
    run();
    reserve(1);
    world.shop.levels.put("item-tea", 9L);
    world.ledger.apply(release(0));
    run();

    assertThat(told()).containsEntry("item-tea", 10L);
  }

  @Test
  void runOnce_paidOrderThatWasNotTakenOn_putsTheShopRightAgain() {
    run();
    world.shop.levels.put("item-tea", 0L);
    world.dispatched(paid(world.shop.shop(), "A1", NOON, line("1", "tea", 99, 1000)).build());
    run();

    assertThat(told()).containsEntry("item-tea", 10L);
  }

  private static OrderLine refunded(Lifecycle lifecycle, boolean refunding) {
    return refunded("item-tea", lifecycle, refunding);
  }

  private static OrderLine refunded(@Nullable String item, Lifecycle lifecycle, boolean refunding) {
    return new OrderLine(
        "1",
        item,
        null,
        "tea",
        null,
        "title of tea",
        BigDecimal.ONE,
        Money.fen(1000),
        Money.fen(1000),
        lifecycle,
        lifecycle.name(),
        refunding,
        !refunding);
  }

  @Test
  void runOnce_orderWhoseLinesAreAllBeingRefunded_keepsItsUnits() {
    run();
    world.shop.levels.put("item-tea", 9L);
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, refunded(Lifecycle.PAID, true))
            .flags(Set.of(OrderFlag.REFUNDING))
            .build());
    run();

    assertThat(told()).containsEntry("item-tea", 9L);
  }

  @Test
  void runOnce_orderThatWasClosedBeforeItWasTakenOn_putsTheShopRightAgain() {
    run();
    world.shop.levels.put("item-tea", 9L);
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, refunded(Lifecycle.CLOSED_REFUNDED, false))
            .status(Lifecycle.CLOSED_REFUNDED, "TRADE_CLOSED")
            .build());
    run();

    assertThat(told()).containsEntry("item-tea", 10L);
  }

  @Test
  void runOnce_lineBeingRefundedThatNamesOnlyTheMerchantsCode_keepsItsUnits() {
    run();
    world.shop.levels.put("item-tea", 9L);
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, refunded(null, Lifecycle.PAID, true))
            .flags(Set.of(OrderFlag.REFUNDING))
            .build());
    run();

    assertThat(told()).containsEntry("item-tea", 9L);
  }

  @Test
  void runOnce_closedOrderWithMerchantCodesOnly_putsTheListingOfItsKitRight() {
    world.catalog.putItem(world.shop.shop(), "item-set", null, SET, 1);
    world.catalog.putItem(world.other.shop(), "item-tea", null, TEA, 1);
    run();
    world.shop.levels.put("item-set", 4L);
    world.book.put(
        paid(world.shop.shop(), "A1", NOON, line("1", "set", 1, 100), line("2", "none", 1, 100))
            .status(Lifecycle.CLOSED_REFUNDED, "TRADE_CLOSED")
            .build());
    world.dispatch().runOnce();
    List<String> due =
        world.query(
            "SELECT shop, item FROM heliu_listing WHERE due_sequence > published_sequence AND"
                + " published_sequence > 0",
            2);
    run();

    assertThat(due).containsExactly(world.shop.shop() + "|item-set");
    assertThat(told()).containsEntry("item-set", 5L);
  }

  @Test
  void runOnce_lineDroppedFromAnOrderThatGoes_putsTheShopRightAgain() {
    for (String item : new String[] {null, "item-tea"}) {
      String number = "A-" + item;
      run();
      world.shop.levels.put("item-tea", 9L);
      world.dispatched(
          paid(
                  world.shop.shop(),
                  number,
                  NOON,
                  refunded(item, Lifecycle.CLOSED_REFUNDED, false),
                  line("2", "cup", 1, 1000))
              .build());
      run();

      assertThat(world.order("fake:one/" + number).state()).isEqualTo(OrderState.DISPATCHED);
      assertThat(told()).as(number).containsEntry("item-tea", 10L);
    }
  }

  @Test
  void runOnce_ledgerChangeAfterOrdersThatWait_isToldWithoutTheirUnits() {
    run();
    for (int i = 0; i < 3; i++) {
      world.dispatched(
          paid(world.shop.shop(), "A" + i, NOON, line("1", "tea", 1, 1000))
              .flags(Set.of(OrderFlag.CHANNEL_HOLD))
              .build());
      run();
    }
    world.stock(TEA, 1);
    run();

    assertThat(told()).containsEntry("item-tea", 8L);
  }

  @Test
  void runOnce_unpaidOrder_leavesWhatTheShopHoldsForIt() {
    run();
    world.shop.levels.put("item-tea", 8L);
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, line("1", "tea", 2, 1000))
            .paidAt(null)
            .status(Lifecycle.PENDING_PAYMENT, "WAIT_PAY")
            .build());
    run();

    assertThat(told()).containsEntry("item-tea", 8L);
  }

  @Test
  void runOnce_itemOfSeveralUnits_tellsWholeItems() {
    world.catalog.putItem(world.shop.shop(), "item-box", "v1", TEA, 3);
    run();

    assertThat(told()).containsEntry("item-box", 3L);
  }

  @Test
  void runOnce_kit_tellsWhatTheScarcestComponentAllows() {
    world.catalog.putItem(world.shop.shop(), "item-set", null, SET, 1);
    run();
    long before = told().getOrDefault("item-set", -1L);
    reserve(7);
    run();

    assertThat(before).isEqualTo(5);
    assertThat(told()).containsEntry("item-set", 1L);
  }

  @Test
  void runOnce_kitGetsOtherComponents_isToldAnew() {
    world.catalog.putItem(world.shop.shop(), "item-set", null, SET, 1);
    run();
    world.catalog.putKit(SET, Map.of(CUP, 3L));
    run();

    assertThat(told()).containsEntry("item-set", 3L);
  }

  @Test
  void runOnce_itemSellsSomethingElseNow_isToldAnew() {
    run();
    world.catalog.putItem(world.shop.shop(), "item-tea", null, CUP, 1);
    run();

    assertThat(told()).containsEntry("item-tea", 9L);
  }

  @Test
  void runOnce_refusedLevel_isReportedAndDoesNotHideTheNextOne() {
    world.shop.refusesLevels = StockSink.Result.refused("I9", "item is off the shelf");
    StepReport refused = run();
    world.shop.refusesLevels = null;
    reserve(10);
    world.clock.advance(Duration.ofMinutes(1));
    run();

    assertThat(refused.failed()).isOne();
    assertThat(world.heard.codes()).containsExactly("LEVEL_REFUSED");
    assertThat(told()).containsEntry("item-tea", 0L);
  }

  @Test
  void runOnce_refusedLevel_keepsTheReason() {
    world.shop.refusesLevels = StockSink.Result.refused("I9", "item is off the shelf");
    run();

    assertThat(world.query("SELECT refusal FROM heliu_listing", 1))
        .containsExactly("I9 item is off the shelf");
  }

  @Test
  void runOnce_killedAfterPublishThenChangedBack_tellsTheChannelAgain() {
    run();
    reserve(4);
    world.shop.point =
        () -> {
          if (told().containsValue(6L)) {
            world.shop.point = () -> {};
            throw new CrashPoint.Killed();
          }
        };
    assertThatThrownBy(this::run).isInstanceOf(CrashPoint.Killed.class);
    world.ledger.apply(release(0));
    run();

    assertThat(told()).containsEntry("item-tea", 10L);
  }

  @Test
  void runOnce_killedAtAnyPoint_endsWithTheRightLevels() {
    world.catalog.putItem(world.shop.shop(), "item-set", null, SET, 1);
    world.catalog.putItem(world.shop.shop(), "item-cup", null, CUP, 1);
    reserve(3);
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(told())
        .containsExactlyInAnyOrderEntriesOf(Map.of("item-tea", 7L, "item-set", 3L, "item-cup", 9L));
    assertThat(world.query("SELECT COUNT(*) FROM heliu_listing WHERE published_quantity < 0", 1))
        .containsExactly("0");
  }

  @Test
  void new_sinkWithoutLocations_isRefused() {
    assertThatThrownBy(
            () ->
                new StockFlow(
                    world.pool,
                    world.ledger,
                    world.catalog,
                    List.of(world.shop),
                    StockSettings.from(Map.of()),
                    world.clock,
                    world.heard))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("settings: ");
  }
}
