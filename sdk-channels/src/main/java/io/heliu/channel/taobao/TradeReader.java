package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a trade (交易) as an order. */
final class TradeReader {
  /**
   * The fields that are read. The recipient's token comes only if creation time, name, address,
   * mobile and phone are asked for together.
   */
  static final String FIELDS =
      "tid,tid_str,status,type,created,modified,pay_time,payment,post_fee,discount_fee,"
          + "step_trade_status,alipay_no,buyer_open_uid,buyer_message,seller_memo,receiver_name,receiver_mobile,"
          + "receiver_phone,receiver_state,receiver_city,receiver_district,receiver_town,"
          + "receiver_address,oaid,orders";

  private TradeReader() {}

  /**
   * Reads a trade.
   *
   * @throws MalformedJson if it cannot be an order; the message names field and rule
   */
  static ChannelOrder read(ShopId shop, JsonNode trade) {
    try {
      return order(shop, trade);
    } catch (ArithmeticException e) {
      throw new MalformedJson("payment: sums of amounts must fit into 64 bits of fen");
    }
  }

  private static ChannelOrder order(ShopId shop, JsonNode trade) {
    String status = Json.requireText(trade, "status");
    Money paid = TopJson.requireYuan(trade, "payment");
    Money freight = TopJson.yuanOrZero(trade, "post_fee");
    List<JsonNode> rows = TopJson.rows(trade, "orders", "order");
    if (rows.isEmpty()) {
      throw new MalformedJson("orders: must not be missing or empty");
    }
    List<Money> amounts = LineAmounts.of(trade, rows, paid.minus(freight));
    List<OrderLine> lines = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(rows.get(i), status, amounts.get(i)));
    }
    ChannelOrder.Builder order =
        ChannelOrder.builder(shop, TopJson.requireId(trade, "tid"))
            .modifiedAt(TopJson.requireTime(trade, "modified"))
            .createdAt(TopJson.requireTime(trade, "created"))
            .paidAt(TopJson.time(trade, "pay_time"))
            .status(TradeStatus.lifecycle(status), status)
            .flags(flags(trade, status, lines))
            .paid(paid)
            .freight(freight)
            .discount(TopJson.yuanOrZero(trade, "discount_fee"))
            .buyer(TopJson.optional(trade, "buyer_open_uid"))
            .recipient(recipient(trade))
            .paymentReference(TopJson.optional(trade, "alipay_no"))
            .buyerRemark(TopJson.optional(trade, "buyer_message"))
            .sellerRemark(TopJson.optional(trade, "seller_memo"))
            .lines(lines);
    try {
      return order.build();
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("orders: " + e.getMessage());
    }
  }

  private static OrderLine line(JsonNode row, String tradeStatus, Money amount) {
    BigDecimal quantity = Json.decimal(row, "num");
    if (quantity == null || quantity.signum() <= 0) {
      throw new MalformedJson("orders.num: must be positive");
    }
    String own = TopJson.optional(row, "status");
    String status = own == null ? tradeStatus : own;
    String refund = TopJson.optional(row, "refund_status");
    String code = TopJson.optional(row, "outer_sku_id");
    String title = TopJson.optional(row, "title");
    return new OrderLine(
        TopJson.requireId(row, "oid"),
        TopJson.id(row, "num_iid"),
        TopJson.id(row, "sku_id"),
        code == null ? TopJson.optional(row, "outer_iid") : code,
        null,
        title == null ? "" : title,
        quantity,
        TopJson.requireYuan(row, "price"),
        amount,
        TradeStatus.lifecycle(status),
        status,
        TradeStatus.isOpenRefund(refund),
        TradeStatus.REFUNDED.equals(refund));
  }

  private static Set<OrderFlag> flags(JsonNode trade, String status, List<OrderLine> lines) {
    Set<OrderFlag> flags = EnumSet.noneOf(OrderFlag.class);
    if (status.equals(TradeStatus.HELD)) {
      flags.add(OrderFlag.CHANNEL_HOLD);
    }
    if ("FRONT_PAID_FINAL_NOPAID".equals(TopJson.optional(trade, "step_trade_status"))) {
      flags.add(OrderFlag.DEPOSIT_PAID);
    }
    if ("cod".equals(TopJson.optional(trade, "type"))) {
      flags.add(OrderFlag.CASH_ON_DELIVERY);
    }
    if (lines.stream().anyMatch(OrderLine::refunding)) {
      flags.add(OrderFlag.REFUNDING);
    }
    if (lines.stream().anyMatch(OrderLine::refunded)) {
      flags.add(OrderFlag.PARTLY_REFUNDED);
    }
    return flags;
  }

  /** Counties that a province runs itself have no city: there the district stands for it. */
  private static Recipient recipient(JsonNode trade) {
    String city = TopJson.optional(trade, "receiver_city");
    String district = TopJson.optional(trade, "receiver_district");
    String mobile = TopJson.optional(trade, "receiver_mobile");
    return new Recipient(
        TopJson.optional(trade, "receiver_name"),
        mobile == null ? TopJson.optional(trade, "receiver_phone") : mobile,
        TopJson.optional(trade, "receiver_state"),
        city == null ? district : city,
        city == null ? null : district,
        address(trade),
        TopJson.optional(trade, "oaid"));
  }

  private static @Nullable String address(JsonNode trade) {
    String town = TopJson.optional(trade, "receiver_town");
    String address = TopJson.optional(trade, "receiver_address");
    if (town == null || (address != null && address.startsWith(town))) {
      return address;
    }
    return address == null ? town : town + address;
  }
}
