package io.heliu.channel.pos;

import io.heliu.ShopId;
import io.heliu.channel.internal.PlainText;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;

/**
 * What identifies a ticket (小票). Ticket numbers start anew by day or by device in many systems and
 * two offline tills may hand out the same one, so no shorter key is safe.
 *
 * @param store the store's code (门店编码)
 * @param terminal the till's code (收银机号)
 * @param businessDate the day it counts for (营业日期), which is not the day it was uploaded
 * @param ticketNo the number on the ticket (小票号), with its leading zeros
 */
public record TicketKey(String store, String terminal, LocalDate businessDate, String ticketNo)
    implements Comparable<TicketKey> {

  private static final int MAX_PART = 60;
  private static final Comparator<TicketKey> ORDER =
      Comparator.comparing(TicketKey::store)
          .thenComparing(TicketKey::terminal)
          .thenComparing(TicketKey::businessDate)
          .thenComparing(TicketKey::ticketNo);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a text is blank, has more than 60 characters, a slash or a
   *     control character, or if the year does not have four digits
   */
  public TicketKey {
    part(store, "store");
    part(terminal, "terminal");
    Objects.requireNonNull(businessDate, "businessDate");
    if (businessDate.getYear() < 1000 || businessDate.getYear() > 9999) {
      throw new IllegalArgumentException("businessDate: year must have four digits");
    }
    part(ticketNo, "ticketNo");
  }

  /** Tells whether a text may be the store, terminal or number of a key. */
  static boolean isPart(String value) {
    return !value.isBlank() && value.length() <= MAX_PART && !hasMark(value);
  }

  private static boolean hasMark(String value) {
    return value.indexOf('/') >= 0 || PlainText.hasControl(value);
  }

  private static void part(String value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isBlank() || value.length() > MAX_PART) {
      throw new IllegalArgumentException(name + ": must have 1 to " + MAX_PART + " characters");
    }
    if (hasMark(value)) {
      throw new IllegalArgumentException(
          name + ": must not contain a slash or a control character");
    }
  }

  /** Returns the shop the ticket belongs to: channel {@code pos}, account the store. */
  public ShopId shop() {
    return new ShopId("pos", store);
  }

  /** Returns the order number: {@code store/terminal/businessDate/ticketNo}. */
  public String orderNumber() {
    return store + "/" + terminal + "/" + businessDate + "/" + ticketNo;
  }

  /** Orders by store, terminal, date and number. */
  @Override
  public int compareTo(TicketKey other) {
    return ORDER.compare(this, other);
  }

  /** Returns the order number. */
  @Override
  public String toString() {
    return orderNumber();
  }
}
