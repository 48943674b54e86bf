package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.channel.Page;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores what outbounds of an ERP have of our orders, within one transaction, and notices what has
 * changed of those that are known.
 */
final class OutboundReading {
  private static final String DEFAULT_CARRIER = "OTHER";

  private final Tx tx;
  private final String erp;
  private final Instant now;
  private final List<Listener.Alert> alerts = new ArrayList<>();
  private int fresh;
  private int refused;

  OutboundReading(Tx tx, String erp, Instant now) {
    this.tx = tx;
    this.erp = erp;
    this.now = now;
  }

  /** Returns what to tell when the transaction has ended well. */
  List<Listener.Alert> alerts() {
    return alerts;
  }

  /** Returns how many outbounds were new parcels of ours. */
  int fresh() {
    return fresh;
  }

  /** Returns how many lines were refused that were not before. */
  int refused() {
    return refused;
  }

  /** Reads an outbound. */
  void read(Outbound outbound) throws SQLException {
    String number = outbound.number();
    if (Outbox.find(tx, erp, number).isPresent()) {
      return;
    }
    Map<String, Order> orders = new LinkedHashMap<>();
    List<DocumentLine> ours = new ArrayList<>();
    for (DocumentLine line : outbound.lines()) {
      boolean known = orderOf(line, orders).isPresent();
      if (known && line.quantity() > 0) {
        ours.add(line);
      } else if (known) {
        refuse(number, line);
      }
    }
    String content = ParcelTable.contentHash(ours);
    Optional<ParcelTable.Known> known = ParcelTable.lock(tx, erp, number);
    if (known.isEmpty() && !ours.isEmpty()) {
      fresh += ParcelTable.put(tx, parcel(outbound, 0, assign(ours, orders)), content) ? 1 : 0;
    } else if (known.isPresent()) {
      if (!known.get().contentHash().equals(content)) {
        change(outbound, known.get(), ours, orders);
      }
      correctWaybill(outbound);
    }
  }

  /**
   * Takes over other goods of a parcel as long as the ledger has given out nothing of it, and a
   * person has not decided on it. Else somebody may have acted on what it was.
   */
  private void change(
      Outbound outbound,
      ParcelTable.Known known,
      List<DocumentLine> ours,
      Map<String, Order> orders)
      throws SQLException {
    String number = outbound.number();
    String content = ParcelTable.contentHash(ours);
    if (isOpen(number, known)) {
      refill(parcel(outbound, known.round() + 1, assign(ours, orders)), content);
      return;
    }
    ParcelTable.setContentHash(tx, erp, number, content);
    alert(
        "OUTBOUND_CORRECTED",
        number
            + " of "
            + erp
            + " has other goods than when it was taken ("
            + known.state()
            + "): tell its channels by hand; the counts show what the stock differs by");
  }

  /** Tells whether the ledger has given out nothing of a parcel yet, and nobody decided on it. */
  private boolean isOpen(String number, ParcelTable.Known known) throws SQLException {
    return switch (known.state()) {
      case NEW, HELD -> !ParcelTable.isTaken(tx, erp, number);
      case APPLIED -> ParcelTable.lines(tx, erp, number).isEmpty();
      default -> false;
    };
  }

  private void refill(ParcelTable.Parcel parcel, String content) throws SQLException {
    ParcelTable.clear(tx, erp, parcel.number());
    ParcelTable.fill(tx, parcel, content);
  }

  /** Goods that come back are told by a refund or a ticket, or else by the counts. */
  private void refuse(String number, DocumentLine line) throws SQLException {
    String what =
        "outbound "
            + number
            + " line "
            + line.line()
            + ": "
            + line.quantity()
            + " of "
            + line.sku()
            + " at "
            + line.location()
            + " on "
            + line.sourceDocument()
            + " line "
            + line.sourceLine();
    String reason = "quantity: must be positive on a line that fulfils a document of ours";
    Page.Malformed row = new Page.Malformed(number, what, reason);
    if (Quarantine.keepAside(tx, "shipment/" + erp, row, now)) {
      refused++;
      alert("OUTBOUND_NEGATIVE", what + ": refused, " + reason);
    }
  }

  /**
   * Hears that an outbound does not stand. Of one that is a parcel of ours a person hears, once
   * until it stands again: the ledger and the channels keep what they were told. What they were not
   * told yet they are not told any more.
   */
  void withdrawn(String number) throws SQLException {
    Optional<ParcelTable.Known> known = ParcelTable.lock(tx, erp, number);
    if (known.isEmpty()) {
      return;
    }
    if (isOpen(number, known.get())) {
      int round = known.get().round() + 1;
      refill(
          new ParcelTable.Parcel(erp, number, DEFAULT_CARRIER, number, round, List.of()),
          ParcelTable.contentHash(List.of()));
    }
    String reason = "it was told before, and is not audited any more or is deleted";
    Page.Malformed row = new Page.Malformed(number, "outbound " + number + " withdrawn", reason);
    if (Quarantine.put(tx, "shipment/" + erp, row, now)) {
      refused++;
      alert(
          "OUTBOUND_WITHDRAWN",
          number
              + " of "
              + erp
              + " is not audited any more or is deleted: see what became of its goods, and tell"
              + " its channels by hand");
    }
  }

  private void alert(String code, String message) {
    alerts.add(new Listener.Alert("shipment", code, message));
  }

  private ParcelTable.Parcel parcel(Outbound outbound, int round, List<ParcelTable.Line> lines) {
    String carrier = orElse(outbound.carrier(), DEFAULT_CARRIER);
    String waybill = orElse(outbound.waybill(), outbound.number());
    return new ParcelTable.Parcel(erp, outbound.number(), carrier, waybill, round, lines);
  }

  private List<ParcelTable.Line> assign(List<DocumentLine> ours, Map<String, Order> orders)
      throws SQLException {
    List<ParcelTable.Line> lines = new ArrayList<>();
    for (DocumentLine line : ours) {
      assign(tx, orderOf(line, orders).orElseThrow(), line, lines);
    }
    return lines;
  }

  /**
   * Takes over a waybill that came, or changed, after the parcel was heard of. What no channel has
   * goes out with it; of the rest a person is told.
   */
  private void correctWaybill(Outbound outbound) throws SQLException {
    String number = outbound.number();
    String waybill = orElse(outbound.waybill(), "");
    String carrier = orElse(outbound.carrier(), DEFAULT_CARRIER);
    if (waybill.isEmpty() || !ParcelTable.correct(tx, erp, number, carrier, waybill)) {
      return;
    }
    NoticeTable.queueRefused(tx, erp, number);
    if (NoticeTable.isSent(tx, erp, number)) {
      alert(
          "WAYBILL_CHANGED", number + " was told with another waybill: tell its channels by hand");
    }
  }

  /** ERPs leave a field empty as well as out, and no channel takes a blank one. */
  private static String orElse(@Nullable String told, String otherwise) {
    return told == null || told.isBlank() ? otherwise : told;
  }

  private Optional<Order> orderOf(DocumentLine line, Map<String, Order> seen) throws SQLException {
    String document = line.sourceDocument();
    if (document == null) {
      return Optional.empty();
    }
    if (seen.containsKey(document)) {
      return Optional.ofNullable(seen.get(document));
    }
    Optional<Outbox.Entry> entry = Outbox.find(tx, erp, document);
    Optional<Order> order =
        entry.isEmpty() ? Optional.empty() : OrderTable.find(tx, entry.get().orderId());
    order.ifPresent(found -> seen.put(document, found));
    return order;
  }

  /**
   * Gives a shipped quantity to lines of the order: the named line first, else by SKU, and what was
   * given up of a line last. A SKU that was not ordered, for example a substitute, is kept for a
   * person.
   */
  private static void assign(
      Tx tx, Order order, DocumentLine shipped, List<ParcelTable.Line> parcel) throws SQLException {
    Map<Integer, Long> gone = gone(tx, order, parcel);
    Map<Integer, Long> givenUp = GivenUpTable.ofOrder(tx, order.id());
    List<Order.Line> candidates = new ArrayList<>();
    Map<Integer, Long> open = new TreeMap<>();
    Map<Integer, Long> stays = new TreeMap<>();
    for (Order.Line line : order.lines()) {
      if (line.sku().equals(shipped.sku())) {
        boolean named = ("" + line.line()).equals(shipped.sourceLine());
        candidates.add(named ? 0 : candidates.size(), line);
        long given = named ? 0 : givenUp.getOrDefault(line.line(), 0L);
        stays.put(line.line(), given);
        open.put(line.line(), line.quantity() - gone.getOrDefault(line.line(), 0L) - given);
      }
    }
    long left = fill(order, candidates, shipped, open, shipped.quantity(), parcel);
    left = fill(order, candidates, shipped, stays, left, parcel);
    if (left > 0 && candidates.isEmpty()) {
      parcel.add(part(order, ParcelTable.NO_LINE, shipped, left));
    } else if (left > 0) {
      parcel.add(part(order, candidates.get(candidates.size() - 1).line(), shipped, left));
    }
  }

  /** Gives units to lines that have room for them; returns what is left. */
  private static long fill(
      Order order,
      List<Order.Line> lines,
      DocumentLine shipped,
      Map<Integer, Long> room,
      long units,
      List<ParcelTable.Line> parcel) {
    long left = units;
    for (Order.Line line : lines) {
      long take = Math.min(room.getOrDefault(line.line(), 0L), left);
      if (take > 0) {
        parcel.add(part(order, line.line(), shipped, take));
        left -= take;
      }
    }
    return left;
  }

  /** Returns what is in parcels of each line of an order, the one at hand included. */
  private static Map<Integer, Long> gone(Tx tx, Order order, List<ParcelTable.Line> parcel)
      throws SQLException {
    Map<Integer, Long> gone = ParcelTable.standingOfOrder(tx, order.id());
    for (ParcelTable.Line line : parcel) {
      if (line.orderId().equals(order.id())) {
        gone.merge(line.orderLine(), line.quantity(), Long::sum);
      }
    }
    return gone;
  }

  private static ParcelTable.Line part(Order order, int line, DocumentLine shipped, long units) {
    return new ParcelTable.Line(
        order.id(), line, shipped.sku(), shipped.location(), units, shipped.line());
  }
}
