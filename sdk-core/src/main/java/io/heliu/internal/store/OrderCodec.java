package io.heliu.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a channel order as JSON and reads it back; equal orders give equal text. */
public final class OrderCodec {
  private OrderCodec() {}

  /** Returns the order as JSON. */
  public static String write(ChannelOrder order) {
    ObjectNode node = Json.object();
    node.put("modified", order.modifiedAt().toString());
    node.put("created", order.createdAt().toString());
    put(node, "paidAt", order.paidAt() == null ? null : order.paidAt().toString());
    node.put("lifecycle", order.lifecycle().name());
    node.put("status", order.status());
    ArrayNode flags = node.putArray("flags");
    order.flags().forEach(flag -> flags.add(flag.name()));
    node.put("currency", order.paid().currency().getCurrencyCode());
    node.put("paid", order.paid().minor());
    node.put("freight", order.freight().minor());
    node.put("discount", order.discount().minor());
    put(node, "buyer", order.buyer());
    put(node, "buyerUnion", order.buyerUnion());
    put(node, "payment", order.paymentReference());
    put(node, "buyerRemark", order.buyerRemark());
    put(node, "sellerRemark", order.sellerRemark());
    writeRecipient(node.putObject("recipient"), order.recipient());
    ArrayNode lines = node.putArray("lines");
    order.lines().forEach(line -> writeLine(lines.addObject(), line));
    return Json.write(node);
  }

  private static void writeRecipient(ObjectNode node, Recipient recipient) {
    put(node, "name", recipient.name());
    put(node, "phone", recipient.phone());
    put(node, "province", recipient.province());
    put(node, "city", recipient.city());
    put(node, "district", recipient.district());
    put(node, "address", recipient.address());
    put(node, "token", recipient.token());
  }

  private static void writeLine(ObjectNode node, OrderLine line) {
    node.put("number", line.number());
    put(node, "item", line.itemId());
    put(node, "variant", line.variantId());
    put(node, "code", line.merchantCode());
    put(node, "barcode", line.barcode());
    node.put("title", line.title());
    node.put("quantity", line.quantity().stripTrailingZeros().toPlainString());
    node.put("price", line.price().minor());
    node.put("amount", line.amount().minor());
    node.put("lifecycle", line.lifecycle().name());
    node.put("status", line.status());
    node.put("refunding", line.refunding());
    node.put("refunded", line.refunded());
    node.put("refundedQuantity", line.refundedQuantity().stripTrailingZeros().toPlainString());
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static ChannelOrder read(ShopId shop, String number, String payload) {
    JsonNode node = Json.parse(payload);
    Currency currency = Currency.getInstance(Json.requireText(node, "currency"));
    String paidAt = Json.text(node, "paidAt");
    return ChannelOrder.builder(shop, number)
        .modifiedAt(Instant.parse(Json.requireText(node, "modified")))
        .createdAt(Instant.parse(Json.requireText(node, "created")))
        .paidAt(paidAt == null ? null : Instant.parse(paidAt))
        .status(
            Lifecycle.valueOf(Json.requireText(node, "lifecycle")),
            Json.requireText(node, "status"))
        .flags(flags(node))
        .paid(new Money(Json.requireLong(node, "paid"), currency))
        .freight(new Money(Json.requireLong(node, "freight"), currency))
        .discount(new Money(Json.requireLong(node, "discount"), currency))
        .buyer(Json.text(node, "buyer"))
        .buyerUnion(Json.text(node, "buyerUnion"))
        .paymentReference(Json.text(node, "payment"))
        .buyerRemark(Json.text(node, "buyerRemark"))
        .sellerRemark(Json.text(node, "sellerRemark"))
        .recipient(recipient(Json.require(node, "recipient")))
        .lines(lines(node, currency))
        .build();
  }

  private static Set<OrderFlag> flags(JsonNode node) {
    Set<OrderFlag> flags = EnumSet.noneOf(OrderFlag.class);
    Json.list(node, "flags").forEach(flag -> flags.add(OrderFlag.valueOf(flag.asText())));
    return flags;
  }

  private static Recipient recipient(JsonNode node) {
    return new Recipient(
        Json.text(node, "name"),
        Json.text(node, "phone"),
        Json.text(node, "province"),
        Json.text(node, "city"),
        Json.text(node, "district"),
        Json.text(node, "address"),
        Json.text(node, "token"));
  }

  private static List<OrderLine> lines(JsonNode node, Currency currency) {
    List<OrderLine> lines = new ArrayList<>();
    for (JsonNode line : Json.list(node, "lines")) {
      lines.add(
          new OrderLine(
              Json.requireText(line, "number"),
              Json.text(line, "item"),
              Json.text(line, "variant"),
              Json.text(line, "code"),
              Json.text(line, "barcode"),
              Objects.requireNonNullElse(Json.text(line, "title"), ""),
              new BigDecimal(Json.requireText(line, "quantity")),
              new Money(Json.requireLong(line, "price"), currency),
              new Money(Json.requireLong(line, "amount"), currency),
              Lifecycle.valueOf(Json.requireText(line, "lifecycle")),
              Json.requireText(line, "status"),
              Boolean.TRUE.equals(Json.bool(line, "refunding")),
              Boolean.TRUE.equals(Json.bool(line, "refunded")),
              new BigDecimal(Json.requireText(line, "refundedQuantity"))));
    }
    return lines;
  }
}
