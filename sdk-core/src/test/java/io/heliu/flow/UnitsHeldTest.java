package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.State;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an order keeps while it waits, by why it waits. */
final class UnitsHeldTest extends FlowTest {
  private static final String ID = "fake:one/A1";
  private static final OrderLine TEA_3 = line("1", "tea", 3, 300);
  private static final OrderLine TEA_2 = line("2", "tea", 2, 200);
  private int seconds;

  @BeforeEach
  void stock() {
    world.stock(TEA, 10);
  }

  private ChannelOrder.Builder order(OrderLine... lines) {
    return paid(world.shop.shop(), "A1", NOON.plusSeconds(seconds++), lines);
  }

  private void put(ChannelOrder.Builder order) {
    world.book.put(order.build());
    runAll();
  }

  private void putWaiting(OrderLine... lines) {
    put(order(lines).flags(Set.of(OrderFlag.CHANNEL_HOLD)));
  }

  private void refund(State state, String line, long fen, long units) {
    world.refund(
        FakeRefunds.refund("R1", "A1", line, fen)
            .state(state)
            .quantity(units)
            .at(NOON.plusSeconds(seconds++)));
    runAll();
  }

  private void runAll() {
    do {
      world.checkInvariants();
    } while (world.dispatch().runOnce().more());
    world.checkInvariants();
  }

  private long reserved() {
    return world.balance(TEA).reserved();
  }

  private void assertKeeps(String code, long units) {
    Order order = world.order(ID);
    assertThat(order.state() + " " + order.holdCode()).isEqualTo("HELD " + code);
    assertThat(reserved()).isEqualTo(units);
    assertThat(order.lines().stream().mapToLong(Order.Line::quantity).sum())
        .as("units of its lines, which quotas count")
        .isEqualTo(units);
  }

  @Test
  void splitOrder_refundPaidWhileItWaits_keepsOnlyWhatIsLeft() {
    putWaiting(TEA_3, TEA_2);
    world.book.split(ID, Set.of(2));
    refund(State.PAID, "1", 100, 1);

    assertThat(world.order(ID).holdCode()).isEqualTo("CHANNEL_HOLD");
    assertThat(reserved()).isEqualTo(4);
  }

  @Test
  void splitOrder_refundOpen_keepsAllUntilItIsDecided() {
    putWaiting(TEA_3, TEA_2);
    world.book.split(ID, Set.of(2));
    refund(State.OPEN, "1", 300, 3);

    assertThat(reserved()).isEqualTo(5);
  }

  @Test
  void splitOrder_partOfAUnitRefunded_keepsTheLineAndDropsWhatIsPaidBack() {
    world.catalog.putCode(null, "pair", TEA, 2);
    putWaiting(line("1", "pair", 3, 300), TEA_2);
    world.book.split(ID, Set.of(2));
    refund(State.PAID, "1", 100, 1);

    assertThat(reserved()).isEqualTo(6);
  }

  @Test
  void refundOpen_ofOneLine_keepsItAndItsLinesSaySo() {
    world.refund(FakeRefunds.refund("R1", "A1", "2", 200).state(State.OPEN));
    put(order(TEA_3, TEA_2));

    assertKeeps("REFUND_OPEN", 5);
  }

  @Test
  void unknownItem_keepsTheUnitsOfTheLinesThatAreKnown() {
    put(order(TEA_3, line("2", "nobody-knows", 1, 100)));

    assertKeeps("UNKNOWN_ITEM", 3);
    assertThat(world.book.split(ID, Set.of(1))).isEmpty();
  }

  @Test
  void unknownItem_thatBecomesKnown_goesWithTheUnitsThatItKept() {
    put(order(TEA_3, line("2", "nobody-knows", 1, 100)));
    world.catalog.putCode(null, "nobody-knows", TEA, 1);
    world.book.screenAgain("UNKNOWN_ITEM");
    runAll();

    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isEqualTo(4);
  }

  @Test
  void unknownStatus_keepsWhatItHad() {
    putWaiting(TEA_3);
    put(order(TEA_3, TEA_2).status(Lifecycle.UNKNOWN, "NEW_CODE"));

    assertKeeps("UNKNOWN_STATUS", 3);
  }

  @Test
  void unknownStatus_fromTheStart_takesNothing() {
    put(order(TEA_3).status(Lifecycle.UNKNOWN, "NEW_CODE"));

    assertThat(world.order(ID).holdCode()).isEqualTo("UNKNOWN_STATUS");
    assertThat(reserved()).isZero();
  }

  @Test
  void unknownStatus_thatBecomesCancelled_givesAllBack() {
    putWaiting(TEA_3);
    put(order(TEA_3).status(Lifecycle.UNKNOWN, "NEW_CODE"));
    put(Orders.cancelled(world.shop.shop(), "A1", NOON.plusSeconds(99), TEA_3));

    assertThat(world.order(ID).state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  private ChannelOrder.Builder shipped() {
    OrderLine gone = line("1", "tea", 3, 300, Lifecycle.SHIPPED, false);
    return order(gone).status(Lifecycle.SHIPPED, "SELLER_SENT");
  }

  @Test
  void shippedOutside_keepsItsUnitsUntilAPersonClosesIt() {
    putWaiting(TEA_3);
    put(shipped());
    assertKeeps("NOTHING_TO_SHIP", 3);

    assertThat(world.book.close(ID, "sent from the office")).isTrue();
    runAll();

    assertThat(world.order(ID).holdCode()).isEqualTo("CLOSED_BY_HAND");
    assertThat(reserved()).isZero();
  }

  @Test
  void closedByHand_laterVersionOfItsChannelOrder_staysClosed() {
    putWaiting(TEA_3);
    put(order(TEA_3).status(Lifecycle.SHIPPED, "SELLER_SENT"));
    assertThat(world.book.close(ID, "sent from the office")).isTrue();

    put(order(TEA_3).modifiedAt(NOON.plusSeconds(999)).sellerRemark("sent by us"));
    runAll();

    assertThat(world.order(ID).holdCode()).isEqualTo("CLOSED_BY_HAND");
    assertThat(reserved()).isZero();
  }

  @Test
  void shippedOutsideWithLinesToGo_keepsItsUnits() {
    putWaiting(TEA_3);
    put(order(TEA_3).status(Lifecycle.SHIPPED, "SELLER_SENT"));

    assertKeeps("SHIPPED_OUTSIDE", 3);
  }

  @Test
  void shippedOutside_fromTheStart_takesNothing() {
    put(order(TEA_3).status(Lifecycle.SHIPPED, "SELLER_SENT"));

    assertThat(world.order(ID).holdCode()).isEqualTo("SHIPPED_OUTSIDE");
    assertThat(reserved()).isZero();
  }

  @Test
  void close_orderThatIsNotHeld_isRefused() {
    put(order(TEA_3));

    assertThat(world.book.close(ID, "")).isFalse();
    assertThat(world.book.close("fake:one/none", "")).isFalse();
    assertThat(reserved()).isEqualTo(3);
  }

  @Test
  void severalErps_keepsTheUnitsOfAllItsLines() {
    putWaiting(TEA_3);
    world.book.put(
        paid(world.other.shop(), "B1", NOON, TEA_2).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
    runAll();
    world.book.merge("fake:two/B1", ID);
    world.book.release(ID, "try");
    world.settings = world.settings.withShops(Set.of(world.shop.shop()));
    runAll();

    assertKeeps("SEVERAL_ERPS", 5);
  }
}
