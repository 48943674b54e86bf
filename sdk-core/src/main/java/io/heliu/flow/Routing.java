package io.heliu.flow;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;

/** Decides from where the lines of an order are served (分仓). A pure function; thread-safe. */
@FunctionalInterface
public interface Routing {

  /** Returns the location that serves a SKU of an order. */
  Location locate(ChannelOrder order, Sku sku);
}
