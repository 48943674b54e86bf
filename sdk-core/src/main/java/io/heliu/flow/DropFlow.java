package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.OrderInbox;
import io.heliu.order.Stored;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Takes files of orders out of a drop into the order book (小票导入), by way of an {@link Inbox}.
 *
 * <p>A file is stored in one transaction and put away afterwards; a crash in between only means
 * that it is read again, and every order in it is then a repeat.
 */
public final class DropFlow {
  private final OrderInbox inbox;
  private final OrderDrop drop;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param drop the drop
   * @param clock tells when something was set aside
   * @param listener hears of conflicts, of notes on tickets and of refused files
   */
  public DropFlow(DataSource dataSource, OrderDrop drop, Clock clock, Listener listener) {
    this(new Inbox(dataSource, clock, listener), drop, listener);
  }

  /**
   * Creates the flow on an inbox, which may be that of pushes.
   *
   * @param inbox where the orders go
   * @param drop the drop
   * @param listener hears of refused files
   */
  public DropFlow(OrderInbox inbox, OrderDrop drop, Listener listener) {
    this.inbox = Objects.requireNonNull(inbox, "inbox");
    this.drop = Objects.requireNonNull(drop, "drop");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Takes the next complete file, if there is one.
   *
   * @return fetched entries; fresh are orders stored, repeated are known, cancelled or no orders,
   *     held are conflicts, failed are entries that could not be read, or 1 for a file refused
   *     whole
   * @throws Fault if the drop or the database fails; the next step takes the same file
   */
  public StepReport runOnce() {
    List<String> files = drop.ready();
    if (files.isEmpty()) {
      return StepReport.idle("drop", drop.source());
    }
    String file = files.get(0);
    boolean more = files.size() > 1;
    OrderInbox.Batch batch;
    try {
      batch = drop.read(file);
    } catch (Fault.Protocol refused) {
      String reason = String.valueOf(refused.getMessage());
      listener.alerted(new Listener.Alert("drop", "FILE_REFUSED", file + ": " + reason));
      drop.refuse(file, reason);
      return new StepReport("drop", drop.source(), 0, 0, 0, 0, 1, more);
    }
    OrderInbox.Taken taken = inbox.take(batch);
    drop.done(batch, taken);
    return report(batch, taken, more);
  }

  private StepReport report(OrderInbox.Batch batch, OrderInbox.Taken taken, boolean more) {
    long entries = batch.size();
    long malformed = batch.malformed().size();
    long fresh = taken.orders().stream().filter(one -> one == Stored.NEW).count();
    long held = taken.count(Stored.CONFLICT);
    listener.progressed(new Listener.Progress("drop", drop.source(), entries, entries));
    long repeated = entries - fresh - held - malformed;
    return new StepReport("drop", drop.source(), entries, fresh, repeated, held, malformed, more);
  }
}
