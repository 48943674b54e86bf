package io.heliu.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The catalog in the host's database. Thread-safe.
 *
 * <p>Look-ups are cached for up to a minute: a change made through another process is seen after
 * that time, one made through this object at once. Every method throws {@link io.heliu.Fault.Store}
 * if the database fails.
 */
public final class JdbcCatalog implements Catalog {
  private static final String ANY_SHOP = "*";
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final int MAX_CACHED = 100_000;

  private final Database database;
  private final Cache<CodeKey, Optional<Mapping>> mappings = cache();
  private final Cache<Sku, Recipe> recipes = cache();
  private final Cache<Sku, Optional<String>> names = cache();
  private final Cache<ShopId, Optional<String>> customers = cache();

  /** The executor keeps the cache's upkeep on the caller's thread. */
  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_CACHED)
        .expireAfterWrite(FRESH)
        .executor(Runnable::run)
        .build();
  }

  private JdbcCatalog(Database database) {
    this.database = database;
  }

  /** Opens the catalog on a data source where the schema is installed. */
  public static JdbcCatalog open(DataSource dataSource) {
    return new JdbcCatalog(Database.open(dataSource));
  }

  private enum Kind {
    ITEM,
    CODE,
    BARCODE
  }

  private record CodeKey(String shop, Kind kind, String code) {}

  private record Mapping(Sku sku, long units) {}

  private record Recipe(int decimals, Map<Sku, Long> components) {}

  /**
   * Puts a SKU.
   *
   * @param sku its code
   * @param name its name
   * @param decimals fraction digits of the unit that channels sell it in: 0 for pieces, 3 for goods
   *     weighed in kg and counted in g
   * @throws IllegalArgumentException if decimals is not 0 to 6
   */
  public void putSku(Sku sku, String name, int decimals) {
    if (decimals < 0 || decimals > 6) {
      throw new IllegalArgumentException("decimals: must be 0 to 6");
    }
    database.inTransaction(
        "put sku",
        tx -> {
          if (!tx.insertIfAbsent(
              "heliu_sku", List.of("sku", "name", "decimals"), sku.code(), name, decimals)) {
            tx.update(
                "UPDATE heliu_sku SET name = ?, decimals = ? WHERE sku = ?",
                name,
                decimals,
                sku.code());
          }
          return true;
        });
    recipes.invalidate(sku);
    names.invalidate(sku);
  }

  /**
   * Puts what a kit consists of (组合商品); the map replaces what was there.
   *
   * @param components units of each component in one kit
   * @throws IllegalArgumentException if it is empty, a count is less than 1, or a component is
   *     itself a kit or the kit, or if the kit is a component of another one
   */
  public void putKit(Sku kit, Map<Sku, Long> components) {
    if (components.isEmpty()) {
      throw new IllegalArgumentException("components: must not be empty");
    }
    components.forEach(
        (component, units) -> {
          if (units < 1) {
            throw new IllegalArgumentException("components: " + component + " needs at least 1");
          }
        });
    database.inTransaction(
        "put kit",
        tx -> {
          if (tx.count("SELECT COUNT(*) FROM heliu_kit WHERE component = ?", kit.code()) > 0) {
            throw new IllegalArgumentException("kit: " + kit + " is a component of a kit");
          }
          for (Sku component : components.keySet()) {
            if (component.equals(kit) || !components(tx, component).isEmpty()) {
              throw new IllegalArgumentException("components: " + component + " is a kit");
            }
          }
          tx.update("DELETE FROM heliu_kit WHERE kit = ?", kit.code());
          for (Map.Entry<Sku, Long> component : components.entrySet()) {
            tx.update(
                "INSERT INTO heliu_kit (kit, component, units) VALUES (?, ?, ?)",
                kit.code(),
                component.getKey().code(),
                component.getValue());
          }
          tx.update(
              "UPDATE heliu_listing SET published_sequence = -1, retry_at = NULL WHERE sku = ?",
              kit.code());
          return true;
        });
    recipes.invalidate(kit);
  }

  /**
   * Puts what an item of a shop sells; it also becomes a listing that stock is published to.
   *
   * @param variantId the channel's variant id, or null for an item without variants
   * @param units units of the SKU in one item, at least 1
   */
  public void putItem(ShopId shop, String itemId, @Nullable String variantId, Sku sku, long units) {
    String variant = Objects.requireNonNullElse(variantId, "");
    CodeKey key = new CodeKey(shop.toString(), Kind.ITEM, itemCode(itemId, variant));
    database.inTransaction(
        "put item",
        tx -> {
          put(tx, key, sku, units);
          putListing(tx, shop, itemId, variant, sku, units);
          return true;
        });
    mappings.invalidate(key);
  }

  /** Puts a listing; when it sells something else now, its stock is due to be published. */
  private static void putListing(
      Tx tx, ShopId shop, String itemId, String variant, Sku sku, long units) throws SQLException {
    boolean fresh =
        tx.insertIfAbsent(
            "heliu_listing",
            List.of(
                "shop",
                "item",
                "variant",
                "sku",
                "units",
                "due_sequence",
                "published_sequence",
                "published_quantity",
                "refusal"),
            shop.toString(),
            itemId,
            variant,
            sku.code(),
            units,
            0,
            -1,
            -1,
            "");
    if (!fresh) {
      tx.update(
          "UPDATE heliu_listing SET sku = ?, units = ?, published_sequence = -1, retry_at = NULL"
              + " WHERE shop = ? AND item = ? AND variant = ? AND (sku <> ? OR units <> ?)",
          sku.code(),
          units,
          shop.toString(),
          itemId,
          variant,
          sku.code(),
          units);
    }
  }

  /**
   * Puts a merchant's or partner's code.
   *
   * @param shop the shop that uses it, or null if all do
   * @param units units of the SKU that one of it stands for, at least 1
   */
  public void putCode(@Nullable ShopId shop, String code, Sku sku, long units) {
    putCode(new CodeKey(shop == null ? ANY_SHOP : shop.toString(), Kind.CODE, code), sku, units);
  }

  /** Puts a barcode (条码), known to all shops. */
  public void putBarcode(String barcode, Sku sku, long units) {
    putCode(new CodeKey(ANY_SHOP, Kind.BARCODE, barcode), sku, units);
  }

  private void putCode(CodeKey key, Sku sku, long units) {
    database.inTransaction(
        "put code",
        tx -> {
          put(tx, key, sku, units);
          return true;
        });
    mappings.invalidate(key);
  }

  private static void put(Tx tx, CodeKey key, Sku sku, long units) throws SQLException {
    if (units < 1) {
      throw new IllegalArgumentException("units: must be at least 1");
    }
    if (!tx.insertIfAbsent(
        "heliu_code",
        List.of("shop", "kind", "code", "sku", "units"),
        key.shop,
        key.kind,
        key.code,
        sku.code(),
        units)) {
      tx.update(
          "UPDATE heliu_code SET sku = ?, units = ? WHERE shop = ? AND kind = ? AND code = ?",
          sku.code(),
          units,
          key.shop,
          key.kind,
          key.code);
    }
  }

  /** Puts the ERP's customer code for orders of a shop. */
  public void putCustomer(ShopId shop, String customer) {
    database.inTransaction(
        "put customer",
        tx -> {
          if (!tx.insertIfAbsent(
              "heliu_customer", List.of("shop", "customer"), shop.toString(), customer)) {
            tx.update(
                "UPDATE heliu_customer SET customer = ? WHERE shop = ?", customer, shop.toString());
          }
          return true;
        });
    customers.invalidate(shop);
  }

  @Override
  public Resolution resolve(ShopId shop, ItemRef item, BigDecimal quantity) {
    if (quantity.signum() == 0) {
      throw new IllegalArgumentException("quantity: must not be zero");
    }
    for (CodeKey key : keys(shop, item)) {
      Optional<Mapping> mapping = mappings.get(key, this::load);
      if (mapping.isPresent()) {
        return expand(mapping.get(), quantity);
      }
    }
    return new Resolution.Unresolved("no SKU is known for " + describe(item));
  }

  private static List<CodeKey> keys(ShopId shop, ItemRef item) {
    List<CodeKey> keys = new ArrayList<>(4);
    if (item.itemId() != null) {
      String variant = Objects.requireNonNullElse(item.variantId(), "");
      keys.add(new CodeKey(shop.toString(), Kind.ITEM, itemCode(item.itemId(), variant)));
    }
    if (item.merchantCode() != null) {
      keys.add(new CodeKey(shop.toString(), Kind.CODE, item.merchantCode()));
      keys.add(new CodeKey(ANY_SHOP, Kind.CODE, item.merchantCode()));
    }
    if (item.barcode() != null) {
      keys.add(new CodeKey(ANY_SHOP, Kind.BARCODE, item.barcode()));
    }
    return keys;
  }

  private static String itemCode(String itemId, String variant) {
    return itemId + "/" + variant;
  }

  private static String describe(ItemRef item) {
    return "item "
        + item.itemId()
        + ", variant "
        + item.variantId()
        + ", code "
        + item.merchantCode()
        + ", barcode "
        + item.barcode();
  }

  private Optional<Mapping> load(CodeKey key) {
    return database.inTransaction(
        "find code",
        tx ->
            tx.find(
                "SELECT sku, units FROM heliu_code WHERE shop = ? AND kind = ? AND code = ?",
                row -> new Mapping(new Sku(row.text(1)), row.number(2)),
                key.shop,
                key.kind,
                key.code));
  }

  private Resolution expand(Mapping mapping, BigDecimal quantity) {
    Recipe recipe = recipes.get(mapping.sku, this::recipe);
    BigDecimal units =
        quantity.multiply(BigDecimal.valueOf(mapping.units)).movePointRight(recipe.decimals);
    long whole;
    try {
      whole = units.longValueExact();
    } catch (ArithmeticException e) {
      return new Resolution.Unresolved(
          "quantity " + quantity.toPlainString() + " of " + mapping.sku + " is no whole number");
    }
    if (recipe.components.isEmpty()) {
      return new Resolution.Resolved(mapping.sku, List.of(new Units(mapping.sku, whole)));
    }
    List<Units> parts = new ArrayList<>(recipe.components.size());
    recipe.components.forEach(
        (component, each) -> parts.add(new Units(component, Math.multiplyExact(each, whole))));
    return new Resolution.Resolved(mapping.sku, parts);
  }

  private Recipe recipe(Sku sku) {
    return database.inTransaction(
        "find recipe",
        tx ->
            new Recipe(
                tx.find(
                        "SELECT decimals FROM heliu_sku WHERE sku = ?",
                        r -> r.number(1),
                        sku.code())
                    .orElse(0L)
                    .intValue(),
                components(tx, sku)));
  }

  private static Map<Sku, Long> components(Tx tx, Sku kit) throws SQLException {
    Map<Sku, Long> components = new TreeMap<>();
    tx.query(
        "SELECT component, units FROM heliu_kit WHERE kit = ?",
        row -> components.put(new Sku(row.text(1)), row.number(2)),
        kit.code());
    return components;
  }

  @Override
  public List<Listing> listings(ShopId shop, Sku sku) {
    return database.inTransaction(
        "find listings",
        tx ->
            tx.query(
                "SELECT item, variant, sku, units FROM heliu_listing WHERE shop = ? AND (sku = ? OR"
                    + " sku IN (SELECT kit FROM heliu_kit WHERE component = ?)) ORDER BY item,"
                    + " variant",
                row ->
                    new Listing(
                        row.text(1),
                        row.text(2).isEmpty() ? null : row.text(2),
                        new Sku(row.text(3)),
                        row.number(4)),
                shop.toString(),
                sku.code(),
                sku.code()));
  }

  @Override
  public Optional<String> name(Sku sku) {
    return names.get(sku, this::loadName);
  }

  private Optional<String> loadName(Sku sku) {
    return database.inTransaction(
        "find name",
        tx -> tx.find("SELECT name FROM heliu_sku WHERE sku = ?", row -> row.text(1), sku.code()));
  }

  @Override
  public Map<Sku, Long> components(Sku sku) {
    return Map.copyOf(recipes.get(sku, this::recipe).components);
  }

  @Override
  public Optional<String> customer(ShopId shop) {
    return customers.get(shop, this::loadCustomer);
  }

  private Optional<String> loadCustomer(ShopId shop) {
    return database.inTransaction(
        "find customer",
        tx ->
            tx.find(
                "SELECT customer FROM heliu_customer WHERE shop = ?",
                row -> row.text(1),
                shop.toString()));
  }
}
