package io.heliu.examples.day.story;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a payment provider took in on the day: what buyers paid, and what was planted in it. */
public final class Payments {
  private static final BigDecimal FEE = new BigDecimal("0.006");
  private static final Money TOO_MUCH = Money.yuan("5.00");
  private static final Money WRONG_FEE = Money.yuan("0.50");
  private static final Money STRANGE = Money.yuan("66.60");

  private Payments() {}

  /**
   * A payment, or money that went back.
   *
   * @param id the provider's number of it
   * @param number the order's number
   * @param at when
   * @param amount signed; negative if it went back
   * @param fee signed; negative if it was charged
   * @param arrives whether it reached the merchant's balance
   * @param refundNumber the merchant's number of it if it went back, else empty
   */
  public record Payment(
      String id,
      String number,
      Instant at,
      Money amount,
      Money fee,
      boolean arrives,
      String refundNumber) {}

  public static List<Payment> of(Story story, Planted planted) {
    List<Payment> payments = new ArrayList<>();
    Map<String, Planted.Kind> wrong = planted.byNumber();
    for (Story.Trade trade : story.trades(planted.shops())) {
      Planted.Kind kind = wrong.get(trade.tid());
      if (kind == Planted.Kind.NO_MONEY) {
        continue;
      }
      Money amount = kind == Planted.Kind.OTHER_AMOUNT ? trade.paid().plus(TOO_MUCH) : trade.paid();
      Money fee = amount.times(FEE, RoundingMode.HALF_UP).negated();
      if (kind == Planted.Kind.OTHER_FEE) {
        fee = fee.minus(WRONG_FEE);
      }
      boolean arrives = kind != Planted.Kind.NOT_ARRIVED;
      payments.add(payment(payments, trade.tid(), trade.paidAt(), amount, fee, arrives, ""));
      if (kind == Planted.Kind.PAID_TWICE) {
        Instant again = trade.paidAt().plusSeconds(5);
        payments.add(payment(payments, trade.tid(), again, amount, fee, true, ""));
      }
      AfterSale back = trade.afterSale();
      if (back != null && back.paysBack()) {
        for (AfterSale.Claim claim : back.claims()) {
          Money less = claim.amount().negated();
          Money feeBack = claim.amount().times(FEE, RoundingMode.HALF_UP);
          payments.add(
              payment(payments, trade.tid(), back.endedAt(), less, feeBack, true, claim.id()));
        }
      }
    }
    Instant noon = story.date().atTime(12, 0).atZone(Story.CHINA).toInstant();
    wrong.forEach(
        (number, kind) -> {
          Money fee = Money.yuan("0.40");
          if (kind == Planted.Kind.NO_ORDER) {
            payments.add(payment(payments, number, noon, STRANGE, fee.negated(), true, ""));
          } else if (kind == Planted.Kind.STRANGE_REFUND) {
            payments.add(
                payment(payments, number, noon, STRANGE.negated(), fee, true, "R" + number));
          }
        });
    return payments;
  }

  private static Payment payment(
      List<Payment> before,
      String number,
      Instant at,
      Money amount,
      Money fee,
      boolean arrives,
      String refundNumber) {
    String day = at.atZone(Story.CHINA).toLocalDate().toString().replace("-", "");
    String id = "%s2200140000%010d".formatted(day, before.size());
    return new Payment(id, number, at, amount, fee, arrives, refundNumber);
  }
}
