package io.heliu.reconcile.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeRuleTest {
  private static final FeeItem MIXED =
      FeeSamples.item(
          "shop1",
          "",
          "",
          FeeSamples.NOON,
          Map.of(
              Component.GOODS, Money.yuan("199.00"),
              Component.MERCHANT_COUPON, Money.yuan("20.00"),
              Component.PLATFORM_COUPON, Money.yuan("15.00"),
              Component.POINTS, Money.yuan("5.00"),
              Component.FREIGHT, Money.yuan("10.00")));

  @Test
  void base_ofAnOrderWithCoupons_followsTheRule() {
    assertThat(MIXED.paid()).isEqualTo(Money.yuan("169.00"));
    assertThat(FeeBase.GOODS_AFTER_COUPON.of(MIXED)).isEqualTo(Money.yuan("179.00"));
    assertThat(FeeBase.BUYER_PAYMENT.of(MIXED)).isEqualTo(Money.yuan("169.00"));
    assertThat(FeeBase.OWED.of(MIXED)).isEqualTo(Money.yuan("189.00"));
  }

  @ParameterizedTest
  @CsvSource({"179.00,8.95", "169.00,8.45", "189.00,9.45"})
  void feeOf_fivePercent_isExact(String base, String fee) {
    assertThat(FeeSamples.percent("r", "0.05").feeOf(Money.yuan(base))).isEqualTo(Money.yuan(fee));
  }

  @ParameterizedTest
  @CsvSource({"0.83,0.00", "0.84,0.01", "0.01,0.00", "0.85,0.01"})
  void feeOf_smallAmounts_areRoundedHalfUpOnce(String base, String fee) {
    assertThat(FeeSamples.percent("r", "0.006").feeOf(Money.yuan(base))).isEqualTo(Money.yuan(fee));
  }

  @Test
  void feeOf_threeLines_isRoundedPerLineAndNotOnTheTotal() {
    FeeRule rule = FeeSamples.percent("r", "0.006");
    Money one = rule.feeOf(Money.yuan("0.85"));
    assertThat(one.plus(one).plus(one)).isEqualTo(Money.yuan("0.03"));
    assertThat(rule.feeOf(Money.yuan("2.55"))).isEqualTo(Money.yuan("0.02"));
  }

  @ParameterizedTest
  @CsvSource({"10.00,0.10", "199.00,1.19", "9000.00,50.00", "0.00,0.00"})
  void feeOf_minimumAndCap_applyAfterRoundingAndNotToZero(String base, String fee) {
    assertThat(FeeSamples.bounded("0.006", "0.10", "50.00").feeOf(Money.yuan(base)))
        .isEqualTo(Money.yuan(fee));
  }

  @ParameterizedTest
  @CsvSource({
    "true,800.00,23.00",
    "false,800.00,16.00",
    "true,100.00,5.00",
    "false,100.00,5.00",
    "true,100.01,5.00",
    "false,100.01,3.00",
    "true,500.00,17.00",
    "false,500.00,15.00",
  })
  void feeOf_tiers_areMarginalOrWhole(boolean marginal, String base, String fee) {
    assertThat(withRate(tiers(marginal)).feeOf(Money.yuan(base))).isEqualTo(Money.yuan(fee));
  }

  @ParameterizedTest
  @CsvSource({
    "HALF_UP,0.13",
    "DOWN,0.12",
    "UP,0.13",
    "HALF_EVEN,0.12",
    "FLOOR,0.12",
    "CEILING,0.13",
  })
  void feeOf_rounding_isTheRulesOwn(RoundingMode mode, String fee) {
    FeeRule rule =
        new FeeRule(
            "r",
            1,
            "commission",
            FeeRule.Scope.channel("tmall"),
            1,
            Validity.ALWAYS,
            FeeBase.OWED,
            new FeeRate.Percent(new BigDecimal("0.05")),
            mode,
            null,
            null,
            RefundPolicy.NO_REFUND);
    assertThat(rule.feeOf(Money.yuan("2.50"))).isEqualTo(Money.yuan(fee));
  }

  @Test
  void feeOf_flat_isTheSameForEveryBaseButZero() {
    FeeRule rule = withRate(new FeeRate.Flat(Money.yuan("1.50")));
    assertThat(rule.feeOf(Money.yuan("0.01"))).isEqualTo(Money.yuan("1.50"));
    assertThat(rule.feeOf(Money.yuan("0.00"))).isEqualTo(Money.yuan("0.00"));
  }

  @Test
  void feeOf_yen_roundsToWholeYen() {
    Currency yen = Currency.getInstance("JPY");
    assertThat(FeeSamples.percent("r", "0.05").feeOf(new Money(190, yen)))
        .isEqualTo(new Money(10, yen));
  }

  @Test
  void base_moreCouponThanGoods_isZeroAndNeverNegative() {
    FeeItem free =
        FeeSamples.item(
            "s",
            "",
            "",
            FeeSamples.NOON,
            Map.of(
                Component.GOODS,
                Money.yuan("5.00"),
                Component.MERCHANT_COUPON,
                Money.yuan("8.00")));
    assertThat(FeeBase.GOODS_AFTER_COUPON.of(free)).isEqualTo(Money.yuan("0.00"));
  }

  @Test
  void new_wrongFields_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeeSamples.bounded("0.006", "2.00", "1.00"))
        .withMessage("min: must not exceed cap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeeSamples.percent("r", "-0.01"))
        .withMessage("rate: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeeBase(Set.of(), Set.of()))
        .withMessage("included: must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeeBase(Set.of(Component.TAX), Set.of(Component.TAX)))
        .withMessage("subtracted: TAX is included already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeeSamples.goods("-1.00"))
        .withMessage("amounts[GOODS]: must not be negative");
  }

  @Test
  void tiers_wrongSteps_areRefusedWithTheirPath() {
    BigDecimal rate = new BigDecimal("0.01");
    FeeRate.Tiers.Step first = new FeeRate.Tiers.Step(Money.yuan("5"), rate);
    FeeRate.Tiers.Step open = new FeeRate.Tiers.Step(null, rate);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeeRate.Tiers(List.of(first), true))
        .withMessageStartingWith("steps[0].upTo: must be open in the last step");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeeRate.Tiers(List.of(open, first), true))
        .withMessageStartingWith("steps[0].upTo: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeeRate.Tiers(List.of(first, first, open), true))
        .withMessage("steps[1].upTo: must increase from step to step");
  }

  private static FeeRate tiers(boolean marginal) {
    return new FeeRate.Tiers(
        List.of(
            new FeeRate.Tiers.Step(Money.yuan("100"), new BigDecimal("0.05")),
            new FeeRate.Tiers.Step(Money.yuan("500"), new BigDecimal("0.03")),
            new FeeRate.Tiers.Step(null, new BigDecimal("0.02"))),
        marginal);
  }

  private static FeeRule withRate(FeeRate rate) {
    return new FeeRule(
        "r",
        1,
        "commission",
        FeeRule.Scope.channel("tmall"),
        1,
        Validity.ALWAYS,
        FeeBase.OWED,
        rate,
        RoundingMode.HALF_UP,
        null,
        null,
        RefundPolicy.NO_REFUND);
  }
}
