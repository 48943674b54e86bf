package io.heliu.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The page: head, views, data and scripts in one text. */
final class Page {
  private static final List<String> VIEWS = List.of("owner", "sales", "operations", "finance");

  /** Forbids the page to load anything at all. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
          + " base-uri 'none'; form-action 'none'";

  private Page() {}

  static String html(Report report, Language language) throws IOException {
    Labels labels = Labels.load();
    Html html = new Html(labels, language);
    List<Chart> charts = new ArrayList<>();
    head(html, report, language);
    header(html, report);
    html.raw("<main>\n");
    uncosted(html, report.uncosted());
    Views views = new Views(html, report, charts);
    views.owner();
    views.sales();
    views.operations();
    views.finance();
    html.raw("</main>\n");
    footer(html);
    scripts(html, labels, charts);
    return html.raw("</body>\n</html>\n").toString();
  }

  private static void head(Html html, Report report, Language language) throws IOException {
    html.raw("<!doctype html>\n<html lang=\"" + language.tag() + "\">\n<head>\n")
        .raw("<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .text(report.options().title())
        .raw("</title>\n<style>\n")
        .raw(Resources.text("report.css"))
        .raw("</style>\n</head>\n<body>\n");
  }

  private static void header(Html html, Report report) {
    html.raw("<header>\n<div class=\"top\">\n<div>\n<h1>")
        .text(report.options().title())
        .raw("</h1>\n<p class=\"meta\">");
    facts(html, report);
    html.raw("</p>\n</div>\n<div class=\"tools\">")
        .raw("<button type=\"button\" id=\"language\">")
        .label("otherLanguage")
        .raw("</button><button type=\"button\" id=\"print\">")
        .label("print")
        .raw("</button></div>\n</div>\n<nav role=\"tablist\">");
    for (String view : VIEWS) {
      html.raw("<button type=\"button\" role=\"tab\" id=\"tab-" + view + "\"")
          .raw(" aria-controls=\"" + view + "\" data-view=\"" + view + "\">")
          .label("view." + view)
          .raw("</button>");
    }
    html.raw("</nav>\n</header>\n");
  }

  private static void facts(Html html, Report report) {
    Period period = report.input().period();
    html.label("period")
        .raw(" <b>")
        .text(period.first() + " \u2013 " + period.last())
        .raw("</b> <i></i> ")
        .label("asOf")
        .raw(" <b>")
        .text(report.options().asOf().toString())
        .raw("</b> <i></i> ")
        .label("currency")
        .raw(" <b>")
        .text(report.input().currency().getCurrencyCode())
        .raw("</b> <i></i> ")
        .text(period.zone().getId());
  }

  /** Says, above all views, which money is in the figures without its cost. */
  private static void uncosted(Html html, Uncosted uncosted) {
    if (uncosted.lineIds().isEmpty()) {
      return;
    }
    html.raw("<p class=\"alert\" role=\"note\">")
        .label("uncosted")
        .raw(" <b>")
        .text(Html.grouped(BigDecimal.valueOf(uncosted.lineIds().size())))
        .raw("</b>, ")
        .label("netSales")
        .raw(" <b>")
        .text(Html.money(uncosted.netSales()))
        .raw("</b> <small>")
        .label("uncosted.note")
        .raw("</small></p>\n");
  }

  private static void footer(Html html) {
    html.raw("<footer><p>")
        .label("trustNote")
        .raw("</p><p>")
        .label("chartNote")
        .raw("</p></footer>\n");
  }

  private static void scripts(Html html, Labels labels, List<Chart> charts) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Language language : Language.values()) {
      texts.add(Json.text(language.tag()) + ":" + Json.object(labels.all(language)));
    }
    List<String> drawings = charts.stream().map(Chart::json).toList();
    String data =
        "{\"labels\":{" + String.join(",", texts) + "},\"charts\":" + Json.list(drawings) + "}";
    html.raw("<script type=\"application/json\" id=\"data\">")
        .raw(data)
        .raw("</script>\n<script>\n")
        .raw(Resources.chartLibrary())
        .raw("\n</script>\n<script>\n")
        .raw(Resources.text("report.js"))
        .raw("</script>\n");
  }
}
