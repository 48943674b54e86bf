package io.heliu.examples.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.examples.day.story.Finding;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.Planted;
import io.heliu.examples.day.story.Story;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    Story story = new Story(data, DATE, 300, 42);
    Planted planted = new Planted(story, Set.of(Story.TAOBAO, Story.TMALL), "29", 42);

    assertThat(planted.byNumber().values()).containsOnly(Planted.Kind.values());
    assertThat(planted.byNumber()).hasSize(3 * Planted.Kind.values().length);
  }

  @Test
  void planted_foundUnderAnotherReason_doesNotCount() {
    Story story = new Story(data, DATE, 300, 42);
    Planted planted = new Planted(story, Set.of(Story.WECHAT), "39", 42);
    List<Finding> right = new ArrayList<>();
    List<Finding> wrong = new ArrayList<>();
    planted
        .byNumber()
        .forEach(
            (number, kind) -> {
              right.add(new Finding("LEFT", number, kind.reason(), Money.fen(1), ""));
              wrong.add(new Finding("LEFT", number, "SOMETHING", Money.fen(1), ""));
            });

    assertThat(planted.found(right)).isEqualTo(planted.byNumber().size());
    assertThat(planted.found(wrong)).isZero();
    assertThat(planted.falseFindings(wrong)).isZero();
    assertThat(planted.falseFindings(List.of(new Finding("LEFT", "1", "X", Money.fen(1), ""))))
        .isOne();
  }

  @Test
  void story_companies_shareTheShopsBetweenThem() {
    Story story = new Story(data, DATE, 300, 42);
    Set<ShopId> both = new HashSet<>(story.shopsOf(Story.Company.EAST));
    both.addAll(story.shopsOf(Story.Company.WEST));

    assertThat(both).hasSize(Story.onlineShops().size() + story.counters().size());
    assertThat(story.shopsOf(Story.Company.WEST)).hasSize(3).contains(Story.WECHAT, Story.MINI);
    assertThat(story.trades().stream().map(Story.Trade::shop))
        .contains(Story.onlineShops().toArray(new ShopId[0]));
  }

  private static final List<String> FIGURES =
      List.of(
          "orders.source",
          "orders.stored",
          "orders.dispatched",
          "orders.held",
          "orders.closed",
          "messages.sent",
          "messages.taken",
          "hints.waiting",
          "mini.left",
          "mini.told",
          "mini.toldOfNothing",
          "mini.refunds",
          "mini.refundsBilled",
          "tickets.pushed",
          "tickets.acknowledged",
          "pushes.forged",
          "pushes.refused",
          "afterSales.asked",
          "afterSales.done",
          "afterSales.open",
          "afterSales.missed",
          "afterSales.neverLeft",
          "afterSales.beforeShipment",
          "afterSales.toKeep",
          "afterSales.moneyOnly",
          "afterSales.calledOff",
          "afterSales.withdrawn",
          "afterSales.toReturn",
          "afterSales.returned",
          "afterSales.toExchange",
          "afterSales.exchanged",
          "afterSales.sentAgain",
          "afterSales.takenBack",
          "afterSales.fenPaid",
          "afterSales.fenBooked",
          "afterSales.fenBilled",
          "erp.cancelled",
          "erp.returns",
          "report.reconciledShare",
          "report.expectedShare",
          "identity.people",
          "identity.customers",
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
          "stock.changes",
          "stock.changesFound",
          "stock.counterShort",
          "stock.counterOversold",
          "faults.switches",
          "faults.met",
          "stock.misshown");

  private static Summary zeros() {
    Summary summary = new Summary();
    FIGURES.forEach(name -> summary.put(name, 0));
    return summary;
  }

  @Test
  void bars_lostOrder_isMissed() {
    Summary summary = zeros();
    assertThat(Bars.missed(summary)).isEmpty();

    summary.put("orders.source", 1);

    assertThat(Bars.missed(summary)).containsExactly("orders.stored is 0, orders.source 1");
  }

  static List<String> refundsAndMiniProgram() {
    return FIGURES.stream()
        .filter(name -> name.startsWith("afterSales.") || name.startsWith("mini."))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refundsAndMiniProgram")
  void bars_figureOfOneSideOnly_isMissed(String name) {
    Summary summary = zeros();

    summary.put(name, 1);

    assertThat(Bars.missed(summary)).isNotEmpty();
  }
}
