package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.Window;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Customers;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Quarantine;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the orders of one shop into the order book, and proves that none was lost (订单拉取).
 *
 * <p>One step reads one window of modification time. After the pages are stored the source is asked
 * again how many orders the window holds; only when that agrees, before and after, with what was
 * stored, the window is proved and the watermark moves. Otherwise the window is read again, a few
 * times in this step and then in the next one. A source that cannot count is listed twice instead.
 * One flow at a time may work on a shop.
 *
 * <p>An order that cannot be read, or that the source refuses to tell, does not keep its window
 * from being proved: it is set aside for a person ({@link Worklist#unreadRows}), counts as failed
 * in the step's figures and is alerted once ({@code UNREAD_ROW}, with its number and the reason).
 * It is asked for again whenever it is listed again, or named to {@link HintFlow}, and goes off the
 * list once it is read.
 */
public final class IntakeFlow {
  private static final int SEVERAL = 3;

  private final Database database;
  private final OrderSource source;
  private final Clock clock;
  private final Listener listener;
  private final @Nullable CustomerResolver customers;
  private final WindowPull<OrderSource.Head> pull;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param source the shop
   * @param startAt where the very first window starts; ignored once a window is proved
   * @param clock tells which windows are over
   * @param listener hears of progress, of re-opened windows and of orders set aside
   */
  public IntakeFlow(
      DataSource dataSource, OrderSource source, Instant startAt, Clock clock, Listener listener) {
    this(dataSource, source, startAt, clock, listener, null);
  }

  /**
   * Creates the flow with somebody who tells whose an order is; the customer's id is put on the
   * order, see {@link io.heliu.order.OrderBook#customerOf}.
   *
   * @param dataSource where the schema is installed
   * @param source the shop
   * @param startAt where the very first window starts; ignored once a window is proved
   * @param clock tells which windows are over
   * @param listener hears of progress, of re-opened windows and of orders set aside
   * @param customers tells whose an order is; null if nobody does
   */
  public IntakeFlow(
      DataSource dataSource,
      OrderSource source,
      Instant startAt,
      Clock clock,
      Listener listener,
      @Nullable CustomerResolver customers) {
    this.customers = customers;
    this.database = Database.open(dataSource);
    this.source = Objects.requireNonNull(source, "source");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.pull =
        new WindowPull<>(
            database, "intake", "orders", source, new Orders(), startAt, clock, listener);
  }

  /**
   * What a step did.
   *
   * @param step the usual figures
   * @param window the window that was read, or empty if none is due
   * @param proved whether it was proved complete
   * @param passes how often it was read in this step
   */
  public record Report(StepReport step, Optional<Window> window, boolean proved, int passes) {}

  /**
   * Reads the next window, if one is over.
   *
   * @throws Fault if the source or the database fails; the next step goes on where this one was
   */
  public Report runOnce() {
    return pull.runOnce();
  }

  private final class Orders implements WindowPull.Sink<OrderSource.Head> {
    @Override
    public String id(OrderSource.Head row) {
      return row.number();
    }

    @Override
    public Set<String> store(Window window, Page<OrderSource.Head> page, WindowPull.Tally tally) {
      return IntakeFlow.this.store(window, page, tally);
    }
  }

  private Set<String> store(Window window, Page<OrderSource.Head> page, WindowPull.Tally tally) {
    List<ChannelOrder> orders = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>(page.malformed());
    Set<String> read = new HashSet<>();
    Set<OrderSource.Head> known = storedAlready(page.rows());
    int fetched = 0;
    for (OrderSource.Head head : page.rows()) {
      if (head.order() != null) {
        orders.add(head.order());
        read.add(head.number());
      } else if (known.contains(head)) {
        tally.repeated();
        read.add(head.number());
      } else {
        fetched++;
        if (fetch(head, orders, malformed)) {
          read.add(head.number());
        }
      }
    }
    requireSome(fetched, orders, malformed.size() - page.malformed().size());
    Customers asked = Customers.of(orders, customers);
    List<Page.Malformed> fresh =
        database.inTransaction(
            "store page",
            tx -> {
              tally.startPage();
              List<String> stored = new ArrayList<>();
              for (ChannelOrder order : orders) {
                Stored version = ChannelOrderTable.put(tx, order, false, isSettled(window, order));
                tally.count(version);
                if (version != Stored.OLDER) {
                  stored.add(order.number());
                }
              }
              Quarantine.read(tx, source.shop().toString(), stored);
              asked.store(tx);
              return UnreadRows.keep(tx, source.shop().toString(), malformed, clock.instant());
            });
    UnreadRows.alert(listener, "intake", source.shop(), fresh);
    tally.endPage(page.rows().size() + page.malformed().size(), malformed.size());
    malformed.forEach(row -> read.add(WindowPull.idOf(row)));
    return read;
  }

  /** The window was over when it was read; a later version may still change within its second. */
  private static boolean isSettled(Window window, ChannelOrder order) {
    return order.modifiedAt().isBefore(window.to());
  }

  /** Returns the rows without an order whose version need not be fetched again. */
  private Set<OrderSource.Head> storedAlready(List<OrderSource.Head> rows) {
    if (rows.stream().allMatch(head -> head.order() != null)) {
      return Set.of();
    }
    return database.inTransaction(
        "find versions",
        tx -> {
          Set<OrderSource.Head> stored = new HashSet<>();
          for (OrderSource.Head head : rows) {
            if (head.order() == null
                && ChannelOrderTable.isStored(
                    tx, source.shop(), head.number(), head.modifiedAt())) {
              stored.add(head);
            }
          }
          return stored;
        });
  }

  /**
   * Where no order of several can be read, it is hardly the orders: the window stays open, and they
   * are asked for again.
   */
  private void requireSome(int asked, List<ChannelOrder> orders, int unread) {
    if (asked >= SEVERAL && orders.isEmpty() && unread >= asked) {
      throw new Fault.Protocol(
          Fault.Details.of(
              source.shop().channel(),
              "get orders",
              "none of " + asked + " listed orders could be read"),
          null);
    }
  }

  /** Fetches an order; tells whether it came in the listed version or a later one. */
  private boolean fetch(
      OrderSource.Head head, List<ChannelOrder> orders, List<Page.Malformed> malformed) {
    Page<ChannelOrder> answer;
    try {
      answer = source.get(head.number());
    } catch (Fault.Protocol | Fault.Remote fault) {
      if (fault.retryable()) {
        throw fault;
      }
      // The others are stored; the window stays open for this one, and says so.
      listener.alerted(
          new Listener.Alert("intake", "ORDER_NOT_TOLD", head.number() + ": " + fault));
      return false;
    }
    orders.addAll(answer.rows());
    answer.malformed().stream()
        .map(row -> new Page.Malformed(head.number(), row.raw(), row.reason()))
        .forEach(malformed::add);
    return answer.rows().stream()
        .anyMatch(order -> !order.modifiedAt().isBefore(head.modifiedAt()));
  }
}
