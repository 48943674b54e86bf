package io.heliu.examples.day.host;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.RefundSource;
import io.heliu.channel.StatementLine;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Receivable;
import io.heliu.examples.day.story.Planted;
import io.heliu.examples.day.story.Story;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.RefundCase;
import io.heliu.reconcile.MatchResult;
import io.heliu.report.AutoMatch;
import io.heliu.report.Figure;
import io.heliu.report.Kpi;
import io.heliu.report.Language;
import io.heliu.report.Period;
import io.heliu.report.Receivables;
import io.heliu.report.ReconciledOrders;
import io.heliu.report.Refund;
import io.heliu.report.Report;
import io.heliu.report.ReportInput;
import io.heliu.report.ReportOptions;
import io.heliu.report.Sale;
import io.heliu.report.SalesReader;
import io.heliu.report.StockValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The owner's report on all shops and counters, and how much of its money is reconciled. */
public final class DayReport {
  private static final int BASIS_POINTS = 4;
  private static final int ALL = 1_000_000;
  private static final Set<Planted.Kind> NOT_MATCHED =
      Set.of(Planted.Kind.NO_MONEY, Planted.Kind.OTHER_AMOUNT);

  private final Story story;
  private final Host host;
  private final Map<String, Money> costs;
  private final Money openingStock;
  private final List<ReconciledOrders> reconciled = new ArrayList<>();
  private final Map<String, Money> fees = new HashMap<>();
  private AutoMatch autoMatch =
      new AutoMatch(List.of(), List.of(), Money.zero(Money.CNY), Money.zero(Money.CNY));
  private long expected;
  private long all;

  /**
   * Starts a report.
   *
   * @param costs what a unit of each SKU costs
   * @param openingStock what the stock cost that was there in the morning
   */
  public DayReport(Story story, Host host, Map<String, Money> costs, Money openingStock) {
    this.story = story;
    this.host = host;
    this.costs = costs;
    this.openingStock = openingStock;
    for (Story.Ticket ticket : story.tickets()) {
      ticket.items().forEach(item -> all += listed(item.amount(), item.units()));
    }
  }

  /** Returns what the units cost that a ledger has on hand. */
  public static Money atCost(Host host, Map<String, Money> costs) {
    return host.ledger().balances().stream()
        .map(
            one ->
                costs
                    .getOrDefault(one.sku().code(), Money.zero(Money.CNY))
                    .times(Math.max(0, one.onHand())))
        .reduce(Money.zero(Money.CNY), Money::plus);
  }

  /** Takes in what a provider's statement was matched with, beside what must have been matched. */
  public void add(MatchResult result, Planted planted, List<StatementLine> statement) {
    reconciled.add(ReconciledOrders.of(result));
    autoMatch = sum(autoMatch, AutoMatch.of(result, Money.CNY));
    for (StatementLine line : statement) {
      fees.merge(line.reference(), line.fee().negated(), Money::plus);
    }
    for (Story.Trade trade : story.trades(planted.shops())) {
      Planted.Kind wrong = planted.byNumber().get(trade.tid());
      long listed = 0;
      for (Story.TradeLine line : trade.lines()) {
        listed += listed(line.amount(), line.units());
      }
      all += listed;
      expected += wrong != null && NOT_MATCHED.contains(wrong) ? 0 : listed;
    }
  }

  /** Shops list whole fen for a unit, and orders count at what is listed. */
  private static long listed(Money amount, int units) {
    return amount.minor() / units * units;
  }

  private static AutoMatch sum(AutoMatch a, AutoMatch b) {
    List<String> matched = new ArrayList<>(a.matched());
    matched.addAll(b.matched());
    List<String> unmatched = new ArrayList<>(a.unmatched());
    unmatched.addAll(b.unmatched());
    return new AutoMatch(
        matched,
        unmatched,
        a.matchedAmount().plus(b.matchedAmount()),
        a.unmatchedAmount().plus(b.unmatchedAmount()));
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
      return DayReport.this.isReconciled(order.shop(), order.number());
    }

    @Override
    public String region(ChannelOrder order) {
      boolean online = Story.onlineShops().contains(order.shop());
      return online ? SalesReader.Facts.super.region(order) : story.regionOf(order.shop());
    }

    @Override
    public Sale.Costs costs(ChannelOrder order) {
      Money zero = Money.zero(Money.CNY);
      Money fee = fees.getOrDefault(order.number(), zero);
      return new Sale.Costs(zero, fee, zero, zero, zero);
    }
  }

  private boolean isReconciled(ShopId shop, String number) {
    return reconciled.stream().anyMatch(one -> one.contains(shop, number));
  }

  /** Returns the refunds that were paid, shared out to the lines of their orders. */
  private List<Refund> refunds(List<Sale> sales) {
    Map<Order.Source, Sale> byOrder = new HashMap<>();
    sales.forEach(sale -> byOrder.put(new Order.Source(sale.shop(), sale.number()), sale));
    List<Refund> refunds = new ArrayList<>();
    for (ShopId shop : Story.onlineShops()) {
      for (RefundCase told : host.refundBook().list(null, shop, null, ALL)) {
        RefundSource.Refund refund = told.refund();
        Sale sale = byOrder.get(new Order.Source(shop, refund.orderNumber()));
        if (sale != null && refund.state() == RefundSource.State.PAID) {
          boolean known = isReconciled(shop, refund.orderNumber());
          refunds.addAll(
              Refund.ofOrder(sale, refund.id(), refund.amount(), bookedAt(refund), known));
        }
      }
    }
    return refunds;
  }

  /** Returns when money went back; the time of the version where the shop does not tell it. */
  static Instant bookedAt(RefundSource.Refund refund) {
    return Objects.requireNonNullElse(refund.completedAt(), refund.modifiedAt());
  }

  /** Returns what the ERPs are still owed before the day's receipts are posted. */
  private Receivables receivables() {
    List<Receivables.Item> items = new ArrayList<>();
    for (Story.Company company : Story.Company.values()) {
      @Nullable String cursor = null;
      do {
        String from = cursor;
        ErpFeeds.Slice<Receivable> slice =
            Steps.retry(() -> host.erp(company).erp().feeds().openReceivables(from));
        slice.rows().forEach(row -> items.add(item(company, row)));
        cursor = slice.nextCursor();
      } while (cursor != null);
    }
    return new Receivables(items, List.of());
  }

  private Receivables.Item item(Story.Company company, Receivable row) {
    Money paid = row.amount().minus(row.open());
    boolean known =
        Story.onlineShops().stream().anyMatch(shop -> isReconciled(shop, row.externalNumber()));
    return new Receivables.Item(
        company + "/" + row.planId(),
        row.customer(),
        row.date(),
        row.due(),
        row.amount(),
        paid.isZero() ? List.of() : List.of(new Receivables.Payment(row.date(), paid)),
        known);
  }

  /** Writes the report's files; returns which share of the paid money is reconciled. */
  public BigDecimal write(Path directory) throws IOException {
    Period period = Period.of(story.date(), story.date());
    List<ShopId> shops = new ArrayList<>();
    for (Story.Company company : Story.Company.values()) {
      shops.addAll(story.shopsOf(company));
    }
    SalesReader.Reading read =
        SalesReader.of(host.orders(), host.catalog(), new Known()).read(shops, period);
    Report report =
        Report.of(
            ReportInput.of(period, Money.CNY, read.sales())
                .withRefunds(refunds(read.sales()))
                .withReceivables(receivables())
                .withStock(
                    List.of(
                        new StockValue(story.date().minusDays(1), openingStock),
                        new StockValue(story.date(), atCost(host, costs))))
                .withAutoMatch(autoMatch)
                .withUncosted(read.unresolved()),
            ReportOptions.standard("FoodMart", story.date()));
    report.writeHtml(directory.resolve("report.html"), Language.ENGLISH);
    report.writeCsv(Files.createDirectories(directory.resolve("report")));
    Figure paid = report.kpis().get(Kpi.PAID_GMV);
    return Optional.ofNullable(paid.reconciledShare())
        .map(share -> share.toDecimal(BASIS_POINTS))
        .orElse(BigDecimal.ZERO);
  }

  /** Returns the share that must be reconciled, by the story and what was planted. */
  public BigDecimal expected() {
    return all == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(expected)
            .divide(BigDecimal.valueOf(all), BASIS_POINTS, RoundingMode.HALF_UP);
  }
}
