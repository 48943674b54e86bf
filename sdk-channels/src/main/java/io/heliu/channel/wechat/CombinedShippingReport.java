package io.heliu.channel.wechat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a mini-program tells of the shipping of payments that were made in one go (合单发货信息).
 *
 * @param payment the combined payment (合单)
 * @param parts what is told of each of its payments (子单)
 */
public record CombinedShippingReport(PaymentKey payment, List<ShippingReport> parts) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no part, if a part is named in another way than
   *     the combined payment, if two parts are about one payment or have different payers
   */
  public CombinedShippingReport {
    Objects.requireNonNull(payment, "payment");
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: must not be empty");
    }
    Set<PaymentKey> keys = new HashSet<>();
    for (ShippingReport part : parts) {
      if (part.payment().getClass() != payment.getClass()) {
        throw new IllegalArgumentException("parts: must be named in the same way as the payment");
      }
      if (!keys.add(part.payment())) {
        throw new IllegalArgumentException("parts: must not be about one payment twice");
      }
      if (!part.payer().equals(parts.get(0).payer())) {
        throw new IllegalArgumentException("parts: must have one payer");
      }
    }
  }

  /** Returns the payer's openid; personal data. */
  String payer() {
    return parts.get(0).payer();
  }

  /** Leaves the payer out. */
  @Override
  public String toString() {
    return "CombinedShippingReport[" + parts + "]";
  }
}
