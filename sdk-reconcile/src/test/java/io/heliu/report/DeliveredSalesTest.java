package io.heliu.report;

import static io.heliu.report.SalesBook.line;
import static io.heliu.report.SalesBook.order;
import static io.heliu.report.SalesBook.refunded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of an order was really sold: voided tickets, units refunded before they left, subsidies. */
@SuppressWarnings("NullAway.Init")
final class DeliveredSalesTest {
  private SalesBook book;

  @BeforeEach
  void open() {
    book = new SalesBook("delivered");
  }

  @AfterEach
  void close() throws SQLException {
    book.close();
  }

  private static ChannelOrder.Builder ticket(String number, Lifecycle lifecycle, OrderLine line) {
    return order(number, line).status(lifecycle, "sale").flags(Set.of(OrderFlag.HANDED_OVER));
  }

  private static OrderLine mug(String quantity) {
    return line("1", "MUG", quantity, "10.00", Lifecycle.COMPLETED);
  }

  @Test
  void read_voidedTicket_isInGmvOnly() {
    book.put(ticket("good", Lifecycle.COMPLETED, mug("1")).build());
    book.put(ticket("void", Lifecycle.CANCELLED, mug("1")).build());
    ReportInput input = ReportInput.of(Samples.MARCH, Money.CNY, book.read().sales());
    Kpis kpis = Kpis.of(input, Kpis.Repurchase.ALL_PAID);

    assertThat(kpis.get(Kpi.GMV).value()).isEqualTo(Ratio.whole(2400));
    assertThat(kpis.get(Kpi.PAID_GMV).value()).isEqualTo(Ratio.whole(1200));
    assertThat(kpis.get(Kpi.ORDERS_PAID).value()).isEqualTo(Ratio.whole(1));
    assertThat(kpis.get(Kpi.NET_SALES).value()).isEqualTo(Ratio.whole(1000));
    assertThat(kpis.get(Kpi.GROSS_PROFIT).value()).isEqualTo(Ratio.whole(585));
    assertThat(ChannelProfit.of(input, List.of()).total().units()).isOne();
  }

  @Test
  void read_voidedTicket_isNeitherPaidNorDeliveredWhateverTheHostSays() {
    book.put(ticket("void", Lifecycle.CANCELLED, mug("2")).build());
    SalesReader.Facts generous =
        new SalesBook.Host() {
          @Override
          public long delivered(
              ChannelOrder order,
              OrderLine line,
              long units,
              java.util.function.LongSupplier inParcels) {
            return units;
          }
        };
    Sale sale = book.reader(generous).read(List.of(Samples.SHOP), Samples.MARCH).sales().get(0);

    assertThat(sale.paidAt()).isNull();
    assertThat(sale.lines().get(0).delivered()).isZero();
  }

  @Test
  void read_voidedReturn_givesNothingBack() {
    book.put(
        order("void", line("1", "MUG", "-1", "10.00", Lifecycle.COMPLETED))
            .status(Lifecycle.CANCELLED, "return")
            .flags(Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN))
            .build());
    ReportInput input = ReportInput.of(Samples.MARCH, Money.CNY, book.read().sales());

    assertThat(ChannelProfit.of(input, List.of()).total().profit())
        .isEqualTo(Profit.zero(Money.CNY));
  }

  @ParameterizedTest
  @EnumSource(
      value = Lifecycle.class,
      names = {"SHIPPED", "COMPLETED"})
  void read_unitsRefundedBeforeTheyLeft_areNotDelivered(Lifecycle lifecycle) throws SQLException {
    book.put(order("A1", refunded("1", "MUG", "3", "2", lifecycle)).build());
    book.parcel("1", "MUG", 1);

    assertThat(book.readOne().lines().get(0).units()).isEqualTo(3);
    assertThat(book.readOne().lines().get(0).delivered()).isOne();
  }

  @Test
  void read_unitsRefundedAfterTheyLeft_areDelivered() throws SQLException {
    book.put(order("A1", refunded("1", "MUG", "3", "2", Lifecycle.COMPLETED)).build());
    book.parcel("1", "MUG", 3);

    assertThat(book.readOne().lines().get(0).delivered()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"MUG, 3, 2, 1", "MUG, 3, 3, 0", "MUG, 3, 4, 0", "SIX-PACK, 2, 1, 6", "MUG, 3, 0, 3"})
  void read_unitsNotRefunded_haveLeftAlsoWithoutAParcelInTheBook(
      String code, String quantity, String refunded, long delivered) {
    book.put(order("A1", refunded("1", code, quantity, refunded, Lifecycle.SHIPPED)).build());

    assertThat(book.readOne().lines().get(0).delivered()).isEqualTo(delivered);
  }

  @Test
  void read_returnedGoodsWithARefundedQuantity_areAllBack() {
    book.put(order("A1", refunded("1", "MUG", "-2", "1", Lifecycle.COMPLETED)).build());

    assertThat(book.readOne().lines().get(0).delivered()).isEqualTo(-2);
  }

  /** A host to which the platform pays a subsidy for each line. */
  private static final class Subsidised extends SalesBook.Host {
    private final Money subsidy;

    Subsidised(String yuan) {
      subsidy = Money.yuan(yuan);
    }

    @Override
    public Money subsidy(ChannelOrder order, OrderLine line) {
      return subsidy;
    }
  }

  private Sale.Line lineWith(String subsidy) {
    return book.reader(new Subsidised(subsidy))
        .read(List.of(Samples.SHOP), Samples.MARCH)
        .sales()
        .get(0)
        .lines()
        .get(0);
  }

  @Test
  void read_subsidy_isPartOfWhatTheLineBroughtIn() {
    book.put(order("A1", mug("1")).build());

    assertThat(lineWith("1.50").paid()).isEqualTo(Money.yuan("11.50"));
    assertThat(lineWith("1.50").ordered()).isEqualTo(Money.yuan("12.00"));
  }

  @Test
  void read_subsidyOfReturnedGoods_goesBack() {
    book.put(order("A1", mug("-1")).build());

    assertThat(lineWith("1.50").paid()).isEqualTo(Money.yuan("-11.50"));
  }

  @Test
  void read_negativeSubsidy_isRefused() {
    book.put(order("A1", mug("1")).build());

    assertThatThrownBy(() -> lineWith("-0.01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subsidy: must not be negative");
  }
}
