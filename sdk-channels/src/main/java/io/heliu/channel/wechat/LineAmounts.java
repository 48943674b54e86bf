package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.internal.Shares;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each line brings in, so that the lines and the freight add up to what the order pays.
 *
 * <p>A single line carries the whole payment. Of several lines the amount after discounts ({@code
 * real_price}) counts, with or without the line's paid points ({@code deduction_price}) off it.
 * Where a discount of the whole order is not in the lines, it is shared out in proportion to them.
 * Fen of rounding, at most one for each line, lie on the last line that brings something in.
 */
final class LineAmounts {
  /** Discounts that the order knows and its lines may not. */
  private static final List<String> OF_THE_ORDER =
      List.of(
          "discounted_price",
          "deduction_price",
          "change_down_price",
          "merchant_discounted_price",
          "finder_discounted_price");

  private LineAmounts() {}

  /**
   * Returns one amount for each line.
   *
   * @param target what the order pays less the freight
   * @throws MalformedJson if the lines do not add up to the target
   */
  static List<Money> of(JsonNode priceInfo, List<JsonNode> lines, Money target) {
    if (lines.size() == 1) {
      return List.of(target);
    }
    List<Money> shares = new ArrayList<>(lines.size());
    List<Money> lessPoints = new ArrayList<>(lines.size());
    for (JsonNode line : lines) {
      Money share = share(line);
      shares.add(share);
      lessPoints.add(share.minus(WechatJson.fenOrZero(line, "deduction_price")));
    }
    List<Money> settled = settle(shares, target);
    if (settled == null) {
      settled = settle(lessPoints, target);
    }
    if (settled != null) {
      return settled;
    }
    if (isDiscountOfTheOrder(priceInfo, Shares.sum(shares).minus(target))
        && shares.stream().noneMatch(Money::isNegative)) {
      return Shares.spread(shares, target);
    }
    throw new MalformedJson("product_infos: the lines and the freight must add up to the payment");
  }

  private static Money share(JsonNode line) {
    for (String field : List.of("real_price", "estimate_price")) {
      Money amount = WechatJson.fen(line, field);
      if (amount != null) {
        return amount;
      }
    }
    return WechatJson.requireFen(line, "sale_price").times(WechatJson.longOrZero(line, "sku_cnt"));
  }

  private static @Nullable List<Money> settle(List<Money> shares, Money target) {
    return Shares.settle(shares, target, line -> !shares.get(line).isZero());
  }

  private static boolean isDiscountOfTheOrder(JsonNode priceInfo, Money unshared) {
    return OF_THE_ORDER.stream()
        .map(field -> WechatJson.fenOrZero(priceInfo, field))
        .anyMatch(discount -> !discount.isZero() && discount.equals(unshared));
  }
}
