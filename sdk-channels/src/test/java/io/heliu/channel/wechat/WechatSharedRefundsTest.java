package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After-sales of a variant that was bought and given away in one order. */
class WechatSharedRefundsTest extends WechatTest {
  private static final Instant START = TEN.minus(Duration.ofHours(20));
  private static final String REFUNDED = "MERCHANT_REFUND_SUCCESS";

  /** Puts an order of so many white cups, so many more as a gift, and a black one. */
  private void putOrder(int bought, int gifts, String... afterSales) {
    List<String> ids = new ArrayList<>();
    for (String id : afterSales) {
      ids.add("{\"aftersale_order_id\":" + id + "}");
    }
    standIn.put(
        StandInOrder.builder(number(1), START)
            .line(CUP, WHITE, "SKU-CUP-WH", bought, 4450)
            .line(CUP, WHITE, "SKU-CUP-WH", gifts, 0)
            .line(CUP, BLACK, "SKU-CUP-BK", 1, 4990)
            .build()
            .with("/aftersale_detail/aftersale_order_list", ids.toString()));
  }

  private void putAfterSale(int id, String status, String sku, int count, long fen, int second) {
    standIn.putAfterSale(
        ("{'after_sale_order_id':'"
                + id
                + "','status':'"
                + status
                + "','order_id':'"
                + number(1)
                + "','product_info':{'product_id':'"
                + CUP
                + "','sku_id':'"
                + sku
                + "','count':"
                + count
                + "},'refund_info':{'amount':"
                + fen
                + "},'create_time':"
                + START.plusSeconds(id).getEpochSecond()
                + ",'update_time':"
                + START.plusSeconds(second).getEpochSecond()
                + ",'type':'REFUND'}")
            .replace('\'', '"'));
  }

  private List<Refund> list() {
    return list(new Window(START, TEN)).rows();
  }

  private Page<Refund> list(Window window) {
    return client().refunds().list(new PageRequest(window, 1, null, 50));
  }

  private static String told(Refund refund) {
    String line = String.valueOf(refund.lineNumber()).replace(line(WHITE), "white");
    return refund.id()
        + " "
        + line
        + " "
        + refund.state()
        + " "
        + refund.quantity()
        + " "
        + refund.amount().minor();
  }

  @Test
  void list_boughtAndGivenAway_bothLinesAreRefunded() {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 2, 4450, 1);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white PAID 1 4450", "2001:2 white:2 PAID 1 0");
  }

  @Test
  void list_partOfWhatWasBought_takesTheFirstLineOnly() {
    putOrder(2, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 2, 8900, 1);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white PAID 2 8900", "2001:2 white:2 CLOSED null 0");
  }

  @Test
  void list_severalAfterSales_takeOneLineAfterTheOther() {
    putOrder(1, 1, "2001", "2002");
    putAfterSale(2001, REFUNDED, WHITE, 1, 4450, 1);
    putAfterSale(2002, "MERCHANT_PROCESSING", WHITE, 1, 0, 2);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly(
            "2001 white PAID 1 4450",
            "2001:2 white:2 CLOSED null 0",
            "2002 white:2 OPEN 1 0",
            "2002:2 white CLOSED null 0");
  }

  @Test
  void list_olderOneOutsideTheWindow_isToldWithIt() {
    putOrder(1, 1, "2001", "2002");
    putAfterSale(2001, "USER_CANCELD", WHITE, 1, 4450, 1);
    putAfterSale(2002, REFUNDED, WHITE, 1, 4450, 100);

    assertThat(list(new Window(START.plusSeconds(50), TEN)).rows())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly(
            "2001 white CLOSED 1 4450",
            "2001:2 white:2 CLOSED null 0",
            "2002 white PAID 1 4450",
            "2002:2 white:2 CLOSED null 0");
  }

  @Test
  void list_platformNamesTheLine_theSameLineIsRefunded() {
    putOrder(1, 1, "2001");
    standIn.put(
        standIn
            .order(number(1))
            .with("/order_detail/product_infos/1/finish_aftersale_sku_cnt", "1"));
    putAfterSale(2001, REFUNDED, WHITE, 1, 0, 1);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white:2 PAID 1 0", "2001:2 white CLOSED null 0");
  }

  @Test
  void list_moreUnitsThanTheLinesHave_showAsTooMany() {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 5, 4450, 1);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white PAID 1 4450", "2001:2 white:2 PAID 4 0");
  }

  @Test
  void list_countNotTold_isMoneyOfTheFirstLine() {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 0, 4450, 1);

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white PAID null 4450", "2001:2 white:2 CLOSED null 0");
  }

  @Test
  void list_variantWithOneLine_isOneRefund() {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, BLACK, 1, 4990, 1);

    assertThat(list()).extracting(Refund::id).containsExactly("2001");
    assertThat(list()).extracting(Refund::lineNumber).containsExactly(line(BLACK));
  }

  @Test
  void list_otherAfterSaleIsNotTold_itAloneIsKeptForAPerson() {
    putOrder(1, 1, "2001", "2002");
    putAfterSale(2001, REFUNDED, WHITE, 1, 4450, 1);
    putAfterSale(2002, REFUNDED, WHITE, 1, 0, 2);
    always(
        "/channels/ec/aftersale/getaftersaleorder",
        "2002",
        new Misbehaviour.Special(WechatStandIn.REFUSED));

    Page<Refund> page = list(new Window(START, TEN));

    assertThat(page.rows()).extracting(Refund::id).containsExactly("2001", "2001:2");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("2002");
  }

  @Test
  void list_listOfAfterSalesThatCannotBeRead_isKeptForAPerson() {
    putOrder(1, 1, "{}");
    putAfterSale(2001, REFUNDED, WHITE, 2, 4450, 1);

    Page<Refund> page = list(new Window(START, TEN));

    assertThat(page.rows()).isEmpty();
    assertThat(page.malformed().get(0).reason()).startsWith("aftersale_order_id: ");
    assertThat(page.malformed().get(0).raw()).contains("2001");
  }

  @ParameterizedTest
  @ValueSource(strings = {WechatStandIn.REFUSED, WechatStandIn.HOLLOW})
  void list_orderThatIsNotTold_firstLineHasIt(String how) {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 2, 4450, 1);
    always(WechatOrders.DETAIL, number(1), new Misbehaviour.Special(how));

    assertThat(list())
        .extracting(WechatSharedRefundsTest::told)
        .containsExactly("2001 white PAID 2 4450");
  }

  @Test
  void list_orderThatThePlatformCannotTellNow_stopsTheStep() {
    putOrder(1, 1, "2001");
    putAfterSale(2001, REFUNDED, WHITE, 2, 4450, 1);
    always(WechatOrders.DETAIL, number(1), new Misbehaviour.Special(WechatStandIn.BUSY));

    assertThat(faultOf(this::list).retryable()).isTrue();
  }

  @Test
  void list_severalOfAnOrder_asksForItOnce() {
    putOrder(1, 1, "2001", "2002");
    putAfterSale(2001, REFUNDED, WHITE, 1, 4450, 1);
    putAfterSale(2002, REFUNDED, WHITE, 1, 0, 2);

    list();

    assertThat(standIn.calls(WechatOrders.DETAIL)).isOne();
    assertThat(standIn.calls("/channels/ec/aftersale/getaftersaleorder")).isEqualTo(2);
  }

  /** Whatever happens, each unit and each fen is told once, and no line has more than it has. */
  @Test
  void list_anyAfterSales_addUp() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 15; round++) {
      int bought = 1 + random.nextInt(4);
      int gifts = 1 + random.nextInt(4);
      putOrder(bought, gifts, "2001", "2002", "2003");
      int left = bought + gifts;
      long units = 0;
      long fen = 0;
      for (int id = 2001; id <= 2003; id++) {
        int count = random.nextInt(left + 1);
        boolean closed = count == 0 || random.nextInt(4) == 0;
        long amount = random.nextInt(9000);
        putAfterSale(
            id, closed ? "USER_CANCELD" : REFUNDED, WHITE, count, amount, random.nextInt(50));
        left -= closed ? 0 : count;
        units += closed ? 0 : count;
        fen += closed ? 0 : amount;
      }
      List<Refund> paid = list().stream().filter(refund -> refund.state() == State.PAID).toList();

      assertThat(units(paid, line(WHITE))).as("seed " + seed).isEqualTo(Math.min(units, bought));
      assertThat(units(paid, line(WHITE) + ":2"))
          .as("seed " + seed)
          .isEqualTo(Math.max(0, units - bought));
      assertThat(paid.stream().mapToLong(refund -> refund.amount().minor()).sum())
          .as("seed " + seed)
          .isEqualTo(fen);
    }
  }

  private static long units(List<Refund> refunds, String line) {
    return refunds.stream()
        .filter(refund -> line.equals(refund.lineNumber()))
        .flatMapToLong(
            refund ->
                refund.quantity() == null
                    ? LongStream.empty()
                    : LongStream.of(refund.quantity().longValueExact()))
        .sum();
  }
}
