package io.heliu.reconcile;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line to be matched: a settlement line (结算单行) on the left, an order, refund or receivable
 * (应收单) on the right.
 *
 * @param id what identifies the line on its side, over all shops and files; see {@link
 *     StatementImport#identity}
 * @param shop the shop whose money it is; lines of two channels never match
 * @param reference what both sides should agree on, usually the order or transaction number, as it
 *     was read (it is normalised by {@link Reference}); null if the line has none
 * @param groupKey what several lines share, such as the payout batch or the order that was paid in
 *     parts; null if the line has none
 * @param amount the signed amount; money towards the merchant is positive
 * @param day the business day (业务日期) in the channel's zone, after the channel's day cut
 * @param kind what the line is about
 * @param fee on the left the fee that the channel says it charged, on the right the fee that is
 *     expected by the fee rules, as a positive amount for a payment and a negative one for a fee
 *     that is given back; null if not known. In the currency of {@code amount}
 */
public record Line(
    String id,
    ShopId shop,
    @Nullable String reference,
    @Nullable String groupKey,
    Money amount,
    LocalDate day,
    LineKind kind,
    @Nullable Money fee) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code id} is blank, too long or has control characters, if
   *     {@code reference} or {@code groupKey} is longer than 1,000 characters, if {@code day} is
   *     more than some millions of years away, or if {@code fee} is of another currency
   */
  public Line {
    Checks.text(id, "id");
    Objects.requireNonNull(shop, "shop");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(day, "day");
    Objects.requireNonNull(kind, "kind");
    checkLength(reference, "reference");
    checkLength(groupKey, "groupKey");
    Checks.that(
        day.toEpochDay() == (int) day.toEpochDay(), "day: " + day, "is out of the supported range");
    Checks.that(
        fee == null || fee.currency().equals(amount.currency()),
        "fee",
        "must have the currency of the amount");
  }

  /** Returns a payment line without group key and fee. */
  public static Line payment(
      String id, ShopId shop, @Nullable String reference, Money amount, LocalDate day) {
    return new Line(id, shop, reference, null, amount, day, LineKind.PAYMENT, null);
  }

  /** Returns the same line with this id. */
  public Line withId(String newId) {
    return new Line(newId, shop, reference, groupKey, amount, day, kind, fee);
  }

  /** Returns the same line with this group key. */
  public Line withGroupKey(@Nullable String newGroupKey) {
    return new Line(id, shop, reference, newGroupKey, amount, day, kind, fee);
  }

  /** Returns the same line with this fee. */
  public Line withFee(@Nullable Money newFee) {
    return new Line(id, shop, reference, groupKey, amount, day, kind, newFee);
  }

  /** Returns the same line with this kind. */
  public Line withKind(LineKind newKind) {
    return new Line(id, shop, reference, groupKey, amount, day, newKind, fee);
  }

  private static void checkLength(@Nullable String text, String name) {
    Checks.that(text == null || text.length() <= 1000, name, "must have at most 1000 characters");
  }
}
