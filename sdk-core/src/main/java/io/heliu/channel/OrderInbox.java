package io.heliu.channel;

import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where orders that never change are handed in, such as a counter's tickets (小票收件): whether they
 * come as files or over HTTP, they go the same way from here on. Thread-safe.
 */
public interface OrderInbox {

  /**
   * Stores a batch in one transaction: when this returns, all of it is durable. Safe to repeat.
   *
   * @throws io.heliu.Fault if the database fails, or whoever tells the customers cannot be asked;
   *     then nothing was stored
   */
  Taken take(Batch batch);

  /**
   * Orders of one file or one request.
   *
   * @param source the source's name, under which unreadable rows are kept
   * @param name the file's or the request's name, for alerts
   * @param orders the orders that could be read
   * @param ignored what is no order, such as voided tickets
   * @param malformed what could not be read
   * @param notes what a person should know about it
   */
  record Batch(
      String source,
      String name,
      List<Entry> orders,
      List<Ignored> ignored,
      List<Page.Malformed> malformed,
      List<Note> notes) {
    /** Copies the lists. */
    public Batch {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(name, "name");
      orders = List.copyOf(orders);
      ignored = List.copyOf(ignored);
      malformed = List.copyOf(malformed);
      notes = List.copyOf(notes);
    }

    /** Returns how many entries it has. */
    public int size() {
      return orders.size() + ignored.size() + malformed.size();
    }
  }

  /**
   * An order that never changes.
   *
   * @param order the order
   * @param identity says whether two contents under one number are the same, at most 128
   *     characters. After a slash it may name the way the order came, and after a colon what only
   *     that way tells: {@code 5f2e/push:91ab}. Of two that came different ways, only what stands
   *     before the slash must be equal
   * @param sale of a return (退货), the sale that it says it is of, or null
   */
  record Entry(ChannelOrder order, String identity, Order.@Nullable Source sale) {
    /** Checks that order and identity are there. */
    public Entry {
      Objects.requireNonNull(order, "order");
      checkIdentity(identity);
    }

    /** An order that says of no other that it returns its goods. */
    public Entry(ChannelOrder order, String identity) {
      this(order, identity, null);
    }
  }

  /**
   * Something that is no order.
   *
   * @param order the order's identity
   * @param identity as of an {@link Entry}
   * @param cancels whether it cancels (作废) the order of this number: one that comes later is not
   *     booked, and one that is booked already is to be undone
   */
  record Ignored(Order.Source order, String identity, boolean cancels) {
    /** Checks that both are there. */
    public Ignored {
      Objects.requireNonNull(order, "order");
      checkIdentity(identity);
    }
  }

  /**
   * What a person should know.
   *
   * @param code a stable code
   * @param message what it is about; nothing personal
   */
  record Note(String code, String message) {
    /** Checks that both are there. */
    public Note {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * What became of a batch.
   *
   * @param orders of each order: {@link Stored#OLDER} if it was cancelled before it came, and is
   *     not booked; {@link Stored#CONFLICT} also of a return of more than its sale sold
   * @param ignored of each that was ignored: {@link Stored#NEW} if its cancellation is remembered,
   *     {@link Stored#NEWER} if the order it cancels is booked and is to be undone, {@link
   *     Stored#CONFLICT} if that order came another way, else {@link Stored#REPEATED}
   */
  record Taken(List<Stored> orders, List<Stored> ignored) {
    /** Copies the lists. */
    public Taken {
      orders = List.copyOf(orders);
      ignored = List.copyOf(ignored);
    }

    /** Returns how many came to this. */
    public long count(Stored which) {
      return orders.stream().filter(one -> one == which).count()
          + ignored.stream().filter(one -> one == which).count();
    }
  }

  private static void checkIdentity(String identity) {
    if (identity.isEmpty() || identity.length() > 128) {
      throw new IllegalArgumentException("identity: must have 1 to 128 characters");
    }
  }
}
