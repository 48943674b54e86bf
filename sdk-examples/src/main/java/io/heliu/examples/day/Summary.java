package io.heliu.examples.day;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The figures of the day by name, and their files. */
final class Summary {
  private static final int WIDTH = 79;
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("orders.source", "orders the channels had"),
          Map.entry("orders.stored", "of them in the order book"),
          Map.entry("orders.dispatched", "of them in the ERPs"),
          Map.entry("orders.held", "of them waiting for a person"),
          Map.entry("orders.closed", "of them closed, refunded in full"),
          Map.entry("afterSales.asked", "refunds and exchanges buyers wanted"),
          Map.entry("afterSales.done", "of them carried through"),
          Map.entry("afterSales.open", "not carried through"),
          Map.entry("afterSales.missed", "buyers with other goods than due"),
          Map.entry("afterSales.neverLeft", "paid back, goods never left"),
          Map.entry("afterSales.beforeShipment", "done as such"),
          Map.entry("afterSales.toKeep", "part of the money, goods kept"),
          Map.entry("afterSales.moneyOnly", "done as such"),
          Map.entry("afterSales.calledOff", "withdrawn by the buyer"),
          Map.entry("afterSales.withdrawn", "done as such"),
          Map.entry("afterSales.toReturn", "goods that had to come back"),
          Map.entry("afterSales.returned", "back for money"),
          Map.entry("afterSales.toExchange", "exchanges the shops saw done"),
          Map.entry("afterSales.exchanged", "back for other goods"),
          Map.entry("afterSales.sentAgain", "orders sent for exchanges"),
          Map.entry("afterSales.takenBack", "orders ERPs were asked to cancel"),
          Map.entry("afterSales.fenPaid", "fen the shops paid back"),
          Map.entry("afterSales.fenBooked", "fen of it in the refund book"),
          Map.entry("afterSales.fenBilled", "fen of it in the bills"),
          Map.entry("erp.returns", "returns the ERPs have booked"),
          Map.entry("erp.cancelled", "orders they cancelled"),
          Map.entry("messages.sent", "messages of what buyers did"),
          Map.entry("messages.taken", "of them taken and confirmed"),
          Map.entry("messages.lost", "besides, lost by the platform"),
          Map.entry("tickets.pushed", "tickets that tills pushed"),
          Map.entry("tickets.acknowledged", "of them acknowledged to the tills"),
          Map.entry("mini.left", "mini-program orders that left, paid"),
          Map.entry("mini.told", "of them told, each parcel once"),
          Map.entry("mini.toldOfNothing", "told of a parcel that never left"),
          Map.entry("mini.refunds", "refunds the merchant paid there"),
          Map.entry("mini.refundsBilled", "of them in the bill by their number"),
          Map.entry("mini.refundsSent", "of them after something had left"),
          Map.entry("mini.refundsUnsent", "of them before anything left"),
          Map.entry("hints.waiting", "orders still to be read again"),
          Map.entry("pushes.forged", "pushes nobody may take"),
          Map.entry("pushes.refused", "of them refused"),
          Map.entry("orders.quarantined", "conflicting tickets set aside"),
          Map.entry("erp.documents", "orders and exchanges the ERPs have"),
          Map.entry("erp.duplicates", "documents they have twice"),
          Map.entry("shipments.sent", "parcels the shops were told of"),
          Map.entry("shipments.missing", "orders gone out untold"),
          Map.entry("stock.oversold", "units promised but not there"),
          Map.entry("stock.published", "listings up to date"),
          Map.entry("stock.misshown", "listings that show another figure"),
          Map.entry("stock.drift", "cells where an ERP says other"),
          Map.entry("stock.changes", "deliveries, losses, finds"),
          Map.entry("stock.changesFound", "of them found by counting"),
          Map.entry("stock.counterShort", "units a counter sold too many"),
          Map.entry("stock.counterOversold", "of them noticed"),
          Map.entry("faults.switches", "kinds of faults switched on"),
          Map.entry("faults.met", "of them met"),
          Map.entry("identity.people", "people who bought online"),
          Map.entry("identity.customers", "customers they were found to be"),
          Map.entry("windows.total", "windows of orders read"),
          Map.entry("windows.proved", "of them proved complete"),
          Map.entry("statement.lines", "lines of the providers' bills"),
          Map.entry("statement.movements", "movements of the balances there"),
          Map.entry("statement.matched", "of them matched"),
          Map.entry("statement.planted", "discrepancies planted"),
          Map.entry("statement.plantedFound", "of them found and named right"),
          Map.entry("statement.falseExceptions", "findings that were not planted"),
          Map.entry("statement.exceptions", "findings in all"),
          Map.entry("receipts.queued", "receipts to clear receivables"),
          Map.entry("receipts.posted", "of them in the ERP"),
          Map.entry("receipts.byHand", "for the ERP that takes none"),
          Map.entry("report.reconciledShare", "of 10,000 yuan in it, reconciled"),
          Map.entry("report.expectedShare", "of 10,000, by what was planted"),
          Map.entry("seconds", "how long it took"));

  private final Map<String, Number> figures = new TreeMap<>();

  void put(String name, Number figure) {
    figures.put(name, figure);
  }

  long get(String name) {
    Number figure = figures.get(name);
    if (figure == null) {
      throw new IllegalArgumentException("name: there is no figure " + name);
    }
    return figure.longValue();
  }

  /** Returns the summary as JSON, names in order. */
  String json() {
    StringJoiner lines = new StringJoiner(",\n", "{\n", "\n}\n");
    figures.forEach((name, figure) -> lines.add("  \"" + name + "\": " + figure));
    return lines.toString();
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("summary.json"), json());
  }

  /** Returns the table that ends the day, at most 80 columns wide. */
  List<String> table() {
    List<String> rows = new ArrayList<>();
    rows.add("─".repeat(WIDTH));
    figures.forEach(
        (name, figure) ->
            rows.add(
                "  %-27s %,9d  %s"
                    .formatted(name, figure.longValue(), MEANINGS.getOrDefault(name, ""))));
    rows.add("─".repeat(WIDTH));
    return rows;
  }
}
