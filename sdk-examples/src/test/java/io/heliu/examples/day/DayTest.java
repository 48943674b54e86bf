package io.heliu.examples.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The data of the day, and how it is told. */
class DayTest {
  private static final LocalDate DATE = LocalDate.of(1997, 1, 1);
  private static FoodMart data;

  @BeforeAll
  static void load() throws Exception {
    data = FoodMart.load();
  }

  @Test
  void foodMart_wholeYear_hasTheKnownSize() {
    List<FoodMart.Basket> year = data.baskets(DATE, 20_530);

    assertThat(year.stream().mapToLong(basket -> basket.items().size()).sum()).isEqualTo(86_837);
    assertThat(data.products()).hasSize(1_560).containsEntry(1, "Washington Berry Juice");
  }

  @Test
  void story_sameSeed_isTheSame() {
    Story one = new Story(data, DATE, 300, 42);
    Story other = new Story(data, DATE, 300, 42);

    assertThat(one.trades()).isEqualTo(other.trades());
    assertThat(one.tickets()).isEqualTo(other.tickets());
    assertThat(new Story(data, DATE, 300, 43).trades()).isNotEqualTo(one.trades());
  }

  @Test
  void story_orders_areAllThereWithNumbersOfTheirOwn() {
    Story story = new Story(data, DATE, 3_000, 42);
    Set<String> numbers = new HashSet<>();
    story.trades().forEach(trade -> numbers.add(trade.tid()));
    story.tickets().forEach(ticket -> numbers.add(ticket.store() + ticket.number()));

    assertThat(numbers).hasSize(3_000);
    assertThat(story.trades()).allSatisfy(trade -> assertThat(trade.tid()).hasSize(19));
    assertThat(story.counters()).hasSizeGreaterThan(2);
  }

  @Test
  void planted_discrepancies_areOfEveryKind() {
    Planted planted = new Planted(new Story(data, DATE, 300, 42), 42);

    assertThat(planted.byNumber().values()).containsOnly(Planted.Kind.values());
    assertThat(planted.byNumber()).hasSize(3 * Planted.Kind.values().length);
  }

  @Test
  void bars_lostOrder_isMissed() {
    Summary summary = new Summary();
    for (String name :
        List.of(
            "orders.source",
            "orders.stored",
            "orders.dispatched",
            "orders.held",
            "erp.documents",
            "erp.duplicates",
            "windows.total",
            "windows.proved",
            "statement.planted",
            "statement.plantedFound",
            "statement.falseExceptions",
            "receipts.queued",
            "receipts.posted",
            "shipments.missing",
            "stock.oversold",
            "stock.drift",
            "stock.misshown")) {
      summary.put(name, 0);
    }
    assertThat(Bars.missed(summary)).isEmpty();

    summary.put("orders.source", 1);

    assertThat(Bars.missed(summary)).containsExactly("orders.stored is 0, orders.source 1");
  }
}
