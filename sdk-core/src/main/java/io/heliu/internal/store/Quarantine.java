package io.heliu.internal.store;

import io.heliu.channel.Page;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Rows that could not be read, kept in their raw form for a person. */
public final class Quarantine {
  private static final List<String> COLUMNS =
      List.of("source", "digest", "row_id", "reason", "raw", "seen_at");
  private static final int MAX_REASON = 1000;
  private static final int MAX_ID = 200;

  private Quarantine() {}

  /** Keeps a row; tells whether it is new. */
  public static boolean put(Tx tx, String source, Page.Malformed row, Instant now)
      throws SQLException {
    return tx.insertIfAbsent(
        "heliu_quarantine",
        COLUMNS,
        source,
        Digest.sha256(row.raw()),
        row.id() == null ? null : cut(row.id(), MAX_ID),
        cut(row.reason(), MAX_REASON),
        row.raw(),
        now);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
