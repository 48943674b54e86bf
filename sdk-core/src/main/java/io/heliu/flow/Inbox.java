package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.Page;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.OrderCodec;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.TicketTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Takes orders that never change into the order book (小票入账), each once.
 *
 * <p>The same content again under a number is a repeat. Other content is a conflict: the first
 * stays, the second is kept aside in its raw form for a person. A cancellation that comes before
 * its order is remembered, and the order is then kept aside without being booked; one that comes
 * after it is noted and told ({@code VOID_AFTER_SALE}), and a {@link VoidFlow} undoes the order.
 * Thread-safe.
 */
public final class Inbox implements OrderInbox {
  private final Database database;
  private final Clock clock;
  private final Listener listener;

  /**
   * Creates an inbox.
   *
   * @param dataSource where the schema is installed
   * @param clock tells when something was set aside
   * @param listener hears of conflicts and of the notes of a batch
   */
  public Inbox(DataSource dataSource, Clock clock, Listener listener) {
    this.database = Database.open(dataSource);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  public Taken take(Batch batch) {
    Taken taken = database.inTransaction("store tickets", tx -> store(tx, batch));
    long conflicts = taken.count(Stored.CONFLICT);
    if (conflicts > 0) {
      listener.alerted(
          new Listener.Alert("drop", "TICKET_CONFLICT", batch.name() + ": " + conflicts));
    }
    long voids = taken.ignored().stream().filter(one -> one == Stored.NEWER).count();
    if (voids > 0) {
      listener.alerted(new Listener.Alert("drop", "VOID_AFTER_SALE", batch.name() + ": " + voids));
    }
    for (Note note : batch.notes()) {
      listener.alerted(
          new Listener.Alert("drop", note.code(), batch.name() + ": " + note.message()));
    }
    return taken;
  }

  private Taken store(Tx tx, Batch batch) throws SQLException {
    List<Stored> orders = new ArrayList<>();
    for (Entry entry : batch.orders()) {
      Stored stored = TicketTable.put(tx, entry.order(), entry.identity());
      orders.add(stored);
      if (stored == Stored.CONFLICT) {
        keepAside(tx, batch, entry, "conflict: other content was stored before");
      } else if (stored == Stored.OLDER) {
        keepAside(tx, batch, entry, "cancelled: its void was stored before");
      }
    }
    List<Stored> ignored = new ArrayList<>();
    for (Ignored one : batch.ignored()) {
      ignored.add(one.cancels() ? cancel(tx, batch, one) : Stored.REPEATED);
    }
    for (Page.Malformed row : batch.malformed()) {
      Quarantine.put(tx, batch.source(), row, clock.instant());
    }
    return new Taken(orders, ignored);
  }

  private Stored cancel(Tx tx, Batch batch, Ignored one) throws SQLException {
    Stored stored = TicketTable.cancel(tx, one.order(), one.identity());
    if (stored == Stored.CONFLICT) {
      String raw = one.order().toString();
      String reason = "void of an order that came another way";
      Quarantine.put(
          tx,
          batch.source(),
          new Page.Malformed(one.order().number(), raw, reason),
          clock.instant());
    }
    return stored;
  }

  private void keepAside(Tx tx, Batch batch, Entry entry, String reason) throws SQLException {
    String raw = OrderCodec.write(entry.order());
    Quarantine.put(
        tx,
        batch.source(),
        new Page.Malformed(entry.order().number(), raw, reason),
        clock.instant());
  }
}
