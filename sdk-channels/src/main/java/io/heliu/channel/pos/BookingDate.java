package io.heliu.channel.pos;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The day a ticket is booked to. An offline till may upload after its day was closed (迟到); then the
 * ticket goes to the first open day and keeps its own date beside it.
 *
 * @param businessDate the ticket's own day (营业日期)
 * @param bookedOn the day it is booked to
 */
public record BookingDate(LocalDate businessDate, LocalDate bookedOn) {

  /**
   * Checks the order of the days.
   *
   * @throws IllegalArgumentException if it would be booked before its own day
   */
  public BookingDate {
    Objects.requireNonNull(businessDate, "businessDate");
    Objects.requireNonNull(bookedOn, "bookedOn");
    if (bookedOn.isBefore(businessDate)) {
      throw new IllegalArgumentException("bookedOn: must not be before businessDate");
    }
  }

  /** Books a day while its period is open, else to the first open day. */
  public static BookingDate of(LocalDate businessDate, LocalDate firstOpen) {
    return new BookingDate(
        businessDate, businessDate.isBefore(firstOpen) ? firstOpen : businessDate);
  }

  /** Tells whether the ticket came after its period was closed. */
  public boolean late() {
    return bookedOn.isAfter(businessDate);
  }
}
