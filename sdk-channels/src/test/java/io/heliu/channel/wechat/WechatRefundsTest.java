package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatRefundsTest extends WechatTest {
  private static final Instant START = TEN.minus(Duration.ofDays(1));
  private static final Window WINDOW = new Window(START, TEN);

  private static final String DETAIL = "/channels/ec/aftersale/getaftersaleorder";

  private static String afterSale(int id, String status, String type, Instant at) {
    return ("{'after_sale_order_id':'"
            + (2000 + id)
            + "','status':'"
            + status
            + "','order_id':'"
            + number(id)
            + "','openid':'oDemo','product_info':{'product_id':'"
            + CUP
            + "','sku_id':'"
            + WHITE
            + "','count':1},'refund_info':{'amount':4450,"
            + "'refund_reason':1},'create_time':"
            + START.minusSeconds(9).getEpochSecond()
            + ",'update_time':"
            + at.getEpochSecond()
            + ",'type':'"
            + type
            + "'}")
        .replace('\'', '"');
  }

  private Page<Refund> list() {
    return client().refunds().list(new PageRequest(WINDOW, 1, null, 50));
  }

  @Test
  void list_changedInTheWindowThoughCreatedBefore_isThere() {
    standIn.putAfterSale(afterSale(1, "MERCHANT_RETURN_SUCCESS", "RETURN", START));

    assertThat(list().rows())
        .containsExactly(
            new Refund(
                "2001",
                number(1),
                line(WHITE),
                Kind.RETURN,
                State.PAID,
                "MERCHANT_RETURN_SUCCESS",
                Money.fen(4450),
                BigDecimal.ONE,
                Goods.BACK,
                START));
  }

  @ParameterizedTest
  @CsvSource({
    "USER_CANCELD, CLOSED",
    "MERCHANT_PROCESSING, OPEN",
    "MERCHANT_REJECT_REFUND, OPEN",
    "MERCHANT_REJECT_RETURN, OPEN",
    "USER_WAIT_RETURN, OPEN",
    "RETURN_CLOSED, CLOSED",
    "MERCHANT_WAIT_RECEIPT, OPEN",
    "MERCHANT_OVERDUE_REFUND, OPEN",
    "MERCHANT_REFUND_SUCCESS, PAID",
    "MERCHANT_RETURN_SUCCESS, PAID",
    "PLATFORM_REFUNDING, OPEN",
    "PLATFORM_REFUND_FAIL, OPEN",
    "MERCHANT_REFUND_RETRY_FAIL, OPEN",
    "MERCHANT_FAIL, OPEN",
    "USER_WAIT_CONFIRM, OPEN",
    "USER_WAIT_CONFIRM_UPDATE, OPEN",
    "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE, OPEN",
    "SOMETHING_NEW, UNKNOWN"
  })
  void list_status_givesTheState(String status, State state) {
    standIn.putAfterSale(afterSale(1, status, "REFUND", START));

    Refund refund = list().rows().get(0);

    assertThat(refund.state()).isEqualTo(state);
    assertThat(refund.status()).isEqualTo(status);
    assertThat(refund.kind()).isEqualTo(Kind.REFUND_ONLY);
  }

  @ParameterizedTest
  @CsvSource({
    "USER_WAIT_RETURN, AWAITED",
    "MERCHANT_WAIT_RECEIPT, AWAITED",
    "MERCHANT_RETURN_SUCCESS, BACK",
    "MERCHANT_PROCESSING, UNTOLD",
    "PLATFORM_REFUNDING, UNTOLD"
  })
  void list_goodsOfAReturn_areBackOnlyOnceTheMerchantConfirmed(String status, Goods goods) {
    standIn.putAfterSale(afterSale(1, status, "RETURN", START));

    assertThat(list().rows().get(0).goods()).isEqualTo(goods);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void list_countThatIsNone_isNotTold(String count) {
    standIn.putAfterSale(
        afterSale(1, "MERCHANT_PROCESSING", "REFUND", START)
            .replace("\"count\":1", "\"count\":" + count));

    assertThat(list().rows().get(0).quantity()).isNull();
  }

  @Test
  void list_successOfAnUnknownType_isNotTakenForMoney() {
    standIn.putAfterSale(afterSale(1, "MERCHANT_RETURN_SUCCESS", "EXCHANGE", START));

    Refund refund = list().rows().get(0);
    assertThat(refund.state()).isEqualTo(State.UNKNOWN);
    assertThat(refund.kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void list_moreThanAPage_followsTheCursor() {
    for (int i = 0; i < 23; i++) {
      standIn.putAfterSale(afterSale(i, "MERCHANT_PROCESSING", "REFUND", START.plusSeconds(i)));
    }
    List<String> ids = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more = true;
    while (more) {
      Page<Refund> page = client().refunds().list(new PageRequest(WINDOW, 1, cursor, 50));
      page.rows().forEach(row -> ids.add(row.id()));
      more = page.hasMore();
      cursor = page.nextCursor();
    }

    assertThat(ids).hasSize(23).doesNotHaveDuplicates();
  }

  @Test
  void list_productMissing_isForTheWholeOrder() {
    standIn.putAfterSale(
        afterSale(1, "MERCHANT_PROCESSING", "REFUND", START).replace("product_info", "other"));

    assertThat(list().rows().get(0).lineNumber()).isNull();
  }

  @Test
  void list_unreadableRow_isKeptAsItCameAndCostsNoOther() {
    standIn.putAfterSale(afterSale(1, "MERCHANT_PROCESSING", "REFUND", START));
    standIn.putAfterSale(
        afterSale(2, "MERCHANT_PROCESSING", "REFUND", START).replace("4450", "-1"));

    Page<Refund> page = list();

    assertThat(page.rows()).hasSize(1);
    assertThat(page.malformed().get(0).id()).isEqualTo("2002");
    assertThat(page.malformed().get(0).reason()).startsWith("refund_info.amount: ");
  }

  @ParameterizedTest
  @CsvSource({
    "refused, after_sale_order_id: must be readable as it is listed but is refused with 606034",
    "hollow, after_sale_order: must be an object"
  })
  void list_detailThatIsNotTold_isKeptByItsIdAndCostsNoOther(String how, String reason) {
    for (int i = 1; i <= 3; i++) {
      standIn.putAfterSale(afterSale(i, "MERCHANT_PROCESSING", "REFUND", START));
    }
    always(DETAIL, "2002", new Misbehaviour.Special(how));

    Page<Refund> page = list();

    assertThat(page.rows()).extracting(Refund::id).containsExactly("2001", "2003");
    assertThat(page.malformed()).hasSize(1);
    assertThat(page.malformed().get(0).id()).isEqualTo("2002");
    assertThat(page.malformed().get(0).raw()).contains("2002");
    assertThat(page.malformed().get(0).reason().replace(",", "")).isEqualTo(reason);
  }

  @Test
  void list_severalDetailsThatAreNotTold_areKeptApart() {
    standIn.putAfterSale(afterSale(1, "MERCHANT_PROCESSING", "REFUND", START));
    standIn.putAfterSale(afterSale(2, "MERCHANT_PROCESSING", "REFUND", START));
    always(DETAIL, "200", new Misbehaviour.Special(WechatStandIn.HOLLOW));

    assertThat(list().malformed())
        .extracting(Page.Malformed::raw)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"busy", "throttled", "day-quota"})
  void list_detailThatThePlatformCannotTellNow_stopsTheStep(String how) {
    standIn.putAfterSale(afterSale(1, "MERCHANT_PROCESSING", "REFUND", START));
    always(DETAIL, "2001", new Misbehaviour.Special(how));

    assertThat(faultOf(this::list).retryable()).isTrue();
  }

  @Test
  void list_detailThatIsNoAnswerAtAll_stopsTheStep() {
    standIn.putAfterSale(afterSale(1, "MERCHANT_PROCESSING", "REFUND", START));
    always(DETAIL, "2001", new Misbehaviour.Status(403));

    assertThat(faultOf(this::list)).isInstanceOf(Fault.Permission.class);
  }

  @Test
  void list_oneSecondMoreThanADay_isRefusedHere() {
    Window window = new Window(START.minusSeconds(1), TEN);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().refunds().list(new PageRequest(window, 1, null, 50)))
        .withMessageStartingWith("window: must be at most");
  }

  @Test
  void count_window_isNotTold() {
    assertThat(client().refunds().count(WINDOW)).isEmpty();
    assertThat(client().refunds().windowPolicy().length()).isEqualTo(Duration.ofHours(24));
  }
}
