package io.heliu.channel.wechat;

import java.util.Objects;

/** What a payment of a mini-program is found by (支付单). */
public sealed interface PaymentKey {

  /**
   * The payment's id at WeChat Pay (微信支付单号).
   *
   * @param transactionId the id
   */
  record Transaction(String transactionId) implements PaymentKey {
    /** Checks that the id is there. */
    public Transaction {
      Objects.requireNonNull(transactionId, "transactionId");
    }
  }

  /**
   * The merchant's own number (商户单号).
   *
   * @param merchantId the merchant's id at WeChat Pay (商户号)
   * @param tradeNumber the merchant's number of the payment
   */
  record Trade(String merchantId, String tradeNumber) implements PaymentKey {
    /** Checks that both are there. */
    public Trade {
      Objects.requireNonNull(merchantId, "merchantId");
      Objects.requireNonNull(tradeNumber, "tradeNumber");
    }
  }
}
