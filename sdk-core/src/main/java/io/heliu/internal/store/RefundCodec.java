package io.heliu.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/** Writes a refund as JSON and reads it back; equal refunds give equal text. */
final class RefundCodec {
  private RefundCodec() {}

  static String write(Refund refund) {
    ObjectNode node = Json.object();
    node.put("order", refund.orderNumber());
    node.put("line", refund.lineNumber());
    node.put("kind", refund.kind().name());
    node.put("state", refund.state().name());
    node.put("status", refund.status());
    node.put("amount", refund.amount().minor());
    node.put("currency", refund.amount().currency().getCurrencyCode());
    BigDecimal quantity = refund.quantity();
    node.put("quantity", quantity == null ? null : quantity.stripTrailingZeros().toPlainString());
    node.put("goods", refund.goods().name());
    node.put("modified", refund.modifiedAt().toString());
    Instant completed = refund.completedAt();
    node.put("completed", completed == null ? null : completed.toString());
    return Json.write(node);
  }

  static Refund read(String id, String payload) {
    JsonNode node = Json.parse(payload);
    String quantity = Json.text(node, "quantity");
    String completed = Json.text(node, "completed");
    return new Refund(
        id,
        Json.requireText(node, "order"),
        Json.text(node, "line"),
        Kind.valueOf(Json.requireText(node, "kind")),
        State.valueOf(Json.requireText(node, "state")),
        Json.requireText(node, "status"),
        new Money(
            Json.requireLong(node, "amount"),
            Currency.getInstance(Json.requireText(node, "currency"))),
        quantity == null ? null : new BigDecimal(quantity),
        Goods.valueOf(Json.requireText(node, "goods")),
        Instant.parse(Json.requireText(node, "modified")),
        completed == null ? null : Instant.parse(completed));
  }
}
