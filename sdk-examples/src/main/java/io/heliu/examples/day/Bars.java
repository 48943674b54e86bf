package io.heliu.examples.day;

import io.heliu.examples.day.world.OpeningStock;
import java.util.ArrayList;
import java.util.List;

/** What must be true at the end of a day. */
final class Bars {
  /**
   * So many units are missing in two warehouses, so at most so many orders cannot be served, and
   * one counter's.
   */
  private static final long MOST_HELD = 2L * OpeningStock.SCARCE * OpeningStock.MISSING + 1;

  /** A smaller day may have nothing that some fault could hit. */
  private static final long ENOUGH_FOR_ALL_FAULTS = 1000;

  private Bars() {}

  /** Returns the bars that the day missed, for people; empty if it holds. */
  static List<String> missed(Summary summary) {
    List<String> missed = new ArrayList<>();
    equal(summary, "orders.stored", "orders.source", missed);
    equal(summary, "windows.proved", "windows.total", missed);
    equal(summary, "stock.changesFound", "stock.changes", missed);
    equal(summary, "stock.counterOversold", "stock.counterShort", missed);
    if (summary.get("orders.source") >= ENOUGH_FOR_ALL_FAULTS) {
      equal(summary, "faults.met", "faults.switches", missed);
    }
    equal(summary, "report.reconciledShare", "report.expectedShare", missed);
    equal(summary, "identity.customers", "identity.people", missed);
    equal(summary, "statement.plantedFound", "statement.planted", missed);
    long documents = summary.get("orders.dispatched") + summary.get("afterSales.sentAgain");
    if (documents != summary.get("erp.documents")) {
      missed.add("erp.documents is " + summary.get("erp.documents") + ", not " + documents);
    }
    equal(summary, "receipts.posted", "receipts.queued", missed);
    afterSales(summary, missed);
    inlets(summary, missed);
    zero(summary, "erp.duplicates", missed);
    zero(summary, "shipments.missing", missed);
    zero(summary, "stock.oversold", missed);
    zero(summary, "stock.drift", missed);
    zero(summary, "stock.misshown", missed);
    zero(summary, "statement.falseExceptions", missed);
    if (summary.get("orders.held") > MOST_HELD) {
      missed.add("orders.held is " + summary.get("orders.held") + ", more than goods are scarce");
    }
    long accounted =
        summary.get("orders.dispatched")
            + summary.get("orders.held")
            + summary.get("orders.closed");
    if (accounted != summary.get("orders.stored")) {
      missed.add("dispatched + held + closed is " + accounted);
    }
    return missed;
  }

  private static void inlets(Summary summary, List<String> missed) {
    equal(summary, "messages.taken", "messages.sent", missed);
    equal(summary, "tickets.acknowledged", "tickets.pushed", missed);
    equal(summary, "mini.told", "mini.left", missed);
    equal(summary, "mini.refundsBilled", "mini.refunds", missed);
    zero(summary, "mini.toldOfNothing", missed);
    equal(summary, "pushes.refused", "pushes.forged", missed);
    zero(summary, "hints.waiting", missed);
  }

  private static void afterSales(Summary summary, List<String> missed) {
    equal(summary, "afterSales.done", "afterSales.asked", missed);
    equal(summary, "afterSales.beforeShipment", "afterSales.neverLeft", missed);
    equal(summary, "afterSales.moneyOnly", "afterSales.toKeep", missed);
    equal(summary, "afterSales.withdrawn", "afterSales.calledOff", missed);
    equal(summary, "afterSales.exchanged", "afterSales.toExchange", missed);
    equal(summary, "afterSales.sentAgain", "afterSales.toExchange", missed);
    equal(summary, "erp.returns", "afterSales.toReturn", missed);
    long returned = summary.get("afterSales.returned") + summary.get("afterSales.exchanged");
    if (returned != summary.get("erp.returns")) {
      missed.add("afterSales.returned + exchanged is " + returned);
    }
    equal(summary, "afterSales.fenBooked", "afterSales.fenPaid", missed);
    equal(summary, "afterSales.fenBilled", "afterSales.fenPaid", missed);
    equal(summary, "afterSales.takenBack", "erp.cancelled", missed);
    zero(summary, "afterSales.open", missed);
    zero(summary, "afterSales.missed", missed);
  }

  private static void equal(Summary summary, String name, String other, List<String> missed) {
    if (summary.get(name) != summary.get(other)) {
      missed.add(name + " is " + summary.get(name) + ", " + other + " " + summary.get(other));
    }
  }

  private static void zero(Summary summary, String name, List<String> missed) {
    if (summary.get(name) != 0) {
      missed.add(name + " is " + summary.get(name));
    }
  }
}
