package io.heliu.report;

/** How the bytes of a CSV file start; it is UTF-8 in any case. */
public enum CsvEncoding {
  /** Plain UTF-8, for programs. */
  UTF_8,
  /**
   * UTF-8 with a byte order mark, for spreadsheets: they show Chinese texts right. Texts of digits
   * that they would take for a number and spoil, since it has more than 11 digits or starts with a
   * zero, stand as {@code ="000117"}: a formula whose value is the exact text, where a leading
   * apostrophe or tab would become part of the text. Programs, and spreadsheets that are told not
   * to evaluate formulas, read {@link #UTF_8}, which has the texts as they are.
   */
  UTF_8_WITH_BOM
}
