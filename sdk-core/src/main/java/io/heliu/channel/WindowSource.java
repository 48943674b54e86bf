package io.heliu.channel;

import io.heliu.ShopId;
import java.util.OptionalLong;

/**
 * What of a shop can be pulled by windows of modification time (按修改时间拉取).
 *
 * <p>Every method throws a {@link io.heliu.Fault} when the source cannot be asked, and is safe to
 * repeat.
 *
 * @param <R> a row of its lists
 */
public interface WindowSource<R> {

  /** Returns the shop. */
  ShopId shop();

  /** Returns how it wants to be pulled. */
  WindowPolicy windowPolicy();

  /** Returns how many rows the source has in a window; empty if it does not tell. */
  OptionalLong count(Window window);

  /** Returns one page of a window. */
  Page<R> list(PageRequest request);
}
