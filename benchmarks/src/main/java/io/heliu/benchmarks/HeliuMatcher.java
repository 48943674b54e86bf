package io.heliu.benchmarks;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.reconcile.DayWindow;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.LineTable;
import io.heliu.reconcile.Match;
import io.heliu.reconcile.MatchPlan;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.Pass;
import io.heliu.reconcile.Reconciliation;
import io.heliu.reconcile.RunOptions;
import io.heliu.reconcile.Tolerance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Our engine. */
final class HeliuMatcher implements Matcher {
  private static final DayWindow WINDOW = new DayWindow(-3, 3, 0);

  private final MatchPlan plan =
      MatchPlan.of(
          new Pass.Exact("exact", 1),
          new Pass.RefTolerance("tolerance", 1, Tolerance.symmetric(5), WINDOW),
          new Pass.AmountWindow("amount", 1, WINDOW, Pass.AmountWindow.Scope.ALL_OPEN));
  private final ExecutorService pool;
  private final RunOptions options;
  private LineTable left = LineTable.of(List.of());
  private LineTable right = LineTable.of(List.of());
  private final MatchResult nothing = Reconciliation.run(plan, left, right);
  private MatchResult result = nothing;

  HeliuMatcher(int threads) {
    pool = Executors.newFixedThreadPool(threads);
    options = RunOptions.DEFAULT.on(pool, threads);
  }

  @Override
  public String name() {
    return "heliu";
  }

  @Override
  public void load(StandardData data) {
    left = table(data.left);
    right = table(data.right);
  }

  private static LineTable table(StandardData.Lines lines) {
    ShopId[] shops = new ShopId[8];
    LineTable.Builder builder = LineTable.builder(lines.size);
    for (int i = 0; i < lines.size; i++) {
      int channel = lines.channels[i];
      if (shops[channel] == null) {
        shops[channel] = new ShopId(lines.channel(i).toLowerCase(Locale.ROOT), "shop");
      }
      // Eight digits make the order of the ids as texts the same as their order as numbers.
      String number = Integer.toString(lines.ids[i]);
      builder.add(
          Line.payment(
              "0".repeat(8 - number.length()) + number,
              shops[channel],
              lines.reference(i),
              Money.fen(lines.amounts[i]),
              LocalDate.ofEpochDay(lines.days[i])));
    }
    return builder.build();
  }

  @Override
  public void match() {
    result = nothing; // so that the last result does not count as memory of this run
    result = Reconciliation.run(plan, left, right, options);
  }

  @Override
  public List<long[]> pairs() {
    List<List<Match>> passes = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Match> all = new ArrayList<>(result.matches());
    all.addAll(result.suggestions());
    for (Match match : all) {
      int pass =
          switch (match.kind()) {
            case EXACT -> 0;
            case REF_TOLERANCE -> 1;
            default -> 2;
          };
      passes.get(pass).add(match);
    }
    return passes.stream().map(HeliuMatcher::encode).toList();
  }

  private static long[] encode(List<Match> matches) {
    long[] pairs = matches.stream().mapToLong(HeliuMatcher::encode).toArray();
    Arrays.sort(pairs);
    return pairs;
  }

  private static long encode(Match match) {
    return Long.parseLong(match.left().get(0)) << 32 | Long.parseLong(match.right().get(0));
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
