package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalanceChainTest {
  private record Step(Money amount, Money balance) {}

  private static List<Step> steps(Random random, int count) {
    List<Step> steps = new ArrayList<>();
    Money balance = Money.fen(500_000);
    for (int i = 0; i < count; i++) {
      Money amount = Money.fen(random.nextInt(20_000) - 9_000);
      balance = balance.plus(amount);
      steps.add(new Step(amount, balance));
    }
    return steps;
  }

  private static BalanceChain chain(List<Step> steps) {
    BalanceChain chain = new BalanceChain();
    steps.forEach(step -> chain.add(step.amount, step.balance));
    return chain;
  }

  @Test
  void gap_rowsInAnyOrder_isNone() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Step> steps = steps(random, 1 + random.nextInt(60));
      Collections.shuffle(steps, random);

      assertThat(chain(steps).gap()).as("seed %d", seed).isNull();
    }
  }

  @Test
  void gap_rowLostInTheMiddle_isOne() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Step> steps = steps(random, 30);
      Step lost = steps.remove(1 + random.nextInt(28));

      String gap = chain(steps).gap();

      if (!lost.amount.isZero()) {
        assertThat(gap).as("seed %d", seed).contains("in 1 places");
      }
    }
  }

  @Test
  void gap_noRows_isNone() {
    assertThat(new BalanceChain().gap()).isNull();
  }

  @Test
  void gap_tooManyLooseEnds_isToldAndBounded() {
    BalanceChain chain = new BalanceChain();
    for (int i = 0; i < 50_000; i++) {
      chain.add(Money.fen(1), Money.fen(i * 10L));
    }

    assertThat(chain.gap()).contains("cannot be followed");
  }
}
