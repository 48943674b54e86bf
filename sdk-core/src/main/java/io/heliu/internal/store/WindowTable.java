package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.channel.Window;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The windows that were pulled, and whether each was proved complete. */
public final class WindowTable {
  private WindowTable() {}

  /** Returns the end of the last proved window: the watermark. */
  public static Optional<Instant> watermark(Tx tx, String stream, ShopId shop) throws SQLException {
    return tx.find(
        "SELECT to_at FROM heliu_window WHERE stream = ? AND shop = ? AND state = 'PROVED' ORDER BY"
            + " to_at DESC FETCH FIRST 1 ROWS ONLY",
        row -> row.instant(1),
        stream,
        shop.toString());
  }

  /** Returns the window that was opened but not proved, if there is one. */
  public static Optional<Window> open(Tx tx, String stream, ShopId shop) throws SQLException {
    return tx.find(
        "SELECT from_at, to_at FROM heliu_window WHERE stream = ? AND shop = ? AND state = 'OPEN'"
            + " ORDER BY from_at FETCH FIRST 1 ROWS ONLY",
        row -> new Window(row.instant(1), row.instant(2)),
        stream,
        shop.toString());
  }

  /** Opens a window. */
  public static void insert(Tx tx, String stream, ShopId shop, Window window) throws SQLException {
    tx.update(
        "INSERT INTO heliu_window (stream, shop, from_at, to_at, state, source_count, stored_count,"
            + " passes) VALUES (?, ?, ?, ?, 'OPEN', -1, -1, 0)",
        stream,
        shop.toString(),
        window.from(),
        window.to());
  }

  /** Records a pass over a window: what the source counted, what is stored, and the verdict. */
  public static void pass(
      Tx tx,
      String stream,
      ShopId shop,
      Window window,
      long sourceCount,
      long storedCount,
      boolean proved)
      throws SQLException {
    tx.update(
        "UPDATE heliu_window SET source_count = ?, stored_count = ?, passes = passes + 1, state = ?"
            + " WHERE stream = ? AND shop = ? AND to_at = ?",
        sourceCount,
        storedCount,
        proved ? "PROVED" : "OPEN",
        stream,
        shop.toString(),
        window.to());
  }
}
