package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sold is kept for its buyer while the order waits. */
final class UnitsKeptTest extends FlowTest {
  private static final String ID = "fake:one/A1";

  @BeforeEach
  void stock() {
    world.stock(TEA, 10);
  }

  private ChannelOrder.Builder order(String number, long units, Instant modifiedAt) {
    return paid(world.shop.shop(), number, modifiedAt, line("1", "tea", units, 1000));
  }

  private ChannelOrder unpaid(String number, long units) {
    return order(number, units, NOON)
        .status(Lifecycle.PENDING_PAYMENT, "WAIT_BUYER_PAY")
        .lines(List.of(line("1", "tea", units, 1000, Lifecycle.PENDING_PAYMENT, false)))
        .build();
  }

  private ChannelOrder waiting(String number, long units) {
    return order(number, units, NOON).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build();
  }

  private void put(ChannelOrder order) {
    world.book.put(order);
    runAll();
  }

  private void runAll() {
    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }
    world.checkInvariants();
  }

  private long reserved() {
    return world.balance(TEA).reserved();
  }

  @Test
  void paidOrderThatWaits_keepsItsUnits() {
    put(waiting("A1", 3));

    assertThat(world.order(ID).holdCode()).isEqualTo("CHANNEL_HOLD");
    assertThat(reserved()).isEqualTo(3);
  }

  @Test
  void paidOrderThatWaits_isNotSoldToOthers() {
    put(waiting("A1", 8));
    put(order("A2", 3, NOON).build());
    put(order("A1", 8, NOON.plusSeconds(60)).build());

    assertThat(world.order("fake:one/A2").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void paidOrderThatWaitsWithoutStock_waitsForItsOwnReasonAndHoldsNothing() {
    put(waiting("A1", 11));

    assertThat(world.order(ID).holdCode()).isEqualTo("CHANNEL_HOLD");
    assertThat(world.order(ID).reservation()).isEmpty();
    assertThat(reserved()).isZero();
  }

  @Test
  void releasedOrder_goesWithTheUnitsThatItKept() {
    put(waiting("A1", 3));
    String kept = world.order(ID).reservation();
    world.book.release(ID, "may go");
    runAll();

    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(ID).reservation()).isEqualTo(kept);
    assertThat(reserved()).isEqualTo(3);
  }

  @Test
  void unpaidOrder_keepsItsUnitsUntilTheChannelClosesIt() {
    put(unpaid("A1", 10));
    long before = reserved();
    put(
        order("A1", 10, NOON.plusSeconds(900))
            .status(Lifecycle.CANCELLED, "TRADE_CLOSED_BY_TAOBAO")
            .build());

    assertThat(before).isEqualTo(10);
    assertThat(world.order(ID).state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  @Test
  void unpaidOrderThatIsPaid_goesWithTheUnitsThatItKept() {
    put(unpaid("A1", 4));
    String kept = world.order(ID).reservation();
    put(order("A1", 4, NOON.plusSeconds(900)).build());

    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(ID).reservation()).isEqualTo(kept);
  }

  @Test
  void unpaidOrderOfAShopThatTakesUnitsOffWhenPaid_keepsNothing() {
    world.settings = world.settings.withUnpaid(order -> false);
    put(unpaid("A1", 10));

    assertThat(world.order(ID).holdCode()).isEqualTo("UNPAID");
    assertThat(reserved()).isZero();
  }

  @Test
  void orderThatShrinksWhileItWaits_givesUpOnlyWhatItDoesNotWant() {
    put(waiting("A1", 10));
    put(order("A1", 7, NOON.plusSeconds(60)).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());

    assertThat(reserved()).isEqualTo(7);
  }

  @Test
  void orderThatChangesOfScarceStock_hasItsOwnUnitsAgainBeforeOthers() {
    put(waiting("A1", 8));
    world.book.put(order("A0", 9, NOON.minusSeconds(60)).build());
    world.book.put(
        order("A1", 9, NOON.plusSeconds(60)).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
    runAll();

    assertThat(world.order("fake:one/A0").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(reserved()).isEqualTo(9);
  }

  @Test
  void orderThatWaits_killedAtAnyPoint_keepsItsUnitsOnce() {
    world.book.put(waiting("A1", 3));
    world.book.put(unpaid("A2", 2));
    CrashRun.untilThrough(world.crash, this::runAll);
    world.book.put(order("A1", 5, NOON.plusSeconds(60)).build());
    CrashRun.untilThrough(world.crash, this::runAll);

    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isEqualTo(7);
  }
}
