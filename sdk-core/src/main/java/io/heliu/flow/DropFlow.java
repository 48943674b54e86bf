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
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
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
    List<String> files = drop.ready();
    if (files.isEmpty()) {
      return StepReport.idle("drop", drop.source());
    }
    String file = files.get(0);
    boolean more = files.size() > 1;
    OrderDrop.Content content;
    try {
      content = drop.read(file);
    } catch (Fault.Protocol refused) {
      String reason = String.valueOf(refused.getMessage());
      listener.alerted(new Listener.Alert("drop", "FILE_REFUSED", file + ": " + reason));
      drop.refuse(file, reason);
      return new StepReport("drop", drop.source(), 0, 0, 0, 0, 1, more);
    }
    List<Stored> stored = database.inTransaction("store file", tx -> storeOrders(tx, content));
    long held =
        count(stored, Stored.CONFLICT)
            + database.inTransaction("check ignored", tx -> voidedAfterSale(tx, content));
    drop.done(content, stored);
    return report(content, stored, held, more);
  }

  private StepReport report(
      OrderDrop.Content content, List<Stored> stored, long held, boolean more) {
    if (held > 0) {
      listener.alerted(new Listener.Alert("drop", "TICKET_CONFLICT", content.file() + ": " + held));
    }
    long entries =
        content.orders().size() + content.malformed().size() + (long) content.ignored().size();
    long malformed = content.malformed().size();
    long fresh = count(stored, Stored.NEW);
    listener.progressed(new Listener.Progress("drop", drop.source(), entries, entries));
    return new StepReport(
        "drop",
        drop.source(),
        entries,
        fresh,
        entries - fresh - held - malformed,
        held,
        malformed,
        more);
  }

  private static long count(List<Stored> stored, Stored which) {
    return stored.stream().filter(one -> one == which).count();
  }

  private List<Stored> storeOrders(Tx tx, OrderDrop.Content content) throws SQLException {
    List<Stored> result = new ArrayList<>();
    for (ChannelOrder order : content.orders()) {
      Stored stored = OrderTable.put(tx, order, true, true);
      result.add(stored);
      if (stored == Stored.CONFLICT) {
        keepAside(tx, order);
      }
    }
    for (Page.Malformed row : content.malformed()) {
      Quarantine.put(tx, drop.source(), row, clock.instant());
    }
    return result;
  }

  /** Sets aside voids of tickets that were stored as sales before; goods and money are booked. */
  private long voidedAfterSale(Tx tx, OrderDrop.Content content) throws SQLException {
    long conflicts = 0;
    for (Order.Source ignored : content.ignored()) {
      if (OrderTable.channelOrder(tx, ignored.shop(), ignored.number()).isPresent()) {
        conflicts++;
        Quarantine.put(
            tx,
            drop.source(),
            new Page.Malformed(
                ignored.number(), ignored.toString(), "void of a ticket that was stored before"),
            clock.instant());
      }
    }
    return conflicts;
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
