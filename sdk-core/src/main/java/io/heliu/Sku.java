package io.heliu;

/**
 * The merchant's own code of the smallest thing that is sold and counted (商家编码). Not a platform's
 * item id.
 *
 * @param code 1 to 200 characters, not blank, no control characters
 */
public record Sku(String code) implements Comparable<Sku> {

  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException if the code is blank, too long or has control characters
   */
  public Sku {
    Check.id(code, "sku");
  }

  @Override
  public int compareTo(Sku other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
