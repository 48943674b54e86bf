package io.heliu.channel.wechat;

import io.heliu.Money;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A movement of the shop's money (资金流水), per the platform's funds API documentation.
 *
 * @param id the platform's id of it
 * @param kind what it is
 * @param kindCode the platform's own code for the kind
 * @param amount what moved; negative for what left the shop's account
 * @param balance the account's balance afterwards, or null
 * @param orderNumber the order it belongs to, or null
 * @param refundId the after-sale it belongs to, or null
 * @param transactionId the payment it belongs to, or null
 * @param bookedAt when it was booked; null if the platform left it out, which happens
 * @param remark the platform's words, or empty
 */
public record FundsFlow(
    String id,
    Kind kind,
    String kindCode,
    Money amount,
    @Nullable Money balance,
    @Nullable String orderNumber,
    @Nullable String refundId,
    @Nullable String transactionId,
    @Nullable Instant bookedAt,
    String remark) {

  /** What a movement is. */
  public enum Kind {
    /** A buyer's money reaches the shop (订单收入). */
    RECEIPT,
    /** What the platform takes for its services (技术服务费). */
    PLATFORM_FEE,
    /** What promoters, agencies and their platform take (佣金). */
    COMMISSION,
    /** Money back to a buyer (退款). */
    REFUND,
    /** Freight insurance (运费险). */
    INSURANCE,
    /** To or from the shop's own bank account (提现). */
    TRANSFER,
    /** Something else, or a code that this version does not know. */
    OTHER;

    static Kind of(String code) {
      return switch (code) {
        case "1" -> RECEIPT;
        case "2", "11" -> PLATFORM_FEE;
        case "6", "7", "9", "10", "12" -> COMMISSION;
        case "3" -> REFUND;
        case "8", "16" -> INSURANCE;
        case "4", "5" -> TRANSFER;
        default -> OTHER;
      };
    }
  }

  /** Checks that everything that must be there is. */
  public FundsFlow {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(kindCode, "kindCode");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(remark, "remark");
  }

  /** Returns everything but the remark, which may name a person. */
  @Override
  public String toString() {
    return "FundsFlow[" + id + ", " + kindCode + ", " + amount + ", order " + orderNumber + "]";
  }
}
