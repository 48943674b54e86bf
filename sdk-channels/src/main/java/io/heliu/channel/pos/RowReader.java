package io.heliu.channel.pos;

import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of one row. A broken rule is an {@link IllegalArgumentException} without values.
 */
final class RowReader {
  private static final int MAX_TEXT = 200;

  private final Map<PosColumn, Integer> positions;

  RowReader(Map<PosColumn, Integer> positions) {
    this.positions = positions;
  }

  /** Returns the cleaned cell, empty if the file has no such column. */
  String text(List<String> cells, PosColumn column) {
    Integer position = positions.get(column);
    return position == null || position >= cells.size() ? "" : CellText.clean(cells.get(position));
  }

  TicketKey key(List<String> cells) {
    String ticket = required(cells, PosColumn.TICKET);
    if (CellText.damaged(ticket)) {
      throw new IllegalArgumentException(
          PosColumn.TICKET + ": was turned into a number by a spreadsheet");
    }
    try {
      return new TicketKey(
          required(cells, PosColumn.STORE),
          required(cells, PosColumn.TERMINAL),
          CellText.date(required(cells, PosColumn.DATE)),
          ticket);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("key: " + e.getMessage(), e);
    }
  }

  PosRow read(List<String> cells) {
    TicketKey key = key(cells);
    String word = required(cells, PosColumn.TYPE);
    TicketType type = TicketType.of(word);
    if (type == null) {
      throw new IllegalArgumentException(PosColumn.TYPE + ": is not a known type");
    }
    int line = line(required(cells, PosColumn.LINE));
    return type.counts() ? counted(cells, key, line, type, word) : other(cells, key, line, type);
  }

  private PosRow other(List<String> cells, TicketKey key, int line, TicketType type) {
    Canonical canonical = new Canonical().add(type.name()).add(line);
    for (PosColumn column :
        List.of(PosColumn.SKU, PosColumn.QUANTITY, PosColumn.PRICE, PosColumn.AMOUNT)) {
      canonical.add(text(cells, column));
    }
    return new PosRow(key, line, type, type.name(), canonical.toString(), "", null);
  }

  private PosRow counted(
      List<String> cells, TicketKey key, int line, TicketType type, String word) {
    Money discount = money(cells, PosColumn.DISCOUNT, "0");
    PosRow.Goods goods = goods(cells, discount);
    PosRow.WrongSign wrong =
        PosRow.Goods.wrongSign(goods.quantity(), goods.price(), goods.amount());
    if (wrong != null) {
      throw new IllegalArgumentException(wrong.column() + ": " + wrong.rule());
    }
    String tender = Tender.of(text(cells, PosColumn.TENDER));
    return new PosRow(key, line, type, word, goods.canonical(type, line, discount), tender, goods);
  }

  private PosRow.Goods goods(List<String> cells, Money discount) {
    String sku = code(cells, PosColumn.SKU);
    String barcode = code(cells, PosColumn.BARCODE);
    if (sku == null && barcode == null) {
      throw new IllegalArgumentException(
          PosColumn.SKU + ": missing or spoilt, and " + PosColumn.BARCODE + " too");
    }
    String title = bounded(text(cells, PosColumn.TITLE), PosColumn.TITLE);
    String code = sku != null ? sku : Objects.requireNonNull(barcode);
    BigDecimal quantity = quantity(cells);
    Money price = money(cells, PosColumn.PRICE, null);
    Money amount = money(cells, PosColumn.AMOUNT, null);
    return new PosRow.Goods(
        time(cells),
        sku,
        barcode,
        CellText.damaged(text(cells, PosColumn.BARCODE)),
        title.isEmpty() ? code : title,
        quantity,
        price,
        amount,
        PosRow.Goods.priceDiffers(quantity, price, discount, amount),
        code(cells, PosColumn.MEMBER_PHONE),
        code(cells, PosColumn.MEMBER_CARD),
        CellText.damaged(text(cells, PosColumn.MEMBER_PHONE))
            || CellText.damaged(text(cells, PosColumn.MEMBER_CARD)),
        code(cells, PosColumn.PAYMENT_REFERENCE));
  }

  private Instant time(List<String> cells) {
    try {
      return CellText.time(required(cells, PosColumn.TIME));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PosColumn.TIME + ": " + e.getMessage(), e);
    }
  }

  private BigDecimal quantity(List<String> cells) {
    BigDecimal quantity = number(cells, PosColumn.QUANTITY, null).stripTrailingZeros();
    if (quantity.scale() > 3) {
      throw new IllegalArgumentException(PosColumn.QUANTITY + ": has more than 3 decimals");
    }
    return quantity.scale() < 0 ? quantity.setScale(0) : quantity;
  }

  private Money money(List<String> cells, PosColumn column, @Nullable String ifBlank) {
    BigDecimal number = number(cells, column, ifBlank);
    if (number.stripTrailingZeros().scale() > 2) {
      throw new IllegalArgumentException(column + ": has more than 2 decimals");
    }
    return Money.of(number, Money.CNY);
  }

  private BigDecimal number(List<String> cells, PosColumn column, @Nullable String ifBlank) {
    String text = text(cells, column);
    if (text.isEmpty() && ifBlank != null) {
      text = ifBlank;
    }
    try {
      return CellText.number(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
  }

  private @Nullable String code(List<String> cells, PosColumn column) {
    String text = bounded(text(cells, column), column);
    return text.isEmpty() || CellText.damaged(text) ? null : text;
  }

  private static String bounded(String text, PosColumn column) {
    if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          column + ": has a control character or more than " + MAX_TEXT + " characters");
    }
    return text;
  }

  private String required(List<String> cells, PosColumn column) {
    String text = text(cells, column);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(column + ": is empty");
    }
    return text;
  }

  private static int line(String text) {
    if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(PosColumn.LINE + ": must have 1 to 6 digits");
    }
    return Integer.parseInt(text);
  }
}
