package io.heliu.report;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import io.heliu.store.Schema;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** An order book in memory from which sales are read, with a small catalog and a host. */
final class SalesBook implements AutoCloseable {
  private final FewThings catalog = new FewThings();
  private final JdbcConnectionPool pool;
  private final OrderBook book;

  SalesBook(String name) {
    pool = JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "", "");
    Schema.install(pool);
    book = OrderBook.open(pool);
  }

  @Override
  public void close() throws SQLException {
    execute("SHUTDOWN");
    pool.dispose();
  }

  static ChannelOrder.Builder order(String number, OrderLine... lines) {
    return ChannelOrder.builder(Samples.SHOP, number)
        .createdAt(Samples.NOON)
        .modifiedAt(Samples.NOON)
        .paidAt(Samples.NOON.plusSeconds(60))
        .status(Lifecycle.SHIPPED, "SHIPPED")
        .paid(Money.yuan("25.00"))
        .freight(Money.yuan("5.00"))
        .recipient(new Recipient(null, null, "浙江省", null, null, null, null))
        .lines(List.of(lines));
  }

  static OrderLine line(String number, String code, String quantity, String amount) {
    return line(number, code, quantity, amount, Lifecycle.SHIPPED);
  }

  static OrderLine line(
      String number, String code, String quantity, String amount, Lifecycle lifecycle) {
    return new OrderLine(
        number,
        null,
        null,
        code,
        null,
        "title of " + code,
        new BigDecimal(quantity),
        Money.yuan("12.00"),
        Money.yuan(amount),
        lifecycle,
        "S",
        false,
        false);
  }

  static OrderLine refunded(
      String number, String code, String quantity, String refunded, Lifecycle lifecycle) {
    OrderLine line = line(number, code, quantity, "30.00", lifecycle);
    return new OrderLine(
        line.number(),
        line.itemId(),
        line.variantId(),
        line.merchantCode(),
        line.barcode(),
        line.title(),
        line.quantity(),
        line.price(),
        line.amount(),
        line.lifecycle(),
        line.status(),
        false,
        true,
        new BigDecimal(refunded));
  }

  void put(ChannelOrder order) {
    book.put(order);
  }

  SalesReader reader() {
    return reader(new Host());
  }

  SalesReader reader(SalesReader.Facts facts) {
    return SalesReader.of(book, catalog, facts);
  }

  SalesReader.Reading read() {
    return reader().read(List.of(Samples.SHOP), Samples.MARCH);
  }

  /** Returns the only sale. */
  Sale readOne() {
    List<Sale> sales = read().sales();
    if (sales.size() != 1) {
      throw new AssertionError("sales: " + sales);
    }
    return sales.get(0);
  }

  void parcel(String channelLine, String sku, long units) throws SQLException {
    execute(
        "INSERT INTO heliu_order_source (order_id, shop, number) VALUES ('O', '"
            + Samples.SHOP
            + "', 'A1')");
    pack(1, channelLine, sku, units);
  }

  void pack(int line, String channelLine, String sku, long units) throws SQLException {
    execute(
        "INSERT INTO heliu_order_line VALUES ('O', "
            + line
            + ", '"
            + Samples.SHOP
            + "', 'A1', '"
            + channelLine
            + "', '"
            + sku
            + "', 9, 1, 'CNY')");
    execute(
        "INSERT INTO heliu_parcel_line VALUES ('erp', 'P', "
            + line
            + ", 'O', "
            + line
            + ", '"
            + sku
            + "', 'L', "
            + units
            + ", 'x', TRUE)");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a host knows: a mug costs 4.00, the payment fee is 0.15, all is matched. */
  static class Host implements SalesReader.Facts {
    @Override
    public Money cost(Sku sku, long units) {
      return Money.yuan("4.00").times(units);
    }

    @Override
    public String customer(ChannelOrder order) {
      return "customer of " + order.number();
    }

    @Override
    public boolean isReconciled(ChannelOrder order) {
      return true;
    }

    @Override
    public Sale.Costs costs(ChannelOrder order) {
      Money zero = Money.fen(0);
      return new Sale.Costs(zero, Money.yuan("0.15"), zero, zero, zero);
    }
  }

  /** Knows a mug, a pack of six of them, and a kit of a mug and two boxes. */
  private static final class FewThings implements Catalog {
    private static final Map<String, List<Units>> KNOWN =
        Map.of(
            "MUG", List.of(new Units(new Sku("MUG"), 1)),
            "SIX-PACK", List.of(new Units(new Sku("MUG"), 6)),
            "GIFT", List.of(new Units(new Sku("MUG"), 1), new Units(new Sku("BOX"), 2)));

    @Override
    public Resolution resolve(ShopId shop, ItemRef item, BigDecimal quantity) {
      @Nullable List<Units> units = KNOWN.get(String.valueOf(item.merchantCode()));
      if (units == null) {
        return new Resolution.Unresolved("unknown");
      }
      long count = quantity.longValueExact();
      Sku sku = units.size() > 1 ? new Sku("GIFT") : units.get(0).sku();
      return new Resolution.Resolved(
          sku, units.stream().map(u -> new Units(u.sku(), u.quantity() * count)).toList());
    }

    @Override
    public List<Listing> listings(ShopId shop, Sku sku) {
      return List.of();
    }

    @Override
    public Optional<String> name(Sku sku) {
      return sku.code().equals("GIFT") ? Optional.of("Gift box") : Optional.empty();
    }

    @Override
    public Map<Sku, Long> components(Sku sku) {
      return Map.of();
    }

    @Override
    public Optional<String> customer(ShopId shop) {
      return Optional.empty();
    }
  }
}
