package io.heliu.report;

import io.heliu.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The cards with the key figures, each with the share of its money that is reconciled. */
final class Cards {
  private final Html html;
  private final Report report;

  Cards(Html html, Report report) {
    this.html = html;
    this.report = report;
  }

  void open() {
    html.raw("<div class=\"cards\">\n");
  }

  void close() {
    html.raw("</div>\n");
  }

  void figure(Kpi kpi) {
    Figure figure = report.kpis().get(kpi);
    String name = "kpi." + kpi.name();
    card(name, name + ".note", value(figure), unit(figure), figure.reconciledShare());
  }

  void units(ChannelProfit.Row total) {
    String units = Html.grouped(BigDecimal.valueOf(total.units()));
    card("unitsSold", "unitsSold.note", units, null, total.reconciledShare());
  }

  void receivables() {
    Aging.Row total = report.aging().total();
    card(
        "receivables",
        "receivables.note",
        Html.money(total.balance()),
        null,
        total.reconciledShare());
  }

  /** What is overdue, or, by document date, what has any age. */
  void overdue() {
    Aging all = report.aging();
    Aging.Row old =
        Aging.of(aged(all), report.input().currency(), all.asOf(), all.basis(), all.buckets())
            .total();
    String key = all.basis() == Aging.Basis.DUE_DATE ? "overdue" : "older";
    card(key, key + ".note", Html.money(old.balance()), null, old.reconciledShare());
  }

  private Receivables aged(Aging aging) {
    boolean byDueDate = aging.basis() == Aging.Basis.DUE_DATE;
    Receivables receivables = report.input().receivables();
    return new Receivables(
        receivables.items().stream()
            .filter(
                item -> (byDueDate ? item.dueDate() : item.documentDate()).isBefore(aging.asOf()))
            .toList(),
        receivables.credits().stream()
            .filter(credit -> credit.date().isBefore(aging.asOf()))
            .toList());
  }

  private void card(
      String key, String note, String value, @Nullable String unit, @Nullable Ratio share) {
    html.raw("<div class=\"card\"><h3>").label(key).raw("</h3><p class=\"value\">").text(value);
    if (unit != null) {
      html.raw(" <small>").label(unit).raw("</small>");
    }
    html.raw("</p><p class=\"note\">").label(note).raw("</p>");
    trust(share);
    html.raw("</div>\n");
  }

  private void trust(@Nullable Ratio share) {
    html.raw("<div class=\"trust\">");
    if (share == null) {
      html.raw("<span>").label("noMoney").raw("</span>");
    } else {
      BigDecimal percent = share.toPercent();
      html.raw("<span>")
          .label("reconciled")
          .raw(" <b>")
          .text(Html.percent(share))
          .raw("</b></span><div class=\"bar\"><div style=\"width:")
          .raw(percent.toPlainString())
          .raw("%\"></div></div>");
    }
    html.raw("</div>");
  }

  private static String value(Figure figure) {
    BigDecimal shown = figure.shown();
    if (shown == null) {
      return Html.NONE;
    }
    return switch (figure.kpi().unit()) {
      case MONEY -> Html.money(Money.of(shown, figure.currency()));
      case PERCENT -> Html.grouped(shown) + "%";
      case COUNT, TIMES, DAYS -> Html.grouped(shown);
    };
  }

  private static @Nullable String unit(Figure figure) {
    if (figure.value() == null) {
      return null;
    }
    return switch (figure.kpi().unit()) {
      case DAYS -> "unit.days";
      case TIMES -> "unit.times";
      case MONEY, PERCENT, COUNT -> null;
    };
  }
}
