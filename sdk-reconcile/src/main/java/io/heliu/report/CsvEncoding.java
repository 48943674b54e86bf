package io.heliu.report;

/** How the bytes of a CSV file start; it is UTF-8 in any case. */
public enum CsvEncoding {
  /** Plain UTF-8, for programs. */
  UTF_8,
  /**
   * UTF-8 with a byte order mark, for spreadsheets: they show Chinese texts right. Texts of digits
   * that they would take for a number and spoil, since it has more than 11 digits or starts with a
   * zero, stand as {@code ="000117"}: that is a formula whose value is the exact text, and the one
   * form in which a spreadsheet adds nothing to it. Programs read {@link #UTF_8}, which has the
   * texts as they are.
   */
  UTF_8_WITH_BOM
}
