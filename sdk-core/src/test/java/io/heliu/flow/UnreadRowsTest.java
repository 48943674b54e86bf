package io.heliu.flow;

import static io.heliu.flow.FakeRefunds.refund;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.OrderInbox;
import io.heliu.channel.Page;
import io.heliu.channel.WindowPolicy;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that could not be read go off the work list once the same thing is read. */
final class UnreadRowsTest extends FlowTest {
  private static final Instant FIRST = NOON.plusSeconds(60);
  private static final Instant LATER = NOON.plus(Duration.ofHours(3));

  private List<String> unread() {
    return Worklist.open(world.pool).unreadRows(9).stream()
        .map(row -> row.source() + " " + row.id())
        .toList();
  }

  private void pull() {
    boolean more = true;
    while (more) {
      more = world.intake().runOnce().window().isPresent();
    }
    world.clock.advance(Duration.ofHours(2));
  }

  private ChannelOrder order(String number, Instant at) {
    return paid(world.shop.shop(), number, at, line("1", "tea", 1, 100)).build();
  }

  private HintFlow hints() {
    return new HintFlow(world.pool, List.of(world.shop), world.clock, world.heard);
  }

  private void hint(String number) {
    hints().store(world.shop.shop(), List.of(number));
    hints().runOnce();
  }

  private Inbox inbox() {
    return new Inbox(world.pool, world.clock, world.heard);
  }

  private OrderInbox.Batch tickets(List<Page.Malformed> malformed, long... fen) {
    List<OrderInbox.Entry> entries =
        Arrays.stream(fen)
            .mapToObj(each -> ticket(world.shop.shop(), "T1", line("1", "tea", 1, each)).build())
            .map(sale -> new OrderInbox.Entry(sale, "paid " + sale.paid()))
            .toList();
    return new OrderInbox.Batch("till", "f", entries, List.of(), malformed, List.of());
  }

  private List<String> alerts() {
    return world.heard.alerts.stream()
        .filter(alert -> alert.code().equals("UNREAD_ROW"))
        .map(alert -> alert.source() + ": " + alert.message())
        .toList();
  }

  @Test
  void intake_rowListedAgainAndAgain_isAlertedOnce() {
    world.shop.putBroken("A1", NOON.plus(Duration.ofMinutes(55)), "{1}");
    pull();

    assertThat(alerts()).containsExactly("intake: fake:one A1: payment: is not a number");
  }

  @Test
  void intake_rowThatCannotBeReadTheSecondTime_isKeptAndAlertedOnce() {
    world.shop.counts = false;
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.FORWARD_PAGES, 2);
    world.shop.put(order("A1", FIRST));
    world.shop.beforeCall(
        3,
        () -> {
          world.shop.remove("A1");
          world.shop.putBroken("A1", FIRST, "{1}");
        });
    IntakeFlow.Report report = world.intake().runOnce();
    pull();

    assertThat(report.proved()).isTrue();
    assertThat(report.step().failed()).isOne();
    assertThat(unread()).containsExactly("fake:one A1");
    assertThat(alerts()).containsExactly("intake: fake:one A1: payment: is not a number");
  }

  @Test
  void refundIntake_rowThatCannotBeReadTheSecondTime_isKeptAndAlertedOnce() {
    FakeRefunds source = new FakeRefunds(world.shop.shop());
    source.counts = false;
    source.put(refund("R1", "A1", "1", 100).at(FIRST).build());
    RefundIntakeFlow flow =
        new RefundIntakeFlow(world.pool, source, NOON, world.clock, world.heard);
    source.beforeCall.put(
        4,
        () -> {
          source.remove("R1");
          source.putBroken("R1", FIRST);
        });

    assertThat(flow.runOnce().proved()).isTrue();
    flow.runOnce();

    assertThat(unread()).containsExactly("refunds/fake:one R1");
    assertThat(alerts()).containsExactly("refund-intake: fake:one R1: amount: is not a number");
  }

  @Test
  void intake_rowWithoutAnId_isAlertedWithoutItsContent() {
    FakeRefunds source = new FakeRefunds(world.shop.shop());
    source.putNameless(FIRST);
    new RefundIntakeFlow(world.pool, source, NOON, world.clock, world.heard).runOnce();

    assertThat(alerts())
        .containsExactly("refund-intake: fake:one a row without an id: amount: is not a number");
  }

  @Test
  void hint_orderThatCannotBeRead_isAlertedOnce() {
    world.shop.putBroken("A1", FIRST, "{1}");
    hint("A1");
    hint("A1");

    assertThat(alerts()).containsExactly("hints: fake:one A1: payment: is not a number");
  }

  @Test
  void intake_orderReadLater_isOffTheListAndTheOthersStay() {
    world.shop.putBroken("A1", FIRST, "{1}");
    world.shop.putBroken("A2", FIRST, "{2}");
    pull();
    world.shop.put(order("A1", LATER));
    pull();

    assertThat(unread()).containsExactly("fake:one A2");
    assertThat(world.book.size(world.shop.shop())).isOne();
  }

  @Test
  void intake_orderStoredBeforeAndReadAgainUnchanged_isOffTheList() {
    world.shop.put(order("A1", FIRST));
    hint("A1");
    world.shop.putBroken("A1", FIRST, "{1}");
    hint("A1");
    List<String> between = unread();
    world.shop.put(order("A1", FIRST));
    pull();

    assertThat(between).containsExactly("fake:one A1");
    assertThat(unread()).isEmpty();
  }

  @Test
  void intake_olderVersionComesLate_theUnreadOneStays() {
    world.book.put(order("A1", LATER));
    world.shop.putBroken("A1", LATER, "{1}");
    hint("A1");
    world.shop.put(order("A1", FIRST));
    hint("A1");

    assertThat(unread()).containsExactly("fake:one A1");
  }

  @Test
  void hint_orderReadLater_isOffTheList() {
    world.shop.putBroken("A1", FIRST, "{1}");
    hint("A1");
    world.shop.put(order("A1", FIRST));
    hint("A1");

    assertThat(unread()).isEmpty();
  }

  @Test
  void refundIntake_refundReadLater_isOffTheListButNotAnOrderOfThatNumber() {
    FakeRefunds source = new FakeRefunds(world.shop.shop());
    RefundIntakeFlow flow =
        new RefundIntakeFlow(world.pool, source, NOON, world.clock, world.heard);
    world.shop.putBroken("R1", FIRST, "{R1}");
    pull();
    source.putBroken("R1", FIRST);
    flow.runOnce();
    flow.runOnce();
    List<String> between = unread();
    source.put(refund("R1", "A1", "1", 100).at(LATER).build());
    world.clock.advance(Duration.ofHours(2));
    boolean more = true;
    while (more) {
      more = flow.runOnce().window().isPresent();
    }

    assertThat(between).containsExactly("fake:one R1", "refunds/fake:one R1");
    assertThat(unread()).containsExactly("fake:one R1");
  }

  @Test
  void shipment_outboundReadLater_isOffTheList() {
    world.erp.malformed.add(new Page.Malformed("P1", "{1}", "FRealQty: whole units"));
    world.erp.malformed.add(new Page.Malformed("P2", "{2}", "FRealQty: whole units"));
    world.shipment().runOnce();
    world.erp.malformed.clear();
    world.erp.ship("P1", FakeErp.line("TEA", EAST, 1, "SO-not-ours", "1"));
    world.shipment().runOnce();

    assertThat(unread()).containsExactly("shipment/fake-erp P2");
  }

  @Test
  void inbox_ticketReadLater_isOffTheList() {
    inbox().take(tickets(List.of(new Page.Malformed("T1", "T1;x", "amount"))));
    List<String> between = unread();
    inbox().take(tickets(List.of(), 100));

    assertThat(between).containsExactly("till T1");
    assertThat(unread()).isEmpty();
  }

  @Test
  void inbox_firstTicketAgainAfterAConflict_theConflictStaysForAPerson() {
    inbox().take(tickets(List.of(), 100, 999));
    inbox().take(tickets(List.of(new Page.Malformed("T1", "T1;x", "amount"))));
    inbox().take(tickets(List.of(), 100));

    assertThat(unread()).containsExactly("till T1");
    assertThat(Worklist.open(world.pool).unreadRows(9).get(0).reason()).startsWith("conflict");
  }
}
