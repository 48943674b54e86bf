package io.heliu.internal.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where feeds were left. */
public final class CursorTable {
  private CursorTable() {}

  /** Returns a cursor. */
  public static Optional<String> find(Tx tx, String name) throws SQLException {
    return tx.find("SELECT val FROM heliu_cursor WHERE name = ?", row -> row.text(1), name);
  }

  /** Sets a cursor. */
  public static void put(Tx tx, String name, String value) throws SQLException {
    if (!tx.insertIfAbsent("heliu_cursor", List.of("name", "val"), name, value)) {
      tx.update("UPDATE heliu_cursor SET val = ? WHERE name = ?", value, name);
    }
  }
}
