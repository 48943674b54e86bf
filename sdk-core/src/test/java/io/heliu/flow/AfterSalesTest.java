package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
import io.heliu.flow.stock.CountFlow;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A world with refunds of order A1; after each test the counts of ERP and ledger agree. */
abstract class AfterSalesTest extends FlowTest {
  static final String ID = "fake:one/A1";
  static final String NUMBER = "SO-fake-A1";
  private int seconds = 100;

  @BeforeEach
  void fillUp() {
    for (var sku : List.of(TEA, CUP)) {
      world.stock(sku, 20);
      world.erp.stock(sku, EAST, 20);
    }
  }

  @AfterEach
  void countsAgree() {
    assertThat(world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA, CUP)).drifts()).isEmpty();
  }

  static OrderLine ordered(String number, String code, long quantity, long fen) {
    return Orders.line(number, code, quantity, fen);
  }

  ChannelOrder.Builder a1(OrderLine... lines) {
    return paid(world.shop.shop(), "A1", NOON.plusSeconds(seconds++), lines);
  }

  void dispatched(OrderLine... lines) {
    world.dispatched(a1(lines).build());
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  void shipped(OrderLine... lines) {
    dispatched(lines);
    assertThat(world.erp.shipOrder("P1", NUMBER)).isTrue();
    world.shipment().runOnce();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  /** Starts a version of refund R1 of order A1, later than those before. */
  FakeRefunds.RefundBuilder r1(State state, @Nullable String line, long fen) {
    return FakeRefunds.refund("R1", "A1", line, fen).state(state).at(NOON.plusSeconds(seconds++));
  }

  Order order() {
    return world.order(ID);
  }

  RefundCase r1() {
    return world.refundCase("R1");
  }

  void assertCase(RefundCase.State state, String code) {
    assertThat(r1().state() + " " + r1().code()).isEqualTo(state + " " + code);
  }

  List<DocumentLine> sent(String number) {
    return ((SalesOrder) world.erp.document(number)).lines();
  }

  Outbound returned(String number) {
    return (Outbound) world.erp.document(number);
  }

  long onHand() {
    return world.balance(TEA).onHand();
  }

  long reserved() {
    return world.balance(TEA).reserved();
  }
}
