package io.heliu.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds up rows and compares the sums with the totals that a bill states at its end. */
final class BillTotals {
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]{0,24}(\\.\\d{1,6})?");

  private final Map<BillTotal, BigDecimal> stated = new EnumMap<>(BillTotal.class);
  private final Map<BillTotal, BigDecimal> summed = new EnumMap<>(BillTotal.class);
  private final List<Map<BillTotal, BigDecimal>> sides =
      List.of(new EnumMap<>(BillTotal.class), new EnumMap<>(BillTotal.class));
  private boolean unreadable;

  /** Adds a row's share in a total. Decimals, for they cannot overflow. */
  void add(BillTotal total, BigDecimal amount) {
    summed.merge(total, amount, BigDecimal::add);
  }

  /** Counts a row. */
  void count(BillTotal total) {
    add(total, BigDecimal.ONE);
  }

  /**
   * Adds the share of a row of which nobody says where it is counted. All such rows may be in the
   * totals of the first side, of the second, or of none.
   *
   * @param side 0 or 1
   */
  void addToSide(int side, BillTotal total, BigDecimal amount) {
    sides.get(side).merge(total, amount, BigDecimal::add);
  }

  /** Takes note of a total as the bill states it. */
  void state(BillTotal total, String text) {
    if (!NUMBER.matcher(text).matches()) {
      damaged();
    } else if (stated.put(total, new BigDecimal(text.replace(",", ""))) != null) {
      damaged();
    }
  }

  /** Takes note that the bill's end cannot be read. */
  void damaged() {
    unreadable = true;
  }

  /**
   * Compares everything at the end.
   *
   * @param required totals without which the bill is truncated
   * @param tolerated totals that may differ
   * @return what is wrong, or null
   */
  @Nullable String disagreement(Set<BillTotal> required, Set<BillTotal> tolerated) {
    if (unreadable) {
      return "a total at its end cannot be read or comes twice";
    }
    if (!stated.keySet().containsAll(required)) {
      return "it is truncated: the totals at its end are missing";
    }
    List<String> plain = differences(Map.of(), tolerated);
    boolean good =
        plain.isEmpty() || sides.stream().anyMatch(side -> differences(side, tolerated).isEmpty());
    return good ? null : "its totals say " + String.join("; ", plain);
  }

  /** Returns how a total differs from its rows, or null. */
  @Nullable String difference(BillTotal total) {
    return difference(total, Map.of());
  }

  private List<String> differences(Map<BillTotal, BigDecimal> side, Set<BillTotal> tolerated) {
    List<String> found = new ArrayList<>();
    for (BillTotal total : stated.keySet()) {
      String difference = tolerated.contains(total) ? null : difference(total, side);
      if (difference != null) {
        found.add(difference);
      }
    }
    return found;
  }

  private @Nullable String difference(BillTotal total, Map<BillTotal, BigDecimal> side) {
    BigDecimal says = stated.get(total);
    if (says == null) {
      return null;
    }
    BigDecimal rows =
        summed.getOrDefault(total, BigDecimal.ZERO).add(side.getOrDefault(total, BigDecimal.ZERO));
    boolean same =
        total.unsigned() ? says.abs().compareTo(rows.abs()) == 0 : says.compareTo(rows) == 0;
    return same
        ? null
        : total + " " + says.toPlainString() + " but its rows " + rows.toPlainString();
  }
}
