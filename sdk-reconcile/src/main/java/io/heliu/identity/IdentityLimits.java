package io.heliu.identity;

import java.time.Duration;
import java.util.Objects;

/**
 * When a card, phone or e-mail address is shared by so many that it stops being a key (降权), and
 * when a phone may have passed to somebody else (二次放号). All resolvers of one database must have the
 * same limits; after a change of them every record is to be resolved again.
 *
 * @param accounts how many different accounts and cards it may come with, at least 1
 * @param records how many records may have it, at least 2
 * @param phoneSpan how long a phone may go unseen and still be the same person's; records of it
 *     that lie further apart, with nobody in between, join only by something else. Operators give
 *     unused numbers away after some months, so it should be about as long as customers stay away
 */
public record IdentityLimits(int accounts, int records, Duration phoneSpan) {
  private static final Duration YEAR = Duration.ofDays(365);

  /** The limits unless the host says otherwise: 10 accounts, 300 records, 365 days. */
  public static final IdentityLimits DEFAULT = new IdentityLimits(10, 300);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is too small
   */
  public IdentityLimits {
    Checks.that(accounts >= 1, "accounts", "must be at least 1");
    Checks.that(records >= 2, "records", "must be at least 2");
    Checks.that(records <= 1_000_000, "records", "must be at most 1000000");
    Objects.requireNonNull(phoneSpan, "phoneSpan");
    Checks.that(
        !phoneSpan.isZero() && !phoneSpan.isNegative(), "phoneSpan", "must be longer than nothing");
  }

  /** Creates limits with a span of 365 days for phones. */
  public IdentityLimits(int accounts, int records) {
    this(accounts, records, YEAR);
  }
}
