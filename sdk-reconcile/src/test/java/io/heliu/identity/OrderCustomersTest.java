package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderCustomersTest {
  private static final ShopId TAOBAO = new ShopId("taobao", "shop");
  private static final ShopId WECHAT = new ShopId("wechat", "shop");
  private static final Instant NOON = Instant.parse("2025-06-15T04:00:00Z");

  private final IdentityResolver resolver =
      IdentityResolver.inMemory(
          Secret.of("a made-up secret of the tests"), new TickingClock(), IdentityLimits.DEFAULT);
  private final OrderCustomers customers =
      new OrderCustomers(resolver, OrderCustomersTest::identifiers);

  private static Set<Identifier> identifiers(ChannelOrder order) {
    return order.buyer() == null
        ? Set.of()
        : Set.of(
            order.shop().equals(TAOBAO)
                ? Identifier.buyerOpenUid("app", order.buyer())
                : Identifier.openid("wx-app", order.buyer()));
  }

  private static ChannelOrder order(ShopId shop, String number, @Nullable String buyer) {
    return order(shop, number, buyer, null);
  }

  private static ChannelOrder order(
      ShopId shop, String number, @Nullable String buyer, @Nullable String union) {
    OrderLine line =
        new OrderLine(
            "1",
            null,
            null,
            "tea",
            null,
            "tea",
            BigDecimal.ONE,
            Money.fen(100),
            Money.fen(100),
            Lifecycle.PAID,
            "PAID",
            false,
            false);
    return ChannelOrder.builder(shop, number)
        .modifiedAt(NOON)
        .createdAt(NOON)
        .status(Lifecycle.PAID, "PAID")
        .paid(Money.fen(100))
        .buyer(buyer)
        .buyerUnion(union)
        .lines(List.of(line))
        .build();
  }

  @Test
  void resolve_sameBuyer_isOneCustomer() {
    List<Optional<String>> ids =
        customers.resolve(
            List.of(
                order(TAOBAO, "1", "buyer-a"),
                order(TAOBAO, "2", "buyer-b"),
                order(TAOBAO, "3", "buyer-a")));

    assertThat(ids).doesNotContain(Optional.empty());
    assertThat(ids.get(2)).isEqualTo(ids.get(0)).isNotEqualTo(ids.get(1));
  }

  @Test
  void resolve_orderWithoutBuyer_hasNoCustomerAndShiftsNobody() {
    List<Optional<String>> ids =
        customers.resolve(
            List.of(
                order(TAOBAO, "1", null), order(TAOBAO, "2", "buyer-a"), order(TAOBAO, "3", null)));

    assertThat(ids.get(0)).isEmpty();
    assertThat(ids.get(1)).isPresent();
    assertThat(ids.get(2)).isEmpty();
    assertThat(resolver.find(new RecordKey(TAOBAO.toString(), "2")).map(CustomerId::value))
        .isEqualTo(ids.get(1));
  }

  @Test
  void resolve_sameOrdersAgain_changesNothing() {
    List<ChannelOrder> orders = List.of(order(TAOBAO, "1", "buyer-a"));

    assertThat(customers.resolve(orders)).isEqualTo(customers.resolve(orders));
  }

  @Test
  void current_customersThatTurnOutToBeOne_haveOneIdNow() {
    String taobao = customers.resolve(List.of(order(TAOBAO, "1", "a"))).get(0).orElseThrow();
    String wechat = customers.resolve(List.of(order(WECHAT, "1", "b"))).get(0).orElseThrow();

    resolver.resolve(
        new CustomerRecord(
            new RecordKey("members", "card-1"),
            NOON,
            Set.of(Identifier.buyerOpenUid("app", "a"), Identifier.openid("wx-app", "b"))));

    assertThat(taobao).isNotEqualTo(wechat);
    assertThat(customers.current(taobao)).isEqualTo(customers.current(wechat));
    assertThat(customers.current("never given")).isEqualTo("never given");
  }

  /** The orders of a shop and of a mini-program, each read with an app of its own. */
  private OrderCustomers wechat(String appid) {
    return new OrderCustomers(resolver, OrderCustomers.wechatBuyer(appid, "open-platform"));
  }

  private String customer(String appid, ChannelOrder order) {
    return wechat(appid).resolve(List.of(order)).get(0).orElseThrow();
  }

  @Test
  void wechatBuyer_shopAndMiniProgramOfOneUnionid_areOneCustomer() {
    ShopId miniProgram = new ShopId("wechat", "mini-program");
    String one = customer("shop-app", order(WECHAT, "1", "openid-a", "union"));
    String other = customer("mini-app", order(miniProgram, "1", "openid-b", "union"));

    assertThat(other).isEqualTo(one);
    assertThat(customer("mini-app", order(miniProgram, "2", "openid-c", "another")))
        .isNotEqualTo(one);
  }

  @Test
  void wechatBuyer_unionidLearnedLater_joinsTheOpenids() {
    ShopId miniProgram = new ShopId("wechat", "mini-program");
    String shop = customer("shop-app", order(WECHAT, "1", "openid-a"));
    String mini = customer("mini-app", order(miniProgram, "1", "openid-b"));
    boolean apart = !wechat("shop-app").current(shop).equals(wechat("mini-app").current(mini));
    customer("shop-app", order(WECHAT, "2", "openid-a", "union"));
    customer("mini-app", order(miniProgram, "2", "openid-b", "union"));

    assertThat(apart).isTrue();
    assertThat(wechat("shop-app").current(shop)).isEqualTo(wechat("mini-app").current(mini));
  }

  @Test
  void wechatBuyer_twoUnionids_areTwoCustomersAndNoneIsNobody() {
    String one = customer("shop-app", order(WECHAT, "1", null, "union-a"));
    String other = customer("shop-app", order(WECHAT, "2", null, "union-b"));

    assertThat(other).isNotEqualTo(one);
    assertThat(wechat("shop-app").resolve(List.of(order(WECHAT, "3", null))))
        .containsOnly(Optional.empty());
  }

  @Test
  void wechatBuyer_blankScope_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderCustomers.wechatBuyer(" ", "open-platform"))
        .withMessageStartingWith("appid: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderCustomers.wechatBuyer("app", ""))
        .withMessageStartingWith("openPlatformAccount: ");
  }
}
