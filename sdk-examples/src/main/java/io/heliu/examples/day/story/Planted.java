package io.heliu.examples.day.story;

import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The discrepancies that are planted in a provider's files, and where they were found again. Chosen
 * by the seed among the day's orders.
 */
public final class Planted {
  private static final int EACH = 3;

  /** What is wrong on purpose, and what the matching must call it. */
  public enum Kind {
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
    STRANGE_REFUND("REFUND_WITHOUT_ORDER"),
    /** A payment is in the bill, but did not reach the merchant's balance. */
    NOT_ARRIVED("NOT_ARRIVED");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }
  }

  private final Map<String, Kind> byNumber = new TreeMap<>();
  private final Set<ShopId> shops;

  public Planted(Story story, Set<ShopId> shops, String strangers, long seed) {
    this.shops = shops;
    List<Story.Trade> candidates = new ArrayList<>();
    for (Story.Trade trade : story.trades(shops)) {
      if (leavesInOneParcel(trade) && trade.afterSale() == null) {
        candidates.add(trade);
      }
    }
    Dice dice = new Dice(seed, 4711, strangers.hashCode());
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < EACH; i++) {
        plant(kind, candidates, strangers, dice);
      }
    }
  }

  /** The warehouses split every fifth order by its number; a split gives two debts. */
  private static boolean leavesInOneParcel(Story.Trade trade) {
    String document = "SO-" + trade.shop().channel() + "-" + trade.tid();
    return Story.isWestern(trade.shop())
        ? !Story.splits(trade.tid())
        : (document.hashCode() & Integer.MAX_VALUE) % 5 != 0;
  }

  private void plant(Kind kind, List<Story.Trade> candidates, String strangers, Dice dice) {
    if (kind == Kind.NO_ORDER || kind == Kind.STRANGE_REFUND) {
      byNumber.put(strangers + "%017d".formatted(dice.roll(1_000_000_000)), kind);
    } else if (!candidates.isEmpty()) {
      Story.Trade trade = candidates.remove(dice.roll(candidates.size()));
      byNumber.put(trade.tid(), kind);
    }
  }

  /** Returns the shops whose buyers pay here. */
  public Set<ShopId> shops() {
    return shops;
  }

  /** Returns what was planted, by order number. */
  public Map<String, Kind> byNumber() {
    return byNumber;
  }

  /** Returns how many of them the findings name with the right reason. */
  public long found(Collection<Finding> findings) {
    return byNumber.entrySet().stream()
        .filter(
            planted ->
                findings.stream()
                    .anyMatch(
                        finding ->
                            finding.reference().equals(planted.getKey())
                                && finding.reason().equals(planted.getValue().reason())))
        .count();
  }

  /** Returns how many findings name something that was not planted. */
  public long falseFindings(Collection<Finding> findings) {
    return findings.stream().filter(f -> !byNumber.containsKey(f.reference())).count();
  }
}
