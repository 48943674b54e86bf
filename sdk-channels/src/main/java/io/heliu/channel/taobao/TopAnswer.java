package io.heliu.channel.taobao;

/**
 * What a call gave: a value, or a refusal by a rule of the business.
 *
 * @param <T> the value
 */
sealed interface TopAnswer<T> {

  /**
   * A value.
   *
   * @param <T> the value
   * @param value the value
   */
  record Given<T>(T value) implements TopAnswer<T> {}

  /**
   * A refusal.
   *
   * @param <T> the value that was refused
   * @param code the platform's finer code
   * @param message the platform's words; may hold personal data
   */
  record Refused<T>(String code, String message) implements TopAnswer<T> {
    /** Prints the code only. */
    @Override
    public String toString() {
      return "Refused[" + code + "]";
    }
  }
}
