package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.OrderInbox;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The customer's id on counter tickets, whichever way they come. */
final class TicketCustomerTest extends FlowTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final FakeCustomers people = new FakeCustomers();
  private final FakeDrop drop = new FakeDrop();

  private Inbox inbox() {
    return new Inbox(world.pool, DAY, world.clock, world.heard, people);
  }

  private StepReport dropped(String file, OrderInbox.Entry... entries) {
    drop.drop(file, batch(entries));
    return new DropFlow(inbox(), drop, world.heard).runOnce();
  }

  private List<Stored> pushed(OrderInbox.Entry... entries) {
    return inbox().take(batch(entries)).orders();
  }

  private static OrderInbox.Batch batch(OrderInbox.Entry... entries) {
    return new OrderInbox.Batch("tills", "b1", List.of(entries), List.of(), List.of(), List.of());
  }

  private ChannelOrder sale(String number, @Nullable String member, long fen) {
    return ticket(world.shop.shop(), number, line("1", "tea", 1, fen)).buyer(member).build();
  }

  private OrderInbox.Entry entry(String number, @Nullable String member) {
    return new OrderInbox.Entry(sale(number, member, 100), "5f2e");
  }

  /** A ticket under the same number that was written otherwise. */
  private OrderInbox.Entry other(String number, String member) {
    return new OrderInbox.Entry(sale(number, member, 999), "91ab");
  }

  private OrderInbox.Entry back(String number, String sale, long units, String member) {
    ChannelOrder order =
        ticket(world.shop.shop(), number, line("1", "tea", -units, -100 * units))
            .buyer(member)
            .build();
    return new OrderInbox.Entry(order, "back", new Order.Source(world.shop.shop(), sale));
  }

  private Optional<String> customer(String number) {
    return OrderBook.open(world.pool, people).customerOf(world.shop.shop(), number);
  }

  @Test
  void drop_ticketOfAMember_hasItsCustomer() {
    dropped("f1", entry("T1", "m1"), entry("T2", null));

    assertThat(customer("T1")).contains("customer-m1");
    assertThat(customer("T2")).isEmpty();
  }

  @Test
  void push_ticketOfAMember_hasItsCustomer() {
    pushed(entry("T1", "m1"), entry("T2", null));

    assertThat(customer("T1")).contains("customer-m1");
    assertThat(customer("T2")).isEmpty();
  }

  @Test
  void take_customersTurnedOutToBeOne_isTheOneOfNow() {
    pushed(entry("T1", "m1"));
    people.mergedInto.put("customer-m1", "customer-m0");

    assertThat(customer("T1")).contains("customer-m0");
    assertThat(world.book.customerOf(world.shop.shop(), "T1")).contains("customer-m1");
  }

  @Test
  void take_sameTicketBothWays_isAskedAboutOnce() {
    pushed(entry("T1", "m1"));

    StepReport again = dropped("f1", entry("T1", "m1"));

    assertThat(again.repeated()).isOne();
    assertThat(people.asked).containsExactly("T1 m1");
    assertThat(customer("T1")).contains("customer-m1");
  }

  @Test
  void take_repeatThatNamesAnotherMember_keepsWhatWasSaidFirst() {
    dropped("f1", entry("T1", "m1"));

    assertThat(pushed(entry("T1", "m2"))).containsExactly(Stored.REPEATED);

    assertThat(customer("T1")).contains("customer-m1");
    assertThat(people.asked).containsExactly("T1 m1");
  }

  @Test
  void take_repeatThatIsTheFirstToNameTheMember_givesTheTicketItsCustomer() {
    dropped("f1", entry("T1", null));

    pushed(entry("T1", "m1"));

    assertThat(customer("T1")).contains("customer-m1");
  }

  @Test
  void take_otherContentUnderTheNumber_isNotAskedAbout() {
    dropped("f1", entry("T1", null));
    people.asked.clear();

    assertThat(pushed(other("T1", "m2"))).containsExactly(Stored.CONFLICT);

    assertThat(people.asked).isEmpty();
    assertThat(customer("T1")).isEmpty();
  }

  @Test
  void take_twoContentsUnderOneNumberInABatch_hasTheFirstOnesCustomer() {
    assertThat(pushed(entry("T1", "m1"), other("T1", "m2")))
        .containsExactly(Stored.NEW, Stored.CONFLICT);

    assertThat(people.asked).containsExactly("T1 m1");
    assertThat(customer("T1")).contains("customer-m1");
  }

  @Test
  void take_orderThatCameAnotherWay_keepsItsCustomer() {
    ChannelOrder order = sale("T1", "m1", 100);
    OrderBook.open(world.pool, people).putFirst(order);
    people.asked.clear();

    pushed(new OrderInbox.Entry(order, "5f2e"), other("T1", "m2"));

    assertThat(people.asked).isEmpty();
    assertThat(customer("T1")).contains("customer-m1");
  }

  @Test
  void take_ticketVoidedBeforeItCame_isNotAskedAbout() {
    List<OrderInbox.Ignored> voids =
        Stream.of("T1")
            .map(n -> new Order.Source(world.shop.shop(), n))
            .map(order -> new OrderInbox.Ignored(order, "void", true))
            .toList();
    inbox().take(new OrderInbox.Batch("tills", "b0", List.of(), voids, List.of(), List.of()));

    assertThat(pushed(entry("T1", "m1"))).containsExactly(Stored.OLDER);

    assertThat(people.asked).isEmpty();
    assertThat(customer("T1")).isEmpty();
  }

  @Test
  void take_returnBeforeItsSale_keepsItsCustomerWhileItWaits() {
    pushed(back("R1", "S1", 1, "m1"));
    assertThat(customer("R1")).isEmpty();

    pushed(entry("S1", "m2"));

    assertThat(customer("R1")).contains("customer-m1");
    assertThat(customer("S1")).contains("customer-m2");
    assertThat(people.asked).containsExactly("R1 m1", "S1 m2");
  }

  @Test
  void runOnce_returnWhoseSaleNeverCame_hasItsCustomer() {
    pushed(back("R1", "S1", 1, "m1"));
    world.clock.advance(DAY);

    new Inbox(world.pool, world.clock, world.heard).runOnce();

    assertThat(customer("R1")).contains("customer-m1");
  }

  @Test
  void take_returnThatWaitsComesAgain_isNotAskedAboutAgain() {
    pushed(back("R1", "S1", 1, "m1"));

    assertThat(dropped("f1", back("R1", "S1", 1, "m1")).repeated()).isOne();

    assertThat(people.asked).containsExactly("R1 m1");
  }

  @Test
  void take_returnOfMoreThanWasSold_leavesNoCustomer() {
    pushed(entry("S1", "m1"));

    assertThat(pushed(back("R1", "S1", 5, "m1"))).containsExactly(Stored.CONFLICT);

    assertThat(customer("R1")).isEmpty();
  }

  @Test
  void take_customersCannotBeAsked_storesNothingAndTheTillSendsItAgain() {
    people.fault = new Fault.Store(Fault.Details.of("people", "resolve", "down"), true, null);

    assertThatThrownBy(() -> dropped("f1", entry("T1", "m1"))).isSameAs(people.fault);
    assertThat(world.book.channelOrder(world.shop.shop(), "T1")).isEmpty();
    assertThat(drop.done).isEmpty();

    people.fault = null;
    new DropFlow(inbox(), drop, world.heard).runOnce();
    assertThat(customer("T1")).contains("customer-m1");
    assertThat(drop.done).containsExactly("f1");
  }

  @Test
  void drop_killedAtAnyPoint_everyTicketHasItsCustomer() {
    drop.point = world.crash::pass;
    drop.drop("f1", batch(entry("T1", "m1"), entry("T2", "m2")));
    drop.drop("f2", batch(entry("T2", "m2"), entry("T3", "m3")));

    CrashRun.untilThrough(
        world.crash,
        () -> {
          DropFlow flow = new DropFlow(inbox(), drop, world.heard);
          while (flow.runOnce().more()) {
            assertThat(world.heard.codes()).isEmpty();
          }
        });

    for (int i = 1; i <= 3; i++) {
      assertThat(customer("T" + i)).contains("customer-m" + i);
    }
  }

  @Test
  void take_nobodyToAsk_storesNoCustomer() {
    new Inbox(world.pool, world.clock, world.heard).take(batch(entry("T1", "m1")));

    assertThat(customer("T1")).isEmpty();
  }
}
