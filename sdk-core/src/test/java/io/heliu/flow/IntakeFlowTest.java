package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntakeFlowTest extends FlowTest {
  private static final Instant LATER = NOON.plus(Duration.ofHours(2));

  private ChannelOrder order(String number, Duration afterNoon, long fen) {
    return paid(world.shop.shop(), number, NOON.plus(afterNoon), line("1", "tea", 1, fen)).build();
  }

  private void tenOrders() {
    for (int i = 0; i < 10; i++) {
      world.shop.put(order("A" + i, Duration.ofMinutes(i + 1), 100));
    }
  }

  private long stored() {
    return world.book.size(world.shop.shop());
  }

  /** Lets an order of the first window be modified now, so that it leaves that window. */
  private void modify(String number) {
    world.shop.put(paid(world.shop.shop(), number, LATER, line("1", "tea", 1, 200)).build());
  }

  @Test
  void runOnce_firstEverStart_readsFromTheGivenInstant() {
    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.window()).contains(new Window(NOON, NOON.plus(Duration.ofHours(1))));
  }

  @Test
  void runOnce_quietWindow_provesItAndStoresAll() {
    tenOrders();

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.passes()).isOne();
    assertThat(report.step().fresh()).isEqualTo(10);
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void runOnce_provedWindow_nextOneOverlapsIt() {
    world.intake().runOnce();

    IntakeFlow.Report next = world.intake().runOnce();

    assertThat(next.window().orElseThrow().from()).isEqualTo(NOON.plus(Duration.ofMinutes(50)));
  }

  @Test
  void runOnce_windowNotOver_doesNothing() {
    world.intake().runOnce();
    world.intake().runOnce();
    world.intake().runOnce();

    assertThat(world.intake().runOnce().window()).isEmpty();
  }

  @Test
  void runOnce_firstWindowAsShortAsTheOverlap_goesOnWithTheNext() {
    IntakeFlow flow =
        new IntakeFlow(
            world.pool, world.shop, LATER.minus(Duration.ofMinutes(11)), world.clock, world.heard);
    flow.runOnce();
    world.clock.advance(Duration.ofMinutes(5));

    IntakeFlow.Report next = flow.runOnce();

    assertThat(next.proved()).isTrue();
    assertThat(next.window().orElseThrow().to()).isEqualTo(LATER.plus(Duration.ofMinutes(4)));
  }

  @Test
  void forwardPages_orderChangesWhilePaged_loseARowThatReversePagesKeep() {
    Window window = new Window(NOON, NOON.plus(Duration.ofHours(1)));
    tenOrders();
    world.shop.beforeCall(2, () -> modify("A9"));
    Set<String> forward = new HashSet<>();
    for (int page = 1; page <= 5; page++) {
      read(window, page, forward);
    }
    modify("A9");
    world.shop.put(order("A9", Duration.ofMinutes(10), 100));
    world.shop.beforeCall(2, () -> modify("A1"));
    Set<String> reverse = new HashSet<>();
    for (int page = 5; page >= 1; page--) {
      read(window, page, reverse);
    }

    assertThat(forward).hasSize(9).doesNotContain("A7");
    assertThat(reverse).hasSize(10);
  }

  private void read(Window window, int number, Set<String> into) {
    world
        .shop
        .list(new PageRequest(window, number, null, 2))
        .rows()
        .forEach(head -> into.add(head.number()));
  }

  @Test
  void runOnce_orderChangesWhilePagedForward_reopensTheWindowAndProvesIt() {
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.FORWARD_PAGES, 2);
    tenOrders();
    world.shop.beforeCall(3, () -> modify("A9"));

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.passes()).isEqualTo(2);
    assertThat(world.heard.codes()).containsExactly("WINDOW_REOPENED");
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void runOnce_newOrdersPushOlderOnesBeyondTheLastPage_readsThemToo() {
    tenOrders();
    world.shop.beforeCall(2, () -> world.shop.put(order("B1", Duration.ofMinutes(50), 100)));

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(stored()).isEqualTo(11);
  }

  @Test
  void runOnce_byCursor_readsEveryPage() {
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.CURSOR, 3);
    world.shop.newestFirst = false;
    tenOrders();

    assertThat(world.intake().runOnce().proved()).isTrue();
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void runOnce_cursorMissing_isAProtocolFault() {
    tenOrders();
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.CURSOR, 3);
    world.shop.losesCursor = true;

    assertThatThrownBy(world.intake()::runOnce).isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void runOnce_sourceNeverSettles_leavesTheWindowOpenAndReports() {
    tenOrders();
    world.shop.extraCount = 1;

    IntakeFlow.Report first = world.intake().runOnce();
    IntakeFlow.Report second = world.intake().runOnce();

    assertThat(first.proved()).isFalse();
    assertThat(first.passes()).isEqualTo(4);
    assertThat(first.step().more()).isFalse();
    assertThat(second.window()).isEqualTo(first.window());
    assertThat(world.heard.codes()).hasSize(8).containsOnly("WINDOW_REOPENED");
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void runOnce_unsettledWindowSettlesLater_movesOn() {
    tenOrders();
    world.shop.extraCount = 1;
    world.intake().runOnce();
    world.shop.extraCount = 0;

    assertThat(world.intake().runOnce().proved()).isTrue();
    assertThat(world.intake().runOnce().window().orElseThrow().from())
        .isEqualTo(NOON.plus(Duration.ofMinutes(50)));
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_000_000L, 900_000_000_000_000L, -1_000_000L})
  void runOnce_sourceThatCountsBeyondReason_isRefusedAtOnce(long more) {
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.REVERSE_PAGES, 2);
    world.shop.extraCount = more;
    tenOrders();

    assertThatThrownBy(() -> world.intake().runOnce())
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("more than 100000 pages");
  }

  @Test
  void runOnce_sourceThatCannotCount_isListedTwice() {
    world.shop.counts = false;
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.FORWARD_PAGES, 2);
    tenOrders();

    assertThat(world.intake().runOnce().proved()).isTrue();
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void runOnce_cannotCountAndOneOrderHidesAnother_isNotProvedByEqualSizes() {
    world.shop.counts = false;
    world.shop.policy = FakeShop.policy(WindowPolicy.Paging.FORWARD_PAGES, 1);
    world.shop.put(order("A1", Duration.ofMinutes(1), 100));
    world.shop.put(order("A2", Duration.ofMinutes(2), 100));
    world.shop.put(order("A3", Duration.ofMinutes(3), 100));
    world.shop.beforeCall(3, () -> modify("A3"));

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.passes()).isEqualTo(2);
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void runOnce_overlap_storesNothingTwice() {
    world.shop.put(order("A1", Duration.ofMinutes(55), 100));
    world.intake().runOnce();

    IntakeFlow.Report second = world.intake().runOnce();

    assertThat(second.step().repeated()).isOne();
    assertThat(second.step().fresh()).isZero();
    assertThat(stored()).isOne();
  }

  @Test
  void runOnce_listOfHeads_asksOnlyForWhatIsNotStored() {
    world.shop.listsWholeOrders = false;
    world.shop.put(order("A1", Duration.ofMinutes(55), 100));
    world.intake().runOnce();
    int before = world.shop.calls();

    world.intake().runOnce();

    assertThat(world.shop.calls() - before).as("two counts and one list").isEqualTo(3);
  }

  @Test
  void runOnce_listOfHeadsModifiedTwiceInOneSecond_storesTheLastContent() {
    world.shop.listsWholeOrders = false;
    Instant second = LATER.plusSeconds(30);
    world.shop.put(order("A1", Duration.ofMinutes(5), 100));
    world.shop.beforeCall(
        3,
        () ->
            world.shop.put(
                paid(world.shop.shop(), "A1", second, line("1", "tea", 1, 200)).build()));
    world.intake().runOnce();
    world.shop.put(paid(world.shop.shop(), "A1", second, line("1", "tea", 1, 300)).build());
    world.clock.advance(Duration.ofHours(1));

    while (world.intake().runOnce().window().isPresent()) {
      assertThat(world.shop.calls()).isLessThan(100);
    }

    assertThat(world.book.channelOrder(world.shop.shop(), "A1").orElseThrow().paid().minor())
        .isEqualTo(300);
  }

  @Test
  void runOnce_wholeOrdersModifiedTwiceInOneSecond_storesTheLastContent() {
    world.shop.put(order("A1", Duration.ofMinutes(55), 100));
    world.intake().runOnce();
    world.shop.put(order("A1", Duration.ofMinutes(55), 200));

    assertThat(world.intake().runOnce().step().fresh()).isOne();
    assertThat(world.book.channelOrder(world.shop.shop(), "A1").orElseThrow().paid().minor())
        .isEqualTo(200);
  }

  @Test
  void runOnce_olderVersion_doesNotOverwrite() {
    world.book.put(order("A1", Duration.ofMinutes(90), 200));
    world.shop.put(order("A1", Duration.ofMinutes(5), 100));

    world.intake().runOnce();

    assertThat(world.book.channelOrder(world.shop.shop(), "A1").orElseThrow().paid().minor())
        .isEqualTo(200);
  }

  @Test
  void runOnce_watermarkBeyondHistory_alertsOnceAndReadsWhatIsThere() {
    world.intake().runOnce();
    world.clock.advance(Duration.ofDays(200));

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.window().orElseThrow().from())
        .isEqualTo(world.clock.instant().minus(Duration.ofDays(90)).plusSeconds(1));
    assertThat(world.heard.codes()).containsExactly("BEYOND_HISTORY");
  }

  @Test
  void runOnce_malformedRow_isQuarantinedOnceInItsRawFormAndCostsNoOther() {
    tenOrders();
    String raw = "{\"tid\":\"X1\",\"payment\":\"1o.00\"}";
    world.shop.putBroken("X1", NOON.plus(Duration.ofMinutes(55)), raw);

    IntakeFlow.Report report = world.intake().runOnce();
    world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.step().failed()).isOne();
    assertThat(stored()).isEqualTo(10);
    assertThat(world.query("SELECT row_id, raw, reason FROM heliu_quarantine", 3))
        .containsExactly("X1|" + raw + "|payment: is not a number");
  }

  @Test
  void runOnce_rowThatCanBeReadTheSecondTime_isStoredInTheSameStep() {
    Instant at = NOON.plus(Duration.ofMinutes(55));
    world.shop.counts = false;
    world.shop.putBroken("X1", at, "{}");
    world.shop.mended.put(
        "X1", paid(world.shop.shop(), "X1", at, line("1", "tea", 1, 100)).build());

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(stored()).isOne();
    assertThat(Worklist.open(world.pool).unreadRows(10)).isEmpty();
  }

  @Test
  void runOnce_rawRowWithNul_isQuarantined() {
    world.shop.putBroken("X1", NOON.plus(Duration.ofMinutes(5)), "a\0b");

    assertThat(world.intake().runOnce().proved()).isTrue();
    assertThat(world.query("SELECT raw FROM heliu_quarantine", 1)).containsExactly("a\uFFFDb");
  }

  @Test
  void runOnce_listedOrderCannotBeFetched_leavesTheWindowOpen() {
    world.shop.listsWholeOrders = false;
    tenOrders();
    world.shop.unknown.add("A5");

    IntakeFlow.Report report = world.intake().runOnce();

    assertThat(report.proved()).isFalse();
    assertThat(stored()).isEqualTo(9);
  }

  @Test
  void runOnce_killedAtAnyPoint_endsAsIfUndisturbed() {
    tenOrders();
    world.shop.putBroken("X1", NOON.plus(Duration.ofMinutes(20)), "{}");
    CrashRun.untilThrough(
        world.crash,
        () -> {
          while (world.intake().runOnce().window().isPresent()) {
            assertThat(world.heard.codes()).doesNotContain("WINDOW_REOPENED");
          }
        });

    assertThat(stored()).isEqualTo(10);
    assertThat(world.query("SELECT DISTINCT state FROM heliu_window", 1)).containsExactly("PROVED");
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("X1");
    assertThat(world.query("SELECT COUNT(*) FROM heliu_window", 1)).containsExactly("3");
  }
}
