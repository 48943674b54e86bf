package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.erp.database.Column.Kind;
import io.heliu.erp.database.Model.Used;
import io.heliu.erp.database.Sql.Described;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a mapping with the database. */
final class Checkup {
  private final Sql sql;
  private final Listener listener;
  private final List<String> missing = new ArrayList<>();
  private final List<String> unfit = new ArrayList<>();

  Checkup(Sql sql, Listener listener) {
    this.sql = sql;
    this.listener = listener;
  }

  /**
   * Checks every table.
   *
   * @throws Fault.Configuration if something does not fit; the message has all of it
   */
  void check(List<Used> tables) {
    for (Used used : tables) {
      try {
        List<Described> columns = sql.read("ping", session -> session.columns(used.table()));
        checkColumns(used, columns);
        checkKey(used);
      } catch (Fault.Configuration noTable) {
        missing.add(used.table());
      } catch (Fault.Permission noRight) {
        unfit.add("the login may not read " + used.table());
      }
    }
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add("the database does not have " + missing);
    }
    problems.addAll(unfit);
    if (!problems.isEmpty()) {
      throw new Fault.Configuration(
          Fault.Details.of(sql.system(), "ping", String.join("; ", problems)));
    }
  }

  private void checkColumns(Used used, List<Described> described) {
    for (Column<?> column : used.columns()) {
      if (find(described, column) == null) {
        missing.add(used.table() + "." + column.column());
      }
    }
    for (Column<?> column : used.compared()) {
      Described found = find(described, column);
      String problem = found == null ? null : problem(column, found);
      if (problem != null && !unfit.contains(used.table() + "." + column.column() + problem)) {
        unfit.add(used.table() + "." + column.column() + problem);
      }
    }
  }

  private static @Nullable Described find(List<Described> described, Column<?> column) {
    return described.stream()
        .filter(one -> one.name().equalsIgnoreCase(column.column()))
        .findFirst()
        .orElse(null);
  }

  /** Tells why values that are bound would not be compared as they must be; null if they are. */
  private @Nullable String problem(Column<?> column, Described found) {
    if (sql.dialect() == Dialect.ORACLE && isText(column)) {
      boolean isChar = found.jdbcType() == Types.CHAR || found.jdbcType() == Types.NCHAR;
      boolean isPadded = column.parameter().equals(Column.PADDED);
      if (isChar && !isPadded) {
        return " is a CHAR, with which Oracle finds nothing unless the mapping says padded";
      }
      if (!isChar && isPadded) {
        return " is no CHAR: the mapping must not say padded, or Oracle finds nothing";
      }
    }
    // Per SQL Server's documentation a datetime that is compared with the datetime2 that drivers
    // bind has sevenths of a microsecond that no value read from it has.
    if (sql.dialect() == Dialect.SQL_SERVER
        && column instanceof KeyColumn key
        && key.kind() == Kind.TIME
        && found.typeName().equalsIgnoreCase("datetime")) {
      return " is a datetime, whose rows are lost where pages meet: map a view that has"
          + " CAST("
          + column.column()
          + " AS datetime2(3))";
    }
    return null;
  }

  private static boolean isText(Column<?> column) {
    return column instanceof TextColumn text
        ? !text.inBytes()
        : column instanceof KeyColumn key && key.kind() == Kind.TEXT;
  }

  private void checkKey(Used used) {
    if (used.unique().isEmpty()) {
      return;
    }
    Set<String> columns =
        used.unique().stream()
            .map(column -> column.column().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    UniqueKeys keys = sql.read("ping", session -> session.uniqueKeys(used.table()));
    List<String> names = used.unique().stream().map(column -> column.column()).toList();
    if (!keys.isTable()) {
      listener.alerted(
          new Listener.Alert(
              sql.system(),
              "KEY_NOT_CHECKED",
              used.table()
                  + " is no table: see that what is behind it has a unique key on "
                  + names));
    } else if (!keys.cover(columns)) {
      unfit.add(
          used.table()
              + " has no unique key on "
              + names
              + ", so that a document could be there twice: create one");
    }
  }
}
