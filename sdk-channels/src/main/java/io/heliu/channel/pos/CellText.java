package io.heliu.channel.pos;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads cells that have been through a spreadsheet. Messages name the rule and never quote the
 * cell: a shifted row may hold a phone number where a price should be.
 */
final class CellText {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Pattern EXPONENT = Pattern.compile("\\d+(\\.\\d+)?[eE]\\+?\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d{1,10}|\\d{1,3}(,\\d{3}){1,3})(\\.\\d{1,6})?");
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})[-/.](\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日)");
  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?");

  private CellText() {}

  /**
   * Takes off what spreadsheets and exports put around a value: blanks of all kinds, tab, ', BOM.
   */
  static String clean(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && isPadding(cell.charAt(start))) {
      start++;
    }
    if (start < end && cell.charAt(start) == '\'') {
      start++;
    }
    while (start < end && isPadding(cell.charAt(start))) {
      start++;
    }
    while (end > start && isPadding(cell.charAt(end - 1))) {
      end--;
    }
    return cell.substring(start, end);
  }

  private static boolean isPadding(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u3000' || c == '\ufeff';
  }

  /** Tells whether a spreadsheet has turned a code into a number with an exponent. */
  static boolean damaged(String code) {
    boolean hasExponent = code.indexOf('E') > 0 || code.indexOf('e') > 0;
    return hasExponent && EXPONENT.matcher(code).matches();
  }

  static BigDecimal number(String text) {
    String plain = text.startsWith("¥") || text.startsWith("￥") ? text.substring(1) : text;
    if (!NUMBER.matcher(plain).matches()) {
      throw new IllegalArgumentException("is not a plain number");
    }
    return new BigDecimal(plain.replace(",", ""));
  }

  static LocalDate date(String text) {
    int blank = text.indexOf(' ');
    return dayOf(blank < 0 ? text : text.substring(0, blank));
  }

  static Instant time(String text) {
    int gap = Math.max(text.indexOf(' '), text.indexOf('T'));
    Matcher time = TIME.matcher(gap < 0 ? "" : text.substring(gap + 1).strip());
    if (!time.matches()) {
      throw new IllegalArgumentException("is not a date and time");
    }
    LocalDate day = dayOf(text.substring(0, gap));
    try {
      LocalDateTime local =
          day.atTime(
              Integer.parseInt(time.group(1)),
              Integer.parseInt(time.group(2)),
              time.group(3) == null ? 0 : Integer.parseInt(time.group(3)));
      return local.atZone(ZONE).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a time of day", e);
    }
  }

  static LocalDate dayOf(Instant time) {
    return time.atZone(ZONE).toLocalDate();
  }

  private static LocalDate dayOf(String text) {
    Matcher m = DATE.matcher(text);
    if (!m.matches()) {
      m = COMPACT.matcher(text);
      if (!m.matches()) {
        throw new IllegalArgumentException("is not a date");
      }
    }
    boolean chinese = m.groupCount() > 3 && m.group(2) == null;
    try {
      return LocalDate.of(
          Integer.parseInt(m.group(1)),
          Integer.parseInt(m.group(chinese ? 4 : 2)),
          Integer.parseInt(m.group(chinese ? 5 : 3)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a day of the calendar", e);
    }
  }
}
