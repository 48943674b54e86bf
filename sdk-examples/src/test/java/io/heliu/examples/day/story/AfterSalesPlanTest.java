package io.heliu.examples.day.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which after-sales the story tells. */
class AfterSalesPlanTest {
  private static final LocalDate DATE = LocalDate.of(1997, 1, 1);
  private static final int SEEDS = 48;
  private static FoodMart data;

  @BeforeAll
  static void load() throws Exception {
    data = FoodMart.load();
  }

  private static Story story(int orders) {
    return story(orders, 42);
  }

  private static Story story(int orders, long seed) {
    return new Story(data, DATE, orders, seed);
  }

  private static List<Story.Trade> withAfterSale(Story story, ShopId... shops) {
    return story.trades(List.of(shops)).stream()
        .filter(trade -> trade.afterSale() != null)
        .toList();
  }

  private static Map<AfterSale.Kind, Integer> kinds(Story story, ShopId... shops) {
    Map<AfterSale.Kind, Integer> kinds = new TreeMap<>();
    for (Story.Trade trade : withAfterSale(story, shops)) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null) {
        kinds.merge(afterSale.kind(), 1, Integer::sum);
      }
    }
    return kinds;
  }

  /** The smallest is the day that is killed. */
  @ParameterizedTest
  @ValueSource(ints = {100, 300})
  void story_smallDayOfAnySeed_hasEveryKindThatTheShopsKnow(int orders) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Story story = story(orders, seed);

      assertThat(kinds(story, Story.TAOBAO, Story.TMALL))
          .as("seed %d", seed)
          .containsOnlyKeys(AfterSale.Kind.values());
      assertThat(kinds(story, Story.WECHAT))
          .as("WeChat, seed %d", seed)
          .containsOnlyKeys(
              AfterSale.Kind.WHOLE,
              AfterSale.Kind.LINE,
              AfterSale.Kind.PART,
              AfterSale.Kind.WITHDRAWN);
    }
  }

  @Test
  void story_smallDayOfAnySeed_hasRefundsInTheMiniProgramBeforeAndAfterTheGoodsLeave() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Story.Trade> some = withAfterSale(story(100, seed), Story.MINI);

      assertThat(some)
          .as("before, seed %d", seed)
          .anyMatch(trade -> isOf(trade, AfterSale.Kind.WHOLE) && isEarly(trade));
      assertThat(some)
          .as("after, seed %d", seed)
          .anyMatch(trade -> isOf(trade, AfterSale.Kind.LINE) && !isEarly(trade));
      assertThat(some).noneMatch(trade -> isOf(trade, AfterSale.Kind.EXCHANGE));
    }
  }

  private static boolean isOf(Story.Trade trade, AfterSale.Kind kind) {
    return Objects.requireNonNull(trade.afterSale()).kind() == kind;
  }

  private static boolean isEarly(Story.Trade trade) {
    return Objects.requireNonNull(trade.afterSale()).askedAt().isBefore(soon(trade));
  }

  @Test
  void story_shopsOfASmallDay_haveTheirShareForAnySeed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Story story = story(100, seed);

      assertThat(story.trades()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(40);
      for (ShopId shop : Story.listingShops()) {
        assertThat(story.trades(List.of(shop))).as("%s, seed %d", shop, seed).hasSizeGreaterThan(9);
      }
      assertThat(story.trades(List.of(Story.MINI))).as("seed %d", seed).hasSizeGreaterThan(3);
      assertThat(story.trades()).isEqualTo(story(100, seed).trades());
    }
  }

  @Test
  void story_largeDay_hasDozensOfEveryKindBeforeAndAfterTheGoodsLeave() {
    Story story = story(3_000);
    Map<AfterSale.Kind, Integer> early = new TreeMap<>();
    for (Story.Trade trade : withAfterSale(story, Story.onlineShops().toArray(new ShopId[0]))) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null && afterSale.askedAt().isBefore(soon(trade))) {
        early.merge(afterSale.kind(), 1, Integer::sum);
      }
    }

    assertThat(kinds(story, Story.onlineShops().toArray(new ShopId[0])).values())
        .hasSize(AfterSale.Kind.values().length)
        .allMatch(count -> count >= 24);
    assertThat(early)
        .containsOnlyKeys(
            AfterSale.Kind.WHOLE,
            AfterSale.Kind.LINE,
            AfterSale.Kind.PART,
            AfterSale.Kind.WITHDRAWN);
  }

  private static Instant soon(Story.Trade trade) {
    return trade.paidAt().plus(Duration.ofMinutes(160));
  }

  @Test
  void story_afterSales_endOnTheDayAndAskForNoMoreThanWasPaid() {
    Story story = story(3_000);
    Instant midnight = DATE.plusDays(1).atStartOfDay(Story.CHINA).toInstant();
    Set<String> ids = new HashSet<>();
    Set<Boolean> others = new HashSet<>();
    for (Story.Trade trade : story.trades()) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale == null) {
        continue;
      }
      assertThat(afterSale.askedAt()).isAfter(trade.paidAt());
      assertThat(afterSale.endedAt()).isAfter(afterSale.askedAt()).isBefore(midnight);
      Money asked = Money.fen(0);
      for (AfterSale.Claim claim : afterSale.claims()) {
        assertThat(ids.add(claim.id())).isTrue();
        assertThat(trade.lines()).contains(claim.line());
        asked = asked.plus(claim.amount());
      }
      Story.TradeLine line = afterSale.claims().get(0).line();
      switch (afterSale.kind()) {
        case WHOLE -> assertThat(asked).isEqualTo(trade.paid());
        case LINE -> assertThat(asked).isEqualTo(line.amount()).isNotEqualTo(trade.paid());
        case PART -> assertThat(asked).isGreaterThan(Money.fen(0)).isLessThan(line.amount());
        case WITHDRAWN -> assertThat(asked).isEqualTo(line.amount());
        case EXCHANGE -> {
          assertThat(asked).isEqualTo(Money.fen(0));
          others.add(afterSale.claims().get(0).instead() == line.product());
        }
      }
    }
    assertThat(others).containsExactlyInAnyOrder(true, false);
  }
}
