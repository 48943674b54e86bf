package io.heliu.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import io.heliu.internal.json.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Writes an ERP document as JSON and reads it back; equal documents give equal text. */
public final class DocumentCodec {
  private DocumentCodec() {}

  /** The kinds of document. */
  public enum Kind {
    /** A {@link SalesOrder}. */
    SALES_ORDER,
    /** An {@link Outbound}. */
    OUTBOUND,
    /** A {@link Receipt}. */
    RECEIPT;

    /** Returns the kind of a document. */
    public static Kind of(Document document) {
      if (document instanceof SalesOrder) {
        return SALES_ORDER;
      }
      return document instanceof Outbound ? OUTBOUND : RECEIPT;
    }
  }

  /** Returns the document as JSON. */
  public static String write(Document document) {
    ObjectNode node = Json.object();
    if (document instanceof SalesOrder order) {
      head(node, order.date(), order.customer(), order.externalNumber());
      lines(node.putArray("lines"), order.lines());
    } else if (document instanceof Outbound outbound) {
      head(node, outbound.date(), outbound.customer(), outbound.externalNumber());
      node.put("carrier", outbound.carrier());
      node.put("waybill", outbound.waybill());
      lines(node.putArray("lines"), outbound.lines());
    } else if (document instanceof Receipt receipt) {
      head(node, receipt.date(), receipt.customer(), receipt.comment());
      receiptLines(node.putArray("lines"), receipt.lines());
    }
    return Json.write(node);
  }

  private static void head(ObjectNode node, LocalDate date, String customer, String external) {
    node.put("date", date.toString());
    node.put("customer", customer);
    node.put("external", external);
  }

  private static void lines(ArrayNode array, List<DocumentLine> lines) {
    for (DocumentLine line : lines) {
      ObjectNode node = array.addObject();
      node.put("line", line.line());
      node.put("sku", line.sku().code());
      node.put("location", line.location().code());
      node.put("quantity", line.quantity());
      money(node, "amount", line.amount());
      node.put("sourceDocument", line.sourceDocument());
      node.put("sourceLine", line.sourceLine());
    }
  }

  private static void receiptLines(ArrayNode array, List<Receipt.Line> lines) {
    for (Receipt.Line line : lines) {
      ObjectNode node = array.addObject();
      Receivable receivable = line.receivable();
      node.put("id", receivable.id());
      node.put("planId", receivable.planId());
      node.put("number", receivable.number());
      head(node, receivable.date(), receivable.customer(), receivable.externalNumber());
      node.put("due", receivable.due().toString());
      money(node, "amount", receivable.amount());
      money(node, "open", receivable.open());
      money(node, "cleared", line.cleared());
      money(node, "fee", line.fee());
    }
  }

  private static void money(ObjectNode node, String field, Money money) {
    node.put(field, money.minor());
    node.put("currency", money.currency().getCurrencyCode());
  }

  /** Reads what {@link #write} wrote. */
  public static Document read(Kind kind, String number, String payload) {
    JsonNode node = Json.parse(payload);
    LocalDate date = LocalDate.parse(Json.requireText(node, "date"));
    String customer = Json.requireText(node, "customer");
    String external = Json.requireText(node, "external");
    return switch (kind) {
      case SALES_ORDER -> new SalesOrder(number, date, customer, external, readLines(node));
      case OUTBOUND ->
          new Outbound(
              number,
              date,
              customer,
              external,
              Json.text(node, "carrier"),
              Json.text(node, "waybill"),
              readLines(node));
      case RECEIPT -> new Receipt(number, date, customer, external, readReceiptLines(node));
    };
  }

  private static List<DocumentLine> readLines(JsonNode document) {
    List<DocumentLine> lines = new ArrayList<>();
    for (JsonNode node : Json.list(document, "lines")) {
      lines.add(
          new DocumentLine(
              Json.requireText(node, "line"),
              new Sku(Json.requireText(node, "sku")),
              new Location(Json.requireText(node, "location")),
              Json.requireLong(node, "quantity"),
              money(node, "amount"),
              Json.text(node, "sourceDocument"),
              Json.text(node, "sourceLine")));
    }
    return lines;
  }

  private static List<Receipt.Line> readReceiptLines(JsonNode document) {
    List<Receipt.Line> lines = new ArrayList<>();
    for (JsonNode node : Json.list(document, "lines")) {
      Receivable receivable =
          new Receivable(
              Json.requireText(node, "id"),
              Json.requireText(node, "planId"),
              Json.requireText(node, "number"),
              Json.requireText(node, "customer"),
              Json.requireText(node, "external"),
              LocalDate.parse(Json.requireText(node, "date")),
              LocalDate.parse(Json.requireText(node, "due")),
              money(node, "amount"),
              money(node, "open"));
      lines.add(new Receipt.Line(receivable, money(node, "cleared"), money(node, "fee")));
    }
    return lines;
  }

  private static Money money(JsonNode node, String field) {
    return new Money(
        Json.requireLong(node, field), Currency.getInstance(Json.requireText(node, "currency")));
  }
}
