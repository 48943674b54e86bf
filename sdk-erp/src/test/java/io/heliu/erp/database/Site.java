package io.heliu.erp.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.database.standin.LegacyErp;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.LegacyErp.Staged;
import io.heliu.erp.database.standin.TidyErp;
import io.heliu.erp.database.standin.TroubledSource;
import io.heliu.erp.database.standin.UglyErp;
import io.heliu.internal.json.Json;
import io.heliu.store.standin.TestPool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A stand-in in a database of its own, and doors to it. */
final class Site implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2025, 6, 15);
  static final Instant NOON = Instant.parse("2025-06-15T04:00:00Z");
  static final String SHOP = "TMALL-001";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Where where;
  final TroubledSource source;
  final LegacyErp erp;
  final List<Listener.Alert> alerts = new CopyOnWriteArrayList<>();
  final TestPool pool;

  /** Where a stand-in can be. */
  enum Where {
    H2_TIDY,
    H2_UGLY,
    POSTGRESQL_TIDY,
    POSTGRESQL_UGLY;

    boolean isTidy() {
      return this == H2_TIDY || this == POSTGRESQL_TIDY;
    }

    boolean isH2() {
      return this == H2_TIDY || this == H2_UGLY;
    }
  }

  Site(Where where) {
    this.where = where;
    int number = NUMBER.incrementAndGet();
    try {
      DataSource database = where.isH2() ? h2(number) : postgres(number);
      String cleanUp = where.isH2() ? "SHUTDOWN" : "DROP SCHEMA legacy" + number + " CASCADE";
      this.pool = new TestPool(database, cleanUp);
      this.source = new TroubledSource(pool);
      this.erp = where.isTidy() ? new TidyErp(pool) : new UglyErp(pool);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a test database", e);
    }
    erp.install();
    for (String sku : List.of("SKU-1", "SKU-2", "SKU-3")) {
      erp.material(sku, "示例商品 " + sku, "69000000000" + sku.charAt(4));
    }
    erp.customer(SHOP, "示例旗舰店");
  }

  private static DataSource h2(int number) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:legacy" + number + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=300");
    return database;
  }

  private static DataSource postgres(int number) throws SQLException {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA legacy" + number);
    }
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(Server.RUNNING.getJdbcUrl("postgres", "postgres"));
    database.setCurrentSchema("legacy" + number);
    return database;
  }

  /** One server for all tests of the run; it stops with the process. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  DatabaseErp door() {
    return door(erp.mapping());
  }

  DatabaseErp door(String mapping) {
    return builder(mapping).build();
  }

  /** Returns the stand-in's mapping with another value of a field. */
  String mapping(String pointer, String json) {
    return changed(erp.mapping(), pointer, json);
  }

  /** Returns a mapping with another value of a field. */
  static String changed(String mapping, String pointer, String json) {
    JsonNode document = Json.parse(mapping);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), Json.parse(json));
    return Json.write(document);
  }

  /** Returns the stand-in's mapping for another kind of database. */
  String mappingFor(Dialect dialect) {
    return mapping("/dialect", '"' + dialect.name() + '"');
  }

  DatabaseErp.Builder builder(String mapping) {
    return builder(source, mapping);
  }

  DatabaseErp.Builder builder(DataSource source, String mapping) {
    return DatabaseErp.builder(source)
        .name("legacy")
        .clock(Clock.fixed(NOON, ZoneOffset.UTC))
        .statementTimeout(Duration.ofSeconds(1))
        .mapping(ErpMapping.parse(mapping))
        .listener(
            new Listener() {
              @Override
              public void alerted(Alert alert) {
                alerts.add(alert);
              }
            });
  }

  List<String> alertCodes() {
    return alerts.stream().map(Listener.Alert::code).toList();
  }

  static DocumentLine line(String id, String sku, long quantity, String yuan) {
    return line(id, sku, quantity, yuan, null, null);
  }

  static DocumentLine line(
      String id,
      String sku,
      long quantity,
      String yuan,
      @Nullable String source,
      @Nullable String sourceLine) {
    return new DocumentLine(
        id, new Sku(sku), new Location("CK001"), quantity, Money.yuan(yuan), source, sourceLine);
  }

  static SalesOrder order(String number, DocumentLine... lines) {
    return new SalesOrder(number, DAY, SHOP, "TB-" + number, List.of(lines));
  }

  static SalesOrder order(String number) {
    return order(number, line("1", "SKU-1", 2, "198.00"), line("2", "SKU-2", 1, "0.10"));
  }

  static Outbound outbound(String number, DocumentLine... lines) {
    return new Outbound(number, DAY, SHOP, "TB-" + number, "SF", "SF0000000001", List.of(lines));
  }

  static Outbound outbound(String number) {
    return outbound(number, line("1", "SKU-1", 2, "19.99", "SO-" + number, "a"));
  }

  static Receivable receivable(int id, String amount, String open) {
    String number = "AR" + id;
    return new Receivable(
        Integer.toString(id),
        Integer.toString(id),
        number,
        SHOP,
        "TB-" + id,
        DAY,
        DAY.plusDays(30),
        Money.yuan(amount),
        Money.yuan(open));
  }

  /** Reads a feed on to its end for now; returns the last cursor. */
  static <T> @Nullable String readOn(
      Function<@Nullable String, Slice<T>> feed, @Nullable String start, List<T> read) {
    String cursor = start;
    while (true) {
      Slice<T> slice = feed.apply(cursor);
      read.addAll(slice.rows());
      if (slice.nextCursor() == null) {
        return cursor;
      }
      cursor = slice.nextCursor();
    }
  }

  static <T> List<T> all(Function<@Nullable String, Slice<T>> feed) {
    List<T> read = new ArrayList<>();
    readOn(feed, null, read);
    return read;
  }

  List<Kind> kinds() {
    return where.isTidy() ? List.of(Kind.values()) : List.of(Kind.ORDER, Kind.OUTBOUND);
  }

  /** What must hold whatever happened: no half document, no document twice, nothing left open. */
  void checkInvariants() {
    for (Kind kind : kinds()) {
      List<Staged> staged = erp.staged(kind);
      assertThat(staged).extracting(Staged::number).doesNotHaveDuplicates();
      assertThat(staged).allSatisfy(one -> assertThat(one.lines()).isPositive());
    }
    assertThat(source.openConnections()).isZero();
  }

  @Override
  public void close() {
    pool.close();
  }
}
