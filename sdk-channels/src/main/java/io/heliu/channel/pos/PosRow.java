package io.heliu.channel.pos;

import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Instant;
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
      @Nullable String paymentReference) {}
}
