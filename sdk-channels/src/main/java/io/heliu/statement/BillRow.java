package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of a trade bill.
 *
 * @param line what it says about money
 * @param received what the merchant received (商家实收), before the fee
 * @param discount what the merchant gave (商家优惠)
 */
record BillRow(StatementLine line, Money received, Money discount) {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final String SHAPE = "0000-00-00 00:00:00";
  private static final Pattern AMOUNT = Pattern.compile("[-+]?\\d{1,12}(\\.\\d{0,2}0{0,4})?");
  private static final Pattern DAMAGED = Pattern.compile("\\d+(\\.\\d+)?E\\+?\\d+");
  private static final int MAX_ID = 64;

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException naming column and rule, never the cell, which may be
   *     somebody's phone number if the row is shifted
   */
  static BillRow of(int row, String text, BillHeader header, AlipayBillSettings settings) {
    List<String> raw = BillHeader.cells(text);
    List<String> cells = header.fit(raw);
    Instant completed = time(header, cells, raw.size() > header.width());
    String kindCode = id(header, cells, BillColumn.TYPE);
    StatementLine.Kind kind = kind(kindCode);
    Money received = money(header, cells, BillColumn.RECEIVED);
    checkSign(kind, received, BillColumn.RECEIVED);
    checkSign(kind, money(header, cells, BillColumn.ORDER_AMOUNT), BillColumn.ORDER_AMOUNT);
    String tradeNo = id(header, cells, BillColumn.TRADE_NO);
    String requestNo = idOrEmpty(header, cells, BillColumn.REQUEST_NO);
    Money fee = money(header, cells, BillColumn.FEE);
    Money share = optionalMoney(header, cells, BillColumn.SHARE);
    StatementLine line =
        new StatementLine(
            tradeNo + "/" + kindCode + "/" + requestNo,
            row,
            kind,
            kindCode,
            settings.reference(idOrEmpty(header, cells, BillColumn.MERCHANT_NO)),
            tradeNo,
            completed,
            received,
            fee.plus(share));
    return new BillRow(line, received, optionalMoney(header, cells, BillColumn.MERCHANT_DISCOUNT));
  }

  /** Both times must parse: that is how a row whose surplus was put elsewhere is found out. */
  private static Instant time(BillHeader header, List<String> cells, boolean merged) {
    try {
      Instant created = instant(header.text(cells, BillColumn.CREATED));
      String completed = header.text(cells, BillColumn.COMPLETED);
      return completed.isEmpty() && !merged ? created : instant(completed);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          BillColumn.CREATED
              + " and "
              + BillColumn.COMPLETED
              + (merged
                  ? ": are no times although the surplus cells are the goods' name"
                  : ": are no times"),
          e);
    }
  }

  /** The form never varies; read by hand, it takes a fraction of a formatter's time. */
  private static Instant instant(String text) {
    if (text.length() != SHAPE.length()) {
      throw new DateTimeException("length");
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      if (SHAPE.charAt(i) == '0' ? c < '0' || c > '9' : c != SHAPE.charAt(i)) {
        throw new DateTimeException("shape");
      }
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19))
        .atZone(ZONE)
        .toInstant();
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static StatementLine.Kind kind(String code) {
    if (code.equals("交易")) {
      return StatementLine.Kind.PAYMENT;
    }
    return code.equals("退款") ? StatementLine.Kind.REFUND : StatementLine.Kind.OTHER;
  }

  private static void checkSign(StatementLine.Kind kind, Money amount, BillColumn column) {
    if (kind == StatementLine.Kind.PAYMENT && amount.minor() < 0) {
      throw new IllegalArgumentException(column + ": must not be negative on a payment");
    }
    if (kind == StatementLine.Kind.REFUND && amount.minor() > 0) {
      throw new IllegalArgumentException(column + ": must not be positive on a refund");
    }
  }

  private static String id(BillHeader header, List<String> cells, BillColumn column) {
    String text = idOrEmpty(header, cells, column);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(column + ": is empty");
    }
    return text;
  }

  private static String idOrEmpty(BillHeader header, List<String> cells, BillColumn column) {
    String text = header.text(cells, column);
    if (text.length() > MAX_ID || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          column + ": has a control character or more than " + MAX_ID + " characters");
    }
    if (text.indexOf('E') > 0 && DAMAGED.matcher(text).matches()) {
      throw new IllegalArgumentException(column + ": was turned into a number by a spreadsheet");
    }
    return text;
  }

  private static Money optionalMoney(BillHeader header, List<String> cells, BillColumn column) {
    return header.text(cells, column).isEmpty()
        ? Money.zero(Money.CNY)
        : money(header, cells, column);
  }

  private static Money money(BillHeader header, List<String> cells, BillColumn column) {
    String text = header.text(cells, column);
    if (!AMOUNT.matcher(text).matches()) {
      throw new IllegalArgumentException(column + ": is no amount of yuan with 2 decimals");
    }
    return Money.yuan(text);
  }
}
