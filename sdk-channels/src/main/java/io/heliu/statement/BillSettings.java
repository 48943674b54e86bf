package io.heliu.statement;

import java.util.List;
import java.util.Objects;

/**
 * How bills are read: limits against damaged and hostile files, and how references are mapped.
 *
 * @param maxEntries the most entries a zip may have
 * @param maxBytes the most bytes that a gzip, or all entries of a zip together, may inflate to
 * @param maxRatio how many times larger than its packed form a file may become, beyond the first 8
 *     MiB
 * @param maxLineLength the most characters of a row
 * @param referencePrefixes prefixes that are taken off the merchant's order number if only digits
 *     follow, such as {@code T200P} in front of a Taobao trade's id
 * @param gross which amount of a trade bill's row is its line's gross
 */
public record BillSettings(
    int maxEntries,
    long maxBytes,
    int maxRatio,
    int maxLineLength,
    List<String> referencePrefixes,
    Gross gross) {

  /** Which amount is a line's gross; they differ when the merchant pays for a coupon. */
  public enum Gross {
    /**
     * What is settled with the merchant before the fee (商家实收; 应结订单金额, 退款金额), so that a line's net
     * is the money that reaches the merchant.
     */
    SETTLED,
    /** What the order or the requested refund was worth (订单金额, 申请退款金额), as the shop knows it. */
    ORDERED
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a limit is not positive or a prefix is empty
   */
  public BillSettings {
    positive(maxEntries, "maxEntries");
    positive(maxBytes, "maxBytes");
    positive(maxRatio, "maxRatio");
    positive(maxLineLength, "maxLineLength");
    Objects.requireNonNull(gross, "gross");
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

  /** Returns 16 entries, 4 GiB, 200 times, 16 384 characters, no prefixes, what is settled. */
  public static BillSettings defaults() {
    return new BillSettings(16, 4L << 30, 200, 16_384, List.of(), Gross.SETTLED);
  }

  /** Returns the same settings with other prefixes. */
  public BillSettings withReferencePrefixes(List<String> prefixes) {
    return new BillSettings(maxEntries, maxBytes, maxRatio, maxLineLength, prefixes, gross);
  }

  /** Returns the same settings with another gross. */
  public BillSettings withGross(Gross gross) {
    return new BillSettings(
        maxEntries, maxBytes, maxRatio, maxLineLength, referencePrefixes, gross);
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
