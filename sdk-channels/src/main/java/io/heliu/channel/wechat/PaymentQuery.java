package io.heliu.channel.wechat;

import io.heliu.channel.Window;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which payments of a mini-program are asked for; what is null does not matter.
 *
 * @param paid when they were paid; the platform knows whole seconds
 * @param status the platform's own code, as {@link MiniProgramOrder#status} has it: {@code 1} to be
 *     sent (待发货), {@code 2} sent, {@code 3} receipt confirmed, {@code 4} finished, {@code 5}
 *     refunded, {@code 6} waiting for settlement
 * @param payer the payer's openid; personal data, so {@link #toString} leaves it out
 */
public record PaymentQuery(@Nullable Window paid, @Nullable String status, @Nullable String payer) {
  private static final Pattern CODE = Pattern.compile("\\d{1,9}");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the status is not a number of up to nine digits, or the
   *     payer is blank
   */
  public PaymentQuery {
    if (status != null && !CODE.matcher(status).matches()) {
      throw new IllegalArgumentException("status: must be a number of up to nine digits");
    }
    if (payer != null && payer.isBlank()) {
      throw new IllegalArgumentException("payer: must not be blank");
    }
  }

  /** Leaves the payer out. */
  @Override
  public String toString() {
    return "PaymentQuery[" + paid + " " + status + "]";
  }
}
