package io.heliu.report;

import io.heliu.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up which share of some money is reconciled, and of which lines it is. Not thread-safe. */
final class Trust {
  private final List<String> lines = new ArrayList<>();
  private BigInteger reconciled = BigInteger.ZERO;
  private BigInteger total = BigInteger.ZERO;

  void add(String line, Money amount, boolean isReconciled) {
    BigInteger weight = BigInteger.valueOf(amount.minor()).abs();
    lines.add(line);
    total = total.add(weight);
    if (isReconciled) {
      reconciled = reconciled.add(weight);
    }
  }

  void add(Trust other) {
    lines.addAll(other.lines);
    total = total.add(other.total);
    reconciled = reconciled.add(other.reconciled);
  }

  @Nullable Ratio share() {
    return Ratio.of(reconciled, total);
  }

  List<String> lineIds() {
    return lines.stream().sorted().distinct().toList();
  }
}
