package io.heliu.identity;

/**
 * When a card, phone or e-mail address is shared by so many that it stops being a key (降权). All
 * resolvers of one database must have the same limits; after a change of them every record is to be
 * resolved again.
 *
 * @param accounts how many different accounts and cards it may come with, at least 1
 * @param records how many records may have it, at least 2
 */
public record IdentityLimits(int accounts, int records) {

  /** The limits unless the host says otherwise: 10 accounts, 300 records. */
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
  }
}
