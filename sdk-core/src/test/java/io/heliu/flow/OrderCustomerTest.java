package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.OrderBook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The customer's id on orders, from intake to look-up. */
final class OrderCustomerTest extends FlowTest {
  private final FakeCustomers people = new FakeCustomers();

  private IntakeFlow intake() {
    return new IntakeFlow(world.pool, world.shop, NOON, world.clock, world.heard, people);
  }

  private ChannelOrder order(String number, @Nullable String buyer) {
    return paid(
            world.shop.shop(), number, NOON.plus(Duration.ofMinutes(1)), line("1", "tea", 1, 100))
        .buyer(buyer)
        .build();
  }

  private Optional<String> customer(String number) {
    return OrderBook.open(world.pool, people).customerOf(world.shop.shop(), number);
  }

  @Test
  void intake_orderOfAKnownBuyer_hasItsCustomer() {
    world.shop.put(order("A1", "b1"));
    world.shop.put(order("A2", null));

    intake().runOnce();

    assertThat(customer("A1")).contains("customer-b1");
    assertThat(customer("A2")).isEmpty();
    assertThat(customer("unknown")).isEmpty();
  }

  @Test
  void hint_orderThatNoPullHasSeen_hasItsCustomer() {
    world.shop.put(order("A1", "b1"));
    HintFlow hints =
        new HintFlow(world.pool, List.of(world.shop), world.clock, world.heard, people);
    hints.store(world.shop.shop(), List.of("A1"));

    hints.runOnce();

    assertThat(customer("A1")).contains("customer-b1");
  }

  @Test
  void hint_customersCannotBeAsked_staysForTheNextStep() {
    world.shop.put(order("A1", "b1"));
    HintFlow hints =
        new HintFlow(world.pool, List.of(world.shop), world.clock, world.heard, people);
    hints.store(world.shop.shop(), List.of("A1"));
    people.fault = new Fault.Store(Fault.Details.of("people", "resolve", "down"), true, null);

    assertThatThrownBy(hints::runOnce).isSameAs(people.fault);
    assertThat(world.book.channelOrder(world.shop.shop(), "A1")).isEmpty();

    people.fault = null;
    hints.runOnce();
    assertThat(customer("A1")).contains("customer-b1");
  }

  @Test
  void intake_nobodyToAsk_storesNoCustomer() {
    world.shop.put(order("A1", "b1"));

    world.intake().runOnce();

    assertThat(customer("A1")).isEmpty();
  }

  @Test
  void intake_customersCannotBeAsked_storesNothingAndReadsThePageAgain() {
    world.shop.put(order("A1", "b1"));
    people.fault = new Fault.Store(Fault.Details.of("people", "resolve", "down"), true, null);

    assertThatThrownBy(() -> intake().runOnce()).isSameAs(people.fault);
    assertThat(world.book.channelOrder(world.shop.shop(), "A1")).isEmpty();

    people.fault = null;
    intake().runOnce();
    assertThat(customer("A1")).contains("customer-b1");
  }

  @Test
  void customerOf_customersTurnedOutToBeOne_isTheOneOfNow() {
    OrderBook.open(world.pool, people).put(order("A1", "b1"));
    people.mergedInto.put("customer-b1", "customer-b0");

    assertThat(customer("A1")).contains("customer-b0");
    assertThat(world.book.customerOf(world.shop.shop(), "A1")).contains("customer-b1");
  }

  @Test
  void put_newerVersionWithoutBuyer_keepsTheCustomer() {
    OrderBook book = OrderBook.open(world.pool, people);
    book.put(order("A1", "b1"));
    book.put(
        paid(world.shop.shop(), "A1", NOON.plus(Duration.ofMinutes(2)), line("1", "tea", 1, 100))
            .build());

    assertThat(customer("A1")).contains("customer-b1");
  }

  @Test
  void put_resolverForgetsAnOrder_isItsError() {
    CustomerResolver broken =
        new CustomerResolver() {
          @Override
          public List<Optional<String>> resolve(List<ChannelOrder> orders) {
            return List.of();
          }

          @Override
          public String current(String customer) {
            return customer;
          }
        };

    assertThatThrownBy(() -> OrderBook.open(world.pool, broken).put(order("A1", "b1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the resolver must give one answer for each order");
  }
}
