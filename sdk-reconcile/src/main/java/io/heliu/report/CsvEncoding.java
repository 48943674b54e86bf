package io.heliu.report;

/** How the bytes of a CSV file start; it is UTF-8 in any case. */
public enum CsvEncoding {
  /** Plain UTF-8, for programs. */
  UTF_8,
  /** UTF-8 with a byte order mark, so that spreadsheets show Chinese texts right. */
  UTF_8_WITH_BOM
}
