package io.heliu.reconcile;

import io.heliu.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line that was neither matched nor suggested (差错), with its reason.
 *
 * @param side where it stands
 * @param line the line, its reference in the common form
 * @param reason why it is open
 * @param counterpart the id of the nearest line on the other side, or null if there is none
 * @param difference left minus right, for the line and its counterpart or for its group; null if
 *     there is nothing to compare with in the same currency
 */
public record OpenLine(
    Side side, Line line, Reason reason, @Nullable String counterpart, @Nullable Money difference) {

  /** Checks that nothing but the nullable components is null. */
  public OpenLine {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(reason, "reason");
  }
}
