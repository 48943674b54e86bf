package io.heliu.erp.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table of the ERP, and how its rows become ours.
 *
 * @param <T> what a row becomes
 */
interface TableRows<T> {

  /** Returns the table. */
  String table();

  /** Returns the columns that tell its rows apart. */
  List<KeyColumn> key();

  /** Returns what names a row once it can be read; null if only its key does. */
  default @Nullable String id(Row row) {
    return null;
  }

  /** Returns every column that is read, those of the key among them. */
  List<Column<?>> columns();

  /** Returns a condition without parameters on the rows that are read, or null. */
  default @Nullable String filter() {
    return null;
  }

  /** Turns rows into ours, in their order. */
  List<Item<T>> items(Sql.Session session, List<Row> rows) throws SQLException;

  /**
   * What a row became.
   *
   * @param <T> our value
   */
  sealed interface Reading<T> {

    /** It is one of ours. */
    record Given<T>(T value) implements Reading<T> {}

    /** It is not for us, for now. */
    record Passed<T>() implements Reading<T> {}

    /** It is deleted. */
    record Deleted<T>() implements Reading<T> {}

    /** It cannot be read. */
    record Unreadable<T>(String why) implements Reading<T> {}
  }

  /**
   * A row and what it became.
   *
   * @param row the row
   * @param whole the row and those that belong to it
   * @param reading what it became
   */
  record Item<T>(Row row, List<Row> whole, Reading<T> reading) {

    /** Returns a mark of its content. */
    String mark() {
      return Row.mark(whole);
    }
  }

  /** Reads each row for itself. */
  static <T> List<Item<T>> each(List<Row> rows, Function<Row, Reading<T>> reader) {
    List<Item<T>> items = new ArrayList<>();
    for (Row row : rows) {
      items.add(new Item<>(row, List.of(row), tried(() -> reader.apply(row))));
    }
    return items;
  }

  /** Reads a row whose values may break a rule. */
  static <T> Reading<T> tried(Supplier<Reading<T>> reader) {
    try {
      return reader.get();
    } catch (BadValue e) {
      return new Reading.Unreadable<>(e.words());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Reading.Unreadable<>(String.valueOf(e.getMessage()));
    }
  }
}
