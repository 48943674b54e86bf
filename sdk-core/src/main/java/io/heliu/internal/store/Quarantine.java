package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.channel.Page;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Rows that could not be read, or not be booked, kept in their raw form for a person. A row that
 * could not be read goes by itself once the same thing comes in a form that can be read.
 */
public final class Quarantine {
  private static final List<String> COLUMNS =
      List.of("source", "digest", "row_id", "readable", "reason", "raw", "seen_at");
  private static final int MAX_REASON = 1000;
  private static final int MAX_ID = 200;
  private static final int IN_ONE_QUERY = 500;

  private Quarantine() {}

  /** Returns the source under which the rows of a shop's refunds are kept. */
  public static String refundsOf(ShopId shop) {
    return "refunds/" + shop;
  }

  /** Keeps a row that cannot be read; tells whether it is new. */
  public static boolean put(Tx tx, String source, Page.Malformed row, Instant now)
      throws SQLException {
    return put(tx, source, row, false, now);
  }

  /** Keeps a row that can be read but not be booked, until a person takes it off. */
  public static boolean keepAside(Tx tx, String source, Page.Malformed row, Instant now)
      throws SQLException {
    return put(tx, source, row, true, now);
  }

  private static boolean put(
      Tx tx, String source, Page.Malformed row, boolean readable, Instant now) throws SQLException {
    return tx.insertIfAbsent(
        "heliu_quarantine",
        COLUMNS,
        source,
        Digest.sha256(row.raw()),
        row.id() == null ? null : cut(row.id(), MAX_ID),
        readable,
        cut(row.reason(), MAX_REASON),
        row.raw(),
        now);
  }

  /** Forgets rows of a source that could not be read before and are read now. */
  public static void read(Tx tx, String source, Collection<String> ids) throws SQLException {
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IN_ONE_QUERY) {
      List<String> part = all.subList(from, Math.min(all.size(), from + IN_ONE_QUERY));
      List<Object> values = new ArrayList<>(List.of(source));
      part.forEach(id -> values.add(cut(id, MAX_ID)));
      tx.update(
          "DELETE FROM heliu_quarantine WHERE source = ? AND readable = FALSE AND row_id IN (?"
              + ", ?".repeat(part.size() - 1)
              + ")",
          values.toArray());
    }
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
