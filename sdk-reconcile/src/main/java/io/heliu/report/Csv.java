package io.heliu.report;

import io.heliu.Money;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes RFC 4180 rows. */
final class Csv {
  /** Spreadsheets show longer numbers rounded. */
  private static final int SAFE_DIGITS = 11;

  private final Appendable out;
  private final boolean forSpreadsheets;
  private boolean first = true;

  Csv(Appendable out, boolean forSpreadsheets) {
    this.out = out;
    this.forSpreadsheets = forSpreadsheets;
  }

  /** Writes a text that may come from outside: guarded against formulas, quoted where needed. */
  Csv text(String value) throws IOException {
    if (forSpreadsheets && isSpoiltAsNumber(value)) {
      // Nothing but digits can get into this formula.
      return put("\"=\"\"" + value + "\"\"\"");
    }
    boolean formula = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
    String guarded = formula ? "'" + value : value;
    boolean quote = guarded.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return put(quote ? '"' + guarded.replace("\"", "\"\"") + '"' : guarded);
  }

  private static boolean isSpoiltAsNumber(String value) {
    boolean isLong = value.length() > SAFE_DIGITS;
    boolean isPadded = value.length() > 1 && value.charAt(0) == '0';
    return (isLong || isPadded) && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  Csv number(long value) throws IOException {
    return put(Long.toString(value));
  }

  Csv number(@Nullable BigDecimal value) throws IOException {
    return put(value == null ? "" : value.toPlainString());
  }

  Csv money(Money amount) throws IOException {
    return put(amount.toPlainString());
  }

  Csv percent(@Nullable Ratio ratio) throws IOException {
    return number(ratio == null ? null : ratio.toPercent());
  }

  Csv header(String... names) throws IOException {
    for (String name : names) {
      put(name);
    }
    return this;
  }

  void end() throws IOException {
    out.append("\r\n");
    first = true;
  }

  private Csv put(String cell) throws IOException {
    if (!first) {
      out.append(',');
    }
    first = false;
    out.append(cell);
    return this;
  }
}
