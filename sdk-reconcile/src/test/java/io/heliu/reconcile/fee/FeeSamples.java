package io.heliu.reconcile.fee;

import io.heliu.Money;
import io.heliu.ShopId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to make fee rules and items for tests. */
final class FeeSamples {
  static final Instant NOON = Instant.parse("2024-03-01T04:00:00Z");

  private FeeSamples() {}

  static FeeItem goods(String yuan) {
    return item(
        "shop1", "apparel/shoes", "normal", NOON, Map.of(Component.GOODS, Money.yuan(yuan)));
  }

  static FeeItem item(
      String account, String category, String type, Instant at, Map<Component, Money> amounts) {
    return new FeeItem("order-1", new ShopId("tmall", account), category, type, at, amounts);
  }

  static FeeRule percent(String id, String rate) {
    return FeeRule.percent(
        id, "commission", "tmall", FeeBase.GOODS_AFTER_COUPON, new BigDecimal(rate));
  }

  static FeeRule bounded(String rate, @Nullable String min, @Nullable String cap) {
    return new FeeRule(
        "bounded",
        1,
        "commission",
        FeeRule.Scope.channel("tmall"),
        1,
        Validity.ALWAYS,
        FeeBase.GOODS_AFTER_COUPON,
        new FeeRate.Percent(new BigDecimal(rate)),
        RoundingMode.HALF_UP,
        min == null ? null : Money.yuan(min),
        cap == null ? null : Money.yuan(cap),
        RefundPolicy.PROPORTIONAL);
  }

  static FeeRule scoped(String id, FeeRule.Scope scope, int priority, Validity validity) {
    return new FeeRule(
        id,
        1,
        "commission",
        scope,
        priority,
        validity,
        FeeBase.GOODS_AFTER_COUPON,
        new FeeRate.Percent(new BigDecimal("0.05")),
        RoundingMode.HALF_UP,
        null,
        null,
        RefundPolicy.NO_REFUND);
  }
}
