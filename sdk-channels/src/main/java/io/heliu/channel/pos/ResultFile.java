package io.heliu.channel.pos;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the result file (回执): UTF-8 CSV, one line a ticket. */
final class ResultFile {
  private static final String HEADER = "row,ticket,verdict,reason\r\n";

  private ResultFile() {}

  static byte[] of(List<TicketResult> results) {
    StringBuilder text = new StringBuilder(HEADER);
    for (TicketResult result : results) {
      text.append(result.row())
          .append(',')
          .append(cell(result.key() == null ? "" : result.key().toString()))
          .append(',')
          .append(result.verdict())
          .append(',')
          .append(cell(result.reason()))
          .append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] refused(String reason) {
    return (HEADER + "0,\"\",REFUSED," + cell(reason) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A store code that begins with = would be run as a formula when a person opens the file. */
  private static String cell(String text) {
    boolean formula = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
