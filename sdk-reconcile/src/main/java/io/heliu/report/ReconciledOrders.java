package io.heliu.report;

import io.heliu.ShopId;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.Match;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.OpenLine;
import io.heliu.reconcile.Reference;
import io.heliu.reconcile.Side;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The orders whose money a run has matched: the order's right lines carry its number as reference,
 * at least one of them is confirmed, and none is suggested or open. Immutable and thread-safe.
 */
public final class ReconciledOrders {
  private final Set<Key> confirmed = new HashSet<>();

  private record Key(ShopId shop, String reference) {}

  private ReconciledOrders() {}

  /** Reads them from the result of a run. */
  public static ReconciledOrders of(MatchResult result) {
    ReconciledOrders orders = new ReconciledOrders();
    for (Match match : result.matches()) {
      for (String id : match.right()) {
        Key key = key(result.right(id));
        if (key != null) {
          orders.confirmed.add(key);
        }
      }
    }
    for (Match suggestion : result.suggestions()) {
      suggestion.right().forEach(id -> orders.remove(result.right(id)));
    }
    for (OpenLine open : result.openLines()) {
      if (open.side() == Side.RIGHT) {
        orders.remove(open.line());
      }
    }
    return orders;
  }

  private void remove(Line line) {
    Key key = key(line);
    if (key != null) {
      confirmed.remove(key);
    }
  }

  private static @Nullable Key key(Line line) {
    String reference = Reference.normalise(line.reference());
    return reference == null ? null : new Key(line.shop(), reference);
  }

  /** Tells whether the money of an order is matched. */
  public boolean contains(ShopId shop, String number) {
    String reference = Reference.normalise(number);
    return reference != null && confirmed.contains(new Key(shop, reference));
  }
}
