package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
   * Queues what a channel was not told yet of its lines that are in a parcel. It joins what is
   * queued of the parcel already; if the channel has answered to that, it is a notice of its own.
   */
  static void add(Tx tx, ParcelTable.Parcel parcel, Order.Source source, Set<String> lines)
      throws SQLException {
    Set<String> fresh = new TreeSet<>(lines);
    int part = 1;
    Set<String> queued = Set.of();
    for (NoticeTable.Row row : NoticeTable.ofChannelOrder(tx, source.shop(), source.number())) {
      row.lines().forEach(fresh::remove);
      if (row.key().erp().equals(parcel.erp()) && row.key().parcel().equals(parcel.number())) {
        part = row.queued() ? row.key().part() : row.key().part() + 1;
        queued = row.queued() ? new TreeSet<>(row.lines()) : Set.of();
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    fresh.addAll(queued);
    NoticeTable.put(
        tx,
        new NoticeTable.Key(parcel.erp(), parcel.number(), source.shop(), source.number(), part),
        List.copyOf(fresh),
        isWhole(tx, source, fresh));
  }

  /** Tells whether these are all lines of the channel order. */
  private static boolean isWhole(Tx tx, Order.Source source, Set<String> lines)
      throws SQLException {
    ChannelOrder order = OrderTable.channelOrder(tx, source.shop(), source.number()).orElseThrow();
    return order.lines().stream().allMatch(line -> lines.contains(line.number()));
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
