package io.heliu.reconcile;

import io.heliu.Money;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes open lines as RFC 4180 text. */
final class OpenLineCsv {
  private static final String HEADER =
      "side,reason,id,channel,account,kind,reference,group,day,amount,currency,counterpart,difference";

  private OpenLineCsv() {}

  static void write(List<OpenLine> lines, Appendable out) throws IOException {
    out.append(HEADER).append("\r\n");
    for (OpenLine open : lines) {
      Line line = open.line();
      Money difference = open.difference();
      out.append(open.side().name()).append(',').append(open.reason().name()).append(',');
      text(line.id(), out).append(',');
      text(line.shop().channel(), out).append(',');
      text(line.shop().account(), out).append(',');
      out.append(line.kind().name()).append(',');
      text(line.reference(), out).append(',');
      text(line.groupKey(), out).append(',');
      out.append(line.day().toString()).append(',');
      out.append(line.amount().toPlainString()).append(',');
      out.append(line.amount().currency().getCurrencyCode()).append(',');
      text(open.counterpart(), out).append(',');
      out.append(difference == null ? "" : difference.toPlainString()).append("\r\n");
    }
  }

  /** Writes a text that came from outside: guarded against formulas, quoted where needed. */
  private static Appendable text(@Nullable String value, Appendable out) throws IOException {
    if (value == null || value.isEmpty()) {
      return out;
    }
    String guarded = "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quote = guarded.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quote
        ? out.append('"').append(guarded.replace("\"", "\"\"")).append('"')
        : out.append(guarded);
  }
}
