package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import io.heliu.store.Schema;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sales read from an order book. */
@SuppressWarnings("NullAway.Init")
final class SalesReaderTest {
  private static final ShopId SHOP = Samples.SHOP;

  private final FewThings catalog = new FewThings();
  private JdbcConnectionPool pool;
  private OrderBook book;

  @BeforeEach
  void open() {
    pool = JdbcConnectionPool.create("jdbc:h2:mem:sales;DB_CLOSE_DELAY=-1", "", "");
    Schema.install(pool);
    book = OrderBook.open(pool);
  }

  @AfterEach
  void close() throws Exception {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
    pool.dispose();
  }

  private static ChannelOrder.Builder order(String number, OrderLine... lines) {
    return ChannelOrder.builder(SHOP, number)
        .createdAt(Samples.NOON)
        .modifiedAt(Samples.NOON)
        .paidAt(Samples.NOON.plusSeconds(60))
        .status(Lifecycle.SHIPPED, "SHIPPED")
        .paid(Money.yuan("25.00"))
        .freight(Money.yuan("5.00"))
        .recipient(new Recipient(null, null, "浙江省", null, null, null, null))
        .lines(List.of(lines));
  }

  private static OrderLine line(String number, String code, String quantity, String amount) {
    return line(number, code, quantity, amount, Lifecycle.SHIPPED);
  }

  private static OrderLine line(
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

  private SalesReader.Reading read() {
    return SalesReader.of(book, catalog, new Host()).read(List.of(SHOP), Samples.MARCH);
  }

  private Sale readOne() {
    assertThat(read().sales()).hasSize(1);
    return read().sales().get(0);
  }

  @Test
  void read_shippedOrder_hasEverythingThatTheBookAndTheHostKnow() {
    book.put(order("A1", line("1", "MUG", "2", "20.00")).build());
    Sale sale = readOne();

    assertThat(sale.region()).isEqualTo("浙江");
    assertThat(sale.customer()).isEqualTo("customer of A1");
    assertThat(sale.reconciled()).isTrue();
    assertThat(sale.costs().paymentFee()).isEqualTo(Money.yuan("0.15"));
    assertThat(sale.lines())
        .containsExactly(
            new Sale.Line(
                "taobao:shop1/A1/1",
                new Sku("MUG"),
                "title of MUG",
                2,
                Money.yuan("24.00"),
                Money.yuan("20.00"),
                Money.yuan("8.00"),
                2));
  }

  @Test
  void read_pack_countsItsUnitsAndTheirCost() {
    book.put(order("A1", line("1", "SIX-PACK", "2", "20.00")).build());
    Sale.Line line = readOne().lines().get(0);

    assertThat(line.sku()).isEqualTo(new Sku("MUG"));
    assertThat(line.units()).isEqualTo(12);
    assertThat(line.cost()).isEqualTo(Money.yuan("48.00"));
  }

  @Test
  void read_kit_costsWhatItsPartsCost() {
    book.put(order("A1", line("1", "GIFT", "3", "20.00")).build());
    Sale.Line line = readOne().lines().get(0);

    assertThat(line.sku()).isEqualTo(new Sku("GIFT"));
    assertThat(line.units()).isEqualTo(3);
    assertThat(line.cost()).isEqualTo(Money.yuan("36.00"));
  }

  @Test
  void read_unknownItem_isCountedAndNamed() {
    book.put(order("A1", line("1", "NEW", "1.5", "20.00")).build());
    SalesReader.Reading reading = read();

    assertThat(reading.unresolved()).containsExactly("taobao:shop1/A1/1");
    assertThat(reading.sales().get(0).lines().get(0).cost()).isEqualTo(Money.fen(0));
    assertThat(reading.sales().get(0).lines().get(0).units()).isEqualTo(2);
    assertThat(reading.sales().get(0).lines().get(0).ordered()).isEqualTo(Money.yuan("18.00"));
  }

  @Test
  void read_lineNotShipped_isNotDelivered() {
    book.put(order("A1", line("1", "MUG", "1", "10.00", Lifecycle.PAID)).build());

    assertThat(readOne().lines().get(0).delivered()).isZero();
  }

  @Test
  void read_paidLineThatTheErpHasSent_isDelivered() throws SQLException {
    book.put(order("A1", line("1", "MUG", "2", "10.00", Lifecycle.PAID)).build());
    parcel("1", "MUG", 1);

    assertThat(readOne().lines().get(0).delivered()).isOne();
  }

  @Test
  void read_skuWithAName_hasItWhateverTheChannelSays() {
    book.put(order("A1", line("1", "GIFT", "1", "10.00"), line("2", "MUG", "1", "10.00")).build());

    assertThat(readOne().lines())
        .extracting(Sale.Line::product)
        .containsExactly("Gift box", line("2", "MUG", "1", "10.00").title());
  }

  private void parcel(String channelLine, String sku, long units) throws SQLException {
    execute(
        "INSERT INTO heliu_order_source (order_id, shop, number) VALUES ('O', '"
            + SHOP
            + "', 'A1')");
    pack(1, channelLine, sku, units);
  }

  private void pack(int line, String channelLine, String sku, long units) throws SQLException {
    execute(
        "INSERT INTO heliu_order_line VALUES ('O', "
            + line
            + ", '"
            + SHOP
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

  @Test
  void read_refundedLineThatLeft_isDeliveredAndTheReturnGivesItsCostBack() throws SQLException {
    book.put(order("A1", line("1", "MUG", "2", "20.00", Lifecycle.CLOSED_REFUNDED)).build());
    parcel("1", "MUG", 2);
    Sale sale = readOne();
    ReportInput input =
        ReportInput.of(Samples.MARCH, Money.CNY, List.of(sale))
            .withRefunds(List.of(Samples.refund("R", sale.lines().get(0).id(), "20.00", 2)));

    assertThat(sale.lines().get(0).delivered()).isEqualTo(2);
    assertThat(RefundFinding.of(input)).isEmpty();
    assertThat(ChannelProfit.of(input, List.of()).total().profit().costOfGoods())
        .isEqualTo(Money.fen(0));
  }

  @Test
  void read_refundedLineThatNeverLeft_isNotDeliveredAndItsRefundIsNoObstacle() {
    book.put(order("A1", line("1", "MUG", "1", "10.00", Lifecycle.CLOSED_REFUNDED)).build());
    Sale sale = readOne();
    ReportInput input =
        ReportInput.of(Samples.MARCH, Money.CNY, List.of(sale))
            .withRefunds(List.of(Samples.refund("R", sale.lines().get(0).id(), "10.00", 1)));
    Profit profit = ChannelProfit.of(input, List.of()).total().profit();

    assertThat(sale.lines().get(0).delivered()).isZero();
    assertThat(RefundFinding.of(input)).hasSize(1);
    assertThat(profit.netSales()).isEqualTo(Money.fen(0));
    assertThat(profit.costOfGoods()).isEqualTo(Money.fen(0));
  }

  @Test
  void read_refundedKit_isDeliveredAsFarAsAllItsPartsLeft() throws SQLException {
    book.put(order("A1", line("1", "GIFT", "3", "20.00", Lifecycle.CLOSED_REFUNDED)).build());
    parcel("1", "MUG", 3);
    pack(2, "1", "BOX", 5);

    assertThat(readOne().lines().get(0).delivered()).isEqualTo(2);
  }

  @Test
  void read_counterTicket_isDelivered() {
    book.put(
        order("A1", line("1", "MUG", "1", "10.00", Lifecycle.PAID))
            .flags(Set.of(OrderFlag.HANDED_OVER))
            .build());

    assertThat(readOne().lines().get(0).delivered()).isOne();
  }

  @Test
  void read_returnedGoods_areNegativeWhateverTheSignOfTheirAmount() {
    book.put(
        order("A1", line("1", "MUG", "-1", "10.00"), line("2", "MUG", "-1", "-10.00"))
            .flags(Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN))
            .build());

    assertThat(readOne().lines())
        .allSatisfy(
            line -> {
              assertThat(line.paid()).isEqualTo(Money.yuan("-10.00"));
              assertThat(line.cost()).isEqualTo(Money.yuan("-4.00"));
              assertThat(line.delivered()).isEqualTo(-1);
            });
  }

  @Test
  void read_placedOrPaidOutsideThePeriod_isLeftOutOnlyIfBothAre() {
    Instant before = Instant.parse("2024-02-28T04:00:00Z");
    OrderLine line = line("1", "MUG", "1", "10.00");
    book.put(order("paid inside", line).createdAt(before).build());
    book.put(order("placed inside", line).paidAt(null).build());
    book.put(order("outside", line).createdAt(before).paidAt(before).build());

    assertThat(read().sales().stream().map(Sale::number))
        .containsExactlyInAnyOrder("paid inside", "placed inside");
  }

  @Test
  void read_refundOfAnOlderOrder_reducesTheNetSalesOfThePeriodOnly() {
    Instant before = Instant.parse("2024-02-20T04:00:00Z");
    OrderLine line = line("1", "MUG", "1", "10.00");
    book.put(order("old", line).createdAt(before).paidAt(before).build());
    book.put(order("new", line).build());
    SalesReader.Reading reading =
        SalesReader.of(book, catalog, new Host())
            .read(List.of(SHOP), Samples.MARCH, List.of(source("old"), source("new")));
    ReportInput input =
        ReportInput.of(Samples.MARCH, Money.CNY, reading.sales())
            .withRefunds(List.of(Samples.refund("R", "taobao:shop1/old/1", "4.00", 0)));
    Kpis kpis = Kpis.of(input, Kpis.Repurchase.ALL_PAID);

    assertThat(reading.sales().stream().map(Sale::number)).containsExactly("new", "old");
    assertThat(reading.missing()).isEmpty();
    assertThat(kpis.get(Kpi.NET_SALES).value()).isEqualTo(Ratio.whole(600));
    assertThat(kpis.get(Kpi.PAID_GMV).value()).isEqualTo(Ratio.whole(1200));
    assertThat(kpis.get(Kpi.ORDERS_PAID).value()).isEqualTo(Ratio.whole(1));
  }

  @Test
  void read_orderOfARefundThatTheBookDoesNotHave_isNamed() {
    SalesReader.Reading reading =
        SalesReader.of(book, catalog, new Host())
            .read(List.of(SHOP), Samples.MARCH, List.of(source("lost"), source("lost")));

    assertThat(reading.sales()).isEmpty();
    assertThat(reading.missing()).containsExactly(source("lost"));
  }

  private static Order.Source source(String number) {
    return new Order.Source(SHOP, number);
  }

  @Test
  void read_moreOrdersThanAPage_readsEachOnce() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      numbers.add("N" + i);
      book.put(order("N" + i, line("1", "MUG", "1", "10.00")).build());
    }

    assertThat(read().sales().stream().map(Sale::number))
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void read_sales_makeAReport() {
    book.put(order("A1", line("1", "MUG", "2", "20.00")).build());
    ReportInput input = ReportInput.of(Samples.MARCH, Money.CNY, read().sales());
    Profit profit = ChannelProfit.of(input, List.of()).total().profit();

    assertThat(profit.grossProfit()).isEqualTo(Money.yuan("11.85"));
  }

  /** What a host knows: a mug costs 4.00, the payment fee is 0.15, all is matched. */
  private static final class Host implements SalesReader.Facts {
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
