package io.heliu.channel.pos;

import io.heliu.Money;
import io.heliu.channel.internal.Figures;
import io.heliu.channel.internal.PlainText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * Reads cells that have been through a spreadsheet. Messages name the rule and never quote the
 * cell: a shifted row may hold a phone number where a price should be.
 */
final class CellText {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Pattern EXPONENT = Pattern.compile("\\d+(\\.\\d+)?[eE]\\+?\\d+");
  private static final Pattern GROUPED =
      Pattern.compile("[-+]?\\d{1,3}(,\\d{3}){1,3}(\\.\\d{1,6})?");
  private static final String MARKS = "-/.";
  private static final int MAX_WHOLE = 10;
  private static final int MAX_GROUPED = 12;
  private static final int MAX_DECIMALS = 6;

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
    return new BigDecimal(plain(text));
  }

  /** Reads an amount of yuan. */
  static Money yuan(String text) {
    String plain = plain(text);
    boolean fine = PlainText.isDecimal(plain, MAX_GROUPED, 2);
    if (!fine && new BigDecimal(plain).stripTrailingZeros().scale() > 2) {
      throw new IllegalArgumentException("has more than 2 decimals");
    }
    return Money.yuan(plain);
  }

  /** Returns a number without the yuan sign and the commas that group its digits. */
  private static String plain(String text) {
    String plain = text.startsWith("¥") || text.startsWith("￥") ? text.substring(1) : text;
    if (PlainText.isDecimal(plain, MAX_WHOLE, MAX_DECIMALS)) {
      return plain;
    }
    if (GROUPED.matcher(plain).matches()) {
      return plain.replace(",", "");
    }
    throw new IllegalArgumentException("is not a plain number");
  }

  static LocalDate date(String text) {
    int blank = text.indexOf(' ');
    return dayOf(blank < 0 ? text : text.substring(0, blank));
  }

  static Instant time(String text) {
    int gap = Math.max(text.indexOf(' '), text.indexOf('T'));
    String clock = gap < 0 ? "" : text.substring(gap + 1).strip();
    Figures figures = new Figures(clock, "is not a date and time");
    int hour = figures.number(1, 2);
    figures.need(figures.take(":"));
    int minute = figures.number(2, 2);
    int second = 0;
    if (figures.take(":")) {
      second = figures.number(2, 2);
      figures.need(!figures.take(".") || figures.skipDigits());
    }
    figures.need(figures.ended());
    LocalDate day = dayOf(text.substring(0, gap));
    try {
      return day.atTime(hour, minute, second).atZone(ZONE).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a time of day", e);
    }
  }

  static LocalDate dayOf(Instant time) {
    return time.atZone(ZONE).toLocalDate();
  }

  private static LocalDate dayOf(String text) {
    Figures figures = new Figures(text, "is not a date");
    int year = figures.number(4, 4);
    int month;
    int day;
    if (figures.take("年")) {
      month = figures.number(1, 2);
      figures.need(figures.take("月"));
      day = figures.number(1, 2);
      figures.need(figures.take("日"));
    } else {
      int least = figures.take(MARKS) ? 1 : 2; // without marks, two digits each
      month = figures.number(least, 2);
      figures.need(least == 2 || figures.take(MARKS));
      day = figures.number(least, 2);
    }
    figures.need(figures.ended());
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a day of the calendar", e);
    }
  }
}
