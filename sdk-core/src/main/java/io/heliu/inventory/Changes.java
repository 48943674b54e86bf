package io.heliu.inventory;

import java.util.List;

/**
 * A page of balances that changed, oldest change first, each SKU and location once with its latest
 * books.
 *
 * @param balances the changed balances
 * @param nextSequence what to ask with next time
 * @param more whether there are further changes right now
 */
public record Changes(List<Balance> balances, long nextSequence, boolean more) {

  /** Copies the balances. */
  public Changes {
    balances = List.copyOf(balances);
  }
}
