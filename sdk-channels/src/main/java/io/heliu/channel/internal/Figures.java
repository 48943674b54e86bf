package io.heliu.channel.internal;

/**
 * Takes figures and the marks between them off a text, from its start to its end, as dates and
 * times have them. Not thread-safe.
 */
public final class Figures {
  private final String text;
  private final String rule;
  private int at;

  /**
   * Starts at the beginning of a text.
   *
   * @param rule what an exception says of a text that has another form, such as {@code "is not a
   *     date"}
   */
  public Figures(String text, String rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Takes a number, as many digits as there are.
   *
   * @param least how many digits it has at least
   * @param most how many it has at most, no more than 9; those after them are left
   * @throws IllegalArgumentException if it has fewer
   */
  public int number(int least, int most) {
    int from = at;
    int number = 0;
    while (at < text.length() && at - from < most && PlainText.isDigit(text.charAt(at))) {
      number = 10 * number + text.charAt(at) - '0';
      at++;
    }
    need(at - from >= least);
    return number;
  }

  /** Takes all the digits that follow; tells whether there are any. */
  public boolean skipDigits() {
    int from = at;
    at = PlainText.endOfDigits(text, from);
    return at > from;
  }

  /** Takes one of some marks if it is next. */
  public boolean take(String marks) {
    boolean next = at < text.length() && marks.indexOf(text.charAt(at)) >= 0;
    at += next ? 1 : 0;
    return next;
  }

  /** Tells whether nothing is left. */
  public boolean ended() {
    return at == text.length();
  }

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the condition is false
   */
  public void need(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
