package io.heliu.reconcile;

import io.heliu.Money;
import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes small books whose lines collide a lot, from a seed. */
final class RandomBooks {
  private static final Currency[] CURRENCIES = {Money.CNY, Currency.getInstance("HKD")};
  private static final String LONG_TEXT = "a_reference_that_is_too_long_to_be_packed_";

  final List<Line> left;
  final List<Line> right;
  private final Random random;

  RandomBooks(long seed) {
    random = new Random(seed);
    left = lines("L", random.nextInt(30));
    right = lines("R", random.nextInt(30));
  }

  private List<Line> lines(String prefix, int count) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Money amount = money(random.nextInt(12) - 3);
      Line line =
          new Line(
              prefix + (i * 7919 % 1000),
              new ShopId(random.nextInt(6) == 0 ? "jd" : "taobao", "s" + random.nextInt(2)),
              reference(),
              random.nextInt(3) == 0 ? "G" + random.nextInt(3) : null,
              amount,
              Samples.DAY_1.plusDays(random.nextInt(6)),
              LineKind.PAYMENT,
              random.nextInt(3) == 0 ? new Money(random.nextInt(4) - 1, amount.currency()) : null);
      lines.add(line);
    }
    return lines;
  }

  private @Nullable String reference() {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return null;
    }
    return kind < 6 ? "R" + kind : LONG_TEXT + kind;
  }

  private Money money(long minor) {
    return new Money(minor, CURRENCIES[random.nextInt(5) == 0 ? 1 : 0]);
  }

  /** Returns a plan with random passes in the right order. */
  MatchPlan plan() {
    List<Pass> passes = new ArrayList<>();
    if (random.nextInt(5) > 0) {
      passes.add(new Pass.Exact("exact", 1));
    }
    if (random.nextBoolean()) {
      Tolerance tolerance = Tolerance.asymmetric(random.nextInt(4), random.nextInt(4));
      DayWindow window = DayWindow.of(-random.nextInt(3), random.nextInt(4));
      passes.add(new Pass.RefTolerance("tolerance", 1, tolerance, window));
    }
    if (random.nextBoolean()) {
      passes.add(new Pass.RefGroup("group", 1, Tolerance.symmetric(random.nextInt(3))));
    }
    if (random.nextBoolean()) {
      passes.add(new Pass.FeeExplained("fee", 1, random.nextInt(2), 3));
    }
    int min = random.nextInt(4) - 2;
    int max = min + random.nextInt(4);
    DayWindow window = new DayWindow(min, max, min + random.nextInt(max - min + 1));
    Pass.AmountWindow.Scope[] scopes = Pass.AmountWindow.Scope.values();
    passes.add(new Pass.AmountWindow("amount", 1, window, scopes[random.nextInt(2)]));
    return MatchPlan.of(passes.toArray(new Pass[0]));
  }
}
