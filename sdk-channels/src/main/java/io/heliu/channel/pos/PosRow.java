package io.heliu.channel.pos;

import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a drop file.
 *
 * @param key the ticket
 * @param line the line's number in the ticket
 * @param type what the ticket is
 * @param typeWord the till's word for it
 * @param canonical the content in canonical form
 * @param goods what was sold; null on tickets that do not count
 */
record PosRow(
    TicketKey key,
    int line,
    TicketType type,
    String typeWord,
    String canonical,
    @Nullable Goods goods) {

  /** Prints ticket and line only: the rest may hold personal data. */
  @Override
  public String toString() {
    return "PosRow[" + key + " line " + line + " " + type + "]";
  }

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
      @Nullable String phone,
      @Nullable String card,
      boolean memberDamaged,
      @Nullable String paymentReference) {

    /** Returns the content of a line in the form that its ticket's hash is made of. */
    String canonical(TicketType type, int line, Money discount, String tender) {
      return new Canonical()
          .add(type.name())
          .add(line)
          .add(time.truncatedTo(ChronoUnit.MINUTES).toString())
          .add(sku != null ? "sku" : "barcode")
          .add(sku != null ? sku : Objects.requireNonNull(barcode))
          .add(quantity.toPlainString())
          .add(price.minor())
          .add(discount.minor())
          .add(amount.minor())
          .add(tender)
          .toString();
    }

    /** Prints nothing of the content, which has the member's phone and card. */
    @Override
    public String toString() {
      return "Goods[" + time + "]";
    }
  }
}
