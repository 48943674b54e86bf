package io.heliu.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog.ItemRef;
import io.heliu.catalog.Catalog.Listing;
import io.heliu.catalog.Catalog.Resolution;
import io.heliu.catalog.Catalog.Units;
import io.heliu.store.StoreTest;
import io.heliu.store.TestDatabase;
import io.heliu.store.standin.TestPool;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What things are called, and what they stand for. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class JdbcCatalogTest {
  private static final ShopId SHOP = new ShopId("fake", "one");
  private static final ShopId OTHER = new ShopId("fake", "two");
  private static final Sku TEA = new Sku("TEA");
  private static final Sku CUP = new Sku("CUP");
  private static final Sku SET = new Sku("SET");

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

  private static ItemRef code(@Nullable String code) {
    return new ItemRef(null, null, code, null);
  }

  private List<Units> units(ItemRef item, String quantity) {
    Resolution resolution = catalog.resolve(SHOP, item, new BigDecimal(quantity));
    assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
    return ((Resolution.Resolved) resolution).units();
  }

  private void assertUnresolved(ItemRef item, String quantity) {
    assertThat(catalog.resolve(SHOP, item, new BigDecimal(quantity)))
        .isInstanceOf(Resolution.Unresolved.class);
  }

  @Test
  void resolve_nothingKnown_isUnresolved() {
    assertUnresolved(code("tea"), "1");
    assertUnresolved(code(null), "1");
  }

  @Test
  void resolve_shopsOwnCode_winsOverTheCommonOne() {
    catalog.putCode(null, "x", TEA, 1);
    catalog.putCode(SHOP, "x", CUP, 2);

    assertThat(units(code("x"), "3")).containsExactly(new Units(CUP, 6));
  }

  @Test
  void resolve_itemAndCode_itemWins() {
    catalog.putCode(SHOP, "x", TEA, 1);
    catalog.putItem(SHOP, "i1", "v1", CUP, 1);

    assertThat(units(new ItemRef("i1", "v1", "x", null), "1")).containsExactly(new Units(CUP, 1));
    assertThat(units(new ItemRef("i1", "v2", "x", null), "1")).containsExactly(new Units(TEA, 1));
  }

  @Test
  void resolve_barcode_isKnownToAllShops() {
    catalog.putBarcode("690", TEA, 12);

    assertThat(units(new ItemRef(null, null, null, "690"), "2"))
        .containsExactly(new Units(TEA, 24));
  }

  @Test
  void resolve_weighedGoods_givesMinorUnits() {
    catalog.putSku(TEA, "loose tea", 3);
    catalog.putCode(null, "tea", TEA, 1);

    assertThat(units(code("tea"), "1.255")).containsExactly(new Units(TEA, 1255));
    assertUnresolved(code("tea"), "1.2555");
  }

  @Test
  void resolve_partOfAPiece_isUnresolved() {
    catalog.putCode(null, "tea", TEA, 1);

    assertUnresolved(code("tea"), "0.5");
  }

  @Test
  void resolve_kit_multipliesItsComponents() {
    catalog.putKit(SET, Map.of(TEA, 2L, CUP, 1L));
    catalog.putCode(null, "set", SET, 3);

    assertThat(units(code("set"), "-2")).containsExactly(new Units(CUP, -6), new Units(TEA, -12));
  }

  @Test
  void resolve_zero_isAnError() {
    assertThatThrownBy(() -> catalog.resolve(SHOP, code("x"), BigDecimal.ZERO))
        .hasMessageStartingWith("quantity: ");
  }

  @Test
  void put_again_isSeenAtOnce() {
    catalog.putCode(null, "x", TEA, 1);
    units(code("x"), "1");
    catalog.putCode(null, "x", CUP, 2);

    assertThat(units(code("x"), "1")).containsExactly(new Units(CUP, 2));
  }

  @Test
  void putKit_ofKitsOrNothing_isAnError() {
    catalog.putKit(SET, Map.of(TEA, 2L));

    assertThatThrownBy(() -> catalog.putKit(new Sku("BIG"), Map.of(SET, 1L)))
        .hasMessageContaining("SET is a kit");
    assertThatThrownBy(() -> catalog.putKit(TEA, Map.of(TEA, 1L))).hasMessageContaining("TEA");
    assertThatThrownBy(() -> catalog.putKit(CUP, Map.of())).hasMessageStartingWith("components: ");
    assertThatThrownBy(() -> catalog.putKit(CUP, Map.of(TEA, 0L)))
        .hasMessageContaining("at least 1");
  }

  @Test
  void putKit_ofAComponentOfAnotherKit_isAnError() {
    catalog.putKit(SET, Map.of(TEA, 2L));

    assertThatThrownBy(() -> catalog.putKit(TEA, Map.of(CUP, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("kit: ");
  }

  @Test
  void putItem_unitsBelowOne_isAnError() {
    assertThatThrownBy(() -> catalog.putItem(SHOP, "i1", null, TEA, 0))
        .hasMessageStartingWith("units: ");
    assertThat(catalog.listings(SHOP, TEA)).isEmpty();
  }

  @Test
  void listings_ofASku_includeKitsWithIt() {
    catalog.putKit(SET, Map.of(TEA, 2L));
    catalog.putItem(SHOP, "i1", null, TEA, 4);
    catalog.putItem(SHOP, "i2", "v", SET, 1);
    catalog.putItem(OTHER, "i3", null, TEA, 1);

    assertThat(catalog.listings(SHOP, TEA))
        .containsExactly(new Listing("i1", null, TEA, 4), new Listing("i2", "v", SET, 1));
  }

  @Test
  void customer_putTwice_isTheLast() {
    catalog.putCustomer(SHOP, "C1");
    catalog.putCustomer(SHOP, "C2");

    assertThat(catalog.customer(SHOP)).contains("C2");
    assertThat(catalog.customer(OTHER)).isEmpty();
  }

  @Test
  void name_putAnew_isTheNewOne() {
    catalog.putSku(TEA, "Tea", 0);
    assertThat(catalog.name(TEA)).contains("Tea");

    catalog.putSku(TEA, "Green tea", 0);

    assertThat(catalog.name(TEA)).contains("Green tea");
    assertThat(catalog.name(new Sku("NOBODY-KNOWS"))).isEmpty();
  }

  @Test
  void putCode_fromManyThreads_allSucceed() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String code = "c" + i / 4;
      puts.add(threads.submit(() -> catalog.putCode(null, code, TEA, 1)));
    }
    for (Future<?> put : puts) {
      put.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();

    assertThat(units(code("c9"), "1")).containsExactly(new Units(TEA, 1));
  }
}
