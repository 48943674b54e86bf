package io.heliu.statement;

import java.util.List;

/**
 * How bills are read: limits against damaged and hostile files, and how references are mapped.
 *
 * @param maxEntries the most entries a zip may have
 * @param maxBytes the most bytes that all entries together may inflate to
 * @param maxRatio how many times larger than its packed form a zip may become, beyond the first 8
 *     MiB
 * @param maxLineLength the most characters of a row
 * @param referencePrefixes prefixes that are taken off the merchant's order number if only digits
 *     follow, such as {@code T200P} in front of a Taobao trade's id
 */
public record AlipayBillSettings(
    int maxEntries,
    long maxBytes,
    int maxRatio,
    int maxLineLength,
    List<String> referencePrefixes) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a limit is not positive or a prefix is empty
   */
  public AlipayBillSettings {
    positive(maxEntries, "maxEntries");
    positive(maxBytes, "maxBytes");
    positive(maxRatio, "maxRatio");
    positive(maxLineLength, "maxLineLength");
    referencePrefixes = List.copyOf(referencePrefixes);
    if (referencePrefixes.contains("")) {
      throw new IllegalArgumentException("referencePrefixes: must not be empty texts");
    }
  }

  private static void positive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be positive");
    }
  }

  /** Returns 16 entries, 4 GiB, 200 times, 16 384 characters, no prefixes. */
  public static AlipayBillSettings defaults() {
    return new AlipayBillSettings(16, 4L << 30, 200, 16_384, List.of());
  }

  /** Returns the same settings with other prefixes. */
  public AlipayBillSettings withReferencePrefixes(List<String> prefixes) {
    return new AlipayBillSettings(maxEntries, maxBytes, maxRatio, maxLineLength, prefixes);
  }

  String reference(String merchantNo) {
    for (String prefix : referencePrefixes) {
      String rest = merchantNo.startsWith(prefix) ? merchantNo.substring(prefix.length()) : "";
      if (!rest.isEmpty() && rest.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return rest;
      }
    }
    return merchantNo;
  }
}
