package io.heliu.reconcile.fee;

import io.heliu.RuleProblem;
import io.heliu.internal.rules.RuleBinder;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Reads a fee schedule (费率表) from a JSON document, which is checked as a whole.
 *
 * <p>The document has {@code fees}, the names of the fees in the order in which they cascade;
 * {@code stacking} (PARALLEL if missing, or CASCADING); {@code currency} of all its amounts, CNY if
 * missing; {@code zone} of its days, Asia/Shanghai if missing; and {@code rules}.
 *
 * <table>
 * <caption>Fields of a rule</caption>
 * <tr><th>field</th><th>meaning</th></tr>
 * <tr><td>id, version</td><td>its name; version 1 if missing</td></tr>
 * <tr><td>fee</td><td>which of the fees it is</td></tr>
 * <tr><td>channel, account, category, orderType</td><td>which orders it is for; only the channel must
 * be there</td></tr>
 * <tr><td>priority</td><td>among equally exact rules the lower wins; 100 if missing</td></tr>
 * <tr><td>from, to</td><td>days such as 2026-11-11; from counts, to does not</td></tr>
 * <tr><td>base</td><td>the components that are {@code included} and {@code subtracted}: GOODS,
 * MERCHANT_COUPON, PLATFORM_COUPON, POINTS, FREIGHT, TAX</td></tr>
 * <tr><td>rate</td><td>{@code by} FLAT with {@code amount}; PERCENT with {@code rate}, where 0.006 is
 * 0.6 %; or TIERS with {@code marginal} and {@code steps} of {@code upTo} and {@code rate}, the last
 * one without upTo</td></tr>
 * <tr><td>rounding</td><td>how it is rounded, such as HALF_UP, which is meant if missing</td></tr>
 * <tr><td>min, cap</td><td>bounds of the fee; none if missing</td></tr>
 * <tr><td>refund</td><td>NO_REFUND, PROPORTIONAL or FULL_REFUND</td></tr>
 * </table>
 *
 * <p>Refused are unknown, missing and wrong fields, two rules of one id and version, two that
 * cannot be told apart at some time, a minimum above the cap, a component that is included and
 * subtracted, steps that do not increase, and an interval that ends before it begins.
 */
public final class FeeRules {
  private FeeRules() {}

  /** Returns everything that is wrong with a document; empty if it can be used. */
  public static List<RuleProblem> check(String json) {
    return bind(json).problems();
  }

  /**
   * Reads a document.
   *
   * @throws io.heliu.Fault.Configuration if something is wrong; the message has every problem
   */
  public static FeeSchedule parse(String json) {
    return bind(json).orThrow("fee-schedule").schedule();
  }

  private static RuleBinder.Bound<FeeDocument> bind(String json) {
    return RuleBinder.bind(json, FeeDocument.class, MethodHandles.lookup());
  }
}
