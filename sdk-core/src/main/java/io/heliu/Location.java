package io.heliu;

/**
 * A place where units physically are: a warehouse, a store, a third party's stock (仓库, 门店).
 *
 * @param code 1 to 200 characters, not blank, no control characters
 */
public record Location(String code) implements Comparable<Location> {

  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException if the code is blank, too long or has control characters
   */
  public Location {
    Check.id(code, "location");
  }

  @Override
  public int compareTo(Location other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
