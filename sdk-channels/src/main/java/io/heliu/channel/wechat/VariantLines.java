package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.json.Json;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of one variant in an order, and how after-sales are shared out to them. A variant may
 * be bought and given away in one order, and an after-sale names the variant only.
 */
final class VariantLines {
  private final List<Line> lines;

  private VariantLines(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * A line.
   *
   * @param quantity how many units were ordered
   * @param named of how many of them the platform says that an after-sale is about them
   */
  private record Line(String number, long quantity, long named, Money amount) {}

  /**
   * Reads the lines of a variant.
   *
   * @param told the order in our words
   * @param order the same order as it came
   */
  static VariantLines read(ChannelOrder told, JsonNode order, LineKey product) {
    List<Line> lines = new ArrayList<>();
    List<JsonNode> rows = Json.list(order, "order_detail", "product_infos");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      if (LineKey.read(row).equals(product)) {
        OrderLine line = told.lines().get(i);
        long quantity = line.quantity().longValueExact();
        long named =
            WechatJson.longOrZero(row, "on_aftersale_sku_cnt")
                + WechatJson.longOrZero(row, "finish_aftersale_sku_cnt");
        lines.add(
            new Line(
                line.number(), quantity, Math.min(quantity, Math.max(0, named)), line.amount()));
      }
    }
    return new VariantLines(lines);
  }

  /** Tells whether a unit of the variant may be of one line or of another. */
  boolean isSeveral() {
    return lines.size() > 1;
  }

  /**
   * Shares after-sales out, the oldest first: each takes units of the first line that has any left,
   * and goes on with the next line. Units of which the platform says that an after-sale is about
   * them come before the others, so that it and we close the same line. Units beyond what the lines
   * have stay on the last one, where they show as too many.
   *
   * <p>Each after-sale gives one refund for each line, whatever its share. A part without units is
   * closed: an earlier version of the after-sale may have had some.
   *
   * @param afterSales all that are about the variant, closed ones too
   */
  List<Refund> share(List<AfterSale> afterSales) {
    long[] named = lines.stream().mapToLong(Line::named).toArray();
    long[] others = lines.stream().mapToLong(line -> line.quantity - line.named).toArray();
    List<Refund> refunds = new ArrayList<>();
    for (AfterSale one : afterSales.stream().sorted(AfterSale.BY_AGE).toList()) {
      long[] units = new long[lines.size()];
      if (one.state() != State.CLOSED) {
        long left = take(others, units, take(named, units, one.count()));
        units[units.length - 1] += left;
      }
      refunds.addAll(parts(one, units));
    }
    return refunds;
  }

  /** Takes units; returns how many are still wanted. */
  private static long take(long[] from, long[] units, long wanted) {
    long left = wanted;
    for (int i = 0; i < from.length; i++) {
      long taken = Math.min(from[i], left);
      from[i] -= taken;
      units[i] += taken;
      left -= taken;
    }
    return left;
  }

  private List<Refund> parts(AfterSale one, long[] units) {
    boolean none = Arrays.stream(units).allMatch(count -> count == 0);
    Money[] shares = none ? new Money[] {one.amount()} : one.amount().split(weights(units));
    List<Refund> parts = new ArrayList<>();
    for (int i = 0; i < units.length; i++) {
      if (none && i == 0) {
        parts.add(one.part(1, lines.get(i).number, one.count(), shares[i]));
      } else if (units[i] > 0) {
        parts.add(one.part(parts.size() + 1, lines.get(i).number, units[i], shares[i]));
      }
    }
    for (int i = none ? 1 : 0; i < units.length; i++) {
      if (units[i] == 0) {
        parts.add(one.none(parts.size() + 1, lines.get(i).number));
      }
    }
    return parts;
  }

  /** Returns what the units of each line were sold for; if for nothing, how many they are. */
  private long[] weights(long[] units) {
    long[] worth = new long[units.length];
    for (int i = 0; i < units.length; i++) {
      Line line = lines.get(i);
      long each = Math.abs(line.amount.minor() / line.quantity);
      worth[i] = each * Math.min(units[i], line.quantity);
    }
    return Arrays.stream(worth).allMatch(fen -> fen == 0) ? units : worth;
  }
}
