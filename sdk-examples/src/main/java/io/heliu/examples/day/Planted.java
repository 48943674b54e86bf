package io.heliu.examples.day;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The discrepancies that are planted in the bill, and where they were found again. Chosen by the
 * seed among the day's orders.
 */
final class Planted {
  private static final int EACH = 3;

  /** What is wrong on purpose, and what the matching must call it. */
  enum Kind {
    /** A paid order is not in the bill. */
    NO_MONEY("RIGHT_ONLY"),
    /** Money came for an order that nobody knows. */
    NO_ORDER("LEFT_ONLY"),
    /** More money came than the order says. */
    OTHER_AMOUNT("AMOUNT_MISMATCH"),
    /** An order was paid twice. */
    PAID_TWICE("DUPLICATE"),
    /** A fee is not what the rules say. */
    OTHER_FEE("FEE_VARIANCE"),
    /** Money went back for an order that nobody knows. */
    STRANGE_REFUND("REFUND_WITHOUT_ORDER");

    private final Set<String> reasons;

    Kind(String... reasons) {
      this.reasons = Set.of(reasons);
    }

    Set<String> reasons() {
      return reasons;
    }
  }

  private final Map<String, Kind> byNumber = new TreeMap<>();

  Planted(Story story, long seed) {
    List<Story.Trade> candidates = new ArrayList<>();
    for (Story.Trade trade : story.trades()) {
      if (leavesInOneParcel(trade)) {
        candidates.add(trade);
      }
    }
    Dice dice = new Dice(seed, 4711);
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < EACH; i++) {
        plant(kind, candidates, dice);
      }
    }
  }

  /** The warehouse splits every fifth order, by its document's number; a split gives two debts. */
  private static boolean leavesInOneParcel(Story.Trade trade) {
    String document = "SO-" + trade.shop().channel() + "-" + trade.tid();
    return (document.hashCode() & Integer.MAX_VALUE) % 5 != 0;
  }

  private void plant(Kind kind, List<Story.Trade> candidates, Dice dice) {
    if (kind == Kind.NO_ORDER || kind == Kind.STRANGE_REFUND) {
      byNumber.put("29%017d".formatted(dice.roll(1_000_000_000)), kind);
    } else if (!candidates.isEmpty()) {
      Story.Trade trade = candidates.remove(dice.roll(candidates.size()));
      byNumber.put(trade.tid(), kind);
    }
  }

  /** Returns what was planted, by order number. */
  Map<String, Kind> byNumber() {
    return byNumber;
  }

  /** Returns how many of them the findings name with the right reason. */
  long found(List<Books.Finding> findings) {
    return byNumber.entrySet().stream()
        .filter(
            planted ->
                findings.stream()
                    .anyMatch(
                        finding ->
                            finding.reference().equals(planted.getKey())
                                && planted.getValue().reasons().contains(finding.reason())))
        .count();
  }

  /** Returns how many findings name something that was not planted. */
  long falseFindings(List<Books.Finding> findings) {
    return findings.stream().filter(f -> !byNumber.containsKey(f.reference())).count();
  }
}
