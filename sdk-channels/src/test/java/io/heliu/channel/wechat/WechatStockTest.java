package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.StockSink.Result;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WechatStockTest extends WechatTest {
  private static final String UPDATE = "/channels/ec/product/stock/update";
  private static final String READ = "/channels/ec/product/stock/batchget";

  @BeforeEach
  void put() {
    standIn.putProduct(product(10, 20));
  }

  private static Level white(long quantity) {
    return new Level(CUP, WHITE, quantity);
  }

  private List<Result> publish(Level... levels) {
    return client().stock().publish(List.of(levels));
  }

  private long stock() {
    return standIn.stock(CUP, WHITE).orElseThrow();
  }

  @Test
  void publish_moreAndLess_isAddedAndTakenOff() {
    assertThat(publish(white(13), new Level(CUP, BLACK, 5)))
        .containsExactly(Result.ACCEPTED, Result.ACCEPTED);

    assertThat(stock()).isEqualTo(13);
    assertThat(standIn.stock(CUP, BLACK)).hasValue(5);
    assertThat(standIn.calls(READ)).isEqualTo(1);
    assertThat(standIn.calls(UPDATE)).isEqualTo(2);
  }

  @Test
  void publish_sameAgain_sendsNothing() {
    publish(white(13));

    assertThat(publish(white(13))).containsExactly(Result.ACCEPTED);
    assertThat(standIn.calls(UPDATE)).isEqualTo(1);
  }

  @Test
  void publish_answerLostAfterItWasCarriedOut_countsOnce() {
    next(UPDATE, new Misbehaviour.LoseAnswer());

    assertThat(publish(white(13))).containsExactly(Result.ACCEPTED);
    assertThat(stock()).isEqualTo(13);
    assertThat(standIn.calls(UPDATE)).isEqualTo(1);
  }

  static List<Misbehaviour> uncertain() {
    return List.of(
        new Misbehaviour.Status(503),
        new Misbehaviour.Disconnect(),
        new Misbehaviour.HalfBody(),
        new Misbehaviour.Special(WechatStandIn.BUSY),
        new Misbehaviour.Special(WechatStandIn.STOCK_FAILED));
  }

  @ParameterizedTest
  @MethodSource("uncertain")
  void publish_uncertainAnswer_isReadBackAndCountsOnce(Misbehaviour what) {
    next(UPDATE, what);

    assertThat(publish(white(13), new Level(CUP, BLACK, 21)))
        .containsExactly(Result.ACCEPTED, Result.ACCEPTED);
    assertThat(stock()).isEqualTo(13);
    assertThat(standIn.stock(CUP, BLACK)).hasValue(21);
  }

  @Test
  void publish_platformStaysBroken_isAFaultAfterThreeRounds() {
    standIn.faults().next(9, WechatStandIn.calling(UPDATE), new Misbehaviour.Status(503));

    assertThat(faultOf(() -> publish(white(13)))).isInstanceOf(Fault.Remote.class);
    assertThat(standIn.calls(READ)).isEqualTo(3);
    assertThat(stock()).isEqualTo(10);
  }

  @Test
  void publish_saleInBetween_endsAtTheLevel() {
    publish(white(13));
    standIn.place(order(1, TEN).unpaid().build());
    assertThat(stock()).isEqualTo(11);

    publish(white(12));

    assertThat(stock()).isEqualTo(12);
  }

  @Test
  void cancel_unpaidOrder_givesItsUnitsBack() {
    standIn.place(order(1, TEN).unpaid().build());
    standIn.cancel(number(1));

    assertThat(stock()).isEqualTo(10);
    assertThat(standIn.order(number(1)).status()).isEqualTo("250");
  }

  @Test
  void publish_lessThanIsSetAside_isRefused() {
    standIn.putProduct(
        product(10, 20).replace("\"stock_num\":10", "\"stock_num\":10,\"finder_stock_num\":8"));

    assertThat(publish(white(7)).get(0).code()).isEqualTo("10020219");
    assertThat(publish(white(9))).containsExactly(Result.ACCEPTED);
    assertThat(stock()).isEqualTo(9);
  }

  @Test
  void publish_productUnderReview_isRefusedAlone() {
    standIn.putProduct(
        product(1, 1).replace(CUP, "30000000000001").replace("\"status\":5", "\"edit_status\":2"));

    List<Result> results = publish(new Level("30000000000001", WHITE, 3), white(3));

    assertThat(results.get(0).code()).isEqualTo("10020217");
    assertThat(results.get(1)).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void publish_variantChangedTooOften_isRefusedAlone() {
    standIn
        .faults()
        .next(4, WechatStandIn.calling(UPDATE), new Misbehaviour.Special(WechatStandIn.STOCK_RATE));

    List<Result> results = publish(white(3), new Level(CUP, BLACK, 3));

    assertThat(results.get(0).code()).isEqualTo("10020112");
    assertThat(results.get(1)).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void publish_unknownProductOrVariant_isRefusedAlone() {
    assertThat(publish(new Level("9", WHITE, 3), new Level(CUP, "9", 3), white(3)))
        .extracting(Result::code)
        .containsExactly("SKU_UNKNOWN", "SKU_UNKNOWN", "");
    assertThat(stock()).isEqualTo(3);
  }

  @Test
  void publish_noVariant_isRefused() {
    assertThat(publish(new Level(CUP, null, 3)).get(0).code()).isEqualTo("SKU_MISSING");
  }

  @Test
  void publish_tooManyLevels_isRefusedHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().stock().publish(Collections.nCopies(21, white(1))))
        .withMessage("levels: must be at most 20");
  }

  @Test
  void publish_sameVariantTwice_isRefusedHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> publish(white(1), white(2)))
        .withMessageEndingWith("occurs twice");
  }

  @Test
  void publish_nothing_asksNobody() {
    assertThat(publish()).isEmpty();
    assertThat(standIn.calls(READ)).isZero();
  }
}
