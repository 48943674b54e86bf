package io.heliu.erp.database.standin;

import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import io.heliu.erp.database.DatabaseErp;
import io.heliu.erp.database.ErpMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A legacy ERP in an empty H2 or PostgreSQL database: its interface tables, its own tables, and the
 * job that takes documents from the one to the other when it is called. Keeps no state outside of
 * the database but the number of its next change. Not for use by several threads.
 */
public abstract class LegacyErp {
  private final DataSource database;
  private final boolean h2;
  private @Nullable Connection transaction;
  private long change;

  LegacyErp(DataSource database) {
    this.database = database;
    try (Connection connection = database.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      this.h2 = product.toLowerCase(Locale.ROOT).contains("h2");
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be reached", e);
    }
  }

  /** The kinds of staged documents. */
  public enum Kind {
    /** Sales orders. */
    ORDER,
    /** Outbounds. */
    OUTBOUND,
    /** Receipts. */
    RECEIPT
  }

  /**
   * A staged document.
   *
   * @param number its number, as the table has it without padding
   * @param status its status code
   * @param lines how many lines it has
   */
  public record Staged(String number, String status, long lines) {}

  /** Creates the tables. */
  public abstract void install();

  abstract String mappingResource();

  /** Returns the mapping document of this ERP. */
  public final String mapping() {
    try (InputStream in = LegacyErp.class.getResourceAsStream(mappingResource())) {
      String text =
          new String(Objects.requireNonNull(in, "mapping").readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("DIALECT", h2 ? "H2" : "POSTGRESQL");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a client with this ERP's mapping.
   *
   * @param database the same database, if need be through a {@link TroubledSource}
   */
  public final DatabaseErp.Builder client(DataSource database) {
    return DatabaseErp.builder(database).mapping(ErpMapping.parse(mapping()));
  }

  /** Adds a material. */
  public abstract void material(String sku, String name, @Nullable String barcode);

  /** Adds a customer. */
  public abstract void customer(String code, String name);

  /** Adds stock of a lot: units that are there, and how many of them the ERP has reserved. */
  public abstract void stock(
      String sku, String location, String lot, String onHand, String reserved);

  /** Adds an open receivable. */
  public abstract void receivable(Receivable receivable);

  /** Adds an approved outbound of the ERP's own as its change of this number. */
  public abstract void ship(Outbound outbound, long change);

  /** Changes an outbound without a change of what it says. */
  public abstract void touch(String number, long change);

  /** Deletes an outbound. */
  public abstract void delete(String number, long change);

  /** Returns what is staged, by number. */
  public abstract List<Staged> staged(Kind kind);

  /** Sets a status as someone would who goes past the job. */
  public abstract void setStatus(Kind kind, String number, String code);

  /** Returns the number of the ERP's own document that came of a staged one, or null. */
  public abstract @Nullable String documentOf(Kind kind, String number);

  /**
   * Runs the job for one step of up to so many documents: a new one is picked, a picked one is done
   * or, if it has an unknown material, refused.
   *
   * @return how many documents moved
   */
  public abstract int process(int documents);

  /** Runs the job until nothing moves any more. */
  public final void processAll() {
    while (process(Integer.MAX_VALUE) > 0) {
      // The job says itself when it is through.
    }
  }

  /** Lets the next change have a number above this one, for example after a restart. */
  public final void goOnAfter(long number) {
    change = number;
  }

  /**
   * Tells why a return is refused, or null if it is not.
   *
   * @param sold what left of the line; null if it never did
   * @param before what came back of it before, below zero
   * @param back what comes back now, below zero
   */
  static @Nullable String refusedReturn(
      @Nullable String sold, @Nullable String before, @Nullable Object back) {
    if (sold == null) {
      return "SOURCE_MISSING";
    }
    BigDecimal left =
        new BigDecimal(sold)
            .add(new BigDecimal(String.valueOf(before)))
            .add(new BigDecimal(String.valueOf(back)));
    return left.signum() < 0 ? "MORE_THAN_SOLD" : null;
  }

  final long nextChange() {
    return ++change;
  }

  final void changed(long number) {
    change = Math.max(change, number);
  }

  /** Does several things in one transaction: all of them or none. */
  public final void together(Runnable things) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      transaction = connection;
      things.run();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the transaction failed", e);
    } finally {
      transaction = null;
    }
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T run(String sql, Work<T> work) {
    try {
      if (transaction != null) {
        return work.on(transaction);
      }
      try (Connection connection = database.getConnection()) {
        return work.on(connection);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a script; statements end with a semicolon. */
  final void script(String script) {
    String fitting = h2 ? script : script.replaceAll("VARBINARY\\(\\d+\\)", "BYTEA");
    for (String statement : fitting.split(";")) {
      if (!statement.isBlank()) {
        execute(statement);
      }
    }
  }

  /** Runs a statement and returns how many rows it changed. */
  public final int execute(String sql, @Nullable Object... args) {
    return run(
        sql,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, args);
            return statement.executeUpdate();
          }
        });
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      statement.setObject(i + 1, args[i]);
    }
  }

  /** Returns the rows of a query. */
  public final List<List<@Nullable Object>> query(String sql, @Nullable Object... args) {
    return run(
        sql,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, args);
            return rows(statement);
          }
        });
  }

  private static List<List<@Nullable Object>> rows(PreparedStatement statement)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<List<@Nullable Object>> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(rows.getObject(i));
        }
        result.add(row);
      }
      return result;
    }
  }

  final @Nullable String one(String sql, @Nullable Object... args) {
    List<List<@Nullable Object>> rows = query(sql, args);
    Object value = rows.isEmpty() ? null : rows.get(0).get(0);
    return value == null ? null : value.toString().strip();
  }
}
