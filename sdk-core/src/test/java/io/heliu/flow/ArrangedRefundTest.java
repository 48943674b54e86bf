package io.heliu.flow;

import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.channel.RefundSource.State;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Refunds of orders that were split or merged. */
final class ArrangedRefundTest extends AfterSalesTest {
  private static final String PRESALE =
      "{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"CUP\"]}]}";
  private static final String MERGE = "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]}";
  private static final OrderLine TEA_3 = ordered("1", "tea", 3, 301);
  private static final OrderLine CUP_1 = ordered("2", "cup", 1, 300);

  private void rules(String json) {
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(json, Secret.of("synthetic key of a test")), world.clock);
  }

  /** Holds the order, splits its second line off by hand, and leaves both held. */
  private String splitAndHeld(OrderLine... lines) {
    world.dispatched(a1(lines).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
    return world.book.split(ID, Set.of(2)).orElseThrow();
  }

  private List<String> units(String number) {
    return sent(number).stream()
        .map(line -> line.sku() + " " + line.quantity() + " " + line.amount().minor())
        .toList();
  }

  /** Stores the order without its hold, so that everything goes on. */
  private void letGo(OrderLine... lines) {
    world.book.put(a1(lines).build());
    world.settle();
  }

  @Test
  void refund_someUnitsOfALine_reducesThatLineOnly() {
    splitAndHeld(TEA_3, CUP_1);
    world.refund(r1(State.PAID, "1", 101).quantity(1));
    letGo(TEA_3, CUP_1);

    assertThat(units(NUMBER)).containsExactly("TEA 2 200");
    assertThat(units(NUMBER + "-2")).containsExactly("CUP 1 300");
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void refund_allOfALine_closesItsOrderAndTheOtherGoes() {
    splitAndHeld(TEA_3, CUP_1);
    world.refund(r1(State.PAID, "1", 301));
    letGo(TEA_3, CUP_1);

    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(order().holdCode()).isEqualTo("REFUNDED");
    assertThat(world.erp.taken.keySet()).containsExactly(NUMBER + "-2");
    assertThat(reserved()).isZero();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void refund_moneyOnly_reducesTheAmountAndAllUnitsGo() {
    splitAndHeld(TEA_3, CUP_1);
    world.refund(r1(State.PAID, "1", 31));
    letGo(TEA_3, CUP_1);

    assertThat(units(NUMBER)).containsExactly("TEA 3 270");
    assertThat(units(NUMBER + "-2")).containsExactly("CUP 1 300");
    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
  }

  @Test
  void refund_withFreightShared_takesNothingOfTheFreight() {
    world.dispatched(
        a1(TEA_3, CUP_1)
            .paid(Money.fen(701))
            .freight(Money.fen(100))
            .flags(Set.of(OrderFlag.CHANNEL_HOLD))
            .build());
    String part = world.book.split(ID, Set.of(2)).orElseThrow();
    world.refund(r1(State.PAID, "1", 101).quantity(1));
    world.settle();
    world.book.release(ID, "");
    world.book.release(part, "");
    world.settle();

    assertThat(units(NUMBER)).containsExactly("TEA 2 250");
    assertThat(units(NUMBER + "-2")).containsExactly("CUP 1 350");
  }

  @Test
  void refund_withdrawnWhileHeld_givesAllBack() {
    String part = splitAndHeld(TEA_3, CUP_1);
    world.refund(r1(State.PAID, "1", 301));
    world.settle();
    OrderState between = order().state();
    world.refund(r1(State.CLOSED, "1", 301));
    world.settle();
    world.book.release(ID, "");
    world.book.release(part, "");
    world.settle();

    assertThat(between).isEqualTo(OrderState.CLOSED);
    assertThat(units(NUMBER)).containsExactly("TEA 3 301");
    assertThat(units(NUMBER + "-2")).containsExactly("CUP 1 300");
  }

  @Test
  void refund_withdrawnAfterItWasHeldForStock_takesUpTheLineAgain() {
    rules(PRESALE);
    OrderLine cups = ordered("2", "cup", 30, 900);
    OrderLine one = ordered("3", "cup", 1, 40);
    world.refund(r1(State.OPEN, "9", 1));
    world.book.put(a1(TEA_3, cups, one).build());
    world.settle();
    world.refund(r1(State.PAID, "3", 40));
    world.settle();
    world.refund(r1(State.CLOSED, "3", 40));
    world.settle();
    world.erp.stock(CUP, World.EAST, 40);
    world.stock(CUP, 20);
    world.book.screenAgain("OUT_OF_STOCK");
    world.settle();

    assertThat(units(NUMBER + "-2")).containsExactly("CUP 30 900", "CUP 1 40");
  }

  @Test
  void refund_ofAKitInTwoOrders_reducesBothAndTheSumIsExact() {
    rules(PRESALE);
    world.book.put(a1(ordered("1", "set", 3, 302)).build());
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.dispatch().runOnce();
    world.refund(r1(State.PAID, "1", 101).quantity(1));
    world.settle();

    assertThat(world.catalog.components(SET)).isEqualTo(Map.of(TEA, 2L, CUP, 1L));
    List<String> both = List.of(units(NUMBER).get(0), units(NUMBER + "-2").get(0));
    assertThat(both).containsExactly("CUP 2 67", "TEA 4 134");
    assertThat(reserved()).isEqualTo(4);
    assertThat(world.balance(CUP).reserved()).isEqualTo(2);
  }

  @Test
  void refund_moneyOfAKitInTwoOrders_isTakenOffInProportion() {
    rules(PRESALE);
    world.book.put(a1(ordered("1", "set", 3, 300)).build());
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.dispatch().runOnce();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(units(NUMBER)).containsExactly("CUP 3 67");
    assertThat(units(NUMBER + "-2")).containsExactly("TEA 6 133");
  }

  @Test
  void refund_whenBothAreDispatched_bothAreTakenBackAndReduced() {
    rules(PRESALE);
    world.book.put(a1(ordered("1", "set", 3, 300)).build());
    world.settle();
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(world.erp.cancelled).containsExactlyInAnyOrder(NUMBER, NUMBER + "-2");
    assertThat(units(NUMBER + "-R1").get(0)).startsWith("CUP 2 ");
    assertThat(units(NUMBER + "-2-R1").get(0)).startsWith("TEA 4 ");
    assertThat(amount(NUMBER + "-R1") + amount(NUMBER + "-2-R1")).isEqualTo(200);
    assertThat(reserved()).isEqualTo(4);
  }

  private long amount(String number) {
    return sent(number).get(0).amount().minor();
  }

  @Test
  void refund_whenHalfIsDispatched_thatIsTakenBackAndTheOtherIsReduced() {
    rules(PRESALE);
    world.stock(CUP, -18);
    world.erp.stock(CUP, World.EAST, 2);
    world.book.put(a1(ordered("1", "set", 3, 300)).build());
    world.settle();
    String waits = order().holdCode();
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(waits).isEqualTo("OUT_OF_STOCK");
    assertThat(world.erp.cancelled).containsExactly(NUMBER + "-2");
    assertThat(units(NUMBER).get(0)).startsWith("CUP 2 ");
    assertThat(units(NUMBER + "-2-R1").get(0)).startsWith("TEA 4 ");
    assertThat(amount(NUMBER) + amount(NUMBER + "-2-R1")).isEqualTo(200);
  }

  @Test
  void refund_ofOneOfMergedOrders_reducesItsLineOnly() {
    rules(MERGE);
    world.book.put(a1(TEA_3).buyer("b-1").build());
    world.book.put(
        Orders.paid(world.shop.shop(), "A2", Orders.NOON, ordered("1", "tea", 2, 200))
            .buyer("b-1")
            .build());
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.dispatch().runOnce();
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(units(NUMBER)).containsExactly("TEA 2 201", "TEA 2 200");
    assertThat(world.erp.taken).hasSize(1);
    assertThat(reserved()).isEqualTo(4);
  }

  @Test
  void refund_killedAtEachPoint_reducesOnce() {
    splitAndHeld(TEA_3, CUP_1);
    world.refund(r1(State.PAID, "1", 101).quantity(1));
    world.book.put(a1(TEA_3, CUP_1).build());
    CrashRun.untilThrough(world.crash, world::settle);

    assertThat(units(NUMBER)).containsExactly("TEA 2 200");
    assertThat(units(NUMBER + "-2")).containsExactly("CUP 1 300");
    assertThat(world.erp.taken).hasSize(2);
    assertThat(reserved()).isEqualTo(2);
    assertThat(onHand()).isEqualTo(20);
  }
}
