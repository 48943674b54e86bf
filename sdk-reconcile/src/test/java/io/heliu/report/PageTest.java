package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page. */
final class PageTest {
  private static final String ATTACK = "</script><script>alert(1)</script><img src=x onerror='a'>";

  @TempDir Path directory;

  private static Report report(ReportInput input, String title) {
    return Report.of(input, ReportOptions.standard(title, TeaHouse.LAST));
  }

  private String page(ReportInput input, String title, Language language) throws IOException {
    Path file = directory.resolve("report.html");
    report(input, title).writeHtml(file, language);
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private String teaHouse(Language language) throws IOException {
    return page(TeaHouse.input(1, 300), "西湖茶庄", language);
  }

  private static ReportInput attacked() {
    Money amount = Money.yuan("10.00");
    Sale.Line line = new Sale.Line(ATTACK, new Sku(ATTACK), ATTACK, 1, amount, amount, amount, 1);
    Sale sale =
        new Sale(
            new ShopId("x", ATTACK),
            ATTACK,
            ATTACK,
            ATTACK,
            Samples.NOON,
            Samples.NOON,
            true,
            Sale.Costs.none(Money.CNY),
            List.of(line));
    Receivables.Item item =
        new Receivables.Item(
            "R", ATTACK, Samples.MARCH.first(), Samples.MARCH.last(), amount, List.of(), false);
    return ReportInput.of(Samples.MARCH, Money.CNY, List.of(sale))
        .withRefunds(List.of(new Refund("R", ATTACK, Money.yuan("1.00"), Samples.NOON, 0, false)))
        .withReceivables(new Receivables(List.of(item), List.of()));
  }

  @Test
  void writeHtml_markupInEveryText_staysText() throws IOException {
    String page = page(attacked(), ATTACK, Language.CHINESE);

    assertThat(page).doesNotContain("<script>alert").doesNotContain("<img");
    assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)");
    assertThat(page).contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)");
    assertThat(occurrences(page, "<script")).isEqualTo(3);
    assertThat(occurrences(page, "</script")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src=",
        "href=",
        "@import",
        "url(",
        "<link",
        "<iframe",
        "<object",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "import(",
        "importScripts",
        "sourceMappingURL"
      })
  void writeHtml_anyData_loadsNothing(String loader) throws IOException {
    assertThat(teaHouse(Language.CHINESE)).doesNotContain(loader);
  }

  @Test
  void writeHtml_anyData_forbidsTheBrowserToLoadAnything() throws IOException {
    assertThat(teaHouse(Language.CHINESE))
        .contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
  }

  @Test
  void writeHtml_anyData_carriesTheLicenceOfTheChartLibrary() throws IOException {
    assertThat(teaHouse(Language.ENGLISH))
        .contains("Chart.js v4")
        .contains("Permission is hereby granted, free of charge");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void writeHtml_language_opensInIt(Language language) throws IOException {
    String page = teaHouse(language);
    boolean chinese = language == Language.CHINESE;

    assertThat(page).contains("<html lang=\"" + (chinese ? "zh" : "en") + "\">");
    assertThat(page).contains("<span data-l=\"view.owner\">" + (chinese ? "老板" : "Owner"));
    assertThat(page)
        .contains("<span data-l=\"kpi.TURNOVER_DAYS\">" + (chinese ? "库存周转天数" : "Days of inv"));
  }

  @Test
  void labels_bothLanguages_haveTheSameKeysAndNoEmptyText() {
    Labels labels = Labels.load();

    assertThat(labels.all(Language.CHINESE).keySet())
        .isEqualTo(labels.all(Language.ENGLISH).keySet());
    for (Language language : Language.values()) {
      assertThat(labels.all(language).values()).allSatisfy(text -> assertThat(text).isNotBlank());
    }
  }

  @Test
  void labels_allOfThem_areUsedOrNameAChannel() throws IOException {
    List<StockValue> days = TeaHouse.input(1, 1).stock();
    ReportInput withTwoValues =
        TeaHouse.input(1, 300).withStock(List.of(days.get(0), days.get(days.size() - 1)));
    ReportInput withGaps = TeaHouse.input(1, 300).withStock(days.subList(0, 2));
    String pages =
        teaHouse(Language.CHINESE)
            + page(withTwoValues, "t", Language.CHINESE)
            + page(withGaps, "t", Language.CHINESE)
            + page(Samples.input(), "t", Language.CHINESE)
            + page(odd(), "t", Language.CHINESE)
            + page(unmatched(), "t", Language.CHINESE)
            + pageByDocumentDate();
    Set<String> unused = new TreeSet<>();
    for (String key : Labels.load().all(Language.CHINESE).keySet()) {
      boolean used = pages.contains("\"" + key + "\"></") || pages.contains("l=\"" + key + "\"");
      if (!used && !pages.contains("{\"l\":\"" + key + "\"") && !key.startsWith("channel.")) {
        unused.add(key);
      }
    }

    assertThat(unused).isEmpty();
  }

  private static ReportInput unmatched() {
    return TeaHouse.input(1, 30)
        .withReceivables(
            Receivables.none()
                .withUnmatched(
                    List.of(
                        new Receivables.Unmatched(
                            "U", "Alipay", TeaHouse.LAST.minusDays(31), Money.yuan("77.10")))));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void writeHtml_unmatchedSettlements_haveRowsAndATotalOfTheirOwn(Language language)
      throws IOException {
    String page = page(unmatched(), "t", language);

    assertThat(page)
        .contains("data-l=\"kind.UNMATCHED\"", "data-l=\"unmatchedTotal\"", "Alipay", "77.10")
        .contains(Labels.load().all(language).get("unmatchedTotal"));
  }

  private static ReportInput odd() {
    return Samples.fourOrders()
        .withRefunds(
            List.of(
                Samples.refund("R", "nowhere", "1.00", 0),
                Samples.refund("S", "O3/1", "300.00", 2),
                Samples.refund("T", "O1/1", "100.01", 0)))
        .withUncosted(List.of("O1/1", "O2/1"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void writeHtml_linesWithoutCost_standAboveAllViews(Language language) throws IOException {
    String page = page(odd(), "t", language);
    String note = page.substring(page.indexOf("<p class=\"alert\""), page.indexOf("<section"));

    assertThat(note)
        .contains(Labels.load().all(language).get("uncosted"), "<b>2</b>", "<b>¥199.99</b>");
  }

  @Test
  void writeHtml_allCostsKnown_saysNothingOfCosts() throws IOException {
    assertThat(teaHouse(Language.CHINESE)).doesNotContain("<p class=\"alert\"");
  }

  private String pageByDocumentDate() throws IOException {
    ReportOptions standard = ReportOptions.standard("t", TeaHouse.LAST);
    ReportOptions options =
        new ReportOptions(
            "t",
            TeaHouse.LAST,
            Aging.Basis.DOCUMENT_DATE,
            standard.buckets(),
            standard.repurchase());
    Path file = directory.resolve("other.html");
    Report.of(TeaHouse.input(1, 30), options).writeHtml(file, Language.CHINESE);
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void writeHtml_amounts_areExactAndGrouped() throws IOException {
    Money amount = Money.yuan("90071992547409.93");
    Sale.Line line = new Sale.Line("1", new Sku("S"), "gold", 1, amount, amount, Money.fen(0), 1);
    ReportInput input =
        Samples.input(Samples.sale("A", "C", Samples.NOON, true, line))
            .withRefunds(List.of(new Refund("R", "1", Money.yuan("0.01"), Samples.NOON, 0, true)));
    String page = page(input, "t", Language.CHINESE);

    assertThat(page).contains("¥90,071,992,547,409.93").contains("¥90,071,992,547,409.92");
    assertThat(page).contains("\"\u2212¥0.01\"");
  }

  @Test
  void writeHtml_everyCard_statesItsShareOrThatThereIsNoMoney() throws IOException {
    String page = teaHouse(Language.CHINESE);

    assertThat(occurrences(page, "class=\"card\"")).isEqualTo(22);
    assertThat(occurrences(page, "class=\"trust\"")).isEqualTo(22);
  }

  @Test
  void writeHtml_noData_saysSo() throws IOException {
    String page = page(Samples.input(), "t", Language.CHINESE);

    assertThat(page).contains("本期没有数据").contains("无对应金额").doesNotContain("<canvas");
  }

  @Test
  void writeHtml_manyProducts_putsTheSmallOnesTogetherAndKeepsTheTotal() throws IOException {
    List<Sale.Line> lines = new java.util.ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      Money amount = Money.fen(i * 100L);
      lines.add(
          new Sale.Line(
              "L" + i, new Sku("S" + i), "P" + i + ".", 1, amount, amount, Money.fen(0), 1));
    }
    Sale sale = Samples.sale("A", "C", Samples.NOON, true, lines.toArray(new Sale.Line[0]));
    String page = page(Samples.input(sale), "t", Language.ENGLISH);

    assertThat(page).contains(">P40.<").contains(">P26.<").doesNotContain(">P25.<");
    assertThat(page).contains("<span data-l=\"others\">Others</span></td><td class=\"n\">25");
    assertThat(page).contains(">325.00<").contains(">820.00<");
  }

  @Test
  void writeHtml_twice_givesTheSameBytes() throws IOException {
    assertThat(teaHouse(Language.CHINESE)).isEqualTo(teaHouse(Language.CHINESE));
  }

  @Test
  void json_lineSeparatorsAndQuotes_areEscaped() {
    assertThat(Json.text("a\"\\\u2028<'&\n"))
        .isEqualTo("\"a\\u0022\\u005c\\u2028\\u003c\\u0027\\u0026\\u000a\"");
  }

  private static int occurrences(String text, String part) {
    Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
