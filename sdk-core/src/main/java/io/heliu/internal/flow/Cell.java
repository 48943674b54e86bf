package io.heliu.internal.flow;

import io.heliu.Location;
import io.heliu.Sku;

/** A SKU at a location: the place of one figure of stock. */
public record Cell(Sku sku, Location location) {}
