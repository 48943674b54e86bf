package io.heliu.flow;

import static io.heliu.flow.FakeErp.Next;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.cancelled;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.SalesOrder;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that change, and ERPs that do not answer, somewhere between reservation and push. */
final class DispatchChangeTest extends FlowTest {
  private static final String ID = "fake:one/A1";
  private static final String NUMBER = "SO-fake-A1";
  private int seconds;

  @BeforeEach
  void fillUp() {
    world.stock(TEA, 10);
    world.stock(CUP, 10);
  }

  private ChannelOrder.Builder version(String code, long quantity) {
    return paid(
        world.shop.shop(), "A1", NOON.plusSeconds(seconds++), line("1", code, quantity, 100));
  }

  private void put(ChannelOrder order) {
    world.book.put(order);
  }

  /** Reserves the order; its push fails for certain, so the document waits. */
  private void reservedOnly(ChannelOrder order) {
    put(order);
    world.erp.next.add(Next.FAULT);
    assertThatThrownBy(() -> world.dispatch().runOnce()).isInstanceOf(Fault.Transport.class);
    assertThat(order().state()).isEqualTo(OrderState.RESERVED);
  }

  private Order order() {
    return world.order(ID);
  }

  private void dispatch() {
    world.dispatch().runOnce();
  }

  private void dispatchAll() {
    for (int i = 0; i < 4; i++) {
      dispatch();
    }
  }

  @Test
  void runOnce_answerLostAfterCommit_looksUpAndDoesNotPushAgain() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.UNKNOWN_AFTER_COMMIT);
    dispatch();
    OrderState between = order().state();
    dispatch();

    assertThat(between).isEqualTo(OrderState.RESERVED);
    assertThat(world.erp.pushed).containsExactly(NUMBER);
    assertThat(world.erp.lookedUp).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_lostBeforeCommit_looksUpAndPushesAgain() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.UNKNOWN_BEFORE_COMMIT);
    dispatch();
    dispatch();

    assertThat(world.erp.pushed).containsExactly(NUMBER, NUMBER);
    assertThat(world.erp.lookedUp).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_takenButNotFinal_isPushedOn() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.INCOMPLETE);
    dispatch();
    dispatch();

    assertThat(world.erp.pushed).hasSize(2);
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_unknownStaysUnknown_hasNoMoreWorkAtOnce() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.UNKNOWN_BEFORE_COMMIT);

    assertThat(world.dispatch().runOnce().more()).isFalse();
  }

  @Test
  void runOnce_lookUpFaults_keepsTheDocumentUnsure() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.UNKNOWN_AFTER_COMMIT);
    dispatch();
    world.erp.lookUpFaults = true;
    assertThatThrownBy(() -> dispatch()).isInstanceOf(Fault.Transport.class);
    world.erp.lookUpFaults = false;
    dispatch();

    assertThat(world.erp.pushed).hasSize(1);
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_certainFault_putsTheDocumentAndThoseBehindItBack() {
    put(version("tea", 2).build());
    put(paid(world.shop.shop(), "A2", NOON, line("1", "tea", 1, 100)).build());
    world.erp.next.add(Next.FAULT);
    assertThatThrownBy(() -> dispatch()).isInstanceOf(Fault.Transport.class);

    assertThat(world.query("SELECT state FROM heliu_document", 1))
        .containsExactly("PENDING", "PENDING");
    dispatch();
    assertThat(world.erp.lookedUp).isEmpty();
    assertThat(world.erp.taken.keySet()).containsExactlyInAnyOrder(NUMBER, "SO-fake-A2");
  }

  @Test
  void runOnce_rejected_isHeldAndKeepsItsUnits() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.REJECT);
    dispatch();

    assertThat(order().holdCode()).isEqualTo("ERP_REJECTED");
    assertThat(order().holdNote()).isEqualTo("E7 customer is frozen");
    assertThat(world.heard.codes()).containsExactly("DOCUMENT_REJECTED");
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void release_rejected_isPushedAgain() {
    runOnce_rejected_isHeldAndKeepsItsUnits();
    world.book.release(ID, "customer thawed");
    dispatch();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void screenAgain_rejected_isPushedAgain() {
    runOnce_rejected_isHeldAndKeepsItsUnits();
    world.book.screenAgain("ERP_REJECTED");
    dispatch();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_rejectedThenChanged_waitsForAPersonSinceTheErpMayHaveTheOlder() {
    runOnce_rejected_isHeldAndKeepsItsUnits();
    put(version("cup", 3).build());
    dispatch();

    assertThat(order().holdCode()).isEqualTo("ERP_HAS_OLDER");
    assertThat(world.erp.taken).isEmpty();
    world.book.release(order().id(), "removed in the ERP");
    dispatch();

    assertThat(world.erp.document(NUMBER)).isInstanceOf(SalesOrder.class);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }

  @Test
  void runOnce_changedDuringARejectedPush_isScreenedAgainAndWaitsForAPerson() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.REJECT);
    world.erp.duringPush = () -> put(version("cup", 3).build());
    dispatch();
    world.erp.duringPush = () -> {};
    dispatch();

    assertThat(order().holdCode()).isEqualTo("ERP_HAS_OLDER");
    world.book.release(order().id(), "removed in the ERP");
    dispatch();
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }

  @Test
  void runOnce_changedBeforePush_isWithdrawnAndItsUnitsAreReleased() {
    reservedOnly(version("tea", 2).build());
    put(version("cup", 3).build());
    dispatchAll();

    assertThat(world.erp.document(NUMBER)).isInstanceOf(SalesOrder.class);
    assertThat(order().lines()).extracting(Order.Line::sku).containsExactly(CUP);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }

  @Test
  void runOnce_changedBackToWhatItWas_isReservedAnew() {
    reservedOnly(version("tea", 2).build());
    reservedChange("cup");
    reservedChange("tea");
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    assertThat(world.balance(CUP).reserved()).isZero();
  }

  private void reservedChange(String code) {
    put(version(code, 2).build());
    dispatch();
    world.erp.next.add(Next.FAULT);
    assertThatThrownBy(() -> dispatch()).isInstanceOf(Fault.Transport.class);
  }

  @Test
  void runOnce_onlyTheAddressChanged_keepsTheReservation() {
    reservedOnly(version("tea", 10).build());
    String before = order().reservation();
    put(
        version("tea", 10)
            .recipient(new Recipient("N*", "1**", "P", "C2", "D", "B*", "token"))
            .build());
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(order().reservation()).isEqualTo(before);
  }

  @Test
  void runOnce_heldAfterReservationThenReleasedByHand_keepsItsUnits() {
    reservedOnly(version("tea", 2).build());
    put(version("tea", 2).flags(Set.of(OrderFlag.REFUNDING)).build());
    dispatchAll();
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);

    world.book.release(ID, "refund withdrawn");
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_cancelledBeforePush_releasesTheUnitsAndPushesNothing() {
    reservedOnly(version("tea", 2).build());
    put(cancelled(world.shop.shop(), "A1", NOON.plusSeconds(60), line("1", "tea", 2, 100)).build());
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.erp.taken).isEmpty();
  }

  @Test
  void runOnce_changedAfterDispatch_isNoted() {
    world.dispatched(version("tea", 2).build());
    put(version("cup", 3).build());
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(order().holdCode()).isEqualTo("CHANGED");
    assertThat(world.erp.pushed).hasSize(1);
  }

  @Test
  void runOnce_changedWhileBeingPushed_isDispatchedAndNoted() {
    put(version("tea", 2).build());
    world.erp.duringPush = () -> put(version("cup", 3).build());
    dispatch();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(order().holdCode()).isEqualTo("CHANGED");
  }

  @Test
  void runOnce_changedWhileBeingReserved_releasesWhatTheOldVersionTook() {
    put(version("tea", 2).build());
    world.ledger.beforeApply =
        () -> {
          world.ledger.beforeApply = () -> {};
          put(version("cup", 3).build());
        };
    dispatchAll();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }

  @Test
  void runOnce_shippedBeforeThePushIsKnown_staysShipped() {
    put(version("tea", 2).build());
    world.erp.next.add(Next.UNKNOWN_AFTER_COMMIT);
    dispatch();
    world.erp.ship("P1", FakeErp.line("TEA", World.EAST, 2, NUMBER, "1"));
    world.shipment().runOnce();
    dispatch();

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_killedAtAnyPoint_endsAsIfUndisturbed() {
    put(version("tea", 2).build());
    put(paid(world.shop.shop(), "A2", NOON, line("1", "set", 1, 100)).build());
    put(Orders.ticket(world.shop.shop(), "T1", line("1", "tea", 1, 100)).build());
    put(paid(world.shop.shop(), "A3", NOON, line("1", "cup", 99, 100)).build());
    CrashRun.untilThrough(world.crash, this::dispatchAll);

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order("fake:one/A3").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder(NUMBER, "SO-fake-A2", "SO-fake-T1");
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(world.balance(TEA).reserved()).isEqualTo(4);
  }

  @Test
  void runOnce_changedOrderKilledAtAnyPoint_leavesNoUnitsBehind() {
    reservedOnly(version("tea", 2).build());
    put(version("cup", 3).build());
    CrashRun.untilThrough(world.crash, this::dispatchAll);

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isEqualTo(3);
  }
}
