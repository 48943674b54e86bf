package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Listener;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.Page;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of counter tickets. */
final class DropFlowTest extends FlowTest {
  private final FakeDrop drop = new FakeDrop();

  @BeforeEach
  void letItDie() {
    drop.point = world.crash::pass;
  }

  private StepReport run() {
    return new DropFlow(world.pool, drop, world.clock, world.heard).runOnce();
  }

  private ChannelOrder sale(String number, long fen) {
    return ticket(world.shop.shop(), number, line("1", "tea", 1, fen)).build();
  }

  private static OrderInbox.Entry entry(ChannelOrder order) {
    return new OrderInbox.Entry(order, "paid " + order.paid());
  }

  private static OrderInbox.Batch content(ChannelOrder... orders) {
    return content(Stream.of(orders).map(DropFlowTest::entry).toList(), List.of(), List.of());
  }

  private static OrderInbox.Batch content(
      List<OrderInbox.Entry> orders,
      List<OrderInbox.Ignored> ignored,
      List<Page.Malformed> malformed) {
    return new OrderInbox.Batch("", "", orders, ignored, malformed, List.of());
  }

  private OrderInbox.Batch voids(String... numbers) {
    return content(List.of(), ignored(true, numbers), List.of());
  }

  private List<OrderInbox.Ignored> ignored(boolean cancels, String... numbers) {
    return Stream.of(numbers)
        .map(n -> new OrderInbox.Ignored(new Order.Source(world.shop.shop(), n), "void", cancels))
        .toList();
  }

  private OrderInbox.Taken taken(String file) {
    return Objects.requireNonNull(drop.results.get(file));
  }

  private List<String> quarantined() {
    return world.query("SELECT row_id FROM heliu_quarantine ORDER BY 1", 1);
  }

  @Test
  void runOnce_voidOfAStoredSale_isNotedToBeUndone() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", voids("T1", "T2"));
    drop.drop("f3", voids("T1"));
    run();

    StepReport report = run();
    run();

    assertThat(report.held()).isZero();
    assertThat(taken("f2").ignored()).containsExactly(Stored.NEWER, Stored.NEW);
    assertThat(taken("f3").ignored()).containsExactly(Stored.REPEATED);
    assertThat(world.query("SELECT number FROM heliu_void", 1)).containsExactly("T1");
    assertThat(world.heard.codes()).containsExactly("VOID_AFTER_SALE");
    assertThat(quarantined()).isEmpty();
  }

  @Test
  void runOnce_repeatAndNew_tellsTheDropWhatBecameOfEach() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 100), sale("T2", 100), sale("T1", 200)));
    run();
    run();

    assertThat(taken("f2").orders()).containsExactly(Stored.REPEATED, Stored.NEW, Stored.CONFLICT);
  }

  @Test
  void runOnce_emptyDrop_isIdle() {
    assertThat(run()).isEqualTo(StepReport.idle("drop", "fake-drop"));
  }

  @Test
  void runOnce_file_storesItsTicketsAndPutsItAway() {
    drop.drop(
        "f1", content(List.of(entry(sale("T1", 100))), ignored(false, "T8", "T9"), List.of()));

    StepReport report = run();

    assertThat(report.fetched()).isEqualTo(3);
    assertThat(report.fresh()).isOne();
    assertThat(report.repeated()).isEqualTo(2);
    assertThat(drop.done).containsExactly("f1");
    assertThat(world.book.size(world.shop.shop())).isOne();
  }

  @Test
  void runOnce_twoFiles_takesThemInTheirOrder() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T2", 100)));

    assertThat(run().more()).isTrue();
    assertThat(run().more()).isFalse();
    assertThat(drop.done).containsExactly("f1", "f2");
  }

  @Test
  void runOnce_sameTicketAgain_isARepeat() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 100)));
    run();

    assertThat(run().repeated()).isOne();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_otherContentUnderTheSameNumber_isKeptAsideAndTheFirstStays() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 999)));
    run();

    assertThat(run().held()).isOne();
    assertThat(world.heard.codes()).containsExactly("TICKET_CONFLICT");
    assertThat(world.book.channelOrder(world.shop.shop(), "T1"))
        .map(o -> o.paid().minor())
        .contains(100L);
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("T1");
  }

  @Test
  void runOnce_unreadableTicket_isQuarantinedAndCostsNoOther() {
    drop.drop(
        "f1",
        content(
            List.of(entry(sale("T1", 100))),
            List.of(),
            List.of(new Page.Malformed("T2", "T2;x", "amount"))));

    StepReport report = run();

    assertThat(report.failed()).isOne();
    assertThat(report.fresh()).isOne();
    assertThat(world.query("SELECT raw FROM heliu_quarantine", 1)).containsExactly("T2;x");
  }

  @Test
  void runOnce_fileRefusedWhole_isPutAsideAndTheNextIsTaken() {
    drop.drop("f1", null);
    drop.drop("f2", content(sale("T1", 100)));

    assertThat(run().failed()).isOne();
    assertThat(run().fresh()).isOne();
    assertThat(drop.refused).containsOnlyKeys("f1");
    assertThat(world.heard.codes()).containsExactly("FILE_REFUSED");
  }

  @Test
  void runOnce_killedAtAnyPoint_storesEveryTicketOnce() {
    drop.drop("f1", content(sale("T1", 100), sale("T2", 100)));
    drop.drop("f2", content(sale("T2", 100), sale("T3", 100)));
    CrashRun.untilThrough(
        world.crash,
        () -> {
          while (run().more()) {
            assertThat(world.heard.codes()).isEmpty();
          }
        });

    assertThat(world.book.size(world.shop.shop())).isEqualTo(3);
    assertThat(drop.done).containsExactly("f1", "f2");
    assertThat(world.query("SELECT COUNT(*) FROM heliu_quarantine", 1)).containsExactly("0");
  }

  @Test
  void runOnce_sameIdentityInAnotherForm_isARepeat() {
    drop.drop(
        "f1", content(List.of(new OrderInbox.Entry(sale("T1", 100), "a")), List.of(), List.of()));
    ChannelOrder spoilt =
        ticket(world.shop.shop(), "T1", line("1", "tea", 1, 100)).buyer("left out").build();
    drop.drop("f2", content(List.of(new OrderInbox.Entry(spoilt, "a")), List.of(), List.of()));
    run();

    assertThat(run().repeated()).isOne();
    assertThat(world.heard.codes()).isEmpty();
    assertThat(quarantined()).isEmpty();
  }

  @Test
  void runOnce_sameOrderOfAnotherIdentity_isAConflict() {
    drop.drop(
        "f1",
        content(List.of(new OrderInbox.Entry(sale("T1", 100), "cash")), List.of(), List.of()));
    drop.drop(
        "f2",
        content(List.of(new OrderInbox.Entry(sale("T1", 100), "card")), List.of(), List.of()));
    run();

    assertThat(run().held()).isOne();
    assertThat(quarantined()).containsExactly("T1");
  }

  @ParameterizedTest
  @CsvSource({
    "a/push:1, a/push:1, 0",
    "a/push:1, a/push:2, 1",
    "a/push:1, a/file:2, 0",
    "a/push:1, b/file:1, 1",
    "a/push:1, a, 0",
    "a/push:1, b, 1"
  })
  void runOnce_identityOfAWay_isComparedInFullWithTheSameWayOnly(
      String before, String now, int held) {
    drop.drop(
        "f1",
        content(List.of(new OrderInbox.Entry(sale("T1", 100), before)), List.of(), List.of()));
    drop.drop(
        "f2", content(List.of(new OrderInbox.Entry(sale("T1", 100), now)), List.of(), List.of()));
    run();

    assertThat(run().held()).isEqualTo(held);
  }

  @Test
  void runOnce_voidBeforeItsLateSale_isRememberedAndTheSaleIsNotBooked() {
    drop.drop("f1", voids("T1"));
    drop.drop("f2", content(sale("T1", 100), sale("T2", 100)));
    drop.drop("f3", voids("T1"));
    run();

    StepReport late = run();
    StepReport again = run();

    assertThat(late.fresh()).isOne();
    assertThat(late.held()).isZero();
    assertThat(taken("f2").orders()).containsExactly(Stored.OLDER, Stored.NEW);
    assertThat(taken("f3").ignored()).containsExactly(Stored.REPEATED);
    assertThat(again.held()).isZero();
    assertThat(world.book.channelOrder(world.shop.shop(), "T1")).isEmpty();
    assertThat(quarantined()).containsExactly("T1");
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_ignoredTicketThatCancelsNothing_doesNotStopTheSaleOfItsNumber() {
    drop.drop("f1", content(List.of(), ignored(false, "T1"), List.of()));
    drop.drop("f2", content(sale("T1", 100)));
    drop.drop("f3", content(List.of(), ignored(false, "T1"), List.of()));
    run();

    assertThat(run().fresh()).isOne();
    assertThat(run().held()).isZero();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_orderStoredWithoutIdentity_isComparedByItsContent() {
    world.book.putFirst(sale("T1", 100));
    world.book.putFirst(sale("T2", 100));
    drop.drop("f1", content(sale("T1", 100), sale("T2", 999)));
    drop.drop("f2", voids("T2"));

    run();
    run();

    assertThat(taken("f1").orders()).containsExactly(Stored.REPEATED, Stored.CONFLICT);
    assertThat(taken("f2").ignored()).containsExactly(Stored.CONFLICT);
  }

  @Test
  void runOnce_notes_areTold() {
    drop.drop(
        "f1",
        new OrderInbox.Batch(
            "",
            "",
            List.of(entry(sale("T1", 100))),
            List.of(),
            List.of(),
            List.of(new OrderInbox.Note("CLOCK_AHEAD", "T1"))));

    run();

    assertThat(world.heard.alerts)
        .containsExactly(new Listener.Alert("drop", "CLOCK_AHEAD", "f1: T1"));
  }

  @Test
  void take_returnsOfOneSaleAtOnce_bringBackWhatItSold() throws Exception {
    Inbox inbox = new Inbox(world.pool, world.clock, world.heard);
    inbox.take(content(ticket(world.shop.shop(), "S1", line("1", "tea", 2, 200)).build()));
    Order.Source sale = new Order.Source(world.shop.shop(), "S1");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<OrderInbox.Taken>> futures = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        ChannelOrder back = ticket(world.shop.shop(), "R" + i, line("1", "tea", -1, -100)).build();
        OrderInbox.Entry entry = new OrderInbox.Entry(back, "r", sale);
        futures.add(
            threads.submit(() -> inbox.take(content(List.of(entry), List.of(), List.of()))));
      }
      long booked = 0;
      for (Future<OrderInbox.Taken> future : futures) {
        booked += future.get().count(Stored.NEW);
      }
      assertThat(booked).isEqualTo(2);
      assertThat(world.book.size(world.shop.shop())).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void runOnce_waitingReturn_isBookedWhenItsTimeIsUp() {
    Inbox inbox = new Inbox(world.pool, Duration.ofHours(2), world.clock, world.heard);
    ChannelOrder back = ticket(world.shop.shop(), "R1", line("1", "tea", -1, -100)).build();
    Order.Source sale = new Order.Source(world.shop.shop(), "S1");
    inbox.take(content(List.of(new OrderInbox.Entry(back, "r", sale)), List.of(), List.of()));
    assertThat(inbox.runOnce().fetched()).isZero();
    world.clock.advance(Duration.ofHours(2));

    assertThat(inbox.runOnce().fresh()).isOne();
    assertThat(inbox.runOnce().fetched()).isZero();
    assertThat(world.book.size(world.shop.shop())).isOne();
    assertThat(world.heard.codes()).containsExactly("RETURN_UNLINKED");
  }

  @Test
  void take_saleAndItsVoidAtOnce_bookItOnceOrNotAtAll() throws Exception {
    Inbox inbox = new Inbox(world.pool, world.clock, world.heard);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<OrderInbox.Taken>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String number = "T" + i / 4;
        OrderInbox.Batch batch = i % 4 == 3 ? voids(number) : content(sale(number, 100));
        futures.add(threads.submit(() -> inbox.take(batch)));
      }
      List<OrderInbox.Taken> all = new ArrayList<>();
      for (Future<OrderInbox.Taken> future : futures) {
        all.add(future.get());
      }
      for (int n = 0; n < 5; n++) {
        List<OrderInbox.Taken> sales = all.subList(4 * n, 4 * n + 3);
        boolean voided = all.get(4 * n + 3).ignored().get(0) == Stored.NEW;
        long booked = sales.stream().mapToLong(one -> one.count(Stored.NEW)).sum();
        assertThat(booked).as("ticket " + n).isEqualTo(voided ? 0 : 1);
        assertThat(world.book.channelOrder(world.shop.shop(), "T" + n).isPresent())
            .isEqualTo(!voided);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
