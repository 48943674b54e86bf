package io.heliu.channel.wechat;

import io.heliu.Money;
import io.heliu.order.Lifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment of a mini-program as its shipping management knows it (小程序订单). The platform knows
 * payments, not lines.
 *
 * @param transactionId the payment's id at WeChat Pay
 * @param merchantId the merchant's id at WeChat Pay, or null
 * @param tradeNumber the merchant's own number, or null
 * @param paid what was paid
 * @param paidAt when it was paid
 * @param lifecycle where it is
 * @param status the platform's own code for it
 * @param inComplaint whether the buyer has an open complaint
 * @param waybills the waybills that were reported
 */
public record MiniProgramOrder(
    String transactionId,
    @Nullable String merchantId,
    @Nullable String tradeNumber,
    Money paid,
    Instant paidAt,
    Lifecycle lifecycle,
    String status,
    boolean inComplaint,
    List<String> waybills) {

  /** Checks that everything that must be there is. */
  public MiniProgramOrder {
    Objects.requireNonNull(transactionId, "transactionId");
    Objects.requireNonNull(paid, "paid");
    Objects.requireNonNull(paidAt, "paidAt");
    Objects.requireNonNull(lifecycle, "lifecycle");
    Objects.requireNonNull(status, "status");
    waybills = List.copyOf(waybills);
  }
}
