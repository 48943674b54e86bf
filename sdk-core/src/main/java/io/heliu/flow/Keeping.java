package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.inventory.Command;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which units an order keeps while it waits. */
sealed interface Keeping {
  /** None; what it has is given back. */
  Keeping NOTHING = new Nothing();

  /** None; what it has is given back. */
  record Nothing() implements Keeping {}

  /** These, in place of what it has. */
  record Units(Command command) implements Keeping {}

  /**
   * What it has, and nothing new.
   *
   * @param own whether it has a reservation of its own, beside what is set aside for it
   * @param most how many units of what it keeps at most; null if that is not known
   */
  record AsIs(boolean own, @Nullable Map<Sku, Long> most) implements Keeping {}
}
