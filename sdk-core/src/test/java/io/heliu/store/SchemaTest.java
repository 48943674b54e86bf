package io.heliu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.internal.store.Database;
import io.heliu.order.OrderBook;
import io.heliu.store.standin.TestPool;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Installing the tables. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class SchemaTest {
  @Parameter TestDatabase kind;
  private TestPool pool;

  @BeforeEach
  void open() {
    pool = kind.empty();
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private long orders() {
    return OrderBook.open(pool).size(new ShopId("fake", "one"));
  }

  @Test
  void install_emptyDatabase_makesTheTables() {
    Schema.install(pool);

    assertThat(orders()).isZero();
  }

  @Test
  void install_emptyDatabase_hasTheIndexesOfWhatEachStepAsks() {
    Schema.install(pool);

    assertThat(plan("heliu_order WHERE state = 'HELD' AND hold_code = 'A' AND hold_note <= 'B'"))
        .contains("heliu_order_hold");
    assertThat(plan("heliu_document WHERE state IN ('REJECTED', 'UNKNOWN')"))
        .contains("heliu_document_state");
    assertThat(
            plan(
                "heliu_count WHERE stale = FALSE AND confirmed_at < TIMESTAMP WITH TIME ZONE"
                    + " '2026-11-11 00:00:00+08'"))
        .contains("heliu_count_age");
  }

  private String plan(String query) {
    return Database.open(pool)
        .inTransaction(
            "plan",
            tx -> {
              if (kind == TestDatabase.POSTGRESQL) {
                tx.update("SET LOCAL enable_seqscan = off");
              }
              return tx.query("EXPLAIN SELECT * FROM " + query, row -> row.text(1));
            })
        .toString()
        .toLowerCase(Locale.ROOT);
  }

  @Test
  void install_again_keepsWhatIsThere() {
    Schema.install(pool);
    pool.execute("INSERT INTO heliu_customer (shop, customer) VALUES ('fake:one', 'C1')");
    Schema.install(pool);

    assertThatThrownBy(
            () ->
                pool.execute(
                    "INSERT INTO heliu_customer (shop, customer) VALUES ('fake:one', 'C1')"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void install_afterItWasInterrupted_goesOn() {
    pool.execute(
        "CREATE TABLE heliu_meta (name VARCHAR(64) PRIMARY KEY, val VARCHAR(200) NOT NULL)");

    Schema.install(pool);

    assertThat(orders()).isZero();
  }

  @Test
  void install_newerVersionThere_isRefused() {
    Schema.install(pool);
    pool.execute("UPDATE heliu_meta SET val = '999' WHERE name = 'version'");

    assertThatThrownBy(() -> Schema.install(pool))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("999");
  }

  @Test
  void use_withoutTables_isAFaultWithTheState() {
    assertThatThrownBy(this::orders)
        .isInstanceOf(Fault.Store.class)
        .hasMessageContaining("SQL state 42");
  }

  @Test
  void use_noConnectionLeft_isARetryableFault() {
    Schema.install(pool);
    OrderBook book = OrderBook.open(pool);
    pool.limit(0);

    assertThatThrownBy(() -> book.size(new ShopId("fake", "one")))
        .isInstanceOfSatisfying(Fault.Store.class, f -> assertThat(f.retryable()).isTrue());
  }
}
