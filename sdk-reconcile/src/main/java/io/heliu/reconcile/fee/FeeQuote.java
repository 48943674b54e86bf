package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.util.List;
import java.util.Objects;

/** What the rules say about the fees of an order or line. */
public sealed interface FeeQuote {

  /** Returns the order or line. */
  String itemId();

  /**
   * All fees are known.
   *
   * @param itemId the order or line
   * @param charges the fees
   * @param total their sum
   * @param exceedsPayment true if the fees are more than the buyer pays: allowed, but to be looked
   *     at, as the merchant then pays for selling
   */
  record Known(String itemId, List<FeeCharge> charges, Money total, boolean exceedsPayment)
      implements FeeQuote {
    /** Copies the list. */
    public Known {
      Objects.requireNonNull(itemId, "itemId");
      charges = List.copyOf(charges);
      Objects.requireNonNull(total, "total");
    }
  }

  /**
   * No rule was found for a fee, so nothing can be said.
   *
   * @param itemId the order or line
   * @param fee the fee without a rule
   */
  record Missing(String itemId, String fee) implements FeeQuote {
    /** Checks that nothing is null. */
    public Missing {
      Objects.requireNonNull(itemId, "itemId");
      Objects.requireNonNull(fee, "fee");
    }
  }
}
