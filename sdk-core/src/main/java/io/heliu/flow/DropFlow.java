package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.Page;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.OrderCodec;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderBook;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Takes files of orders out of a drop into the order book (小票导入).
 *
 * <p>A file is stored in one transaction and put away afterwards; a crash in between only means
 * that it is read again, and every order in it is then a repeat. The same order again is a repeat;
 * the same number with other content is a conflict: the first stays, the second is kept aside in
 * its raw form for a person.
 */
public final class DropFlow {
  private final Database database;
  private final OrderDrop drop;
  private final Clock clock;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param drop the drop
   * @param clock tells when something was set aside
   * @param listener hears of conflicts and refused files
   */
  public DropFlow(DataSource dataSource, OrderDrop drop, Clock clock, Listener listener) {
    this.database = Database.open(dataSource);
    this.drop = Objects.requireNonNull(drop, "drop");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Takes the next complete file, if there is one.
   *
   * @return fetched entries; fresh are orders stored, repeated are known or no orders, held are
   *     conflicts, failed are entries that could not be read, or 1 for a file refused whole
   * @throws Fault if the drop or the database fails; the next step takes the same file
   */
  public StepReport runOnce() {
    List<OrderDrop.File> files = drop.ready();
    if (files.isEmpty()) {
      return StepReport.idle("drop", drop.source());
    }
    OrderDrop.File file = files.get(0);
    boolean more = files.size() > 1;
    OrderDrop.Content content;
    try {
      content = drop.read(file);
    } catch (Fault.Protocol refused) {
      String reason = String.valueOf(refused.getMessage());
      listener.alerted(new Listener.Alert("drop", "FILE_REFUSED", file.name() + ": " + reason));
      drop.refuse(file, reason);
      return new StepReport("drop", drop.source(), 0, 0, 0, 0, 1, more);
    }
    long[] figures = new long[3];
    database.inTransaction("store file", tx -> store(tx, content, figures));
    if (figures[2] > 0) {
      listener.alerted(
          new Listener.Alert(
              "drop", "TICKET_CONFLICT", file.name() + ": " + figures[2] + " conflicts"));
    }
    StepReport report =
        new StepReport(
            "drop",
            drop.source(),
            content.orders().size() + content.malformed().size() + content.ignored(),
            figures[0],
            figures[1] + content.ignored(),
            figures[2],
            content.malformed().size(),
            more);
    drop.done(file, report.toString());
    listener.progressed(
        new Listener.Progress("drop", drop.source(), report.fetched(), report.fetched()));
    return report;
  }

  private boolean store(Tx tx, OrderDrop.Content content, long[] figures) throws SQLException {
    java.util.Arrays.fill(figures, 0);
    for (ChannelOrder order : content.orders()) {
      OrderBook.Stored stored = OrderTable.put(tx, order, true, true);
      switch (stored) {
        case NEW, NEWER -> figures[0]++;
        case REPEATED, OLDER -> figures[1]++;
        case CONFLICT -> {
          figures[2]++;
          keepAside(tx, order);
        }
      }
    }
    for (Page.Malformed row : content.malformed()) {
      Quarantine.put(tx, drop.source(), row, clock.instant());
    }
    return true;
  }

  private void keepAside(Tx tx, ChannelOrder order) throws SQLException {
    Quarantine.put(
        tx,
        drop.source(),
        new Page.Malformed(
            order.number(), OrderCodec.write(order), "conflict: other content was stored before"),
        clock.instant());
  }
}
