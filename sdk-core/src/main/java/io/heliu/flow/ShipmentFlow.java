package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Quarantine;
import io.heliu.inventory.StockLedger;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Carries what has left, as the ERP tells it, through the ledger and the order book back to the
 * channels (发货回传).
 *
 * <p>A parcel may hold parts of several of our orders, and these may stand for several channel
 * orders: each channel order gets its own notice, with the units of its lines that left with the
 * parcel. Only whole units that the channel sells are told: a kit, or a pack of several pieces,
 * with the parcel that completes it. Our own outbounds, which come back in the ERP's feed, are
 * recognised by their number. One flow at a time may work on an ERP.
 *
 * <p>An outbound that the ERP tells again with other goods (单据变更) is taken as it is now as long as
 * the ledger has given out nothing of it. After that it is for a person ({@code
 * OUTBOUND_CORRECTED}, once for each change): the ledger and the channels keep what they were told,
 * and the next comparison of the counts shows the difference. Goods that come back on a line of a
 * document of ours (红字) are refused ({@code OUTBOUND_NEGATIVE}) and are among {@link
 * Worklist#unreadRows}; the other lines of the outbound are taken. An outbound that does not stand
 * any more, because it is not audited (反审核) or is deleted, is told once ({@code
 * OUTBOUND_WITHDRAWN}) and is among them until it stands again. A substitute (替代发货) completes
 * nothing until a person says which line it stands for ({@link Worklist#standsFor}).
 */
public final class ShipmentFlow {
  private static final int BATCH = 200;

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
   *     or that have something that was not ordered or was given up, and lines of goods that come
   *     back, failed are notices the channel refused, or could not take for a reason that lasts and
   *     may lie in the notice
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
    OutboundReading read =
        database.inTransaction(
            "store parcels",
            tx -> {
              OutboundReading reading = new OutboundReading(tx, erp.name(), clock.instant());
              for (Outbound outbound : slice.rows()) {
                reading.read(outbound);
              }
              Quarantine.read(tx, name, slice.rows().stream().map(Outbound::number).toList());
              for (Page.Malformed row : slice.malformed()) {
                Quarantine.put(tx, name, row, clock.instant());
              }
              for (String number : slice.withdrawn()) {
                reading.withdrawn(number);
              }
              if (slice.nextCursor() != null) {
                CursorTable.put(tx, name, slice.nextCursor());
              }
              return reading;
            });
    read.alerts().forEach(listener::alerted);
    int rows = slice.rows().size();
    boolean more = !slice.isEmpty() && slice.nextCursor() != null;
    return step(rows, 0, rows - read.fresh(), read.refused(), 0, more);
  }

  private StepReport send(ShipmentSink sink) {
    ShipmentNotices.Sent sent = notices.send(sink, BATCH);
    long all = sent.sent() + sent.before() + sent.refused();
    return step(all, sent.sent(), sent.before(), 0, sent.refused(), sent.more());
  }
}
