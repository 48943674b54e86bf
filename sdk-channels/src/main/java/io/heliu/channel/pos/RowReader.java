package io.heliu.channel.pos;

import io.heliu.Money;
import io.heliu.channel.internal.Figures;
import io.heliu.channel.internal.PlainText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of one row. A broken rule is an {@link IllegalArgumentException} without values.
 */
final class RowReader {
  private static final int MAX_TEXT = 200;
  private static final String LINE_RULE = PosColumn.LINE + ": must have 1 to 6 digits";

  private final Map<PosColumn, Integer> positions;

  RowReader(Map<PosColumn, Integer> positions) {
    this.positions = positions;
  }

  /** Returns the cell, empty if the file has no such column. */
  String text(List<String> cells, PosColumn column) {
    Integer position = positions.get(column);
    return position == null || position >= cells.size() ? "" : cells.get(position);
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

  PosRow read(TicketKey key, int number, List<String> cells) {
    String word = required(cells, PosColumn.TYPE);
    TicketType type = TicketType.of(word);
    if (type == null) {
      throw new IllegalArgumentException(PosColumn.TYPE + ": is not a known type");
    }
    int line = line(required(cells, PosColumn.LINE));
    if (type.counts()) {
      return counted(cells, key, number, line, type, word);
    }
    Canonical canonical = new Canonical().add(type.name()).add(line);
    for (PosColumn column :
        List.of(PosColumn.SKU, PosColumn.QUANTITY, PosColumn.PRICE, PosColumn.AMOUNT)) {
      canonical.add(text(cells, column));
    }
    return new PosRow(key, number, line, type, type.name(), canonical.toString(), "", null);
  }

  private PosRow counted(
      List<String> cells, TicketKey key, int number, int line, TicketType type, String word) {
    Money discount = discount(cells);
    PosRow.Goods goods = goods(cells, discount);
    PosRow.WrongSign wrong =
        PosRow.Goods.wrongSign(goods.quantity(), goods.price(), goods.amount());
    if (wrong != null) {
      throw new IllegalArgumentException(wrong.column() + ": " + wrong.rule());
    }
    String tender = Tender.of(text(cells, PosColumn.TENDER));
    String canonical = goods.canonical(type, line, discount);
    return new PosRow(key, number, line, type, word, canonical, tender, goods);
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
    Money price = money(cells, PosColumn.PRICE);
    Money amount = money(cells, PosColumn.AMOUNT);
    return new PosRow.Goods(
        read(required(cells, PosColumn.TIME), PosColumn.TIME, CellText::time),
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

  private BigDecimal quantity(List<String> cells) {
    BigDecimal quantity =
        read(text(cells, PosColumn.QUANTITY), PosColumn.QUANTITY, CellText::number)
            .stripTrailingZeros();
    if (quantity.scale() > 3) {
      throw new IllegalArgumentException(PosColumn.QUANTITY + ": has more than 3 decimals");
    }
    return quantity.scale() < 0 ? quantity.setScale(0) : quantity;
  }

  private Money discount(List<String> cells) {
    String text = text(cells, PosColumn.DISCOUNT);
    return text.isEmpty() ? Money.zero(Money.CNY) : money(cells, PosColumn.DISCOUNT);
  }

  private Money money(List<String> cells, PosColumn column) {
    return read(text(cells, column), column, CellText::yuan);
  }

  private static <T> T read(String text, PosColumn column, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
  }

  private @Nullable String code(List<String> cells, PosColumn column) {
    String text = bounded(text(cells, column), column);
    return text.isEmpty() || CellText.damaged(text) ? null : text;
  }

  private static String bounded(String text, PosColumn column) {
    if (text.length() > MAX_TEXT || PlainText.hasControl(text)) {
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
    Figures figures = new Figures(text, LINE_RULE);
    int line = figures.number(1, 6);
    figures.need(figures.ended());
    return line;
  }
}
