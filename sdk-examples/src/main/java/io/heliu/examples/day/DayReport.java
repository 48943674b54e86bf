package io.heliu.examples.day;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.reconcile.MatchResult;
import io.heliu.report.Figure;
import io.heliu.report.Kpi;
import io.heliu.report.Language;
import io.heliu.report.Period;
import io.heliu.report.ReconciledOrders;
import io.heliu.report.Report;
import io.heliu.report.ReportInput;
import io.heliu.report.ReportOptions;
import io.heliu.report.SalesReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The owner's report on the online shops, and how much of its money is reconciled. */
final class DayReport {
  private static final int BASIS_POINTS = 4;
  private static final Set<Planted.Kind> NOT_MATCHED =
      Set.of(Planted.Kind.NO_MONEY, Planted.Kind.OTHER_AMOUNT);

  private final Story story;
  private final Host host;
  private final Map<String, Money> costs;
  private final List<ReconciledOrders> reconciled = new ArrayList<>();
  private long expected;
  private long all;

  /**
   * Starts a report.
   *
   * @param costs what a unit of each SKU costs
   */
  DayReport(Story story, Host host, Map<String, Money> costs) {
    this.story = story;
    this.host = host;
    this.costs = costs;
  }

  /** Takes in what a provider's statement was matched with, beside what must have been matched. */
  void add(MatchResult result, Planted planted) {
    reconciled.add(ReconciledOrders.of(result));
    for (Story.Trade trade : story.trades(planted.shops())) {
      Planted.Kind wrong = planted.byNumber().get(trade.tid());
      all += trade.paid().minor();
      expected += wrong != null && NOT_MATCHED.contains(wrong) ? 0 : trade.paid().minor();
    }
  }

  /** What orders and goods are worth and whose they are. */
  private final class Known implements SalesReader.Facts {
    @Override
    public Money cost(Sku sku, long units) {
      return costs.getOrDefault(sku.code(), Money.zero(Money.CNY)).times(units);
    }

    @Override
    public @Nullable String customer(ChannelOrder order) {
      return host.orders().customerOf(order.shop(), order.number()).orElse(null);
    }

    @Override
    public boolean isReconciled(ChannelOrder order) {
      return reconciled.stream().anyMatch(one -> one.contains(order.shop(), order.number()));
    }
  }

  /** Writes the report's files; returns which share of the paid money is reconciled. */
  BigDecimal write(Path directory) throws IOException {
    Period period = Period.of(story.date(), story.date());
    List<ShopId> shops = Story.onlineShops();
    SalesReader.Reading read =
        SalesReader.of(host.orders(), host.catalog(), new Known()).read(shops, period);
    Report report =
        Report.of(
            ReportInput.of(period, Money.CNY, read.sales()),
            ReportOptions.standard("FoodMart", story.date()));
    report.writeHtml(directory.resolve("report.html"), Language.ENGLISH);
    report.writeCsv(Files.createDirectories(directory.resolve("report")));
    Figure paid = report.kpis().get(Kpi.PAID_GMV);
    return Optional.ofNullable(paid.reconciledShare())
        .map(share -> share.toDecimal(BASIS_POINTS))
        .orElse(BigDecimal.ZERO);
  }

  /** Returns the share that must be reconciled, by the story and what was planted. */
  BigDecimal expected() {
    return all == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(expected)
            .divide(BigDecimal.valueOf(all), BASIS_POINTS, RoundingMode.HALF_UP);
  }
}
