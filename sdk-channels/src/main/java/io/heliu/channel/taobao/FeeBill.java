package io.heliu.channel.taobao;

import io.heliu.Money;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of the platform's fee bill (费用账单), per its bill API documentation.
 *
 * @param id the platform's id of the line
 * @param orderNumber the trade's number, or null
 * @param lineNumber the trade line's number, or null
 * @param subject the id of the fee subject (费用科目)
 * @param amount what is charged; negative for a fee that is given back
 * @param total the amount it was computed from, or null
 * @param state whether it was paid
 * @param completedAt when the trade was completed, or null
 * @param paidAt when it was taken from the shop's account, or null
 * @param bookedAt when it was booked, or null
 * @param paymentReference the payment provider's reference, or null
 */
public record FeeBill(
    String id,
    @Nullable String orderNumber,
    @Nullable String lineNumber,
    String subject,
    Money amount,
    @Nullable Money total,
    State state,
    @Nullable Instant completedAt,
    @Nullable Instant paidAt,
    @Nullable Instant bookedAt,
    @Nullable String paymentReference) {

  /** Whether a fee was paid. */
  public enum State {
    /** Not yet. */
    UNPAID,
    /** Taken from the shop's account. */
    PAID,
    /** Taking it failed. */
    FAILED,
    /** The platform sent a code that this version does not know. */
    UNKNOWN
  }

  /** Checks that everything that must be there is. */
  public FeeBill {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(state, "state");
  }
}
