package io.heliu.report;

import static io.heliu.report.SalesBook.line;
import static io.heliu.report.SalesBook.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sales read from an order book. */
@SuppressWarnings("NullAway.Init")
final class SalesReaderTest {
  private static final ShopId SHOP = Samples.SHOP;

  private SalesBook book;

  @BeforeEach
  void open() {
    book = new SalesBook("sales");
  }

  @AfterEach
  void close() throws SQLException {
    book.close();
  }

  @Test
  void read_shippedOrder_hasEverythingThatTheBookAndTheHostKnow() {
    book.put(order("A1", line("1", "MUG", "2", "20.00")).build());
    Sale sale = book.readOne();

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
    Sale.Line line = book.readOne().lines().get(0);

    assertThat(line.sku()).isEqualTo(new Sku("MUG"));
    assertThat(line.units()).isEqualTo(12);
    assertThat(line.cost()).isEqualTo(Money.yuan("48.00"));
  }

  @Test
  void read_kit_costsWhatItsPartsCost() {
    book.put(order("A1", line("1", "GIFT", "3", "20.00")).build());
    Sale.Line line = book.readOne().lines().get(0);

    assertThat(line.sku()).isEqualTo(new Sku("GIFT"));
    assertThat(line.units()).isEqualTo(3);
    assertThat(line.cost()).isEqualTo(Money.yuan("36.00"));
  }

  @Test
  void read_unknownItem_isCountedAndNamed() {
    book.put(order("A1", line("1", "NEW", "1.5", "20.00")).build());
    SalesReader.Reading reading = book.read();

    assertThat(reading.unresolved()).containsExactly("taobao:shop1/A1/1");
    assertThat(reading.sales().get(0).lines().get(0).cost()).isEqualTo(Money.fen(0));
    assertThat(reading.sales().get(0).lines().get(0).units()).isEqualTo(2);
    assertThat(reading.sales().get(0).lines().get(0).ordered()).isEqualTo(Money.yuan("18.00"));
  }

  @Test
  void read_lineNotShipped_isNotDelivered() {
    book.put(order("A1", line("1", "MUG", "1", "10.00", Lifecycle.PAID)).build());

    assertThat(book.readOne().lines().get(0).delivered()).isZero();
  }

  @Test
  void read_paidLineThatTheErpHasSent_isDelivered() throws SQLException {
    book.put(order("A1", line("1", "MUG", "2", "10.00", Lifecycle.PAID)).build());
    book.parcel("1", "MUG", 1);

    assertThat(book.readOne().lines().get(0).delivered()).isOne();
  }

  @Test
  void read_skuWithAName_hasItWhateverTheChannelSays() {
    book.put(order("A1", line("1", "GIFT", "1", "10.00"), line("2", "MUG", "1", "10.00")).build());

    assertThat(book.readOne().lines())
        .extracting(Sale.Line::product)
        .containsExactly("Gift box", line("2", "MUG", "1", "10.00").title());
  }

  @Test
  void read_refundedLineThatLeft_isDeliveredAndTheReturnGivesItsCostBack() throws SQLException {
    book.put(order("A1", line("1", "MUG", "2", "20.00", Lifecycle.CLOSED_REFUNDED)).build());
    book.parcel("1", "MUG", 2);
    Sale sale = book.readOne();
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
    Sale sale = book.readOne();
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
    book.parcel("1", "MUG", 3);
    book.pack(2, "1", "BOX", 5);

    assertThat(book.readOne().lines().get(0).delivered()).isEqualTo(2);
  }

  @Test
  void read_counterTicket_isDelivered() {
    book.put(
        order("A1", line("1", "MUG", "1", "10.00", Lifecycle.PAID))
            .flags(Set.of(OrderFlag.HANDED_OVER))
            .build());

    assertThat(book.readOne().lines().get(0).delivered()).isOne();
  }

  @Test
  void read_returnedGoods_areNegativeWhateverTheSignOfTheirAmount() {
    book.put(
        order("A1", line("1", "MUG", "-1", "10.00"), line("2", "MUG", "-1", "-10.00"))
            .flags(Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN))
            .build());

    assertThat(book.readOne().lines())
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

    assertThat(book.read().sales().stream().map(Sale::number))
        .containsExactlyInAnyOrder("paid inside", "placed inside");
  }

  @Test
  void read_refundOfAnOlderOrder_reducesTheNetSalesOfThePeriodOnly() {
    Instant before = Instant.parse("2024-02-20T04:00:00Z");
    OrderLine line = line("1", "MUG", "1", "10.00");
    book.put(order("old", line).createdAt(before).paidAt(before).build());
    book.put(order("new", line).build());
    SalesReader.Reading reading =
        book.reader().read(List.of(SHOP), Samples.MARCH, List.of(source("old"), source("new")));
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
        book.reader().read(List.of(SHOP), Samples.MARCH, List.of(source("lost"), source("lost")));

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

    assertThat(book.read().sales().stream().map(Sale::number))
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void read_sales_makeAReport() {
    book.put(order("A1", line("1", "MUG", "2", "20.00")).build());
    ReportInput input = ReportInput.of(Samples.MARCH, Money.CNY, book.read().sales());
    Profit profit = ChannelProfit.of(input, List.of()).total().profit();

    assertThat(profit.grossProfit()).isEqualTo(Money.yuan("11.85"));
  }
}
