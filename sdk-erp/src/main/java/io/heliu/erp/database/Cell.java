package io.heliu.erp.database;

import org.jspecify.annotations.Nullable;

/**
 * A value for a column, turned into what is bound.
 *
 * @param encoded what is bound
 */
record Cell<T>(Column<T> column, @Nullable T value, @Nullable Object encoded) {

  /**
   * Turns the value.
   *
   * @throws BadValue if the column cannot hold it
   */
  static <T> Cell<T> of(Column<T> column, @Nullable T value) {
    return new Cell<>(column, value, column.encode(value));
  }

  /**
   * Turns a value that a column of a database is to hold.
   *
   * @throws BadValue if the column cannot hold it
   */
  static <T> Cell<T> of(Column<T> column, @Nullable T value, Dialect dialect) {
    return new Cell<>(column, value, column.encode(value, dialect));
  }

  /** Tells whether a row read back has this value. */
  boolean isIn(Row row) {
    try {
      return column.same(value, row.get(column));
    } catch (BadValue unlikeOurs) {
      return false;
    }
  }
}
