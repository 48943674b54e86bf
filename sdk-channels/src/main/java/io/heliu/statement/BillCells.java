package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.internal.PlainText;
import io.heliu.internal.json.WallTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row's cells, read by column. What breaks a rule is an {@link IllegalArgumentException} that
 * names column and rule, never the cell, which may be somebody's phone number if the row is
 * shifted.
 *
 * @param header where the columns are
 * @param cells the cells, as many as there are columns
 */
record BillCells(BillHeader header, List<String> cells) {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Pattern AMOUNT = Pattern.compile("[-+]?\\d{1,12}(\\.\\d{0,2}0{0,4})?");
  private static final int MAX_WHOLE = 12;

  /** As a spreadsheet writes a long number; merchants' own numbers may have an E among digits. */
  private static final Pattern DAMAGED = Pattern.compile("\\d(\\.\\d+)?E\\+\\d+");

  private static final int MAX_ID = 64;

  /** Returns a cell without the blanks around it; empty if there is no such column. */
  String text(BillColumn column) {
    return header.text(cells, column);
  }

  /** Returns an id that must be there. */
  String id(BillColumn column) {
    String text = idOrEmpty(column);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(column + ": is empty");
    }
    return text;
  }

  /** Returns an id. */
  String idOrEmpty(BillColumn column) {
    String text = text(column);
    if (text.length() > MAX_ID || PlainText.hasControl(text)) {
      throw new IllegalArgumentException(
          column + ": has a control character or more than " + MAX_ID + " characters");
    }
    if (text.indexOf('E') > 0 && DAMAGED.matcher(text).matches()) {
      throw new IllegalArgumentException(column + ": was turned into a number by a spreadsheet");
    }
    return text;
  }

  /** Returns an amount of yuan that must be there. */
  Money money(BillColumn column) {
    String text = text(column);
    if (!PlainText.isDecimal(text, MAX_WHOLE, 2) && !AMOUNT.matcher(text).matches()) {
      throw new IllegalArgumentException(column + ": is no amount of yuan with 2 decimals");
    }
    return Money.yuan(text);
  }

  /** Returns an amount of yuan; zero if the cell is empty or there is no such column. */
  Money moneyOrZero(BillColumn column) {
    return text(column).isEmpty() ? Money.zero(Money.CNY) : money(column);
  }

  /** Returns an amount that has no sign of its own; zero if there is no such column. */
  Money unsigned(BillColumn column) {
    return unsigned(column, Money.CNY);
  }

  /** Returns an amount of a currency without a sign of its own; zero if there is no such column. */
  Money unsigned(BillColumn column, Currency currency) {
    if (!header.has(column)) {
      return Money.zero(currency);
    }
    Money amount = currency.equals(Money.CNY) ? money(column) : foreign(column, currency);
    if (amount.isNegative()) {
      throw new IllegalArgumentException(column + ": must not be negative");
    }
    return amount;
  }

  private Money foreign(BillColumn column, Currency currency) {
    BigDecimal amount = decimal(column);
    try {
      return Money.of(amount, currency);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(column + ": is no amount of " + currency, e);
    }
  }

  /** Returns the currency of a row; the yuan if there is no such column, or nothing in it. */
  Currency currency(BillColumn column) {
    String code = text(column);
    if (code.isEmpty()) {
      return Money.CNY;
    }
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column + ": is no currency", e);
    }
  }

  /** Returns an amount of yuan that may be finer than a fen. */
  BigDecimal decimal(BillColumn column) {
    String text = text(column);
    if (!PlainText.isDecimal(text, MAX_WHOLE, 6)) {
      throw new IllegalArgumentException(column + ": is no amount of yuan");
    }
    return new BigDecimal(text);
  }

  /** Returns a time. */
  Instant time(BillColumn column) {
    LocalDateTime time = wallTime(text(column));
    if (time == null) {
      throw new IllegalArgumentException(column + ": is no time");
    }
    return time.atZone(ZONE).toInstant();
  }

  /** Reads a time, whose colons may be of full width; null if it is none. */
  static @Nullable LocalDateTime wallTime(String text) {
    return WallTime.parse(text.replace('：', ':'), ' ');
  }
}
