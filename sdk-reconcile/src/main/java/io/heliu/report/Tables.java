package io.heliu.report;

import io.heliu.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The tables under the charts. */
final class Tables {
  /** What a profit consists of, in the order of its formula. */
  static final List<Component> COMPONENTS =
      List.of(
          new Component("sales", 1, Profit::sales),
          new Component("refunds", -1, Profit::refunds),
          new Component("costOfGoods", -1, Profit::costOfGoods),
          new Component("channelFees", -1, Profit::channelFees),
          new Component("paymentFees", -1, Profit::paymentFees),
          new Component("freight", -1, Profit::freight),
          new Component("promotion", -1, Profit::promotion),
          new Component("advertising", -1, Profit::advertising),
          new Component("grossProfit", 1, Profit::grossProfit));

  private final Html html;

  Tables(Html html) {
    this.html = html;
  }

  /** A part of a profit: its label, its sign in the formula, and where it stands. */
  record Component(String label, int sign, Function<Profit, Money> amount) {
    Money signed(Profit profit) {
      return sign < 0 ? amount.apply(profit).negated() : amount.apply(profit);
    }
  }

  private record Column(String label, Function<ChannelProfit.Row, String> text) {
    static Column money(String label, Function<Profit, Money> amount) {
      return new Column(label, row -> Html.amount(amount.apply(row.profit())));
    }
  }

  private static final Column UNITS =
      new Column("units", row -> Html.grouped(BigDecimal.valueOf(row.units())));
  private static final Column NET_SALES = Column.money("netSales", Profit::netSales);
  private static final Column MARGIN =
      new Column("margin", row -> Html.percent(row.profit().margin()));
  private static final Column TRUST =
      new Column("reconciledShare", row -> Html.percent(row.reconciledShare()));

  void profit(
      String title,
      List<ChannelProfit.Row> rows,
      ChannelProfit.Row total,
      Dimension... dimensions) {
    List<Column> columns = new ArrayList<>(List.of(UNITS, NET_SALES));
    for (Component component : COMPONENTS.subList(2, COMPONENTS.size())) {
      columns.add(Column.money(component.label(), component.amount()));
    }
    columns.addAll(List.of(MARGIN, TRUST));
    rows(title, rows, total, columns, dimensions);
  }

  void sales(String title, ChannelProfit profit, Dimension dimension) {
    List<Column> columns =
        List.of(
            UNITS,
            Column.money("sales", Profit::sales),
            Column.money("refunds", Profit::refunds),
            NET_SALES,
            new Column(
                "shareOfSales",
                row ->
                    Html.percent(
                        Ratio.of(
                            row.profit().netSales().minor(),
                            profit.total().profit().netSales().minor()))),
            Column.money("grossProfit", Profit::grossProfit),
            MARGIN,
            TRUST);
    rows(title, Views.sorted(profit.rows()), profit.total(), columns, dimension);
  }

  void goods(String title, ChannelProfit profit) {
    List<Column> columns =
        List.of(
            UNITS,
            Column.money("sales", Profit::sales),
            Column.money("refunds", Profit::refunds),
            new Column(
                "refundsOfSales",
                row ->
                    Html.percent(
                        Ratio.of(row.profit().refunds().minor(), row.profit().sales().minor()))),
            Column.money("costOfGoods", Profit::costOfGoods),
            Column.money("freight", Profit::freight),
            TRUST);
    rows(title, Views.sorted(profit.rows()), profit.total(), columns, Dimension.PRODUCT);
  }

  private void rows(
      String title,
      List<ChannelProfit.Row> rows,
      ChannelProfit.Row total,
      List<Column> columns,
      Dimension... dimensions) {
    if (!open(title, rows.isEmpty())) {
      return;
    }
    for (Dimension dimension : dimensions) {
      html.raw("<th>").label("dimension." + dimension.name()).raw("</th>");
    }
    columns.forEach(column -> html.raw("<th class=\"n\">").label(column.label).raw("</th>"));
    html.raw("</tr></thead>\n<tbody>\n");
    for (ChannelProfit.Row row : rows) {
      boolean subtotal = row.key().size() < dimensions.length;
      html.raw(subtotal ? "<tr class=\"sub\">" : "<tr>");
      for (int i = 0; i < dimensions.length; i++) {
        html.raw("<td>");
        if (i < row.key().size()) {
          html.name(dimensions[i], row.key().get(i));
        } else if (i == row.key().size()) {
          html.label("subtotal");
        }
        html.raw("</td>");
      }
      cells(columns, row);
    }
    html.raw("</tbody>\n<tbody class=\"total\"><tr><td colspan=\"" + dimensions.length + "\">")
        .label("total")
        .raw("</td>");
    cells(columns, total);
    html.raw("</tbody></table></div></section>\n");
  }

  private void cells(List<Column> columns, ChannelProfit.Row row) {
    columns.forEach(column -> number(column.text.apply(row)));
    html.raw("</tr>\n");
  }

  private void number(String text) {
    boolean negative = text.startsWith("\u2212");
    html.raw(negative ? "<td class=\"n neg\">" : "<td class=\"n\">").text(text).raw("</td>");
  }

  void aging(Aging aging) {
    if (!open("table.aging", aging.rows().isEmpty() && aging.unmatched().isEmpty())) {
      return;
    }
    html.raw("<th>").label("customer").raw("</th><th>").label("kind").raw("</th>");
    for (int i = 0; i < aging.buckets().size(); i++) {
      html.raw("<th class=\"n\">");
      if (i == 0) {
        html.label(notDue(aging));
      } else {
        html.text(bucket(aging, i)).raw(" ").label("unit.days");
      }
      html.raw("</th>");
    }
    html.raw("<th class=\"n\">").label("balance").raw("</th><th class=\"n\">");
    html.label("futurePayments").raw("</th><th class=\"n\">").label("reconciledShare");
    html.raw("</th></tr></thead>\n<tbody>\n");
    group(aging.rows(), "total", aging.total());
    if (!aging.unmatched().isEmpty()) {
      html.raw("<tbody>\n");
      group(aging.unmatched(), "unmatchedTotal", aging.unmatchedTotal());
    }
    html.raw("</table></div></section>\n");
  }

  private void group(List<Aging.Row> rows, String label, Aging.Row total) {
    for (Aging.Row row : rows) {
      html.raw("<tr><td>").text(row.customer()).raw("</td><td>").label("kind." + row.kind());
      if (row.date() != null) {
        html.raw(" <small>").text(row.date().toString()).raw("</small>");
      }
      html.raw("</td>");
      cells(row);
    }
    html.raw("</tbody>\n<tbody class=\"total\"><tr><td colspan=\"2\">").label(label).raw("</td>");
    cells(total);
    html.raw("</tbody>");
  }

  private void cells(Aging.Row row) {
    row.amounts().forEach(amount -> number(amount.isZero() ? Html.NONE : Html.amount(amount)));
    number(Html.amount(row.balance()));
    number(row.futurePayments().isZero() ? Html.NONE : Html.amount(row.futurePayments()));
    number(Html.percent(row.reconciledShare()));
    html.raw("</tr>\n");
  }

  /** Shows refunds that do not fit, if there are any. */
  void findings(List<RefundFinding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    open("table.findings", false);
    html.raw("<th>").label("refund").raw("</th><th>").label("line").raw("</th><th>");
    html.label("reason").raw("</th><th class=\"n\">").label("amount");
    html.raw("</th></tr></thead>\n<tbody>\n");
    for (RefundFinding finding : findings) {
      Refund refund = finding.refund();
      html.raw("<tr><td>").text(refund.id()).raw("</td><td>").text(refund.lineId());
      html.raw("</td><td>").label("reason." + finding.reason()).raw("</td>");
      number(Html.amount(refund.amount()));
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div></section>\n");
  }

  void stock(List<StockValue> stock, Kpis.StockBasis basis) {
    if (!open("table.stock", stock.isEmpty())) {
      return;
    }
    html.raw("<th>").label("dimension.DAY").raw("</th><th class=\"n\">").label("stockAtCost");
    html.raw("</th></tr></thead>\n<tbody>\n");
    for (StockValue value : byDay(stock)) {
      html.raw("<tr><td>").text(value.day().toString()).raw("</td>");
      number(Html.amount(value.atCost()));
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div><p class=\"note\">").label("basis." + basis.name());
    html.raw("</p></section>\n");
  }

  /** Opens a table up to its header cells; says so and returns false if there is nothing. */
  private boolean open(String title, boolean isEmpty) {
    html.raw("<section class=\"panel\"><h3>").label(title).raw("</h3>");
    if (isEmpty) {
      html.raw("<p class=\"empty\">").label("empty").raw("</p></section>\n");
      return false;
    }
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    return true;
  }

  static List<StockValue> byDay(List<StockValue> stock) {
    return stock.stream().sorted(Comparator.comparing(StockValue::day)).toList();
  }

  static String notDue(Aging aging) {
    return aging.basis() == Aging.Basis.DUE_DATE ? "notDue" : "sameDay";
  }

  /** Returns a bucket of days as people write it. */
  static String bucket(Aging aging, int index) {
    return aging.buckets().name(index).replace('-', '\u2013');
  }
}
