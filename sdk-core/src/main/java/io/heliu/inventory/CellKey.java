package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;

/** The name of a balance cell (库存单元). */
record CellKey(Sku sku, Location location) implements Comparable<CellKey> {

  @Override
  public int compareTo(CellKey other) {
    int bySku = sku.compareTo(other.sku);
    return bySku != 0 ? bySku : location.compareTo(other.location);
  }

  @Override
  public String toString() {
    return sku + "@" + location;
  }
}
