package io.heliu.channel.pos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up rows and compares the sums with the file's total row (合计). */
final class ControlTotals {
  private static final String FILLING = " \t\n\u000b\f\r:：";
  private static final Set<String> WORDS = Set.of("合计", "总计", "总合计", "total", "grandtotal");

  private final RowReader reader;
  private final List<Sum> sums =
      List.of(new Sum(PosColumn.QUANTITY), new Sum(PosColumn.AMOUNT), new Sum(PosColumn.DISCOUNT));

  ControlTotals(RowReader reader) {
    this.reader = reader;
  }

  private static final class Sum {
    private final PosColumn figure;
    private BigDecimal all = BigDecimal.ZERO;
    private BigDecimal counted = BigDecimal.ZERO;
    private boolean unreadable;

    Sum(PosColumn figure) {
      this.figure = figure;
    }
  }

  /** Tells whether a row is the total row: its first cell with a text says so. */
  static boolean isTotal(List<String> cells) {
    for (String cell : cells) {
      if (!cell.isEmpty()) {
        return isTotal(cell);
      }
    }
    return false;
  }

  private static boolean isTotal(String text) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (FILLING.indexOf(text.charAt(i)) < 0) {
        word.append(text.charAt(i));
      }
    }
    return WORDS.contains(word.toString().toLowerCase(Locale.ROOT));
  }

  /** Adds a row; null if its cells cannot be told apart. */
  void add(@Nullable List<String> cells) {
    boolean ignored = false;
    if (cells != null) {
      TicketType type = TicketType.of(reader.text(cells, PosColumn.TYPE));
      ignored = type != null && !type.counts();
    }
    for (Sum sum : sums) {
      BigDecimal number = cells == null ? null : numberOrNull(reader.text(cells, sum.figure));
      if (number == null) {
        sum.unreadable = true;
      } else {
        sum.all = sum.all.add(number);
        sum.counted = ignored ? sum.counted : sum.counted.add(number);
      }
    }
  }

  /**
   * Compares with the total row. Some tills leave void and training rows out of it and a
   * spreadsheet's sum does not, so both sums are good.
   *
   * @throws IllegalArgumentException if a figure disagrees; the message has both
   */
  PosFile.Control check(@Nullable List<String> totalRow) {
    PosFile.Control control = PosFile.Control.ABSENT;
    if (totalRow == null) {
      return control;
    }
    for (Sum sum : sums) {
      String text = reader.text(totalRow, sum.figure);
      if (!text.isEmpty()) {
        boolean proven = agrees(sum, text);
        boolean unproven = !proven || control == PosFile.Control.UNVERIFIABLE;
        control = unproven ? PosFile.Control.UNVERIFIABLE : PosFile.Control.AGREED;
      }
    }
    return control;
  }

  private static boolean agrees(Sum sum, String text) {
    BigDecimal total = numberOrNull(text);
    if (total == null) {
      throw new IllegalArgumentException("total row, " + sum.figure + ": is not a plain number");
    }
    if (total.compareTo(sum.all) == 0 || total.compareTo(sum.counted) == 0) {
      return !sum.unreadable;
    }
    if (sum.unreadable) {
      return false;
    }
    throw new IllegalArgumentException(
        "total row, "
            + sum.figure
            + ": says "
            + total.toPlainString()
            + " but the rows sum to "
            + sum.all.toPlainString());
  }

  private static @Nullable BigDecimal numberOrNull(String text) {
    if (text.isEmpty()) {
      return BigDecimal.ZERO;
    }
    try {
      return CellText.number(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
