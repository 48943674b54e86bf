package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import java.sql.SQLException;
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
   * have left since. They join what is queued of the parcel already; if the channel has answered to
   * that, it is a notice of its own.
   */
  static void add(Tx tx, ParcelTable.Parcel parcel, Order.Source source, Set<String> lines)
      throws SQLException {
    ChannelUnits units = ChannelUnits.read(tx, source);
    Told told = Told.read(tx, parcel, source);
    Map<String, Long> content = new TreeMap<>();
    for (String line : lines) {
      long fresh = units.gone(line) - told.units(line);
      if (fresh > 0) {
        content.put(line, told.inParcel.getOrDefault(line, 0L) + fresh);
      }
    }
    if (content.isEmpty()) {
      return;
    }
    told.queued.forEach(content::putIfAbsent);
    NoticeTable.put(
        tx,
        new NoticeTable.Key(
            parcel.erp(), parcel.number(), source.shop(), source.number(), told.part),
        content.entrySet().stream()
            .map(one -> new ShipmentSink.Line(one.getKey(), one.getValue()))
            .toList(),
        units.isAll(content));
  }

  /**
   * What a channel was or will be told of an order's lines.
   *
   * @param elsewhere units that left with other parcels
   * @param inParcel units in the parcel at hand
   * @param queued what is queued of the parcel at hand
   * @param part the notice of the parcel that can take more
   */
  private record Told(
      Map<String, Long> elsewhere, Map<String, Long> inParcel, Map<String, Long> queued, int part) {

    static Told read(Tx tx, ParcelTable.Parcel parcel, Order.Source source) throws SQLException {
      Map<List<String>, Map<String, Long>> parcels = new HashMap<>();
      List<String> own = List.of(parcel.erp(), parcel.number());
      Map<String, Long> queued = Map.of();
      int part = 1;
      for (NoticeTable.Row row : NoticeTable.ofChannelOrder(tx, source.shop(), source.number())) {
        List<String> of = List.of(row.key().erp(), row.key().parcel());
        Map<String, Long> units = new TreeMap<>();
        row.lines().forEach(line -> units.put(line.number(), line.units()));
        if (of.equals(own)) {
          part = row.queued() ? row.key().part() : row.key().part() + 1;
          queued = row.queued() ? units : Map.of();
        }
        // A further notice of a parcel tells again what it has of a line.
        Map<String, Long> all = parcels.computeIfAbsent(of, key -> new TreeMap<>());
        units.forEach((line, count) -> all.merge(line, count, Math::max));
      }
      Map<String, Long> inParcel = Objects.requireNonNullElse(parcels.remove(own), Map.of());
      Map<String, Long> elsewhere = new TreeMap<>();
      parcels
          .values()
          .forEach(one -> one.forEach((line, n) -> elsewhere.merge(line, n, Long::sum)));
      return new Told(elsewhere, inParcel, queued, part);
    }

    long units(String line) {
      return elsewhere.getOrDefault(line, 0L) + inParcel.getOrDefault(line, 0L);
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
  private static Answer ship(ShipmentSink sink, NoticeTable.Notice notice) {
    try {
      ShipmentSink.Result result = sink.ship(notice.content());
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
}
