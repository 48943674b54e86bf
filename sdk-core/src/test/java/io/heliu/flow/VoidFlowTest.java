package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.OrderInbox;
import io.heliu.erp.Outbound;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sales at a counter that are voided after they were booked. */
final class VoidFlowTest extends FlowTest {

  @BeforeEach
  void stock() {
    world.stock(World.TEA, 10);
  }

  private Order.Source sale() {
    return new Order.Source(world.shop.shop(), "T1");
  }

  private void sell(String code) {
    ChannelOrder sale = ticket(world.shop.shop(), "T1", line("1", code, 3, 900)).build();
    take(List.of(new OrderInbox.Entry(sale, "a")), List.of());
  }

  private void takeVoid() {
    take(List.of(), List.of(new OrderInbox.Ignored(sale(), "void", true)));
  }

  private void take(List<OrderInbox.Entry> orders, List<OrderInbox.Ignored> ignored) {
    new Inbox(world.pool, world.clock, world.heard)
        .take(new OrderInbox.Batch("till", "batch", orders, ignored, List.of(), List.of()));
  }

  private StepReport run() {
    return new VoidFlow(world.pool, world.ledger, world.settings, world.heard).runOnce();
  }

  private long tea() {
    return world.ledger.balance(World.TEA, World.EAST).onHand();
  }

  private Order order() {
    return world.book.find(world.shop.shop() + "/T1").orElseThrow();
  }

  private void assertClosed() {
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(order().holdCode()).isEqualTo("VOIDED");
    assertThat(world.book.channelOrder(world.shop.shop(), "T1"))
        .map(ChannelOrder::lifecycle)
        .contains(Lifecycle.CANCELLED);
  }

  @Test
  void runOnce_voidOfASaleThatIsNotPushed_closesItAndGivesTheUnitsBack() {
    sell("tea");
    world.erp.next.add(FakeErp.Next.FAULT);
    assertThatThrownBy(() -> world.dispatch().runOnce()).isInstanceOf(Fault.class);
    assertThat(tea()).isEqualTo(7);
    takeVoid();

    assertThat(run().fresh()).isOne();
    world.settle();

    assertThat(tea()).isEqualTo(10);
    assertClosed();
    assertThat(world.erp.taken).isEmpty();
    assertThat(world.heard.codes()).contains("VOID_AFTER_SALE", "SALE_VOIDED");
  }

  @Test
  void runOnce_voidOfASaleThatTheErpRefused_closesItAndGivesTheUnitsBack() {
    sell("tea");
    world.erp.next.add(FakeErp.Next.REJECT);
    world.dispatch().runOnce();
    takeVoid();

    assertThat(run().fresh()).isOne();

    assertThat(tea()).isEqualTo(10);
    assertClosed();
    assertThat(Worklist.open(world.pool).stuckDocuments(10)).isEmpty();
  }

  @Test
  void runOnce_voidOfASaleThatTheErpHas_booksItsReturn() {
    sell("tea");
    world.settle();
    Outbound sold = (Outbound) world.erp.taken.values().iterator().next().get(0);
    takeVoid();

    assertThat(run().fresh()).isOne();
    world.settle();

    assertThat(tea()).isEqualTo(10);
    Outbound back =
        (Outbound) Objects.requireNonNull(world.erp.taken.get(sold.number() + "-V")).get(0);
    assertThat(back.externalNumber()).isEqualTo("T1");
    assertThat(back.customer()).isEqualTo(sold.customer());
    assertThat(back.lines()).hasSize(1);
    assertThat(back.lines().get(0).quantity()).isEqualTo(-3);
    assertThat(back.lines().get(0).amount()).isEqualTo(Money.fen(-900));
    assertThat(world.heard.codes()).containsExactly("VOID_AFTER_SALE", "SALE_VOIDED");
  }

  @Test
  void runOnce_returnThatTheErpRefuses_isStuckAndTold() {
    sell("tea");
    world.settle();
    takeVoid();
    run();
    world.erp.next.add(FakeErp.Next.REJECT);
    world.dispatch().runOnce();

    assertThat(Worklist.open(world.pool).stuckDocuments(10))
        .singleElement()
        .satisfies(one -> assertThat(one.number()).endsWith("-V"));
    assertThat(world.heard.codes()).hasSize(3);
  }

  @Test
  void runOnce_saleOfWhichNobodyKnowsWhetherTheErpHasIt_waitsUntilThatIsKnown() {
    sell("tea");
    world.erp.next.add(FakeErp.Next.UNKNOWN_AFTER_COMMIT);
    world.dispatch().runOnce();
    takeVoid();

    assertThat(run().repeated()).isOne();
    assertThat(tea()).isEqualTo(7);
    world.settle();
    assertThat(run().fresh()).isOne();
    world.settle();

    assertThat(tea()).isEqualTo(10);
    assertThat(world.erp.taken).hasSize(2);
  }

  @Test
  void runOnce_voidOfASaleThatIsNotTakenYet_closesIt() {
    sell("tea");
    takeVoid();

    assertThat(run().fresh()).isOne();
    world.settle();

    assertThat(tea()).isEqualTo(10);
    assertClosed();
    assertThat(world.erp.taken).isEmpty();
  }

  @Test
  void runOnce_voidOfAHeldSale_closesIt() {
    sell("nobody-knows");
    world.dispatch().runOnce();
    assertThat(order().state()).isEqualTo(OrderState.HELD);
    takeVoid();
    run();

    assertClosed();
  }

  @Test
  void runOnce_voidTwice_undoesTheSaleOnce() {
    sell("tea");
    world.settle();
    takeVoid();
    run();
    takeVoid();

    assertThat(run().fetched()).isZero();
    world.settle();
    assertThat(tea()).isEqualTo(10);
    assertThat(world.erp.taken).hasSize(2);
  }

  @Test
  void runOnce_saleAfterItsVoid_isNotBookedAgain() {
    sell("tea");
    takeVoid();
    run();
    sell("tea");
    world.settle();

    assertThat(tea()).isEqualTo(10);
    assertClosed();
  }

  @Test
  void runOnce_otherShops_areLeftAlone() {
    sell("tea");
    world.settle();
    takeVoid();
    DispatchSettings others = world.settings.withShops(Set.of(world.other.shop()));

    assertThat(new VoidFlow(world.pool, world.ledger, others, world.heard).runOnce().fetched())
        .isZero();
  }

  @Test
  void runOnce_numberOfTheReturnTaken_isHeldForAPerson() {
    sell("tea");
    world.settings = world.settings.withNumbering(o -> o.id().endsWith("T1") ? "N" : "N-V");
    world.settle();
    ChannelOrder other = ticket(world.shop.shop(), "T2", line("1", "tea", 1, 300)).build();
    take(List.of(new OrderInbox.Entry(other, "b")), List.of());
    world.settle();
    takeVoid();

    assertThat(run().held()).isOne();
    assertThat(world.heard.codes()).contains("VOID_HELD");
    assertThat(Worklist.open(world.pool).unreadRows(10)).hasSize(1);
  }

  @Test
  void runOnce_saleWhoseGoodsCameBackBefore_isHeldForAPerson() {
    sell("tea");
    ChannelOrder back = ticket(world.shop.shop(), "R1", line("1", "tea", -3, -900)).build();
    take(List.of(new OrderInbox.Entry(back, "r", sale())), List.of());
    world.settle();
    takeVoid();

    assertThat(run().held()).isOne();
    world.settle();
    assertThat(tea()).isEqualTo(10);
    assertThat(world.heard.codes()).contains("VOID_HELD");
  }

  @Test
  void runOnce_killedAtAnyPoint_undoesEachSaleOnce() {
    sell("tea");
    world.settle();
    ChannelOrder open = ticket(world.shop.shop(), "T2", line("1", "tea", 2, 600)).build();
    take(List.of(new OrderInbox.Entry(open, "b")), List.of());
    world.erp.next.add(FakeErp.Next.FAULT);
    assertThatThrownBy(() -> world.dispatch().runOnce()).isInstanceOf(Fault.class);
    assertThat(tea()).isEqualTo(5);
    takeVoid();
    Order.Source second = new Order.Source(world.shop.shop(), "T2");
    take(List.of(), List.of(new OrderInbox.Ignored(second, "void", true)));

    CrashRun.untilThrough(world.crash, this::run);
    world.settle();

    assertThat(tea()).isEqualTo(10);
    assertThat(world.erp.taken).hasSize(2);
  }
}
