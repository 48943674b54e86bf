package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.internal.text.Shown;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sets rows aside that could not be read, and says so once for each of them. */
final class UnreadRows {
  private static final int SHOWN = 100;

  private UnreadRows() {}

  /** Keeps rows for a person; returns those that were not kept before. */
  static List<Page.Malformed> keep(Tx tx, String source, List<Page.Malformed> rows, Instant now)
      throws SQLException {
    List<Page.Malformed> fresh = new ArrayList<>();
    for (Page.Malformed row : rows) {
      if (Quarantine.put(tx, source, row, now)) {
        fresh.add(row);
      }
    }
    return fresh;
  }

  /** Tells of rows by id and reason; what is in them may be personal. */
  static void alert(Listener listener, String flow, ShopId shop, List<Page.Malformed> rows) {
    for (Page.Malformed row : rows) {
      String id = row.id() == null ? "a row without an id" : Shown.of(row.id(), SHOWN);
      listener.alerted(
          new Listener.Alert(flow, "UNREAD_ROW", shop + " " + id + ": " + row.reason()));
    }
  }
}
