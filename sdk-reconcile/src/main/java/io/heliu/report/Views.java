package io.heliu.report;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The four views of the page: what each role looks at first. */
final class Views {
  private static final int CHART_ROWS = 8;
  private static final int TABLE_ROWS = 15;

  private final Html html;
  private final Report report;
  private final List<Chart> charts;
  private final Cards cards;
  private final Tables tables;
  private final ChannelProfit days;
  private final ChannelProfit channels;
  private final Set<String> topProducts;

  Views(Html html, Report report, List<Chart> charts) {
    this.html = html;
    this.report = report;
    this.charts = charts;
    cards = new Cards(html, report);
    tables = new Tables(html);
    days = report.profit(Dimension.DAY);
    channels = report.profit(Dimension.CHANNEL);
    topProducts = top(Dimension.PRODUCT);
  }

  void owner() {
    open("owner");
    cards.open();
    cards.figure(Kpi.GMV);
    cards.figure(Kpi.NET_SALES);
    cards.figure(Kpi.GROSS_PROFIT);
    cards.figure(Kpi.CHANNEL_MARGIN);
    cards.receivables();
    cards.figure(Kpi.AUTO_MATCH_AMOUNT_RATE);
    cards.close();
    html.raw("<div class=\"grid wide\">\n");
    chart("trend", trend());
    chart("byChannel", profits("byChannel", sorted(channels.rows()), Dimension.CHANNEL));
    html.raw("</div>\n");
    tables.profit("table.channels", sorted(channels.rows()), channels.total(), Dimension.CHANNEL);
    close();
  }

  void sales() {
    open("sales");
    cards.open();
    cards.figure(Kpi.PAID_GMV);
    cards.figure(Kpi.ORDERS_PAID);
    cards.figure(Kpi.AVERAGE_ORDER_VALUE);
    cards.figure(Kpi.AVERAGE_CUSTOMER_VALUE);
    cards.figure(Kpi.REPURCHASE_RATE);
    cards.figure(Kpi.REFUND_RATE);
    cards.close();
    ChannelProfit products = grouped(topProducts, Dimension.PRODUCT);
    ChannelProfit regions = grouped(top(Dimension.REGION), Dimension.REGION);
    html.raw("<div class=\"grid\">\n");
    chart("byProduct", sales("byProduct", products, Dimension.PRODUCT));
    chart("byRegion", sales("byRegion", regions, Dimension.REGION));
    html.raw("</div>\n");
    tables.sales("table.products", products, Dimension.PRODUCT);
    tables.sales("table.regions", regions, Dimension.REGION);
    close();
  }

  void operations() {
    open("operations");
    cards.open();
    cards.units(days.total());
    cards.figure(Kpi.STOCK_TURNOVER);
    cards.figure(Kpi.TURNOVER_DAYS);
    cards.figure(Kpi.REFUND_RATE);
    cards.close();
    ChannelProfit products = grouped(topProducts, Dimension.PRODUCT);
    html.raw("<div class=\"grid\">\n");
    chart("stock", stock());
    chart("refunds", refunds(products));
    html.raw("</div>\n");
    tables.goods("table.goods", products);
    tables.stock(report.input().stock(), report.kpis().stockBasis());
    close();
  }

  void finance() {
    open("finance");
    cards.open();
    cards.figure(Kpi.NET_SALES);
    cards.figure(Kpi.GROSS_PROFIT);
    cards.receivables();
    cards.overdue();
    cards.figure(Kpi.AUTO_MATCH_RATE);
    cards.figure(Kpi.AUTO_MATCH_AMOUNT_RATE);
    cards.close();
    html.raw("<div class=\"grid\">\n");
    chart("bridge", bridge(days.total().profit()));
    chart("aging", aging(report.aging()));
    html.raw("</div>\n");
    tables.aging(report.aging());
    tables.findings(report.refundFindings());
    ChannelProfit detail = grouped(topProducts, Dimension.CHANNEL, Dimension.PRODUCT);
    tables.profit(
        "table.detail",
        sortedGroups(detail.rows()),
        detail.total(),
        Dimension.CHANNEL,
        Dimension.PRODUCT);
    close();
  }

  private void open(String view) {
    html.raw("<section class=\"view\" id=\"" + view + "\" role=\"tabpanel\"")
        .raw(" aria-labelledby=\"tab-" + view + "\">\n<h2 class=\"print-only\">")
        .label("view." + view)
        .raw("</h2>\n");
  }

  private void close() {
    html.raw("</section>\n");
  }

  private void chart(String title, Chart chart) {
    html.raw("<figure class=\"panel\"><figcaption>").label("chart." + title).raw("</figcaption>");
    if (chart.isEmpty()) {
      html.raw("<p class=\"empty\">").label("empty").raw("</p>");
    } else {
      int height = chart.isRows() ? Math.max(260, 60 + 34 * chart.size()) : 300;
      html.raw("<div class=\"canvas\" style=\"--height:" + height + "px\">")
          .raw("<canvas role=\"img\"")
          .raw(" data-chart=\"" + chart.id() + "\"></canvas></div>");
      charts.add(chart);
    }
    html.raw("</figure>\n");
  }

  private Chart trend() {
    Chart chart = new Chart("trend", Chart.Kind.BAR);
    if (days.rows().isEmpty()) {
      return chart;
    }
    for (ChannelProfit.Row row : days.rows()) {
      chart.category(row.key().get(0));
    }
    return chart
        .series("grossProfit", Chart.Kind.LINE, 1, amounts(days.rows(), Profit::grossProfit))
        .series("netSales", Chart.Kind.BAR, 0, amounts(days.rows(), Profit::netSales));
  }

  private Chart profits(String id, List<ChannelProfit.Row> rows, Dimension dimension) {
    Chart chart = new Chart(id, Chart.Kind.ROWS);
    categories(chart, rows, dimension);
    return chart
        .series("netSales", Chart.Kind.ROWS, 0, amounts(rows, Profit::netSales))
        .series("grossProfit", Chart.Kind.ROWS, 1, amounts(rows, Profit::grossProfit));
  }

  private Chart sales(String id, ChannelProfit profit, Dimension dimension) {
    Chart chart = new Chart(id, Chart.Kind.ROWS);
    List<ChannelProfit.Row> rows = first(sorted(profit.rows()));
    categories(chart, rows, dimension);
    return chart.series("netSales", Chart.Kind.ROWS, 0, amounts(rows, Profit::netSales));
  }

  private Chart refunds(ChannelProfit products) {
    Chart chart = new Chart("refunds", Chart.Kind.ROWS);
    List<ChannelProfit.Row> rows =
        first(
            products.rows().stream()
                .filter(row -> !row.profit().refunds().isZero())
                .sorted(
                    Comparator.comparing((ChannelProfit.Row r) -> r.profit().refunds()).reversed())
                .toList());
    categories(chart, rows, Dimension.PRODUCT);
    return chart.series("refunds", Chart.Kind.ROWS, 3, amounts(rows, Profit::refunds));
  }

  private Chart stock() {
    Chart chart = new Chart("stock", Chart.Kind.LINE);
    List<StockValue> values = Tables.byDay(report.input().stock());
    values.forEach(value -> chart.category(value.day().toString()));
    return chart.series(
        "stockAtCost", Chart.Kind.LINE, 0, values.stream().map(StockValue::atCost).toList());
  }

  private Chart bridge(Profit profit) {
    Chart chart = new Chart("bridge", Chart.Kind.ROWS);
    if (days.rows().isEmpty()) {
      return chart;
    }
    List<Money> from = new ArrayList<>();
    List<Money> amounts = new ArrayList<>();
    Money level = Money.zero(report.input().currency());
    for (Tables.Component component : Tables.COMPONENTS) {
      chart.labelled(component.label());
      from.add(component.sign() > 0 ? Money.zero(level.currency()) : level);
      amounts.add(component.signed(profit));
      level = from.get(from.size() - 1).plus(component.signed(profit));
    }
    return chart.steps("amount", from, amounts);
  }

  private static Chart aging(Aging aging) {
    Chart chart = new Chart("aging", Chart.Kind.BAR);
    if (aging.rows().isEmpty()) {
      return chart;
    }
    for (int i = 0; i < aging.buckets().size(); i++) {
      if (i == 0) {
        chart.labelled(Tables.notDue(aging));
      } else {
        chart.category(Tables.bucket(aging, i));
      }
    }
    return chart.series("balance", Chart.Kind.BAR, 0, aging.total().amounts());
  }

  private void categories(Chart chart, List<ChannelProfit.Row> rows, Dimension dimension) {
    for (ChannelProfit.Row row : rows) {
      String value = row.key().get(0);
      String key = html.keyOf(dimension, value);
      if (key == null) {
        chart.category(value);
      } else {
        chart.labelled(key);
      }
    }
  }

  private static List<Money> amounts(List<ChannelProfit.Row> rows, Function<Profit, Money> amount) {
    return rows.stream().map(ChannelProfit.Row::profit).map(amount).toList();
  }

  /** Returns the values of a dimension with the highest net sales. */
  private Set<String> top(Dimension dimension) {
    Set<String> values = new HashSet<>();
    sorted(report.profit(dimension).rows()).stream()
        .limit(TABLE_ROWS)
        .forEach(row -> values.add(row.key().get(0)));
    return values;
  }

  /** Breaks down by dimensions, the last one with all values but these put together. */
  private ChannelProfit grouped(Set<String> values, Dimension... dimensions) {
    List<Function<Booking, String>> keys = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      keys.add(dimension::of);
    }
    Dimension last = dimensions[dimensions.length - 1];
    keys.set(
        dimensions.length - 1,
        booking -> values.contains(last.of(booking)) ? last.of(booking) : Labels.OTHERS);
    return ChannelProfit.of(
        report.bookings(), report.input().currency(), List.of(dimensions), keys);
  }

  /** Sorts the groups of two dimensions, and the rows in each, with its subtotal behind them. */
  private static List<ChannelProfit.Row> sortedGroups(List<ChannelProfit.Row> rows) {
    List<ChannelProfit.Row> result = new ArrayList<>();
    for (ChannelProfit.Row group :
        sorted(rows.stream().filter(row -> row.key().size() == 1).toList())) {
      result.addAll(
          sorted(
              rows.stream()
                  .filter(row -> row.key().size() == 2)
                  .filter(row -> row.key().get(0).equals(group.key().get(0)))
                  .toList()));
      result.add(group);
    }
    return result;
  }

  private static String last(ChannelProfit.Row row) {
    return row.key().get(row.key().size() - 1);
  }

  /** Sorts by net sales, the highest first, what is put together last. */
  static List<ChannelProfit.Row> sorted(List<ChannelProfit.Row> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparing((ChannelProfit.Row row) -> last(row).equals(Labels.OTHERS))
                .thenComparing(row -> row.profit().netSales(), Comparator.reverseOrder())
                .thenComparing(Views::last))
        .toList();
  }

  private static List<ChannelProfit.Row> first(List<ChannelProfit.Row> rows) {
    return rows.stream()
        .filter(row -> !row.key().get(0).equals(Labels.OTHERS))
        .limit(CHART_ROWS)
        .toList();
  }
}
