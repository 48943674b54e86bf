package io.heliu.flow.stock;

import io.heliu.RuleProblem;
import io.heliu.internal.rules.RuleBinder;
import io.heliu.inventory.Allocation;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Reads how free stock is divided among the shops (渠道库存分配规则) from a JSON document, which is checked
 * as a whole.
 *
 * <p>The document has {@code locations}, the codes of the locations that each shop (such as
 * taobao:my-shop) sells from; {@code zone} of its times, Asia/Shanghai if missing; and {@code
 * rules}, each with a {@code shop} and at least one of the shares.
 *
 * <table>
 * <caption>Fields of a rule</caption>
 * <tr><th>field</th><th>meaning</th></tr>
 * <tr><td>sku</td><td>the SKU; every SKU if missing</td></tr>
 * <tr><td>from, to</td><td>when it holds, such as 2026-11-11T20:00; from counts, to does not</td></tr>
 * <tr><td>quota</td><td>units that only this shop may sell; 0 if missing</td></tr>
 * <tr><td>ratio</td><td>part of the shared room, 0 to 1 with 4 digits; 1 if missing</td></tr>
 * <tr><td>buffer</td><td>units that the shop does not show; 0 if missing</td></tr>
 * <tr><td>floor</td><td>the most it shows while nobody knows the stock; 0 if missing</td></tr>
 * <tr><td>cap</td><td>the most it ever shows; no limit if missing</td></tr>
 * </table>
 *
 * <p>Refused are unknown, missing and wrong fields, a rule for a shop without locations, two rules
 * of a shop and SKU that begin together, an interval that ends before it begins, a floor above the
 * cap, and a quota or ratio of a shop that shares only some of its locations with another.
 */
public final class AllocationRules {
  private AllocationRules() {}

  /** Returns everything that is wrong with a document; empty if it can be used. */
  public static List<RuleProblem> check(String json) {
    return bind(json).problems();
  }

  /**
   * Reads a document.
   *
   * @throws io.heliu.Fault.Configuration if something is wrong; the message has every problem
   */
  public static Allocation parse(String json) {
    return bind(json).orThrow("allocation").allocation();
  }

  private static RuleBinder.Bound<AllocationDocument> bind(String json) {
    return RuleBinder.bind(json, AllocationDocument.class, MethodHandles.lookup());
  }
}
