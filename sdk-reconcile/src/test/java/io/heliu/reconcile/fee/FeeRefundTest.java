package io.heliu.reconcile.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeRefundTest {

  private static FeeRefund start(RefundPolicy policy, String paid, String fee) {
    Money zero = Money.yuan("0");
    return new FeeRefund(
        policy, RoundingMode.HALF_UP, Money.yuan(paid), Money.yuan(fee), zero, zero);
  }

  private static List<String> givenBack(FeeRefund start, String... refunds) {
    List<String> result = new ArrayList<>();
    FeeRefund state = start;
    for (String refund : refunds) {
      FeeRefund.Outcome outcome = state.refund(Money.yuan(refund));
      assertThat(outcome).isInstanceOf(FeeRefund.Outcome.Given.class);
      FeeRefund.Outcome.Given given = (FeeRefund.Outcome.Given) outcome;
      result.add(given.feeBack().toPlainString());
      state = given.after();
    }
    return result;
  }

  @Test
  void refund_proportional_isCumulative() {
    assertThat(givenBack(start(RefundPolicy.PROPORTIONAL, "3.00", "0.05"), "1.00", "1.00", "1.00"))
        .containsExactly("0.02", "0.01", "0.02");
    assertThat(
            givenBack(
                start(RefundPolicy.PROPORTIONAL, "100.00", "3.33"), "33.33", "33.33", "33.34"))
        .containsExactly("1.11", "1.11", "1.11");
  }

  @ParameterizedTest
  @CsvSource({"NO_REFUND,0.00,0.00", "FULL_REFUND,0.60,0.00"})
  void refund_otherPolicies_giveNothingOrAllAtOnce(
      RefundPolicy policy, String first, String second) {
    assertThat(givenBack(start(policy, "100.00", "0.60"), "30.00", "70.00"))
        .containsExactly(first, second);
  }

  @Test
  void refund_moreThanPaid_isRefusedWithTheExcess() {
    FeeRefund state = start(RefundPolicy.PROPORTIONAL, "10.00", "0.06");
    assertThat(state.refund(Money.yuan("10.01")))
        .isEqualTo(new FeeRefund.Outcome.ExceedsPayment(Money.yuan("0.01")));
  }

  @Test
  void refund_anySplit_givesBackTheWholeFeeInTheEnd() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      long paid = 1 + random.nextInt(10_000);
      Money zero = Money.fen(0);
      FeeRefund state =
          new FeeRefund(
              RefundPolicy.PROPORTIONAL,
              RoundingMode.HALF_UP,
              Money.fen(paid),
              Money.fen(random.nextInt((int) paid + 1)),
              zero,
              zero);
      while (state.refunded().minor() < paid) {
        Money part = Money.fen(1 + random.nextInt((int) (paid - state.refunded().minor())));
        FeeRefund.Outcome.Given given = (FeeRefund.Outcome.Given) state.refund(part);
        assertThat(given.feeBack().isNegative()).as("seed %d", seed).isFalse();
        state = given.after();
      }
      assertThat(state.givenBack()).as("seed %d", seed).isEqualTo(state.fee());
    }
  }

  @Test
  void start_capped_givesBackTheChargedFeeAndNotTheRate() {
    FeeRule rule = FeeSamples.bounded("0.006", "0.10", "50.00");
    Money base = Money.yuan("10.00");
    FeeRefund state = FeeRefund.start(new FeeCharge(rule, base, rule.feeOf(base)));
    assertThat(givenBack(state, "5.00", "5.00")).containsExactly("0.05", "0.05");
  }

  @Test
  void new_wrongFields_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(RefundPolicy.NO_REFUND, "-1.00", "0.00"))
        .withMessage("paid: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(RefundPolicy.NO_REFUND, "1.00", "0.00").refund(Money.yuan("0")))
        .withMessage("amount: must be positive");
  }

  @ParameterizedTest
  @CsvSource({
    "0.60,OK,0.00",
    "0.61,ROUNDING,0.01",
    "0.59,ROUNDING,-0.01",
    "0.62,FEE_VARIANCE,0.02"
  })
  void check_chargedFee_isComparedWithinTheTolerance(
      String charged, FeeCheck.Status status, String difference) {
    FeeCharge expected =
        new FeeCharge(FeeSamples.percent("r7", "0.006"), Money.yuan("100.00"), Money.yuan("0.60"));
    assertThat(FeeCheck.of(expected, Money.yuan(charged), Money.yuan("0.01")))
        .isEqualTo(
            new FeeCheck(
                status, "r7", Money.yuan("0.60"), Money.yuan(charged), Money.yuan(difference)));
  }

  @Test
  void check_allFeesOfAnOrder_namesEveryRule() {
    FeeCharge one =
        new FeeCharge(FeeSamples.percent("a", "0.05"), Money.yuan("100"), Money.yuan("5"));
    FeeCharge two =
        new FeeCharge(FeeSamples.percent("b", "0.006"), Money.yuan("100"), Money.yuan("0.60"));
    FeeQuote.Known quote =
        new FeeQuote.Known("order-1", List.of(one, two), Money.yuan("5.60"), false);
    FeeCheck check = FeeCheck.of(quote, Money.yuan("6.00"), Money.yuan("0.01"));
    assertThat(check.status()).isEqualTo(FeeCheck.Status.FEE_VARIANCE);
    assertThat(check.ruleId()).isEqualTo("a+b");
  }
}
