package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Listener;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.OrderInbox;
import io.heliu.flow.DropFlow;
import io.heliu.flow.Inbox;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import io.heliu.store.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Counter tickets and the customers of a database, through the inbox and both ways into it. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"H2", "POSTGRESQL"})
@SuppressWarnings("NullAway.Init")
final class TicketCustomersTest {
  private static final ShopId COUNTER = new ShopId("pos", "S01");
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  private static final String PHONE = "13960010001";

  @Parameter StoreKind kind;
  private StoreKind.Opened opened;
  private DataSource source;
  private IdentityResolver resolver;
  private OrderCustomers customers;
  private final List<Listener.Alert> alerts = new CopyOnWriteArrayList<>();

  private final Listener listener =
      new Listener() {
        @Override
        public void alerted(Alert alert) {
          alerts.add(alert);
        }
      };

  @BeforeEach
  void open() {
    opened = kind.open();
    source = Objects.requireNonNull(opened.source());
    Schema.install(source);
    resolver = opened.resolver(new TickingClock(), IdentityLimits.DEFAULT);
    customers = new OrderCustomers(resolver, OrderCustomers.counterMember("club"));
  }

  /** Whatever a test did, every customer of a ticket is one that the records have. */
  @AfterEach
  void checkAndClose() {
    for (ChannelOrder order : book().channelOrders(COUNTER, "", 100)) {
      Optional<String> found = resolver.find(OrderCustomers.key(order)).map(CustomerId::value);
      assertThat(customer(order.number())).as(order.number()).isEqualTo(found);
    }
    assertThat(alerts.toString()).doesNotContain(PHONE, "CARD");
    opened.close();
  }

  private OrderBook book() {
    return OrderBook.open(source, customers);
  }

  private Optional<String> customer(String number) {
    return book().customerOf(COUNTER, number);
  }

  private static ChannelOrder ticket(
      String number, @Nullable String card, @Nullable String phone, OrderFlag... flags) {
    Money price = Money.fen(100);
    OrderLine line =
        new OrderLine(
            "1",
            null,
            null,
            "tea",
            null,
            "tea",
            BigDecimal.ONE,
            price,
            price,
            Lifecycle.COMPLETED,
            "SOLD",
            false,
            false);
    return ChannelOrder.builder(COUNTER, number)
        .modifiedAt(NOON)
        .createdAt(NOON)
        .status(Lifecycle.COMPLETED, "SOLD")
        .flags(Set.of(flags))
        .paid(price)
        .buyer(card)
        .recipient(new Recipient(null, phone, null, null, null, null, null))
        .lines(List.of(line))
        .build();
  }

  private static OrderInbox.Entry sale(
      String number, @Nullable String card, @Nullable String phone) {
    return new OrderInbox.Entry(ticket(number, card, phone, OrderFlag.HANDED_OVER), "5f2e");
  }

  private static OrderInbox.Batch batch(String name, OrderInbox.Entry... entries) {
    return new OrderInbox.Batch("tills", name, List.of(entries), List.of(), List.of(), List.of());
  }

  private void pushed(OrderInbox.Entry... entries) {
    inbox().take(batch("push", entries));
  }

  private void dropped(OrderInbox.Entry... entries) {
    new DropFlow(inbox(), new OneFile(batch("file", entries)), listener).runOnce();
  }

  private Inbox inbox() {
    return new Inbox(source, Duration.ofDays(1), new TickingClock(), listener, customers);
  }

  /** The member as the list of members has it. */
  private CustomerId member(String id, Identifier... identifiers) {
    RecordKey key = new RecordKey("members", id);
    return resolver.resolve(new CustomerRecord(key, NOON, Set.of(identifiers))).customerId();
  }

  private static Identifier card(String number) {
    return Identifier.memberCard("club", number);
  }

  private static Identifier phone() {
    return Identifier.phone(PhoneNumber.read(PHONE)).orElseThrow();
  }

  @Test
  void take_cardOfAMember_isTheCustomerWhoBuysOnline() {
    CustomerId member = member("1", card("CARD1"), Identifier.openid("wx-app", "openid-1"));

    dropped(sale("T1", "CARD1", null));
    pushed(sale("T2", "CARD1", null));

    assertThat(customer("T1")).contains(member.value());
    assertThat(customer("T2")).contains(member.value());
  }

  @Test
  void take_phoneOfAMember_isThatMember() {
    CustomerId member = member("1", phone(), Identifier.openid("wx-app", "openid-1"));

    dropped(sale("T1", null, PHONE));
    pushed(sale("T2", null, "+86 139-6001-0001"));

    assertThat(customer("T1")).contains(member.value());
    assertThat(customer("T2")).contains(member.value());
  }

  @Test
  void take_memberLearnedLater_redirectsTheTicketsOfBothWays() {
    dropped(sale("T1", "CARD1", null));
    pushed(sale("T2", null, PHONE));
    assertThat(customer("T1")).isPresent().isNotEqualTo(customer("T2"));

    member("1", card("CARD1"), phone());

    assertThat(customer("T1")).isEqualTo(customer("T2"));
  }

  @Test
  void take_sameTicketBothWays_isOneRecordAndChangesNothing() {
    pushed(sale("T1", "CARD1", PHONE));
    CustomerId id = new CustomerId(customer("T1").orElseThrow());
    Explanation before = resolver.explain(id).orElseThrow();

    dropped(sale("T1", null, PHONE));
    pushed(sale("T1", "CARD1", PHONE));

    assertThat(resolver.explain(id)).contains(before);
    assertThat(resolver.findAll(card("CARD1"))).containsExactly(id);
  }

  @Test
  void take_bothWaysAtOnce_isOneRecordOfOneCustomer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        String number = "T" + round;
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> file = threads.submit(() -> atOnce(start, () -> dropped(ofBoth(number))));
        Future<?> push = threads.submit(() -> atOnce(start, () -> pushed(ofBoth(number))));
        file.get();
        push.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(book().size(COUNTER)).isEqualTo(10);
    CustomerId id = new CustomerId(customer("T0").orElseThrow());
    assertThat(resolver.explain(id).orElseThrow().records()).hasSize(10);
  }

  private static OrderInbox.Entry ofBoth(String number) {
    return sale(number, "CARD1", PHONE);
  }

  private static boolean atOnce(CyclicBarrier start, Runnable work) throws Exception {
    start.await();
    work.run();
    return true;
  }

  @Test
  void take_oneMemberOnManyTickets_isOneCustomer() {
    dropped(sale("T1", "CARD1", PHONE), sale("T2", "CARD1", null), sale("T3", null, PHONE));

    assertThat(customer("T1")).isPresent().isEqualTo(customer("T2")).isEqualTo(customer("T3"));
  }

  @Test
  void take_nothingThatIsOnePersons_isBookedWithoutACustomer() {
    List<OrderInbox.Entry> entries = new ArrayList<>();
    for (String phone : List.of("139****0001", "18877771111-123", "13800138000", "010-12345678")) {
      entries.add(sale("T" + entries.size(), null, phone));
    }
    for (String card : List.of("M****1", "0", "-", "无", "00000000", "NULL")) {
      entries.add(sale("T" + entries.size(), card, null));
    }

    dropped(entries.toArray(OrderInbox.Entry[]::new));

    assertThat(book().size(COUNTER)).isEqualTo(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      assertThat(customer("T" + i)).as("T%d", i).isEmpty();
    }
  }

  @Test
  void counterMember_orderThatIsDelivered_isNotItsReceivers() {
    assertThat(OrderCustomers.counterMember("club").apply(ticket("1", "CARD1", PHONE))).isEmpty();
  }

  @Test
  void counterMember_anyTicket_printsNothingPersonal() {
    Set<Identifier> member =
        OrderCustomers.counterMember("club")
            .apply(ticket("1", "CARD1", PHONE, OrderFlag.HANDED_OVER));

    assertThat(member).hasSize(2);
    assertThat(member.toString()).doesNotContain("CARD1", PHONE);
  }

  @Test
  void counterMember_blankProgramme_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderCustomers.counterMember(" "))
        .withMessageStartingWith("programme: ");
  }

  /** A drop with one file. */
  private record OneFile(OrderInbox.Batch batch) implements OrderDrop {
    @Override
    public String source() {
      return batch.source();
    }

    @Override
    public List<String> ready() {
      return List.of(batch.name());
    }

    @Override
    public OrderInbox.Batch read(String file) {
      return batch;
    }

    @Override
    public void done(OrderInbox.Batch done, OrderInbox.Taken taken) {
      assertThat(done).isSameAs(batch);
    }

    @Override
    public void refuse(String file, String reason) {
      throw new AssertionError("refused: " + reason);
    }
  }
}
