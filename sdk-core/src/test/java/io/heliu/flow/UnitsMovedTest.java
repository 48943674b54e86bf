package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Units of orders that become others: they are theirs all the time, however scarce they are. */
final class UnitsMovedTest extends FlowTest {
  private static final String A1 = "fake:one/A1";
  private static final String A2 = "fake:one/A2";
  private static final String RIVAL = "fake:one/Z9";
  private int seconds;

  private ChannelOrder.Builder order(String number, OrderLine... lines) {
    return paid(world.shop.shop(), number, NOON.plusSeconds(seconds++), lines).buyer("b-1");
  }

  private void waits(String number, OrderLine... lines) {
    world.book.put(order(number, lines).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
    runAll();
  }

  private static OrderLine tea(String number, long units) {
    return line(number, "tea", units, 100 * units);
  }

  /** Puts an order of another buyer that comes before all others. */
  private void rival(String code, long units) {
    world.book.put(
        order("Z9", line("1", code, units, 100)).paidAt(NOON.minusSeconds(999)).buyer("z").build());
  }

  private void rules(String json) {
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(json, Secret.of("synthetic key of a test")), world.clock);
  }

  private void step() {
    world.dispatch().runOnce();
    world.checkInvariants();
  }

  private void runAll() {
    step();
    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }
    world.checkInvariants();
  }

  /** Runs to the end; the rival tries again at every second step. */
  private void runAllWithRival() {
    for (int i = 0; i < 4; i++) {
      world.book.screenAgain("OUT_OF_STOCK");
      step();
      step();
    }
  }

  private long reserved() {
    return world.balance(TEA).reserved();
  }

  private void assertGone(String... ids) {
    for (String id : ids) {
      assertThat(world.order(id).state()).as(id).isEqualTo(OrderState.DISPATCHED);
    }
  }

  private void assertRivalHasNone() {
    Order rival = world.order(RIVAL);
    assertThat(rival.state() + " " + rival.holdCode()).isEqualTo("HELD OUT_OF_STOCK");
  }

  @Test
  void splitByHand_halfThatIsHeldWhenTheOtherGoes_keepsItsUnits() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4), tea("2", 3));
    String half = world.book.split(A1, Set.of(2)).orElseThrow();
    rival("tea", 1);
    world.book.release(A1, "may go");
    runAllWithRival();
    List<OrderState> between = List.of(world.order(A1).state(), world.order(half).state());
    world.book.release(half, "may go");
    runAllWithRival();

    assertThat(between).containsExactly(OrderState.DISPATCHED, OrderState.HELD);
    assertGone(A1, half);
    assertRivalHasNone();
    assertThat(reserved()).isEqualTo(7);
  }

  @Test
  void splitByHand_twiceBeforeAnyGoes_eachKeepsItsUnits() {
    world.stock(TEA, 9);
    waits("A1", tea("1", 4), tea("2", 3), tea("3", 2));
    String second = world.book.split(A1, Set.of(2)).orElseThrow();
    String third = world.book.split(A1, Set.of(3)).orElseThrow();
    rival("tea", 1);
    for (String id : List.of(third, A1, second)) {
      world.book.release(id, "may go");
      runAllWithRival();
    }

    assertGone(A1, second, third);
    assertRivalHasNone();
  }

  @Test
  void splitByHand_halfIsCancelled_givesUpItsUnitsOnly() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4), tea("2", 3));
    String half = world.book.split(A1, Set.of(2)).orElseThrow();
    world.refund(
        FakeRefunds.refund("R1", "A1", "2", 300).state(io.heliu.channel.RefundSource.State.PAID));
    runAll();

    assertThat(world.order(half).state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isEqualTo(4);
  }

  @Test
  void splitByHand_killedAtEachPoint_bothKeepTheirUnits() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4), tea("2", 3));
    String half = world.book.split(A1, Set.of(2)).orElseThrow();
    rival("tea", 1);
    world.book.release(A1, "may go");
    CrashRun.untilThrough(world.crash, this::runAll);
    world.book.screenAgain("OUT_OF_STOCK");
    world.book.release(half, "may go");
    CrashRun.untilThrough(world.crash, this::runAll);

    assertGone(A1, half);
    assertRivalHasNone();
  }

  @Test
  void mergeByHand_whileTheHeirIsHeld_bothKeepTheirUnits() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4));
    waits("A2", tea("1", 3));
    assertThat(world.book.merge(A2, A1)).isTrue();
    rival("tea", 1);
    runAllWithRival();
    long between = reserved();
    world.book.release(A1, "may go");
    runAllWithRival();

    assertThat(between).isEqualTo(7);
    assertGone(A1);
    assertRivalHasNone();
  }

  @Test
  void mergeByHand_ofAnHeir_bringsTheUnitsOfAllAlong() {
    world.stock(TEA, 9);
    waits("A1", tea("1", 4));
    waits("A2", tea("1", 3));
    waits("A3", tea("1", 2));
    world.book.merge("fake:one/A3", A2);
    world.book.merge(A2, A1);
    rival("tea", 1);
    runAllWithRival();
    world.book.release(A1, "may go");
    runAllWithRival();

    assertGone(A1);
    assertRivalHasNone();
    assertThat(reserved()).isEqualTo(9);
  }

  @Test
  void mergeByHand_thenSplitOtherwise_sharesOutTheUnitsOfBoth() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4));
    waits("A2", tea("1", 2), tea("2", 1));
    world.book.merge(A2, A1);
    String half = world.book.split(A1, Set.of(1, 3)).orElseThrow();
    rival("tea", 1);
    world.book.release(half, "may go");
    runAllWithRival();
    long between = reserved();
    world.book.release(A1, "may go");
    runAllWithRival();

    assertThat(between).isEqualTo(7);
    assertGone(A1, half);
    assertRivalHasNone();
  }

  @Test
  void mergeByHand_andTheHeirIsCancelled_leavesNothingReserved() {
    world.stock(TEA, 7);
    waits("A1", tea("1", 4));
    waits("A2", tea("1", 3));
    world.book.merge(A2, A1);
    for (String number : List.of("A1", "A2")) {
      world.book.put(
          Orders.cancelled(world.shop.shop(), number, NOON.plusSeconds(500), tea("1", 1)).build());
    }
    runAll();

    assertThat(world.order(A1).state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  @Test
  void undoOfAMerge_eachOrderHasItsOwnUnitsAgain() {
    world.stock(TEA, 7);
    rules("{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]}");
    world.book.put(order("A1", tea("1", 4)).build());
    world.book.put(order("A2", tea("1", 3)).build());
    world.erp.next.add(FakeErp.Next.FAULT);
    assertThatThrownBy(this::runAll).isInstanceOf(Fault.Transport.class);
    assertThat(world.order(A1).sources()).hasSize(2);
    world.book.put(
        order("A2", tea("1", 3))
            .recipient(new Recipient("M*", "1**", "Q", "C", "D", "A*", "u"))
            .build());
    rival("tea", 1);
    world.settings = world.settings.withBatch(1);
    runAllWithRival();

    assertGone(A1, A2);
    assertRivalHasNone();
    assertThat(reserved()).isEqualTo(7);
  }

  @Test
  void splitByRule_eachPartHasItsShareOfWhatTheOrderKept() {
    world.stock(TEA, 4);
    world.stock(CUP, 3);
    OrderLine[] lines = {tea("1", 4), line("2", "cup", 3, 300)};
    waits("A1", lines);
    rules("{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"CUP\"]}]}");
    world.settings = world.settings.withBatch(1);
    rival("cup", 1);
    runAllWithRival();
    world.book.put(order("A1", lines).build());
    runAllWithRival();

    assertGone(A1, A1 + "#2");
    assertRivalHasNone();
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }

  @Test
  void changedOrder_anotherProcessStepsInBetween_givesNothingAway() {
    world.stock(TEA, 10);
    world.catalog.putCustomer(world.other.shop(), "C2");
    waits("A1", tea("1", 8));
    world.book.put(order("A1", tea("1", 9)).build());
    world.book.put(
        paid(world.other.shop(), "B1", NOON, tea("1", 3)).paidAt(NOON.minusSeconds(999)).build());
    AtomicBoolean stepped = new AtomicBoolean();
    world.ledger.beforeApply =
        () -> {
          if (stepped.compareAndSet(false, true)) {
            flow(world.other.shop()).runOnce();
            flow(world.other.shop()).runOnce();
          }
        };
    flow(world.shop.shop()).runOnce();

    assertThat(stepped).isTrue();
    assertThat(world.order("fake:two/B1").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertGone(A1);
    assertThat(reserved()).isEqualTo(9);
  }

  private DispatchFlow flow(ShopId shop) {
    DispatchSettings settings = world.settings;
    world.settings = settings.withShops(Set.of(shop));
    DispatchFlow flow = world.dispatch();
    world.settings = settings;
    return flow;
  }

  @Test
  void changedOrder_wantsMoreThanThereIs_keepsWhatItHas() {
    world.stock(TEA, 10);
    waits("A1", tea("1", 8));
    world.book.put(order("A1", tea("1", 11)).build());
    rival("tea", 3);
    runAllWithRival();
    long between = reserved();
    world.stock(TEA, 1);
    world.book.screenAgain("OUT_OF_STOCK");
    world.book.put(
        Orders.cancelled(world.shop.shop(), "Z9", NOON.plusSeconds(900), tea("1", 3)).build());
    runAllWithRival();

    assertThat(between).isEqualTo(8);
    assertGone(A1);
    assertThat(reserved()).isEqualTo(11);
  }

  @Test
  void changedOrder_wantsOtherGoodsThatAreOut_givesUpWhatItDoesNotWant() {
    world.stock(TEA, 10);
    world.stock(CUP, 1);
    waits("A1", tea("1", 8));
    world.book.put(order("A1", tea("1", 3), line("2", "cup", 2, 200)).build());
    runAll();

    assertThat(world.order(A1).holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(reserved()).isEqualTo(3);
    assertThat(world.balance(CUP).reserved()).isZero();
  }
}
