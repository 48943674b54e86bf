package io.heliu.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.ShopId;
import io.heliu.store.StoreTest;
import io.heliu.store.TestDatabase;
import io.heliu.store.standin.TestPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A shop's customer is asked for with every order, so it is remembered for a while. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class JdbcCatalogCustomerTest {
  private static final ShopId SHOP = new ShopId("fake", "one");
  private static final ShopId OTHER = new ShopId("fake", "two");

  @Parameter TestDatabase kind;
  private TestPool pool;
  private JdbcCatalog catalog;

  @BeforeEach
  void open() {
    pool = kind.installed();
    catalog = JdbcCatalog.open(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void customer_changedAfterALookUp_isTheNewOneAtOnce() {
    catalog.putCustomer(SHOP, "C1");
    assertThat(catalog.customer(SHOP)).contains("C1");

    catalog.putCustomer(SHOP, "C2");

    assertThat(catalog.customer(SHOP)).contains("C2");
  }

  @Test
  void customer_putAfterNoneWasFound_isFoundAtOnce() {
    assertThat(catalog.customer(SHOP)).isEmpty();

    catalog.putCustomer(SHOP, "C1");

    assertThat(catalog.customer(SHOP)).contains("C1");
    assertThat(catalog.customer(OTHER)).isEmpty();
  }

  @Test
  void customer_changedThroughAnotherCatalog_staysTheOneLookedUpForAWhile() {
    catalog.putCustomer(SHOP, "C1");
    assertThat(catalog.customer(SHOP)).contains("C1");

    JdbcCatalog.open(pool).putCustomer(SHOP, "C2");

    assertThat(catalog.customer(SHOP)).contains("C1");
    assertThat(JdbcCatalog.open(pool).customer(SHOP)).contains("C2");
  }
}
