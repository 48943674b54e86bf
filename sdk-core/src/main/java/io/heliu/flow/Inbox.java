package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.Page;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Customers;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.LinkedReturns;
import io.heliu.internal.store.OrderCodec;
import io.heliu.internal.store.ParkedTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.TicketTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders that never change into the order book (小票入账), each once.
 *
 * <p>The same content again under a number is a repeat. Other content is a conflict: the first
 * stays, the second is kept aside in its raw form for a person. A cancellation that comes before
 * its order is remembered, and the order is then kept aside without being booked; one that comes
 * after it is noted and told ({@code VOID_AFTER_SALE}), and a {@link VoidFlow} undoes the order.
 *
 * <p>A return that names its sale brings back what that sold, and no more, over all returns of it:
 * what exceeds that is a conflict ({@code RETURN_EXCEEDS_SALE}). One that comes before its sale is
 * taken and waits for it, by default for a day; then it is booked without a link to it ({@code
 * RETURN_UNLINKED}). Whatever is handed in books returns whose wait is over; where little comes in,
 * call {@link #runOnce} now and then.
 *
 * <p>Thread-safe.
 */
public final class Inbox implements OrderInbox {
  private static final Duration PATIENCE = Duration.ofDays(1);
  private static final int BATCH = 100;
  private static final String CONFLICT = "conflict: other content was stored before";
  private static final String EXCESS = "conflict: more comes back than its sale sold";

  private final Database database;
  private final Duration patience;
  private final Clock clock;
  private final Listener listener;
  private final @Nullable CustomerResolver customers;

  /**
   * Creates an inbox where returns wait for their sale for a day.
   *
   * @param dataSource where the schema is installed
   * @param clock tells when something was set aside
   * @param listener hears of conflicts and of the notes of a batch
   */
  public Inbox(DataSource dataSource, Clock clock, Listener listener) {
    this(dataSource, PATIENCE, clock, listener);
  }

  /**
   * Creates an inbox.
   *
   * @param dataSource where the schema is installed
   * @param patience how long a return waits for its sale: as long as tills are offline, at most
   * @param clock tells when something was set aside
   * @param listener hears of conflicts and of the notes of a batch
   * @throws IllegalArgumentException if the patience is negative
   */
  public Inbox(DataSource dataSource, Duration patience, Clock clock, Listener listener) {
    this(dataSource, patience, clock, listener, null);
  }

  /**
   * Creates an inbox with somebody who tells whose an order is, as {@link IntakeFlow} has. What an
   * order says first of its customer stays: a repeat is asked about only if the order has none yet.
   *
   * @param dataSource where the schema is installed
   * @param patience how long a return waits for its sale: as long as tills are offline, at most
   * @param clock tells when something was set aside
   * @param listener hears of conflicts and of the notes of a batch
   * @param customers tells whose an order is; null if nobody does
   * @throws IllegalArgumentException if the patience is negative
   */
  public Inbox(
      DataSource dataSource,
      Duration patience,
      Clock clock,
      Listener listener,
      @Nullable CustomerResolver customers) {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience: must not be negative");
    }
    this.database = Database.open(dataSource);
    this.patience = patience;
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.customers = customers;
  }

  @Override
  public Taken take(Batch batch) {
    List<Note> notes = new ArrayList<>();
    Customers asked = Customers.of(withoutCustomer(batch), customers);
    Taken taken =
        database.inTransaction(
            "store tickets",
            tx -> {
              notes.clear();
              Taken stored = store(tx, batch, asked, notes);
              bookWaiting(tx, notes);
              return stored;
            });
    notes.addAll(batch.notes());
    long conflicts = taken.count(Stored.CONFLICT);
    if (conflicts > 0) {
      listener.alerted(
          new Listener.Alert("drop", "TICKET_CONFLICT", batch.name() + ": " + conflicts));
    }
    long voids = taken.ignored().stream().filter(one -> one == Stored.NEWER).count();
    if (voids > 0) {
      listener.alerted(new Listener.Alert("drop", "VOID_AFTER_SALE", batch.name() + ": " + voids));
    }
    for (Note note : notes) {
      listener.alerted(
          new Listener.Alert("drop", note.code(), batch.name() + ": " + note.message()));
    }
    return taken;
  }

  /**
   * Books returns whose sale has come, or whose time is up.
   *
   * @return fetched returns that waited; fresh are booked, held exceed their sale
   * @throws io.heliu.Fault.Store if the database fails; the next step goes on where this one was
   */
  public StepReport runOnce() {
    List<Note> notes = new ArrayList<>();
    long[] figures =
        database.inTransaction(
            "book waiting returns",
            tx -> {
              notes.clear();
              return bookWaiting(tx, notes);
            });
    for (Note note : notes) {
      listener.alerted(new Listener.Alert("drop", note.code(), note.message()));
    }
    long all = figures[0] + figures[1];
    return new StepReport("inbox", "returns", all, figures[0], 0, figures[1], 0, all == BATCH);
  }

  private long[] bookWaiting(Tx tx, List<Note> notes) throws SQLException {
    long[] figures = new long[2];
    for (ParkedTable.Parked one : ParkedTable.due(tx, clock.instant(), BATCH)) {
      ChannelOrder order = one.order();
      Order.Source number = new Order.Source(order.shop(), order.number());
      if (!ParkedTable.remove(tx, number)) {
        continue;
      }
      LinkedReturns.Room room = LinkedReturns.room(tx, order, one.sale());
      boolean fits = room != LinkedReturns.Room.EXCESS;
      if (!fits || ChannelOrderTable.put(tx, order, true, true) == Stored.CONFLICT) {
        TicketTable.delete(tx, order.shop(), order.number());
        keepAside(tx, one.source(), order, fits ? CONFLICT : EXCESS);
        String code = fits ? "TICKET_CONFLICT" : "RETURN_EXCEEDS_SALE";
        notes.add(new Note(code, number + " of " + one.sale()));
        figures[1]++;
        continue;
      }
      if (one.customer() != null) {
        Customers.storeFirst(tx, order, one.customer());
      }
      if (room == LinkedReturns.Room.UNKNOWN_SALE) {
        notes.add(new Note("RETURN_UNLINKED", number + ": its sale " + one.sale() + " is unknown"));
      }
      figures[0]++;
    }
    return figures;
  }

  /** Books an order, or parks it, or refuses it because more comes back than was sold. */
  private Stored book(Tx tx, Batch batch, ChannelOrder order, Order.@Nullable Source sale)
      throws SQLException {
    LinkedReturns.Room room =
        sale == null ? LinkedReturns.Room.FITS : LinkedReturns.room(tx, order, sale);
    return switch (room) {
      case FITS -> ChannelOrderTable.put(tx, order, true, true);
      case EXCESS -> Stored.CONFLICT;
      case UNKNOWN_SALE -> {
        ParkedTable.put(tx, order, batch.source(), clock.instant().plus(patience));
        yield Stored.NEW;
      }
    };
  }

  /** Returns the orders to ask about: the first of each number, if it is to have a customer. */
  private List<ChannelOrder> withoutCustomer(Batch batch) {
    if (customers == null || batch.orders().isEmpty()) {
      return List.of();
    }
    return database.inTransaction(
        "find tickets",
        tx -> {
          List<ChannelOrder> orders = new ArrayList<>();
          Set<Order.Source> seen = new HashSet<>();
          for (Entry entry : batch.orders()) {
            ChannelOrder order = entry.order();
            if (seen.add(new Order.Source(order.shop(), order.number()))
                && TicketTable.isWithoutCustomer(tx, order, entry.identity())) {
              orders.add(order);
            }
          }
          return orders;
        });
  }

  private Taken store(Tx tx, Batch batch, Customers asked, List<Note> notes) throws SQLException {
    List<Stored> orders = new ArrayList<>();
    for (Entry entry : batch.orders()) {
      Stored stored =
          TicketTable.put(
              tx,
              entry.order(),
              entry.identity(),
              entry.sale(),
              (inner, order, sale) -> book(inner, batch, order, sale));
      orders.add(stored);
      if (stored == Stored.CONFLICT) {
        conflict(tx, batch, entry, notes);
      } else if (stored == Stored.OLDER) {
        keepAside(tx, batch.source(), entry.order(), "cancelled: its void was stored before");
      } else {
        asked.storeFirst(tx, entry.order());
        Quarantine.read(tx, batch.source(), List.of(entry.order().number()));
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

  /** Of a return that exceeds its sale nothing stays, of any other conflict the first does. */
  private void conflict(Tx tx, Batch batch, Entry entry, List<Note> notes) throws SQLException {
    ChannelOrder order = entry.order();
    Order.Source number = new Order.Source(order.shop(), order.number());
    boolean known =
        TicketTable.isKnown(tx, number)
            || ChannelOrderTable.find(tx, order.shop(), order.number()).isPresent();
    keepAside(tx, batch.source(), order, known ? CONFLICT : EXCESS);
    if (!known) {
      notes.add(new Note("RETURN_EXCEEDS_SALE", number + " of " + entry.sale()));
    }
  }

  private Stored cancel(Tx tx, Batch batch, Ignored one) throws SQLException {
    Stored stored = TicketTable.cancel(tx, one.order(), one.identity());
    if (stored == Stored.CONFLICT) {
      String raw = one.order().toString();
      String reason = "void of an order that came another way";
      Quarantine.keepAside(
          tx,
          batch.source(),
          new Page.Malformed(one.order().number(), raw, reason),
          clock.instant());
    }
    return stored;
  }

  private void keepAside(Tx tx, String source, ChannelOrder order, String reason)
      throws SQLException {
    Page.Malformed row = new Page.Malformed(order.number(), OrderCodec.write(order), reason);
    Quarantine.keepAside(tx, source, row, clock.instant());
  }
}
