package io.heliu.identity;

/**
 * The id of a customer across all channels (统一客户号). It says nothing about the person.
 *
 * @param value the id
 */
public record CustomerId(String value) implements Comparable<CustomerId> {

  /**
   * Checks the component.
   *
   * @throws IllegalArgumentException if it is blank, longer than 40 characters or has control
   *     characters
   */
  public CustomerId {
    Checks.text(value, "value", 40);
  }

  @Override
  public int compareTo(CustomerId other) {
    return value.compareTo(other.value);
  }

  /** Returns the id. */
  @Override
  public String toString() {
    return value;
  }
}
