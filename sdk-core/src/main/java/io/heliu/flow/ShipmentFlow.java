package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.StockLedger;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries what has left, as the ERP tells it, through the ledger and the order book back to the
 * channels (发货回传).
 *
 * <p>A parcel may hold parts of several of our orders, and these may stand for several channel
 * orders: each channel order gets its own notice, with the units of its lines that left with the
 * parcel. Only whole units that the channel sells are told: a kit, or a pack of several pieces,
 * with the parcel that completes it. Our own outbounds, which come back in the ERP's feed, are
 * recognised by their number. One flow at a time may work on an ERP.
 */
public final class ShipmentFlow {
  private static final int BATCH = 200;
  private static final String DEFAULT_CARRIER = "OTHER";

  private final Database database;
  private final Erp erp;
  private final ParcelTaking taking;
  private final HeldParcels heldParcels;
  private final ShipmentNotices notices;
  private final Map<ShopId, ShipmentSink> sinks;
  private final Listener listener;
  private final Clock clock;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param erp whose outbounds are read
   * @param ledger the stock ledger
   * @param sinks the shops that are told; a notice for another shop stays queued
   * @param listener hears of progress and refusals
   */
  public ShipmentFlow(
      DataSource dataSource,
      Erp erp,
      StockLedger ledger,
      List<? extends ShipmentSink> sinks,
      Listener listener) {
    this(dataSource, erp, ledger, sinks, listener, Clock.systemUTC());
  }

  /**
   * Creates a flow whose rows that cannot be read are stamped by a clock of the host's.
   *
   * @param dataSource a data source where {@link io.heliu.store.Schema#install} has been called
   * @param erp the ERP
   * @param ledger the stock ledger
   * @param sinks where shops are told of shipments
   * @param listener hears of progress and refusals
   * @param clock the clock
   */
  public ShipmentFlow(
      DataSource dataSource,
      Erp erp,
      StockLedger ledger,
      List<? extends ShipmentSink> sinks,
      Listener listener,
      Clock clock) {
    this.clock = clock;
    this.database = Database.open(dataSource);
    this.erp = erp;
    this.taking = new ParcelTaking(database, erp.name(), ledger, listener);
    this.heldParcels = new HeldParcels(database, erp.name(), ledger);
    this.notices = new ShipmentNotices(database, erp.name(), listener);
    this.listener = listener;
    this.sinks = new TreeMap<>();
    sinks.forEach(sink -> this.sinks.put(sink.shop(), sink));
  }

  /**
   * Reads a slice of the ERP's outbounds, takes new parcels out of the ledger and sends a batch of
   * notices per shop.
   *
   * @return fetched outbounds and notices; fresh are parcels taken and notices sent, repeated are
   *     known or our own outbounds and notices the channel had, held are parcels the ledger refused
   *     or that have something that was not ordered or was given up, failed are notices the channel
   *     refused, or could not take for a reason that lasts and may lie in the notice
   * @throws io.heliu.Fault if the ERP, the ledger, a channel or the database fails; the next step
   *     goes on where this one was. If the ERP or a channel does, the rest is done before
   */
  public StepReport runOnce() {
    Faults faults = new Faults();
    // What is here already does not wait for an ERP that cannot be read.
    StepReport report = faults.keep(this::pull, step(0, 0, 0, 0, 0, false));
    boolean more = report.more();
    ParcelTaking.Taken taken = taking.take(BATCH);
    more |= taken.more();
    report = report.plus(step(0, taken.applied(), 0, taken.held(), 0, taken.more()));
    int settled = heldParcels.take(BATCH);
    more |= settled == BATCH;
    report = report.plus(step(0, settled, 0, 0, 0, false));
    for (ShipmentSink sink : sinks.values()) {
      StepReport sent = faults.keep(() -> send(sink), step(0, 0, 0, 0, 0, false));
      more |= sent.more();
      report = report.plus(sent);
    }
    faults.rethrow();
    return new StepReport(
        "shipment",
        erp.name(),
        report.fetched(),
        report.fresh(),
        report.repeated(),
        report.held(),
        report.failed(),
        more);
  }

  private StepReport step(
      long fetched, long fresh, long repeated, long held, long failed, boolean m) {
    return new StepReport("shipment", erp.name(), fetched, fresh, repeated, held, failed, m);
  }

  private StepReport pull() {
    String name = "shipment/" + erp.name();
    Optional<String> cursor =
        database.inTransaction("outbound cursor", tx -> CursorTable.find(tx, name));
    ErpFeeds.Slice<Outbound> slice = erp.feeds().outbounds(cursor.orElse(null));
    int[] fresh = {0};
    List<String> corrected = new ArrayList<>();
    database.inTransaction(
        "store parcels",
        tx -> {
          fresh[0] = 0;
          corrected.clear();
          for (Outbound outbound : slice.rows()) {
            if (store(tx, outbound)) {
              fresh[0]++;
            } else if (correct(tx, outbound)) {
              corrected.add(outbound.number());
            }
          }
          Quarantine.read(tx, name, slice.rows().stream().map(Outbound::number).toList());
          for (Page.Malformed row : slice.malformed()) {
            Quarantine.put(tx, name, row, clock.instant());
          }
          if (slice.nextCursor() != null) {
            CursorTable.put(tx, name, slice.nextCursor());
          }
          return true;
        });
    for (String parcel : corrected) {
      String message = parcel + " was told with another waybill: tell its channels by hand";
      listener.alerted(new Listener.Alert("shipment", "WAYBILL_CHANGED", message));
    }
    int rows = slice.rows().size();
    boolean more = !slice.isEmpty() && slice.nextCursor() != null;
    return step(rows, 0, rows - fresh[0], 0, 0, more);
  }

  private boolean store(Tx tx, Outbound outbound) throws SQLException {
    if (Outbox.find(tx, erp.name(), outbound.number()).isPresent()) {
      return false;
    }
    List<ParcelTable.Line> lines = new ArrayList<>();
    Map<String, Order> orders = new LinkedHashMap<>();
    for (DocumentLine line : outbound.lines()) {
      Optional<Order> order = orderOf(tx, line, orders);
      if (order.isPresent()) {
        assign(tx, order.get(), line, lines);
      }
    }
    if (lines.isEmpty()) {
      return false;
    }
    String carrier = orElse(outbound.carrier(), DEFAULT_CARRIER);
    String waybill = orElse(outbound.waybill(), outbound.number());
    return ParcelTable.put(
        tx, new ParcelTable.Parcel(erp.name(), outbound.number(), carrier, waybill, lines));
  }

  /**
   * Takes over a waybill that came, or changed, after the parcel was heard of. What no channel has
   * goes out with it; tells whether one was told of the parcel before.
   */
  private boolean correct(Tx tx, Outbound outbound) throws SQLException {
    String waybill = orElse(outbound.waybill(), "");
    String carrier = orElse(outbound.carrier(), DEFAULT_CARRIER);
    if (waybill.isEmpty()
        || !ParcelTable.correct(tx, erp.name(), outbound.number(), carrier, waybill)) {
      return false;
    }
    NoticeTable.queueRefused(tx, erp.name(), outbound.number());
    return NoticeTable.isSent(tx, erp.name(), outbound.number());
  }

  /** ERPs leave a field empty as well as out, and no channel takes a blank one. */
  private static String orElse(@Nullable String told, String otherwise) {
    return told == null || told.isBlank() ? otherwise : told;
  }

  private Optional<Order> orderOf(Tx tx, DocumentLine line, Map<String, Order> seen)
      throws SQLException {
    String document = line.sourceDocument();
    if (document == null) {
      return Optional.empty();
    }
    if (seen.containsKey(document)) {
      return Optional.ofNullable(seen.get(document));
    }
    Optional<Outbox.Entry> entry = Outbox.find(tx, erp.name(), document);
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
    if (left != 0 && candidates.isEmpty()) {
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
    Map<Integer, Long> gone = new TreeMap<>();
    for (ParcelTable.Line line : ParcelTable.linesOfOrder(tx, order.id())) {
      gone.merge(line.orderLine(), line.quantity(), Long::sum);
    }
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

  private StepReport send(ShipmentSink sink) {
    ShipmentNotices.Sent sent = notices.send(sink, BATCH);
    long all = sent.sent() + sent.before() + sent.refused();
    return step(all, sent.sent(), sent.before(), 0, sent.refused(), sent.more());
  }
}
