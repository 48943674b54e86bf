package io.heliu.channel.pos;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a drop file.
 *
 * @param key the ticket
 * @param number the row's number in the file, or the ticket's place in the push
 * @param line the line's number in the ticket
 * @param type what the ticket is
 * @param typeWord the till's word for it
 * @param canonical the content in canonical form, without how it was paid
 * @param tender how it was paid, as this way of sending it tells
 * @param goods what was sold; null on tickets that do not count
 */
record PosRow(
    TicketKey key,
    int number,
    int line,
    TicketType type,
    String typeWord,
    String canonical,
    String tender,
    @Nullable Goods goods) {

  /** Tells whether another row says the same. */
  boolean repeats(PosRow other) {
    return canonical.equals(other.canonical) && tender.equals(other.tender);
  }

  /** Prints ticket and line only: the rest may hold personal data. */
  @Override
  public String toString() {
    return "PosRow[" + key + " line " + line + " " + type + "]";
  }

  /** A figure whose sign breaks a rule. */
  record WrongSign(PosColumn column, String rule) {}

  /** What was sold on a line, and what the row says about the whole ticket. */
  record Goods(
      Instant time,
      @Nullable String sku,
      @Nullable String barcode,
      boolean barcodeDamaged,
      String title,
      BigDecimal quantity,
      Money price,
      Money amount,
      boolean priceDiffers,
      @Nullable String phone,
      @Nullable String card,
      boolean memberDamaged,
      @Nullable String paymentReference) {
    /** Returns the content of a line in the form that its ticket's hash is made of. */
    String canonical(TicketType type, int line, Money discount) {
      return new Canonical()
          .add(type.name())
          .add(line)
          .add(minute())
          .add(sku != null ? "sku" : "barcode")
          .add(sku != null ? sku : Objects.requireNonNull(barcode))
          .add(quantity.toPlainString())
          .add(price.minor())
          .add(discount.minor())
          .add(amount.minor())
          .toString();
    }

    /** Returns the text of the minute's {@link Instant}, without the formatter that it takes. */
    private String minute() {
      return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES) + ":00Z";
    }

    /**
     * Tells whether an amount is neither price times quantity, rounded half up, nor that less the
     * discount. Tills set prices of bundles, such as three for ten, that no unit price gives.
     */
    static boolean priceDiffers(BigDecimal quantity, Money price, Money discount, Money amount) {
      BigDecimal full =
          price.toDecimal().multiply(quantity.abs()).setScale(2, RoundingMode.HALF_UP);
      BigDecimal less = full.subtract(amount.abs().toDecimal());
      return less.signum() != 0 && less.compareTo(discount.abs().toDecimal()) != 0;
    }

    /**
     * Returns what is wrong with the signs of a line: its field and the rule; null if nothing is. A
     * sale may have a line that goes back, as when goods are exchanged over the counter.
     */
    static @Nullable WrongSign wrongSign(BigDecimal quantity, Money price, Money amount) {
      if (quantity.signum() == 0) {
        return new WrongSign(PosColumn.QUANTITY, "must not be zero");
      }
      if (price.isNegative()) {
        return new WrongSign(PosColumn.PRICE, "must not be negative");
      }
      return Long.signum(amount.minor()) == -quantity.signum()
          ? new WrongSign(PosColumn.AMOUNT, "must have the sign of the quantity")
          : null;
    }

    /** Prints nothing of the content, which has the member's phone and card. */
    @Override
    public String toString() {
      return "Goods[" + time + "]";
    }
  }
}
