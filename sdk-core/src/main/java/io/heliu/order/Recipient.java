package io.heliu.order;

import org.jspecify.annotations.Nullable;

/**
 * Whom and where an order goes to (收货人). Personal data, often masked by the channel: never log it;
 * {@link #toString} prints the region only.
 *
 * @param name the name as the channel gave it, or null
 * @param phone the phone as the channel gave it, or null; may be masked or virtual
 * @param province the province (省), or null
 * @param city the city (市), or null
 * @param district the district (区/县), or null
 * @param address the rest of the address, or null; may be masked
 * @param token the channel's token that stands for the clear data (such as an OAID), or null
 */
public record Recipient(
    @Nullable String name,
    @Nullable String phone,
    @Nullable String province,
    @Nullable String city,
    @Nullable String district,
    @Nullable String address,
    @Nullable String token) {

  private static final Recipient NONE = new Recipient(null, null, null, null, null, null, null);

  /** Returns a recipient of whom nothing is known, as at a counter. */
  public static Recipient none() {
    return NONE;
  }

  /** Tells whether goods can be sent there: an address or token, and a province or city. */
  public boolean deliverable() {
    boolean place = isPresent(province) || isPresent(city) || isPresent(district);
    return place && (isPresent(address) || isPresent(token));
  }

  private static boolean isPresent(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /** Returns the region only. */
  @Override
  public String toString() {
    return "Recipient[" + province + " " + city + ", ***]";
  }
}
