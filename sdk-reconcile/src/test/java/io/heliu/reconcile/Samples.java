package io.heliu.reconcile;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to make lines for tests. */
final class Samples {
  static final ShopId SHOP = new ShopId("taobao", "shop1");
  static final LocalDate DAY_1 = LocalDate.of(2024, 3, 1);
  static final Pass.Exact EXACT = new Pass.Exact("exact", 1);

  private Samples() {}

  static Line line(String id, @Nullable String reference, String yuan, int day) {
    return Line.payment(id, SHOP, reference, Money.yuan(yuan), DAY_1.plusDays(day - 1));
  }

  static Line grouped(String id, String group, String yuan) {
    return line(id, null, yuan, 1).withGroupKey(group);
  }

  static LineTable table(Line... lines) {
    return LineTable.of(List.of(lines));
  }

  static Pass.RefTolerance tolerance(long minor) {
    return new Pass.RefTolerance("tolerance", 1, Tolerance.symmetric(minor), DayWindow.SETTLEMENT);
  }

  static Pass.AmountWindow amountWindow() {
    return new Pass.AmountWindow(
        "amount", 1, DayWindow.SETTLEMENT, Pass.AmountWindow.Scope.WITHOUT_COUNTERPART);
  }

  static Pass.RefGroup group(long minor) {
    return new Pass.RefGroup("group", 1, Tolerance.symmetric(minor));
  }

  static Pass.FeeExplained fee() {
    return new Pass.FeeExplained("fee", 1, 0, 100);
  }

  /** Returns the pairs as {@code left-right} texts, groups as {@code a+b-c}. */
  static List<String> pairs(List<Match> matches) {
    return matches.stream()
        .map(m -> String.join("+", m.left()) + "-" + String.join("+", m.right()))
        .toList();
  }

  /** Returns the open lines as {@code side:id:reason} texts. */
  static List<String> open(MatchResult result) {
    return result.openLines().stream()
        .map(o -> o.side() + ":" + o.line().id() + ":" + o.reason())
        .toList();
  }
}
