package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs plans and, after each test, checks what must hold for every result. */
final class Invariants implements AfterEachCallback {
  private record Seen(LineTable left, LineTable right, RunOptions options, MatchResult result) {}

  private final List<Seen> seen = new ArrayList<>();

  MatchResult run(MatchPlan plan, LineTable left, LineTable right) {
    return run(plan, left, right, RunOptions.DEFAULT);
  }

  MatchResult run(MatchPlan plan, LineTable left, LineTable right, RunOptions options) {
    MatchResult result = Reconciliation.run(plan, left, right, options);
    seen.add(new Seen(left, right, options, result));
    return result;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    seen.forEach(Invariants::check);
    seen.clear();
  }

  private static void check(Seen seen) {
    Map<String, String> places = new HashMap<>();
    MatchResult result = seen.result;
    Decisions decisions = seen.options.decisions();
    for (Match match : result.matches()) {
      place(places, match, "confirmed");
      checkMatch(seen, match);
    }
    result.suggestions().forEach(match -> place(places, match, "suggested"));
    for (OpenLine open : result.openLines()) {
      put(places, open.side() + open.line().id(), "open");
    }
    for (Side side : Side.values()) {
      LineTable table = side == Side.LEFT ? seen.left : seen.right;
      Summary.SideTotals totals =
          side == Side.LEFT ? result.summary().left() : result.summary().right();
      Map<String, Long> sums = new HashMap<>();
      Map<String, Long> counts = new HashMap<>();
      for (int i = 0; i < table.size(); i++) {
        String id = table.id(i);
        boolean settled =
            (side == Side.LEFT ? decisions.settledLeft() : decisions.settledRight()).contains(id);
        String place = places.getOrDefault(side + id, settled ? "confirmed" : "ignored");
        String currency = table.line(i).amount().currency().getCurrencyCode();
        sums.merge(place + currency, table.line(i).amount().minor(), Long::sum);
        counts.merge(place, 1L, Long::sum);
      }
      checkTally(totals.confirmed(), "confirmed", sums, counts);
      checkTally(totals.suggested(), "suggested", sums, counts);
      checkTally(totals.open(), "open", sums, counts);
      checkTally(totals.ignored(), "ignored", sums, counts);
      assertThat(totals.total().count()).isEqualTo(table.size());
    }
  }

  private static void checkTally(
      Summary.Tally tally, String place, Map<String, Long> sums, Map<String, Long> counts) {
    assertThat(tally.count()).as(place).isEqualTo(counts.getOrDefault(place, 0L));
    tally
        .amounts()
        .forEach(
            amount ->
                assertThat(amount.minor())
                    .as(place)
                    .isEqualTo(sums.get(place + amount.currency().getCurrencyCode())));
  }

  private static void checkMatch(Seen seen, Match match) {
    long left = 0;
    long right = 0;
    Set<String> channels = new HashSet<>();
    Set<String> currencies = new HashSet<>();
    for (String id : match.left()) {
      Line line = seen.result.left(id);
      left += line.amount().minor();
      channels.add(line.shop().channel());
      currencies.add(line.amount().currency().getCurrencyCode());
    }
    for (String id : match.right()) {
      Line line = seen.result.right(id);
      right += line.amount().minor();
      channels.add(line.shop().channel());
      currencies.add(line.amount().currency().getCurrencyCode());
    }
    assertThat(channels).as("channels of %s", match).hasSize(1);
    assertThat(currencies).as("currencies of %s", match).hasSize(1);
    assertThat(match.difference().minor()).isEqualTo(left - right);
    assertThat(Long.signum(left)).as("signs of %s", match).isEqualTo(Long.signum(right));
  }

  private static void place(Map<String, String> places, Match match, String place) {
    match.left().forEach(id -> put(places, Side.LEFT + id, place));
    match.right().forEach(id -> put(places, Side.RIGHT + id, place));
  }

  private static void put(Map<String, String> places, String key, String place) {
    assertThat(places.put(key, place)).as("%s is used twice", key).isNull();
  }
}
