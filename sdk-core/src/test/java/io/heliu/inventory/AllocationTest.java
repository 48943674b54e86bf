package io.heliu.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.inventory.Allocation.Rule;
import io.heliu.inventory.Allocation.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** How a pool's room is divided. */
final class AllocationTest {
  private static final Instant NOW = Instant.parse("2026-11-11T04:00:00Z");
  private static final Sku TEA = new Sku("TEA");
  private static final Location EAST = new Location("EAST");
  private static final Location WEST = new Location("WEST");
  private static final ShopId A = new ShopId("fake", "a");
  private static final ShopId B = new ShopId("fake", "b");
  private static final ShopId C = new ShopId("fake", "c");

  private static Allocation of(Rule... rules) {
    return new Allocation(
        Map.of(A, List.of(EAST), B, List.of(EAST), C, List.of(EAST)), List.of(rules));
  }

  private static Share quota(long quota, int ratio) {
    return new Share(quota, ratio, 0, 0, Long.MAX_VALUE);
  }

  private static Map<ShopId, Long> divide(Allocation allocation, long room) {
    return allocation.divide(A, TEA, NOW, room, Map.of());
  }

  private static Map<ShopId, Long> units(long a, long b, long c) {
    return new TreeMap<>(Map.of(A, a, B, b, C, c));
  }

  @Test
  void divide_withoutRules_givesEveryShopAllOfThePool() {
    assertThat(divide(of(), 10)).isEqualTo(units(10, 10, 10));
  }

  @Test
  void divide_negativeRoom_givesNothing() {
    assertThat(divide(of(), -3)).isEqualTo(units(0, 0, 0));
  }

  @Test
  void divide_exclusiveQuota_isTakenOffWhatTheOthersShare() {
    Allocation allocation = of(Rule.of(A, quota(4, Share.WHOLE)));

    assertThat(divide(allocation, 10)).isEqualTo(units(10, 6, 6));
  }

  @Test
  void divide_quotaOfAShopWithoutAccessToTheSharedRoom_isAllItGets() {
    Allocation allocation = of(Rule.of(A, quota(4, 0)));

    assertThat(divide(allocation, 10)).isEqualTo(units(4, 6, 6));
  }

  @Test
  void divide_quotaThatOpenOrdersHoldPartOf_isTheRest() {
    Allocation allocation = of(Rule.of(A, quota(4, 0)));

    assertThat(allocation.divide(A, TEA, NOW, 10, Map.of(A, 3L))).isEqualTo(units(1, 9, 9));
  }

  @Test
  void divide_quotaLoweredBelowWhatIsHeld_givesNothingExclusive() {
    Allocation allocation = of(Rule.of(A, quota(2, 0)));

    assertThat(allocation.divide(A, TEA, NOW, 10, Map.of(A, 3L))).isEqualTo(units(0, 10, 10));
  }

  @Test
  void divide_quotasBeyondTheRoomOfASharedPool_eachSeesItsOwnUpToAllOfIt() {
    Allocation allocation =
        of(Rule.of(A, quota(8, Share.WHOLE)), Rule.of(B, quota(9, Share.WHOLE)));

    assertThat(divide(allocation, 6)).isEqualTo(units(6, 6, 0));
  }

  @Test
  void divide_quotasBeyondTheRoomOfADividedPool_areCutInProportion() {
    Allocation allocation =
        of(Rule.of(A, quota(8, 0)), Rule.of(B, quota(4, 0)), Rule.of(C, Share.ofRatio(10_000)));

    assertThat(divide(allocation, 6)).isEqualTo(units(4, 2, 0));
  }

  @Test
  void divide_ratios_givePartsOfTheSharedRoom() {
    Allocation allocation =
        of(
            Rule.of(A, Share.ofRatio(5_000)),
            Rule.of(B, Share.ofRatio(3_000)),
            Rule.of(C, Share.ofRatio(1_000)));

    assertThat(divide(allocation, 1_000)).isEqualTo(units(500, 300, 100));
  }

  @Test
  void divide_ratiosThatDoNotComeOutEven_giveEveryUnitToSomebody() {
    Allocation allocation =
        of(
            Rule.of(A, Share.ofRatio(3_334)),
            Rule.of(B, Share.ofRatio(3_333)),
            Rule.of(C, Share.ofRatio(3_333)));

    assertThat(divide(allocation, 1)).isEqualTo(units(1, 0, 0));
    assertThat(divide(allocation, 5)).isEqualTo(units(2, 2, 1));
  }

  @Test
  void divide_largestQuantities_doesNotOverflow() {
    Allocation allocation =
        of(
            Rule.of(A, Share.ofRatio(9_999)),
            Rule.of(B, Share.ofRatio(1)),
            Rule.of(C, Share.ofRatio(0)));
    long room = 4_000_000_000_000_000_000L;

    assertThat(divide(allocation, room))
        .isEqualTo(units(3_999_600_000_000_000_000L, 400_000_000_000_000L, 0));
  }

  @Test
  void divide_bufferAndCap_limitWhatIsShown() {
    Allocation allocation =
        of(
            Rule.of(A, new Share(0, 10_000, 3, 0, Long.MAX_VALUE)),
            Rule.of(B, new Share(0, 10_000, 0, 0, 4)));

    assertThat(divide(allocation, 10)).isEqualTo(units(7, 4, 10));
  }

  @Test
  void divide_bufferAboveTheRoom_showsNothing() {
    Allocation allocation = of(Rule.of(A, new Share(0, 10_000, 30, 0, Long.MAX_VALUE)));

    assertThat(divide(allocation, 10)).isEqualTo(units(0, 10, 10));
  }

  @Test
  void share_ruleOfTheSku_countsBeforeTheRuleOfTheShop() {
    Allocation allocation =
        of(
            Rule.of(A, Share.ofRatio(100)),
            new Rule(A, TEA, Share.ofRatio(200), null, null),
            new Rule(A, null, Share.ofRatio(300), NOW, null));

    assertThat(allocation.share(A, TEA, NOW).ratio()).isEqualTo(200);
    assertThat(allocation.share(A, new Sku("CUP"), NOW).ratio()).isEqualTo(300);
  }

  @Test
  void share_ruleWithTimes_holdsFromItsBeginningUntilBeforeItsEnd() {
    Instant end = NOW.plusSeconds(60);
    Allocation allocation =
        of(Rule.of(A, Share.ofRatio(100)), new Rule(A, null, Share.ofRatio(7), NOW, end));

    assertThat(allocation.share(A, TEA, NOW.minusNanos(1)).ratio()).isEqualTo(100);
    assertThat(allocation.share(A, TEA, NOW).ratio()).isEqualTo(7);
    assertThat(allocation.share(A, TEA, end).ratio()).isEqualTo(100);
  }

  @Test
  void pool_shopsWithTheSameLocations_areTogether() {
    Allocation allocation =
        Allocation.shared(Map.of(A, List.of(EAST, WEST), B, List.of(WEST, EAST), C, List.of(EAST)));

    assertThat(allocation.pool(A)).containsExactly(A, B);
    assertThat(allocation.pool(C)).containsExactly(C);
    assertThat(allocation.pool(new ShopId("fake", "d"))).isEmpty();
  }

  @Test
  void new_dividedShopThatSharesOnlySomeLocations_isRefused() {
    Map<ShopId, List<Location>> locations = Map.of(A, List.of(EAST, WEST), B, List.of(EAST));

    assertThatThrownBy(() -> new Allocation(locations, List.of(Rule.of(A, Share.ofRatio(5_000)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rules: fake:a shares only some locations with fake:b");
  }

  @Test
  void new_brokenComponents_areRefusedByName() {
    assertThatThrownBy(() -> Share.ofRatio(10_001)).hasMessageStartingWith("ratio: ");
    assertThatThrownBy(() -> quota(-1, 0)).hasMessageStartingWith("quota: ");
    assertThatThrownBy(() -> new Share(0, 0, -1, 0, 0)).hasMessageStartingWith("buffer: ");
    assertThatThrownBy(() -> new Share(0, 0, 0, -1, 0)).hasMessageStartingWith("floor: ");
    assertThatThrownBy(() -> new Share(0, 0, 0, 0, -1)).hasMessageStartingWith("cap: ");
    assertThatThrownBy(() -> new Rule(A, null, Share.ALL, NOW, NOW))
        .hasMessageStartingWith("until: ");
    assertThatThrownBy(() -> Allocation.shared(Map.of(A, List.of())))
        .hasMessageStartingWith("locations: ");
    assertThatThrownBy(() -> of(Rule.of(new ShopId("fake", "d"), Share.ALL)))
        .hasMessageStartingWith("rules: ");
    assertThatThrownBy(() -> of(Rule.of(A, Share.ALL), Rule.of(A, Share.ofRatio(1))))
        .hasMessageStartingWith("rules: ");
  }

  @RepeatedTest(200)
  void divide_dividedPool_neverGivesMoreThanTheRoom(RepetitionInfo run) {
    long seed = 7_000 + run.getCurrentRepetition();
    Random random = new Random(seed);
    List<Rule> rules = new ArrayList<>();
    Map<ShopId, Long> held = new HashMap<>();
    int left = Share.WHOLE;
    for (ShopId shop : List.of(A, B, C)) {
      int ratio = random.nextInt(left + 1);
      left -= ratio;
      rules.add(Rule.of(shop, quota(random.nextInt(40), ratio)));
      held.put(shop, (long) random.nextInt(30));
    }
    Allocation allocation = of(rules.toArray(Rule[]::new));
    long room = random.nextInt(100) - 10;
    Map<ShopId, Long> given = allocation.divide(A, TEA, NOW, room, held);

    assertThat(allocation.divided(A, TEA, NOW)).as("seed " + seed).isTrue();
    assertThat(given.values()).as("seed " + seed).allMatch(units -> units >= 0);
    assertThat(given.values().stream().mapToLong(Long::longValue).sum())
        .as("seed " + seed)
        .isLessThanOrEqualTo(Math.max(0, room));
  }

  private static Share any(Random random) {
    return new Share(
        random.nextInt(3) == 0 ? 0 : random.nextInt(40),
        random.nextInt(5) == 0 ? Share.WHOLE : random.nextInt(Share.WHOLE + 1),
        random.nextInt(3) == 0 ? random.nextInt(9) : 0,
        random.nextInt(50),
        random.nextInt(4) == 0 ? random.nextInt(30) : Long.MAX_VALUE);
  }

  private static Balance anyCell(Random random) {
    return new Balance(
        TEA,
        EAST,
        random.nextInt(120) - 10,
        random.nextInt(40),
        random.nextInt(3) == 0 ? 0 : random.nextInt(60),
        random.nextInt(3) == 0 ? random.nextInt(20) : 0,
        1);
  }

  @RepeatedTest(300)
  void divide_anyPool_showsWhatTheRulesGiveAndTheLedgerAccepts(RepetitionInfo run) {
    long seed = 9_000L + run.getCurrentRepetition();
    Random random = new Random(seed);
    Map<ShopId, Share> shares = new TreeMap<>();
    Map<ShopId, Long> held = new HashMap<>();
    List<Rule> rules = new ArrayList<>();
    for (ShopId shop : List.of(A, B, C)) {
      shares.put(shop, any(random));
      rules.add(Rule.of(shop, shares.get(shop)));
      held.put(shop, (long) random.nextInt(30));
    }
    Balance cell = anyCell(random);
    Allocation allocation = of(rules.toArray(Rule[]::new));
    long accepted =
        Math.max(0, cell.onHand() - cell.reserved() + cell.oversellAllowance() - cell.buffer());
    Map<ShopId, Long> shown = allocation.divide(A, TEA, NOW, cell.sellable(), held);

    boolean divided = allocation.divided(A, TEA, NOW);
    Map<ShopId, Long> exclusive = new HashMap<>();
    shares.forEach(
        (shop, one) -> exclusive.put(shop, Math.max(0, one.quota() - held.getOrDefault(shop, 0L))));
    long all = exclusive.values().stream().mapToLong(Long::longValue).sum();
    long common = Math.max(0, accepted - all);
    shares.forEach(
        (shop, one) -> {
          String what = "seed " + seed + " shop " + shop;
          long own = exclusive.getOrDefault(shop, 0L);
          long gets = Math.min(accepted, own + common * one.ratio() / Share.WHOLE);
          assertThat(shown.get(shop)).as(what).isBetween(0L, Math.min(accepted, one.cap()));
          if (!divided) {
            assertThat(shown.get(shop)).as(what).isEqualTo(one.shown(gets));
          } else if (all <= accepted) {
            assertThat(shown.get(shop)).as(what).isBetween(one.shown(gets), one.shown(gets + 1));
          } else {
            long part = own * accepted / all;
            assertThat(shown.get(shop)).as(what).isBetween(one.shown(part), one.shown(part + 1));
          }
        });
  }
}
