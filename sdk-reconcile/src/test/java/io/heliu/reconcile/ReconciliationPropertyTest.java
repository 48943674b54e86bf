package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Set the environment variable HELIU_SEED to replay one seed. */
class ReconciliationPropertyTest {
  @RegisterExtension final Invariants engine = new Invariants();

  static LongStream seeds() {
    String replay = System.getenv("HELIU_SEED");
    if (replay != null) {
      return LongStream.of(Long.parseLong(replay));
    }
    return new Random().longs(400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void run_randomBooks_agreesWithThePlainMeaning(long seed) {
    RandomBooks books = new RandomBooks(seed);
    MatchPlan plan = books.plan();
    MatchResult result = engine.run(plan, LineTable.of(books.left), LineTable.of(books.right));
    Oracle oracle = new Oracle(plan, books.left, books.right);
    assertThat(texts(result.matches())).as("seed %d, %s", seed, plan).isEqualTo(oracle.confirmed);
    assertThat(texts(result.suggestions()))
        .as("seed %d, %s", seed, plan)
        .isEqualTo(oracle.suggested);
  }

  private static Set<String> texts(List<Match> matches) {
    Set<String> texts = new TreeSet<>();
    for (Match match : matches) {
      texts.add(
          match.ruleId()
              + ":"
              + String.join("+", match.left())
              + "-"
              + String.join("+", match.right()));
    }
    return texts;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void run_shuffledLinesAndTwoTasks_givesTheSameResult(long seed) {
    RandomBooks books = new RandomBooks(seed);
    MatchPlan plan = books.plan();
    MatchResult first = engine.run(plan, LineTable.of(books.left), LineTable.of(books.right));
    Random random = new Random(seed);
    Collections.shuffle(books.left, random);
    Collections.shuffle(books.right, random);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      MatchResult second =
          engine.run(
              plan,
              LineTable.of(books.left),
              LineTable.of(books.right),
              RunOptions.DEFAULT.on(pool, 2));
      assertThat(everything(second)).as("seed %d", seed).isEqualTo(everything(first));
    } finally {
      pool.shutdownNow();
    }
  }

  private static String everything(MatchResult result) {
    StringBuilder text = new StringBuilder();
    result.matches().forEach(text::append);
    result.suggestions().forEach(text::append);
    result.openLines().forEach(text::append);
    return text.append(result.summary()).toString();
  }

  @Test
  void run_manyPartitionsAndTwoTasks_givesTheSameResultAsOneTask() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Line> left = new ArrayList<>();
    List<Line> right = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      String reference = random.nextInt(10) == 0 ? null : "T" + random.nextInt(25_000);
      Money amount = Money.fen(100 + random.nextInt(3000));
      left.add(
          Line.payment(
              "L" + i, Samples.SHOP, reference, amount, Samples.DAY_1.plusDays(random.nextInt(9))));
      right.add(
          Line.payment(
              "R" + i,
              Samples.SHOP,
              random.nextInt(10) == 0 ? null : reference,
              amount.plus(Money.fen(random.nextInt(10) == 0 ? 3 : 0)),
              Samples.DAY_1.plusDays(random.nextInt(5))));
    }
    MatchResult one = engine.run(MatchPlan.standard(), LineTable.of(left), LineTable.of(right));
    Collections.shuffle(left, random);
    Collections.reverse(right);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      MatchResult two =
          engine.run(
              MatchPlan.standard(),
              LineTable.of(left),
              LineTable.of(right),
              RunOptions.DEFAULT.on(pool, 2));
      assertThat(everything(two)).as("seed %d", seed).isEqualTo(everything(one));
      assertThat(one.matches()).hasSizeGreaterThan(10_000);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void run_oneReferenceOnAllLines_staysFast() {
    List<Line> left = new ArrayList<>();
    List<Line> right = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      left.add(Samples.line("L" + i, "NONE", "1.00", 1));
      right.add(Samples.line("R" + i, "NONE", i % 2 == 0 ? "1.01" : "1.00", 1));
    }
    MatchResult result = engine.run(MatchPlan.standard(), LineTable.of(left), LineTable.of(right));
    assertThat(result.summary().passes().get(0).confirmedLeft().count()).isEqualTo(20_000);
    assertThat(result.summary().passes().get(1).confirmedLeft().count()).isEqualTo(1);
  }

  @Test
  void run_poolThatRefusesEverything_isDoneByTheCaller() {
    ExecutorService dead = Executors.newSingleThreadExecutor();
    dead.shutdownNow();
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            Samples.table(Samples.line("a", "R", "1.00", 1)),
            Samples.table(Samples.line("x", "R", "1.00", 1)),
            RunOptions.DEFAULT.on(dead, 4));
    assertThat(result.matches()).hasSize(1);
  }

  @Test
  void run_poolThatNeverStartsAnything_isDoneByTheCaller() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            Samples.table(Samples.line("a", "R", "1.00", 1)),
            Samples.table(Samples.line("x", "R", "1.00", 1)),
            RunOptions.DEFAULT.on(task -> {}, 4));
    assertThat(result.matches()).hasSize(1);
  }
}
