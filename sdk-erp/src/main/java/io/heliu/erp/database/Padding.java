package io.heliu.erp.database;

import java.math.BigDecimal;

/** Texts of an ERP without what its columns fill them up with. */
final class Padding {
  private Padding() {}

  /** Returns a text without the spaces and zero characters at its end. */
  static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Returns a fetched value as a text that is the same however it was padded or scaled. */
  static String printable(Object raw) {
    return raw instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : unpadded(raw.toString());
  }
}
