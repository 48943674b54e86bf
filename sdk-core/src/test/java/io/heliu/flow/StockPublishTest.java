package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.flow.stock.StockFlow;
import io.heliu.flow.stock.StockSettings;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Allocation.Rule;
import io.heliu.inventory.Allocation.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shares, refusals, pace, and what is shown while nobody knows the stock. */
final class StockPublishTest extends FlowTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @BeforeEach
  void list() {
    world.stockShops = List.of(world.shop, world.other);
    world.catalog.putItem(world.shop.shop(), "tea-1", null, TEA, 1);
    world.catalog.putItem(world.other.shop(), "tea-2", null, TEA, 1);
  }

  private void rules(Rule... rules) {
    world.stockSettings =
        StockSettings.of(
            new Allocation(
                Map.of(world.shop.shop(), List.of(EAST), world.other.shop(), List.of(EAST)),
                List.of(rules)));
  }

  private Rule first(Share share) {
    return Rule.of(world.shop.shop(), share);
  }

  private Rule second(Share share) {
    return Rule.of(world.other.shop(), share);
  }

  private void half() {
    rules(first(Share.ofRatio(5_000)), second(Share.ofRatio(5_000)));
  }

  private void pace(int levels, Duration interval) {
    StockSettings s = world.stockSettings;
    world.stockSettings =
        new StockSettings(
            s.allocation(), levels, interval, s.retry(), s.maxAge(), s.grace(), s.settle());
  }

  private void trust(@Nullable Duration maxAge, Duration grace) {
    StockSettings s = world.stockSettings;
    world.stockSettings =
        new StockSettings(
            s.allocation(), s.levels(), s.interval(), s.retry(), maxAge, grace, s.settle());
  }

  private StepReport run() {
    StepReport report = world.stockFlow().runOnce();
    StepReport sum = report;
    while (report.more()) {
      report = world.stockFlow().runOnce();
      sum = sum.plus(report);
    }
    return sum;
  }

  private long shown(FakeShop shop, String item) {
    return shop.levels.getOrDefault(item, -1L);
  }

  private List<Long> shown() {
    return List.of(shown(world.shop, "tea-1"), shown(world.other, "tea-2"));
  }

  @Test
  void runOnce_dividedPool_showsEachUnitOnce() {
    half();
    world.stock(TEA, 11);
    run();

    assertThat(shown()).containsExactly(6L, 5L);
  }

  @Test
  void runOnce_quotaOfAShop_isKeptFromTheOthersAndShrinksWithItsOrders() {
    rules(first(new Share(4, 10_000, 0, 0, Long.MAX_VALUE)), second(Share.ALL));
    world.stock(TEA, 10);
    run();
    List<Long> before = shown();
    world.dispatched(paid(world.shop.shop(), "A1", NOON, line("1", "tea", 3, 100)).build());
    run();

    assertThat(before).containsExactly(10L, 6L);
    assertThat(shown()).containsExactly(7L, 6L);
  }

  @Test
  void runOnce_quotaWithAnOrderThatTheErpRefused_shrinksByWhatItKeeps() {
    rules(first(new Share(4, 10_000, 0, 0, Long.MAX_VALUE)), second(Share.ALL));
    world.stock(TEA, 10);
    world.erp.next.add(FakeErp.Next.REJECT);
    String id =
        world.dispatched(paid(world.shop.shop(), "A1", NOON, line("1", "tea", 3, 100)).build());
    run();

    assertThat(world.order(id).holdCode()).isEqualTo("ERP_REJECTED");
    assertThat(shown()).containsExactly(7L, 6L);
  }

  @Test
  void runOnce_quotaWithAnOrderThatWaitsForOthers_shrinksByWhatItKeeps() {
    rules(first(new Share(4, 10_000, 0, 0, Long.MAX_VALUE)), second(Share.ALL));
    world.stock(TEA, 10);
    String merge = "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"pause\":\"PT1H\"}]}";
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(merge, Secret.of("synthetic key of a test")), world.clock);
    String id =
        world.dispatched(
            paid(world.shop.shop(), "A1", NOON, line("1", "tea", 3, 100))
                .paidAt(world.clock.instant())
                .buyer("b-1")
                .build());
    run();

    assertThat(world.order(id).holdCode()).isEqualTo(Arranger.WAITING);
    assertThat(shown()).containsExactly(7L, 6L);
  }

  @Test
  void runOnce_unitsThatAnotherShopMayStillSell_areShownOnlyAfterItGaveThemUp() {
    half();
    world.stock(TEA, 10);
    run();
    rules(first(Share.ofRatio(8_000)), second(Share.ofRatio(2_000)));
    world.other.refusedItems.add("tea-2");
    run();
    List<Long> refused = shown();
    world.other.refusedItems.clear();
    world.clock.advance(MINUTE);
    run();

    assertThat(refused).containsExactly(5L, 5L);
    assertThat(shown()).containsExactly(8L, 2L);
  }

  @Test
  void runOnce_answerToALoweredLevelLost_unitsWaitUntilItIsSureToBeLower() {
    half();
    world.stock(TEA, 10);
    run();
    rules(first(Share.ofRatio(8_000)), second(Share.ofRatio(2_000)));
    world.other.faults = 1;
    assertThatThrownBy(this::run).isInstanceOf(io.heliu.Fault.Transport.class);
    List<Long> unsure = shown();
    run();
    List<Long> answered = shown();

    assertThat(unsure).containsExactly(5L, 2L);
    assertThat(answered).containsExactly(8L, 2L);
  }

  @Test
  void runOnce_raisedLevelWithoutAnswer_isHeldAgainstTheOthersUntilNoneCanArrive() {
    rules(first(Share.ofRatio(8_000)), second(Share.ofRatio(2_000)));
    world.stock(TEA, 10);
    world.shop.faults = 1;
    assertThatThrownBy(() -> world.stockFlow().runOnce()).isInstanceOf(io.heliu.Fault.class);
    half();
    run();
    List<Long> early = shown();
    world.clock.advance(MINUTE);
    run();

    assertThat(early).containsExactly(5L, 2L);
    assertThat(shown()).containsExactly(5L, 5L);
  }

  @Test
  void runOnce_ruleBegins_isAppliedToItsSkuWithoutAnyOtherChange() {
    Instant start = world.clock.instant().plusSeconds(60);
    rules(new Rule(world.shop.shop(), TEA, new Share(0, 10_000, 0, 0, 3), start, null));
    world.stock(TEA, 10);
    StockFlow flow = world.stockFlow();
    flow.runOnce();
    long before = shown(world.shop, "tea-1");
    world.clock.advance(MINUTE);
    flow.runOnce();

    assertThat(before).isEqualTo(10);
    assertThat(shown(world.shop, "tea-1")).isEqualTo(3);
  }

  @Test
  void runOnce_ruleEndsWhileTheProcessIsDown_isAppliedAfterTheStart() {
    Instant end = world.clock.instant().plusSeconds(60);
    rules(new Rule(world.shop.shop(), null, new Share(0, 10_000, 0, 0, 3), null, end));
    world.stock(TEA, 10);
    run();
    world.clock.advance(MINUTE);
    run();

    assertThat(shown(world.shop, "tea-1")).isEqualTo(10);
  }

  @Test
  void runOnce_ruleOfAKit_limitsTheKit() {
    rules(new Rule(world.shop.shop(), SET, new Share(0, 10_000, 1, 0, 3), null, null));
    world.catalog.putItem(world.shop.shop(), "set", null, SET, 1);
    world.stock(TEA, 20);
    world.stock(CUP, 9);
    run();
    long capped = shown(world.shop, "set");
    world.stock(CUP, -6);
    run();

    assertThat(capped).isEqualTo(3);
    assertThat(shown(world.shop, "set")).isEqualTo(2);
  }

  @Test
  void runOnce_kitInADividedPool_countsForItsComponents() {
    half();
    world.catalog.putItem(world.other.shop(), "set", null, SET, 1);
    world.stock(TEA, 20);
    world.stock(CUP, 20);
    run();
    world.stock(TEA, -10);
    run();

    assertThat(shown()).containsExactly(5L, 5L);
    assertThat(shown(world.other, "set")).isEqualTo(2);
  }

  @Test
  void runOnce_refusedLevel_staysDueAndIsTriedAgainLaterAndLater() {
    world.stock(TEA, 10);
    world.shop.refusedItems.add("tea-1");
    int minutes = 0;
    StringBuilder tries = new StringBuilder();
    while (minutes < 16) {
      int before = world.shop.published.size();
      run();
      tries.append(world.shop.published.size() > before ? " " + minutes : "");
      world.clock.advance(MINUTE);
      minutes++;
    }

    assertThat(tries.toString()).isEqualTo(" 0 1 3 7 15");
    assertThat(world.heard.codes()).hasSize(5).containsOnly("LEVEL_REFUSED");
    assertThat(world.query("SELECT published_quantity FROM heliu_listing WHERE item = 'tea-1'", 1))
        .containsExactly("-1");
    world.shop.refusedItems.clear();
    world.clock.advance(Duration.ofMinutes(16));
    run();
    assertThat(shown(world.shop, "tea-1")).isEqualTo(10);
  }

  @Test
  void runOnce_refusedListing_doesNotStarveTheOthers() {
    world.stock(TEA, 10);
    world.stock(CUP, 4);
    world.catalog.putItem(world.shop.shop(), "zup", null, CUP, 1);
    world.shop.refusedItems.add("tea-1");
    pace(1, Duration.ZERO);
    run();

    assertThat(shown(world.shop, "zup")).isEqualTo(4);
  }

  @Test
  void runOnce_listingThatMakesTheChannelFault_doesNotHoldUpTheOthers() {
    world.stock(TEA, 10);
    world.stock(CUP, 4);
    world.catalog.putItem(world.shop.shop(), "zup", null, CUP, 1);
    world.shop.brokenItems.add("tea-1");
    StepReport report = run();

    assertThat(report.failed()).isOne();
    assertThat(world.heard.codes()).containsExactly("LEVEL_FAULTS");
    assertThat(shown(world.shop, "zup")).isEqualTo(4);
    world.shop.brokenItems.clear();
    world.clock.advance(MINUTE);
    run();
    assertThat(shown(world.shop, "tea-1")).isEqualTo(10);
  }

  @Test
  void runOnce_listingThatChangesAllTheTime_doesNotStarveTheOthers() {
    world.stock(TEA, 10);
    world.stock(CUP, 4);
    world.catalog.putItem(world.shop.shop(), "zup", null, CUP, 1);
    run();
    pace(1, Duration.ZERO);
    world.stock(CUP, 1);
    for (int i = 0; i < 3; i++) {
      world.stock(TEA, 1);
      world.stockFlow().runOnce();
    }

    assertThat(shown(world.shop, "zup")).isEqualTo(5);
  }

  @Test
  void runOnce_levelsPerStep_areKept() {
    for (int i = 0; i < 7; i++) {
      world.catalog.putItem(world.shop.shop(), "more-" + i, null, TEA, 1);
    }
    world.stock(TEA, 10);
    pace(3, Duration.ZERO);

    StepReport step = world.stockFlow().runOnce();
    int sent = world.shop.published.stream().mapToInt(List::size).sum();

    assertThat(sent).isEqualTo(3);
    assertThat(step.more()).isTrue();
    run();
    assertThat(world.shop.levels).hasSize(8);
  }

  @Test
  void runOnce_withinTheInterval_sendsNothingEvenAfterARestart() {
    world.stock(TEA, 10);
    pace(100, Duration.ofSeconds(30));
    run();
    world.stock(TEA, 1);
    run();
    List<Long> early = shown();
    world.clock.advance(Duration.ofSeconds(30));
    run();

    assertThat(early).containsExactly(10L, 10L);
    assertThat(shown()).containsExactly(11L, 11L);
  }

  @Test
  void runOnce_skuThatWasNeverCounted_isNotTouchedThenFallsToTheFloor() {
    trust(null, MINUTE);
    StepReport report = run();
    List<Long> before = shown();
    world.clock.advance(MINUTE);
    run();
    run();

    assertThat(report.held()).isEqualTo(2);
    assertThat(before).containsExactly(-1L, -1L);
    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(world.heard.codes())
        .containsExactly("STOCK_UNKNOWN", "STOCK_UNKNOWN", "STOCK_AT_FLOOR", "STOCK_AT_FLOOR");
  }

  @Test
  void runOnce_skuThatIsCountedAtLast_isTold() {
    trust(null, MINUTE);
    run();
    world.stock(TEA, 10);
    run();

    assertThat(shown()).containsExactly(10L, 10L);
    assertThat(unknown()).isEqualTo("0");
  }

  private String unknown() {
    return world
        .query("SELECT COUNT(*) FROM heliu_listing WHERE unknown_since IS NOT NULL", 1)
        .get(0);
  }

  private void counted(Sku sku, long units) {
    world.erp.stock(sku, EAST, units);
    world.counts(Policy.ADOPT).run(List.of(sku));
  }

  @Test
  void runOnce_countTooOld_lowersButDoesNotRaise() {
    trust(Duration.ofHours(1), Duration.ofHours(9));
    counted(TEA, 10);
    run();
    world.clock.advance(Duration.ofMinutes(61));
    world.stock(TEA, 5);
    run();
    List<Long> raised = shown();
    world.stock(TEA, -8);
    run();

    assertThat(raised).containsExactly(10L, 10L);
    assertThat(shown()).containsExactly(7L, 7L);
  }

  @Test
  void runOnce_countTooOldForTooLong_fallsToTheFloorAndComesBackWithTheCount() {
    rules(first(new Share(0, 10_000, 0, 4, Long.MAX_VALUE)));
    trust(Duration.ofHours(1), Duration.ofMinutes(30));
    counted(TEA, 10);
    run();
    world.clock.advance(Duration.ofMinutes(61));
    run();
    List<Long> grace = shown();
    world.clock.advance(Duration.ofMinutes(30));
    run();
    List<Long> over = shown();
    counted(TEA, 10);
    run();

    assertThat(grace).containsExactly(10L, 10L);
    assertThat(over).containsExactly(4L, 0L);
    assertThat(shown()).containsExactly(10L, 10L);
  }

  @Test
  void runOnce_floorAboveTheStock_raisesNothing() {
    rules(first(new Share(0, 10_000, 0, 40, Long.MAX_VALUE)));
    trust(Duration.ofHours(1), Duration.ZERO);
    counted(TEA, 10);
    run();
    world.clock.advance(Duration.ofMinutes(61));
    run();

    assertThat(shown(world.shop, "tea-1")).isEqualTo(10);
  }

  @Test
  void runOnce_documentOfUnknownFate_makesTheCountAge() {
    trust(Duration.ofHours(1), Duration.ZERO);
    counted(TEA, 10);
    run();
    world.erp.next.add(FakeErp.Next.UNKNOWN_AFTER_COMMIT);
    world.dispatched(Orders.ticket(world.shop.shop(), "T1", line("1", "tea", 2, 100)).build());
    world.clock.advance(Duration.ofMinutes(61));
    world.counts(Policy.ADOPT).run(List.of(TEA));
    run();

    assertThat(shown()).containsExactly(0L, 0L);
  }

  @Test
  void runOnce_killedAtAnyPointInADividedPool_endsWithTheRightLevels() {
    half();
    world.stock(TEA, 10);
    run();
    world.stock(TEA, 10);
    rules(first(Share.ofRatio(3_000)), second(Share.ofRatio(7_000)));
    CrashRun.untilThrough(world.crash, this::run);
    world.clock.advance(MINUTE);
    run();

    assertThat(shown()).containsExactly(6L, 14L);
    assertThat(world.query("SELECT item FROM heliu_listing WHERE flight_quantity >= 0", 1))
        .isEmpty();
  }
}
