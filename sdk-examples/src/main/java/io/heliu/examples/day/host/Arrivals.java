package io.heliu.examples.day.host;

import io.heliu.ShopId;
import io.heliu.channel.StatementLine;
import io.heliu.examples.day.story.Finding;
import io.heliu.examples.day.story.Story;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.LineKind;
import io.heliu.reconcile.LineTable;
import io.heliu.reconcile.MatchPlan;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.OpenLine;
import io.heliu.reconcile.Pass;
import io.heliu.reconcile.Reconciliation;
import io.heliu.reconcile.Tolerance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Matches a provider's trades with the movements of the merchant's balance there. */
public final class Arrivals {
  private static final MatchPlan PLAN =
      MatchPlan.of(new Pass.RefGroup("amount and fee", 1, Tolerance.NONE));

  private Arrivals() {}

  /** Returns what did not arrive as it was billed. */
  public static List<Finding> check(
      String provider, List<StatementLine> trades, List<StatementLine> funds) {
    ShopId account = new ShopId(provider, "balance");
    Map<String, StatementLine> byId = new HashMap<>();
    List<Line> left = new ArrayList<>();
    for (StatementLine trade : trades) {
      byId.put(trade.id(), trade);
      left.add(line(account, trade));
    }
    List<Line> right = funds.stream().map(fund -> line(account, fund)).toList();
    MatchResult result = Reconciliation.run(PLAN, LineTable.of(left), LineTable.of(right));
    List<Finding> findings = new ArrayList<>();
    for (OpenLine open : result.openLines()) {
      StatementLine trade = byId.get(open.line().id());
      String number = trade == null ? String.valueOf(open.line().reference()) : trade.reference();
      findings.add(
          new Finding(
              open.side().name(),
              number,
              trade == null ? "NOT_BILLED" : "NOT_ARRIVED",
              open.line().amount(),
              provider));
    }
    return findings;
  }

  private static Line line(ShopId account, StatementLine line) {
    String reference = Objects.requireNonNullElse(line.channelReference(), line.reference());
    return new Line(
        line.id(),
        account,
        reference,
        reference,
        line.net(),
        LocalDate.ofInstant(line.occurredAt(), Story.CHINA),
        LineKind.ADJUSTMENT,
        null);
  }
}
