package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Tells channels of an ERP's parcels. */
final class ShipmentNotices {
  /** The code of a notice that was refused for a fault that has none. */
  private static final String FAULT = "FAULT";

  private final Database database;
  private final String erp;
  private final Listener listener;

  ShipmentNotices(Database database, String erp, Listener listener) {
    this.database = database;
    this.erp = erp;
    this.listener = listener;
  }

  /**
   * Queues what a channel was not told yet of its lines that are in a parcel: the whole units that
   * have left since. They join what is queued for the same waybill already; if the channel has
   * answered to that, it is a notice of its own.
   */
  static void add(Tx tx, ParcelTable.Parcel parcel, Order.Source source, Set<String> lines)
      throws SQLException {
    ChannelUnits units = ChannelUnits.read(tx, source);
    Told told = Told.read(tx, parcel, source);
    Map<String, Long> content = new TreeMap<>();
    for (String line : lines) {
      long fresh = units.gone(line) - told.units(line);
      if (fresh > 0) {
        content.put(line, told.withWaybill.getOrDefault(line, 0L) + fresh);
      }
    }
    if (content.isEmpty()) {
      return;
    }
    told.queued.forEach(content::putIfAbsent);
    NoticeTable.put(
        tx,
        told.next,
        content.entrySet().stream()
            .map(one -> new ShipmentSink.Line(one.getKey(), one.getValue()))
            .toList(),
        units.isAll(content));
  }

  /**
   * What a channel was or will be told of an order's lines. For a channel a parcel is a waybill,
   * also if the ERP has two outbounds with it.
   *
   * @param elsewhere units that left with other waybills
   * @param withWaybill units that left with the waybill at hand
   * @param queued what is queued with it
   * @param next the notice that can take more
   */
  private record Told(
      Map<String, Long> elsewhere,
      Map<String, Long> withWaybill,
      Map<String, Long> queued,
      NoticeTable.Key next) {

    static Told read(Tx tx, ParcelTable.Parcel parcel, Order.Source source) throws SQLException {
      Map<List<String>, Map<String, Long>> waybills = new HashMap<>();
      List<String> own = List.of(parcel.carrier(), parcel.waybill());
      Map<String, Long> queued = Map.of();
      NoticeTable.Key next = null;
      int part = 1;
      for (NoticeTable.Row row : NoticeTable.ofChannelOrder(tx, source.shop(), source.number())) {
        // Another ERP's notice may be on its way at this moment.
        boolean ours = row.key().erp().equals(parcel.erp());
        if (ours && row.queued() && own.equals(waybill(row))) {
          next = row.key();
          queued = units(row);
        }
        part = ours && row.key().parcel().equals(parcel.number()) ? row.key().part() + 1 : part;
        put(waybills, row);
      }
      if (next == null) {
        next =
            new NoticeTable.Key(
                parcel.erp(), parcel.number(), source.shop(), source.number(), part);
      }
      Map<String, Long> with = Objects.requireNonNullElse(waybills.remove(own), Map.of());
      return new Told(sum(waybills.values()), with, queued, next);
    }

    private static Map<String, Long> units(NoticeTable.Row row) {
      Map<String, Long> units = new TreeMap<>();
      row.lines().forEach(line -> units.put(line.number(), line.units()));
      return units;
    }

    long units(String line) {
      return elsewhere.getOrDefault(line, 0L) + withWaybill.getOrDefault(line, 0L);
    }
  }

  /**
   * What a batch came to.
   *
   * @param sent notices that the channel took
   * @param before notices that it had before
   * @param refused notices for a person
   * @param more whether there may be others
   */
  record Sent(long sent, long before, long refused, boolean more) {}

  /**
   * Sends a batch of a shop's queued notices.
   *
   * @throws Fault if it is not due to one notice; that one and those behind it stay queued
   */
  Sent send(ShipmentSink sink, int batch) {
    List<NoticeTable.Notice> notices =
        database.inTransaction(
            "queued notices", tx -> NoticeTable.queued(tx, erp, sink.shop(), batch));
    long sent = 0;
    long before = 0;
    long refused = 0;
    for (NoticeTable.Notice notice : notices) {
      switch (send(sink, notice)) {
        case SENT -> sent++;
        case ALREADY_SENT -> before++;
        case REFUSED -> refused++;
      }
      listener.progressed(
          new Listener.Progress(
              "shipment", sink.shop().toString(), sent + before + refused, notices.size()));
    }
    return new Sent(sent, before, refused, notices.size() == batch);
  }

  private ShipmentSink.Outcome send(ShipmentSink sink, NoticeTable.Notice notice) {
    Answer answer = ship(sink, notice);
    database.inTransaction(
        "settle notice",
        tx -> {
          NoticeTable.settle(tx, notice.key(), answer.result);
          return true;
        });
    if (answer.result.outcome() == ShipmentSink.Outcome.REFUSED) {
      listener.alerted(
          new Listener.Alert(
              "shipment",
              "NOTICE_REFUSED",
              sink.shop() + " " + notice.content().orderNumber() + ": " + answer.why));
    }
    return answer.result.outcome();
  }

  /** What became of a notice; why is without the channel's words, which may quote personal data. */
  private record Answer(ShipmentSink.Result result, String why) {}

  /** A fault that the next step would meet again must not hold up the notices behind it. */
  private Answer ship(ShipmentSink sink, NoticeTable.Notice notice) {
    try {
      ShipmentSink.Result result = sink.ship(content(notice));
      return new Answer(result, result.code());
    } catch (Fault fault) {
      if (!Faults.concernsOnlyOne(fault)) {
        throw fault;
      }
      String why = String.valueOf(fault.getMessage());
      String code = Objects.requireNonNullElse(fault.code(), FAULT);
      return new Answer(ShipmentSink.Result.refused(code, why), why);
    }
  }

  /** Whether a parcel is the last one depends on what the channel has taken until now. */
  private ShipmentSink.Parcel content(NoticeTable.Notice notice) {
    ShipmentSink.Parcel parcel = notice.content();
    boolean last = !parcel.last() && database.inTransaction("units told", tx -> isLast(tx, notice));
    return last ? parcel.asLast() : parcel;
  }

  private static boolean isLast(Tx tx, NoticeTable.Notice notice) throws SQLException {
    Order.Source source = new Order.Source(notice.key().shop(), notice.key().number());
    Map<List<String>, Map<String, Long>> waybills = new HashMap<>();
    for (NoticeTable.Row row : NoticeTable.ofChannelOrder(tx, source.shop(), source.number())) {
      if (row.state() == NoticeTable.State.SENT || row.key().equals(notice.key())) {
        put(waybills, row);
      }
    }
    return ChannelUnits.read(tx, source).isLast(sum(waybills.values()));
  }

  private static List<String> waybill(NoticeTable.Row row) {
    return List.of(row.carrier(), row.waybill());
  }

  /** A further notice of a waybill tells again what it has of a line. */
  private static void put(Map<List<String>, Map<String, Long>> waybills, NoticeTable.Row row) {
    Map<String, Long> told = waybills.computeIfAbsent(waybill(row), key -> new TreeMap<>());
    row.lines().forEach(line -> told.merge(line.number(), line.units(), Math::max));
  }

  private static Map<String, Long> sum(Collection<Map<String, Long>> parcels) {
    Map<String, Long> sum = new TreeMap<>();
    parcels.forEach(one -> one.forEach((line, units) -> sum.merge(line, units, Long::sum)));
    return sum;
  }
}
