package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.channel.StockSink;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.StockSink.Result;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaobaoStockTest extends TaobaoTest {
  private static final String OATS = "601234567890";
  private static final String BOWL = "601234567891";

  private void putItems(boolean deductOnOrder) {
    standIn.put(
        new StandInItem(
            OATS,
            "燕麦片",
            "QH-OAT",
            0,
            deductOnOrder,
            TEN.minusSeconds(60),
            List.of(
                new StandInItem.Variant("4920011223344", "QH-OAT-1KG", null, 10),
                new StandInItem.Variant("4920011223345", "QH-OAT-2KG", null, 20))));
    standIn.put(
        new StandInItem(
            BOWL, "早餐碗", "QH-BOWL", 30, deductOnOrder, TEN.minusSeconds(60), List.of()));
  }

  private StockSink stock() {
    return client().stock();
  }

  @Test
  void publish_variantsAndItem_setsAllInOneCallPerItem() {
    putItems(true);

    List<Result> results =
        stock()
            .publish(
                List.of(
                    new Level(OATS, "4920011223344", 3),
                    new Level(BOWL, null, 5),
                    new Level(OATS, "4920011223345", 0)));

    assertThat(results).containsOnly(Result.ACCEPTED).hasSize(3);
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(3);
    assertThat(standIn.stock(OATS, "4920011223345")).hasValue(0);
    assertThat(standIn.stock(OATS, null)).hasValue(3);
    assertThat(standIn.stock(BOWL, null)).hasValue(5);
    assertThat(standIn.calls("taobao.skus.quantity.update")).isEqualTo(1);
    assertThat(standIn.calls("taobao.item.quantity.update")).isEqualTo(1);
  }

  @Test
  void publish_twice_setsTheSame() {
    putItems(true);
    List<Level> levels = List.of(new Level(BOWL, null, 5));

    stock().publish(levels);
    stock().publish(levels);

    assertThat(standIn.stock(BOWL, null)).hasValue(5);
  }

  @Test
  void publish_oneUnknownVariant_isRefusedAloneAndTheOthersAreSet() {
    putItems(true);

    List<Result> results =
        stock()
            .publish(
                List.of(
                    new Level(OATS, "4920011223344", 3),
                    new Level(OATS, "1", 4),
                    new Level(OATS, "4920011223345", 5)));

    assertThat(results)
        .containsExactly(
            Result.ACCEPTED, Result.refused("isv.sku-not-exist", "SKU不存在"), Result.ACCEPTED);
    assertThat(standIn.stock(OATS, "4920011223345")).hasValue(5);
  }

  @Test
  void publish_itemThatHasVariants_isRefused() {
    putItems(true);

    assertThat(stock().publish(List.of(new Level(OATS, null, 3))).get(0).code())
        .isEqualTo("isv.item-has-skus");
  }

  @Test
  void publish_tooManyLevels_isRefusedHere() {
    List<Level> levels = Collections.nCopies(21, new Level(OATS, "4920011223344", 1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> stock().publish(levels))
        .withMessage("levels: must be at most 20");
  }

  @Test
  void publish_sameVariantTwice_isRefusedHere() {
    List<Level> levels = Collections.nCopies(2, new Level(OATS, "4920011223344", 1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> stock().publish(levels))
        .withMessageEndingWith("occurs twice");
  }

  @Test
  void publish_nothing_asksNobody() {
    assertThat(stock().publish(List.of())).isEmpty();
  }

  @Test
  void publish_tmallShop_usesItsMethodForVariantsAndItems() throws IOException {
    replaceStandIn(new TaobaoStandIn(clock, true, true));
    putItems(true);

    List<Result> results =
        builder()
            .kind(ShopKind.TMALL)
            .build()
            .stock()
            .publish(List.of(new Level(OATS, "4920011223344", 3), new Level(BOWL, null, 5)));

    assertThat(results).containsExactly(Result.ACCEPTED, Result.ACCEPTED);
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(3);
    assertThat(standIn.stock(BOWL, null)).hasValue(5);
    assertThat(standIn.calls("tmall.item.quantity.update")).isEqualTo(2);
  }

  @Test
  void publish_tmallMethodForATaobaoShop_isAPermissionFault() {
    putItems(true);

    Fault fault =
        faultOf(
            () ->
                builder()
                    .kind(ShopKind.TMALL)
                    .build()
                    .stock()
                    .publish(List.of(new Level(BOWL, null, 5))));

    assertThat(fault).isInstanceOf(Fault.Permission.class);
  }

  @Test
  void update_variantsByALargeDecrease_leavesNothing() {
    putItems(true);

    raw(
        "taobao.skus.quantity.update",
        Map.of("num_iid", OATS, "skuid_quantities", "4920011223344:-15", "type", "2"));

    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(0);
  }

  @Test
  void update_itemByALargeDecrease_isRefused() {
    putItems(true);

    JsonNode answer =
        raw("taobao.item.quantity.update", Map.of("num_iid", BOWL, "quantity", "-31", "type", "2"));

    assertThat(answer.at("/error_response/sub_code").asText()).isEqualTo("isv.invalid-quantity");
    assertThat(standIn.stock(BOWL, null)).hasValue(30);
  }

  @Test
  void update_tmallDifferenceWithTheSameKeyTwice_countsOnce() throws IOException {
    replaceStandIn(new TaobaoStandIn(clock, true, true));
    putItems(true);
    Map<String, String> call =
        Map.of(
            "item_id", BOWL,
            "item_quantity", "-3",
            "options", "{\"type\":2,\"outer_biz_key\":\"a1b2\"}");

    raw("tmall.item.quantity.update", call);
    raw("tmall.item.quantity.update", call);

    assertThat(standIn.stock(BOWL, null)).hasValue(27);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'sku_id':'4920011223344','quantity':1},{'outer_id':'QH-OAT-5KG','quantity':2}]|2",
        "[{'sku_id':'4920011223344','outer_id':'QH-OAT-1KG','quantity':1}]|2",
        "[{'quantity':1}]|2",
        "[{'sku_id':'4920011223344','quantity':-1}]|1"
      })
  void update_tmallVariantsInTwoWaysOrBelowZero_isRefused(String variants, String type)
      throws IOException {
    replaceStandIn(new TaobaoStandIn(clock, true, true));
    putItems(true);
    Map<String, String> call =
        Map.of(
            "item_id",
            OATS,
            "sku_quantities",
            variants.replace('\'', '"'),
            "options",
            "{\"type\":" + type + "}");

    JsonNode answer = raw("tmall.item.quantity.update", call);

    assertThat(answer.at("/error_response/code").asInt()).isEqualTo(41);
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(10);
  }

  @Test
  void update_moreThanTwentyVariants_isRefused() {
    putItems(true);
    String pairs = String.join(";", Collections.nCopies(21, "4920011223344:1"));

    JsonNode answer =
        raw(
            "taobao.skus.quantity.update",
            Map.of("num_iid", OATS, "skuid_quantities", pairs, "type", "1"));

    assertThat(answer.at("/error_response/code").asInt()).isEqualTo(41);
  }

  @Test
  void place_itemTakenOnOrder_losesUnitsAtOnceAndGetsThemBackWhenCancelled() {
    putItems(true);

    standIn.place(trade(1, TEN).status("WAIT_BUYER_PAY").build());
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(8);

    standIn.cancel(tid(1));
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(10);
    assertThat(standIn.trade(tid(1)).status()).isEqualTo("TRADE_CLOSED_BY_TAOBAO");
  }

  @Test
  void place_itemTakenOnPayment_holdsUnitsUntilItIsPaid() {
    putItems(false);

    standIn.place(trade(1, TEN).status("WAIT_BUYER_PAY").build());
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(10);
    assertThat(standIn.held(OATS, "4920011223344")).hasValue(2);

    standIn.pay(tid(1));
    assertThat(standIn.stock(OATS, "4920011223344")).hasValue(8);
    assertThat(standIn.held(OATS, "4920011223344")).hasValue(0);
  }
}
