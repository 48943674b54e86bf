package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.internal.Shares;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What each line brings in, so that the lines and the freight add up to what the trade pays.
 *
 * <p>A single line carries the whole payment, and its own payment includes the freight; the payment
 * of one of several lines does not. Of several lines the shared-out amount ({@code
 * divide_order_fee}) counts, or, where it is missing, the line's payment less its share of the
 * trade's promotions ({@code part_mjz_discount}). Where no share is given either, the trade's
 * promotions are shared out in proportion to the lines' payments. Cents of rounding, at most one
 * for each line, lie on the last line that is not closed.
 */
final class LineAmounts {
  /**
   * Which closed lines the payment may leave out, most likely first: a closed line keeps its share,
   * and whether the payment still counts it is not documented.
   */
  private static final List<Predicate<String>> WORTHLESS =
      List.of(
          status -> false,
          status -> status.equals(TradeStatus.CLOSED_BEFORE_PAYMENT),
          TradeStatus::isClosed);

  private LineAmounts() {}

  /**
   * Returns one amount for each line.
   *
   * @param target the trade's payment less the freight
   * @throws MalformedJson if the lines do not add up to the target
   */
  static List<Money> of(JsonNode trade, List<JsonNode> lines, Money target) {
    if (lines.size() == 1) {
      return List.of(target);
    }
    List<Money> shares = new ArrayList<>(lines.size());
    for (JsonNode line : lines) {
      shares.add(share(line));
    }
    for (Predicate<String> worthless : WORTHLESS) {
      List<Money> settled =
          Shares.settle(
              without(lines, shares, worthless),
              target,
              line -> !TradeStatus.isClosed(status(lines.get(line))));
      if (settled != null) {
        return settled;
      }
    }
    Money unshared = Shares.sum(shares).minus(target);
    boolean promotionUnshared =
        !unshared.isZero() && unshared.equals(TopJson.yuanOrZero(trade, "discount_fee"));
    if (promotionUnshared
        && shares.stream().noneMatch(Money::isNegative)
        && !Shares.sum(shares).isZero()) {
      return Shares.spread(shares, target);
    }
    throw new MalformedJson("orders: the lines and the freight must add up to the payment");
  }

  private static Money share(JsonNode line) {
    Money shared = TopJson.yuan(line, "divide_order_fee");
    return shared == null
        ? TopJson.requireYuan(line, "payment").minus(TopJson.yuanOrZero(line, "part_mjz_discount"))
        : shared;
  }

  private static List<Money> without(
      List<JsonNode> lines, List<Money> shares, Predicate<String> worthless) {
    List<Money> living = new ArrayList<>(shares);
    for (int i = 0; i < living.size(); i++) {
      if (worthless.test(status(lines.get(i)))) {
        living.set(i, Money.zero(Money.CNY));
      }
    }
    return living;
  }

  private static String status(JsonNode line) {
    String status = TopJson.optional(line, "status");
    return status == null ? "" : status;
  }
}
