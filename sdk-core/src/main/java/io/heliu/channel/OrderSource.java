package io.heliu.channel;

import io.heliu.order.ChannelOrder;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A shop whose orders can be pulled by modification time.
 *
 * <p>Every method throws a {@link io.heliu.Fault} when the source cannot be asked, and is safe to
 * repeat.
 */
public interface OrderSource extends WindowSource<OrderSource.Head> {

  /**
   * Returns an order as it is now: one row; or one malformed row, with its raw form if it cannot be
   * read, or with the source's code if a rule keeps the source from telling just this one, now and
   * later; nothing if the source does not know the number.
   */
  Page<ChannelOrder> get(String number);

  /**
   * What a list says of an order.
   *
   * @param number the order's number
   * @param modifiedAt its version
   * @param order the whole order if the list already gives it, else null
   */
  record Head(String number, Instant modifiedAt, @Nullable ChannelOrder order) {

    /** Checks that number and version are there. */
    public Head {
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(modifiedAt, "modifiedAt");
    }
  }
}
