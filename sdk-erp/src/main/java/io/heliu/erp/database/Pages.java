package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.Page;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.database.TableRows.Item;
import io.heliu.erp.database.TableRows.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table page by page, each page after the last row of the one before, and reports what
 * cannot be given out.
 *
 * @param <T> what a row becomes
 */
final class Pages<T> {
  private final Sql sql;
  private final TableRows<T> table;
  private final int rows;
  private final String feed;
  private final Listener listener;

  Pages(Sql sql, TableRows<T> table, int rows, String feed, Listener listener) {
    this.sql = sql;
    this.table = table;
    this.rows = rows;
    this.feed = feed;
    this.listener = listener;
  }

  Sql sql() {
    return sql;
  }

  TableRows<T> table() {
    return table;
  }

  /**
   * Part of an order of rows.
   *
   * @param order the columns that the rows are ordered by; together they tell the rows apart
   * @param from the smallest value of the first column, or null
   * @param to the largest value of the first column, or null
   * @param after the row to start after, or null
   */
  record Range(
      List<KeyColumn> order,
      @Nullable String from,
      @Nullable String to,
      @Nullable List<String> after) {

    Range after(List<String> position) {
      return new Range(order, from, to, position);
    }
  }

  /** Reads the first page of a range. */
  List<Item<T>> page(Range range) {
    List<Column<?>> columns = table.columns();
    Query query = Query.select(columns, table.table());
    String next = " WHERE ";
    if (table.filter() != null) {
      query.add(next + table.filter());
      next = " AND ";
    }
    KeyColumn first = range.order().get(0);
    if (range.from() != null) {
      query.add(next).compare(first, ">=", range.from());
      next = " AND ";
    }
    if (range.to() != null) {
      query.add(next).compare(first, "<=", range.to());
      next = " AND ";
    }
    if (range.after() != null) {
      query.add(next).after(range.order(), range.after());
    }
    query.orderBy(range.order()).first(sql.dialect(), rows);
    try {
      return sql.read(
          "read " + feed, session -> table.items(session, session.rows(query, columns)));
    } catch (BadValue e) {
      throw broken(e.words());
    }
  }

  /** Returns where a row is in an order. */
  List<String> position(Item<T> item, List<KeyColumn> order) {
    try {
      return item.row().key(order);
    } catch (BadValue e) {
      throw broken(e.words());
    }
  }

  /** Returns the fault of a table that cannot be read on, because keys or orders are broken. */
  Fault.Protocol broken(String words) {
    return new Fault.Protocol(
        Fault.Details.of(sql.system(), "read " + feed, table.table() + "." + words), null);
  }

  /** Tells whether nothing comes after a page. */
  boolean isLast(List<Item<T>> page) {
    return page.size() < rows;
  }

  /**
   * What a slice is made of.
   *
   * @param <T> what a row becomes
   */
  record Result<T>(List<T> rows, List<Page.Malformed> malformed, List<String> withdrawn) {
    Result() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return rows.isEmpty() && malformed.isEmpty();
    }

    Slice<T> slice(@Nullable String cursor) {
      return new Slice<>(rows, malformed, withdrawn, cursor);
    }
  }

  /**
   * Adds what an item is to the result, and reports what is no row of ours.
   *
   * @param underWay whether the row may have been given out before, so that it is worth a report
   *     that it is deleted or does not stand
   */
  void take(Item<T> item, boolean underWay, Result<T> result) {
    if (item.reading() instanceof Reading.Given<T> given) {
      result.rows.add(given.value());
    } else if (item.reading() instanceof Reading.Unreadable<T> unreadable) {
      String id = table.id(item.row());
      result.malformed.add(
          new Page.Malformed(
              id == null ? key(item).toString() : id, Row.raw(item.whole()), unreadable.why()));
      alert("ROW_UNREADABLE", item, "is left out: " + unreadable.why());
    } else if (underWay) {
      String id = table.id(item.row());
      if (id != null) {
        result.withdrawn.add(id);
      }
      if (item.reading() instanceof Reading.Deleted<T>) {
        alert("ROW_DELETED", item, "has been deleted in the ERP");
      }
    }
  }

  private List<String> key(Item<T> item) {
    List<String> key = new ArrayList<>();
    for (KeyColumn column : table.key()) {
      key.add(String.valueOf(item.row().get(column)));
    }
    return key;
  }

  private void alert(String code, Item<T> item, String words) {
    alert(code, key(item) + " " + words);
  }

  /** Tells something of the table. */
  void alert(String code, String words) {
    listener.alerted(
        new Listener.Alert(
            sql.system() + " " + feed.toLowerCase(Locale.ROOT), code, table.table() + " " + words));
  }
}
