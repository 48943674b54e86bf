package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of several sellers who have opened for one app. */
class SellersMessagesTest extends TaobaoTest {
  private static final ShopId OUTLET = new ShopId("taobao", "outlet");
  private static final Map<String, ShopId> SHOPS = Map.of("2074082786", SHOP, "2074082787", OUTLET);
  private static final String CONFIRM = "taobao.tmc.messages.confirm";

  private final List<TaobaoMessage> stored = new ArrayList<>();

  /** Messages of two sellers and of one that is nobody's shop. */
  private TaobaoMessages ofThreeSellers() {
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    standIn.publishOf("2074082787", "taobao_trade_TradeSuccess", "{\"tid\":2}");
    standIn.publishOf("2074082788", "taobao_trade_TradeSuccess", "{\"tid\":3}");
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":4}");
    return messages;
  }

  private static List<String> numbers(List<TaobaoMessage> messages) {
    return messages.stream().flatMap(message -> message.orders().stream()).toList();
  }

  @Test
  void pull_severalSellers_givesEachShopItsOwn() {
    Map<ShopId, List<String>> byShop = new HashMap<>();
    List<String> foreign = new ArrayList<>();

    int count =
        ofThreeSellers()
            .pull(
                "default",
                10,
                SHOPS,
                (shop, some) -> byShop.put(shop, numbers(some)),
                some -> foreign.addAll(numbers(some)));

    assertThat(count).isEqualTo(4);
    assertThat(byShop).isEqualTo(Map.of(SHOP, List.of("1", "4"), OUTLET, List.of("2")));
    assertThat(foreign).containsExactly("3");
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @Test
  void pull_unknownSellerRefused_confirmsNothing() {
    IllegalStateException unknown = new IllegalStateException("unknown seller");

    assertThatThrownBy(
            () ->
                ofThreeSellers()
                    .pull(
                        "default",
                        10,
                        SHOPS,
                        (shop, some) -> stored.addAll(some),
                        some -> {
                          throw unknown;
                        }))
        .isSameAs(unknown);
    assertThat(stored).hasSize(3);
    assertThat(standIn.unconfirmedMessages()).isEqualTo(4);
    assertThat(standIn.calls(CONFIRM)).isZero();
  }

  @Test
  void pull_onlyKnownSellers_callsNoOthers() {
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");

    int count =
        messages.pull(
            "default",
            10,
            SHOPS,
            (shop, some) -> stored.addAll(some),
            some -> {
              throw new AssertionError("there are no others");
            });

    assertThat(count).isOne();
  }
}
