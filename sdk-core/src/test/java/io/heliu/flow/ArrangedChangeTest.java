package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.erp.SalesOrder;
import io.heliu.inventory.Command;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channel orders that change after our orders were split or merged. */
final class ArrangedChangeTest extends FlowTest {
  private static final Location WEST = new Location("WEST");
  private static final String SPLIT = "{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}]}";
  private static final String MERGE = "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]}";
  private static final OrderLine TEA_2 = line("1", "tea", 2, 1000);
  private static final OrderLine CUP_2 = line("2", "cup", 2, 501);
  private static final String ID = "fake:one/A1";
  private int seconds;

  @BeforeEach
  void stock() {
    world.stock(TEA, 100);
    world.ledger.apply(new Command.Adjust("west", CUP, WEST, 50, "receipt"));
  }

  private void rules(String json) {
    world.settings =
        world
            .settings
            .withRouting(ArrangedChangeTest::route)
            .withOrderRules(
                OrderRules.parse(json, Secret.of("synthetic key of a test")), world.clock);
  }

  private static Location route(ChannelOrder order, Sku sku) {
    return sku.equals(CUP) && "P".equals(order.recipient().province()) ? WEST : EAST;
  }

  private ChannelOrder.Builder version(String number, OrderLine... lines) {
    return paid(world.shop.shop(), number, NOON.plusSeconds(seconds++), lines).buyer("b-1");
  }

  private void put(String number, OrderLine... lines) {
    world.book.put(version(number, lines).build());
  }

  private static Recipient to(String province, String name) {
    return new Recipient(name, "1**", province, "C", "D", "A*", "token");
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
  }

  /** Lets the orders be split or merged and reserved; their push fails for certain. */
  private void reservedOnly() {
    world.erp.next.add(FakeErp.Next.FAULT);
    assertThatThrownBy(this::runAll).isInstanceOf(Fault.Transport.class);
  }

  private void splitAndReserved() {
    rules(SPLIT);
    put("A1", TEA_2, CUP_2);
    reservedOnly();
    assertThat(world.order(ID + "#2").state()).isEqualTo(OrderState.RESERVED);
  }

  /** Dispatches the tea; there are not enough cups. */
  private void splitAndHalfDispatched() {
    rules(SPLIT);
    put("A1", TEA_2, line("2", "cup", 60, 6000));
    runAll();
    assertThat(world.order(ID).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(ID + "#2").holdCode()).isEqualTo("OUT_OF_STOCK");
  }

  private List<String> sent(String number) {
    return ((SalesOrder) world.erp.document(number))
        .lines().stream()
            .map(one -> one.sku() + " " + one.quantity() + " " + one.amount().minor())
            .toList();
  }

  private long cups() {
    return world.ledger.balance(CUP, WEST).reserved();
  }

  @Test
  void split_quantityChangedBeforeDispatch_isSplitAnew() {
    splitAndReserved();
    put("A1", line("1", "tea", 3, 1500), CUP_2);
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 3 1500");
    assertThat(sent("SO-fake-A1-3")).containsExactly("CUP 2 501");
    assertThat(world.erp.taken).hasSize(2);
    assertThat(world.order(ID + "#2").holdCode()).isEqualTo("MERGED");
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
    assertThat(cups()).isEqualTo(2);
  }

  @Test
  void split_lineAddedBeforeDispatch_goesAlong() {
    splitAndReserved();
    put("A1", TEA_2, CUP_2, line("3", "cup", 1, 250));
    runAll();

    assertThat(sent("SO-fake-A1-3")).containsExactly("CUP 2 501", "CUP 1 250");
    assertThat(cups()).isEqualTo(3);
  }

  @Test
  void split_lineRemovedBeforeDispatch_isNotSent() {
    splitAndReserved();
    put("A1", TEA_2);
    runAll();

    assertThat(world.erp.taken.keySet()).containsExactly("SO-fake-A1");
    assertThat(sent("SO-fake-A1")).containsExactly("TEA 2 1000");
    assertThat(cups()).isZero();
  }

  @Test
  void split_priceChangedBeforeDispatch_isSentForTheNewOne() {
    splitAndReserved();
    put("A1", TEA_2, line("2", "cup", 2, 400));
    runAll();

    assertThat(sent("SO-fake-A1-3")).containsExactly("CUP 2 400");
  }

  @Test
  void split_addressChangedBeforeDispatch_isRoutedAnew() {
    world.stock(CUP, 5);
    splitAndReserved();
    world.book.put(version("A1", TEA_2, CUP_2).recipient(to("Q", "N*")).build());
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 2 1000", "CUP 2 501");
    assertThat(world.erp.taken).hasSize(1);
    assertThat(cups()).isZero();
    assertThat(world.balance(CUP).reserved()).isEqualTo(2);
  }

  @Test
  void split_versionThatAsksForTheSame_staysSplit() {
    splitAndReserved();
    world.book.put(
        version("A1", CUP_2, TEA_2).recipient(to("P", "M*")).sellerRemark("packed").build());
    runAll();

    assertThat(world.erp.taken.keySet()).containsExactlyInAnyOrder("SO-fake-A1", "SO-fake-A1-2");
  }

  @Test
  void split_changedBeforeDispatch_unitsAreNeverFreeInBetween() {
    splitAndReserved();
    put("A1", line("1", "tea", 2, 900), CUP_2);
    List<Long> reserved = new ArrayList<>();
    world.ledger.beforeApply = () -> reserved.add(world.balance(TEA).reserved());
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 2 900");
    assertThat(reserved).isNotEmpty().allMatch(units -> units >= 2);
  }

  @Test
  void split_changedBeforeDispatchAndKilledAtEachPoint_endsAsUndisturbed() {
    splitAndReserved();
    put("A1", line("1", "tea", 3, 1500), CUP_2);
    CrashRun.untilThrough(world.crash, this::runAll);
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 3 1500");
    assertThat(sent("SO-fake-A1-3")).containsExactly("CUP 2 501");
    assertThat(world.erp.taken).hasSize(2);
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
    assertThat(cups()).isEqualTo(2);
  }

  @Test
  void split_changedWhenHalfDispatched_theRestIsHeldForAPerson() {
    splitAndHalfDispatched();
    put("A1", TEA_2, line("2", "cup", 40, 4000));
    runAll();

    Order rest = world.order(ID + "#2");
    assertThat(rest.state()).isEqualTo(OrderState.HELD);
    assertThat(rest.holdCode()).isEqualTo(Order.SOURCE_CHANGED);
    assertThat(rest.holdNote()).contains("A1");
    assertThat(cups()).isZero();
    assertThat(world.erp.taken).hasSize(1);
  }

  @Test
  void release_changedWhenHalfDispatched_goesAsTheChannelOrderIsNow() {
    splitAndHalfDispatched();
    put("A1", TEA_2, line("2", "cup", 40, 4000), line("3", "tea", 1, 400));
    runAll();

    assertThat(world.book.release(ID + "#2", "asked the buyer")).isTrue();
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 2 1000");
    assertThat(sent("SO-fake-A1-2")).containsExactly("CUP 40 4000", "TEA 1 400");
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
    assertThat(cups()).isEqualTo(40);
  }

  @Test
  void release_thenAVersionThatAsksForTheSame_isNotHeldAgain() {
    splitAndHalfDispatched();
    put("A1", TEA_2, line("2", "cup", 70, 7000));
    runAll();
    world.book.release(ID + "#2", "asked the buyer");
    runAll();
    String short70 = world.order(ID + "#2").holdCode();
    world.ledger.apply(new Command.Adjust("more", CUP, WEST, 50, "receipt"));
    world.book.put(
        version("A1", TEA_2, line("2", "cup", 70, 7000)).sellerRemark("call first").build());
    runAll();

    assertThat(short70).isEqualTo("OUT_OF_STOCK");
    assertThat(sent("SO-fake-A1-2")).containsExactly("CUP 70 7000");
  }

  @Test
  void release_changedAndKilledAtEachPoint_takesOverWhatNobodyHasOnce() {
    splitAndHalfDispatched();
    put("A1", TEA_2, line("2", "cup", 40, 4000), line("3", "tea", 1, 400));
    CrashRun.untilThrough(world.crash, this::runAll);
    world.book.release(ID + "#2", "asked the buyer");
    CrashRun.untilThrough(world.crash, this::runAll);

    assertThat(sent("SO-fake-A1-2")).containsExactly("CUP 40 4000", "TEA 1 400");
    assertThat(world.erp.taken).hasSize(2);
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
  }

  @Test
  void split_oneOrderHasLeftAndTheChannelKnows_theOtherGoesOnceThereIsStock() {
    splitAndHalfDispatched();
    world.erp.shipOrder("P1", "SO-fake-A1");
    world.shipment().runOnce();
    world.book.put(
        version(
                "A1",
                line("1", "tea", 2, 1000, Lifecycle.SHIPPED, false),
                line("2", "cup", 60, 6000))
            .status(Lifecycle.PARTIALLY_SHIPPED, "PART")
            .build());
    runAll();
    world.ledger.apply(new Command.Adjust("more", CUP, WEST, 50, "receipt"));
    world.book.screenAgain("OUT_OF_STOCK");
    runAll();

    assertThat(sent("SO-fake-A1-2")).containsExactly("CUP 60 6000");
  }

  @Test
  void splitByHand_changed_isNotUndoneButHeld() {
    rules("{}");
    world.book.put(version("A1", TEA_2, CUP_2).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
    runAll();
    String part = world.book.split(ID, Set.of(2)).orElseThrow();
    put("A1", line("1", "tea", 4, 2000), CUP_2);
    runAll();
    List<String> held = List.of(world.order(ID).holdCode(), world.order(part).holdCode());
    world.book.release(ID, "");
    world.book.release(part, "");
    runAll();

    assertThat(held).containsExactly(Order.SOURCE_CHANGED, Order.SOURCE_CHANGED);
    assertThat(sent("SO-fake-A1")).containsExactly("TEA 4 2000");
    assertThat(sent("SO-fake-A1-2")).containsExactly("CUP 2 501");
  }

  private void mergedAndReserved() {
    rules(MERGE);
    put("A1", line("1", "tea", 1, 1000));
    put("A2", line("1", "tea", 1, 1000));
    reservedOnly();
    assertThat(world.order(ID).sources()).hasSize(2);
  }

  @Test
  void merge_quantityChangedBeforeDispatch_isMergedAnew() {
    mergedAndReserved();
    put("A2", line("1", "tea", 2, 1900));
    runAll();

    assertThat(world.erp.taken.keySet()).containsExactly("SO-fake-A1");
    assertThat(sent("SO-fake-A1")).containsExactly("TEA 1 1000", "TEA 2 1900");
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
  }

  @Test
  void merge_addressOfOneChangedBeforeDispatch_goesApart() {
    mergedAndReserved();
    world.book.put(
        version("A2", line("1", "tea", 1, 1000))
            .recipient(new Recipient("N*", "1**", "P", "C", "D", "A*", "token-2"))
            .build());
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 1 1000");
    assertThat(sent("SO-fake-A2")).containsExactly("TEA 1 1000");
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void merge_changedBeforeDispatchAndKilledAtEachPoint_endsAsUndisturbed() {
    mergedAndReserved();
    put("A2", line("1", "tea", 2, 1900));
    CrashRun.untilThrough(world.crash, this::runAll);
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 1 1000", "TEA 2 1900");
    assertThat(world.erp.taken).hasSize(1);
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
  }

  @Test
  void merge_changedWithStockForOneArrangementOnly_isMergedAnew() {
    rules(MERGE);
    put("A1", line("1", "tea", 40, 1000));
    put("A2", line("1", "tea", 40, 1000));
    reservedOnly();
    put("A2", line("1", "tea", 50, 1000));
    runAll();

    assertThat(sent("SO-fake-A1")).containsExactly("TEA 40 1000", "TEA 50 1000");
    assertThat(world.balance(TEA).reserved()).isEqualTo(90);
  }
}
