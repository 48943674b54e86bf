package io.heliu.channel.internal;

/**
 * Rules for the texts of files, of which there are many in every row: a regular expression or a
 * stream takes several times as long for one of them as splitting the row.
 */
public final class PlainText {
  private PlainText() {}

  /** Tells whether a text has a control character. */
  public static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a text is a decimal number: perhaps a sign, 1 to so many digits, and perhaps a
   * point with 1 to so many decimals after it.
   *
   * @param whole the most digits before the point
   * @param decimals the most digits after it
   */
  public static boolean isDecimal(String text, int whole, int decimals) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int point = endOfDigits(text, start);
    if (point == start || point - start > whole) {
      return false;
    }
    int rest = text.length() - point - 1;
    return rest < 0
        || (text.charAt(point) == '.'
            && rest >= 1
            && rest <= decimals
            && endOfDigits(text, point + 1) == text.length());
  }

  /** Returns where a run of ASCII digits ends. */
  static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Tells whether a character is an ASCII digit. */
  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
