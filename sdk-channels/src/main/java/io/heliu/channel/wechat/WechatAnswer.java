package io.heliu.channel.wechat;

/**
 * What a call gave: a value, or a refusal by a rule of the business.
 *
 * @param <T> the value
 */
sealed interface WechatAnswer<T> {

  /**
   * A value.
   *
   * @param <T> the value
   * @param value the value
   */
  record Given<T>(T value) implements WechatAnswer<T> {}

  /**
   * A refusal.
   *
   * @param <T> the value that was refused
   * @param code the platform's code
   * @param message the platform's words; may hold personal data
   */
  record Refused<T>(String code, String message) implements WechatAnswer<T> {
    /** Prints the code only. */
    @Override
    public String toString() {
      return "Refused[" + code + "]";
    }
  }
}
