package io.heliu;

/**
 * A shop (店铺): one account of the merchant on one channel.
 *
 * @param channel the channel's code in lower case, for example {@code "taobao"}
 * @param account the account on that channel, for example the seller's nick or the store number
 */
public record ShopId(String channel, String account) implements Comparable<ShopId> {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is blank, too long or has control characters, or if the
   *     channel contains a colon
   */
  public ShopId {
    Check.id(channel, "channel");
    Check.id(account, "account");
    if (channel.indexOf(':') >= 0) {
      throw new IllegalArgumentException("channel: must not contain a colon");
    }
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if there is no colon or a part is not valid
   */
  public static ShopId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("shop: must read channel:account");
    }
    return new ShopId(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(ShopId other) {
    int byChannel = channel.compareTo(other.channel);
    return byChannel != 0 ? byChannel : account.compareTo(other.account);
  }

  /** Returns {@code channel:account}. */
  @Override
  public String toString() {
    return channel + ":" + account;
  }
}
