package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.store.Customers;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.internal.store.WindowTable;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
 */
public final class IntakeFlow {
  private static final String STREAM = "orders";
  private static final int MAX_PASSES = 4;
  private static final int MAX_PAGES = 100_000;

  private final Database database;
  private final OrderSource source;
  private final Instant startAt;
  private final Clock clock;
  private final Listener listener;
  private final @Nullable CustomerResolver customers;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param source the shop
   * @param startAt where the very first window starts; ignored once a window is proved
   * @param clock tells which windows are over
   * @param listener hears of progress and re-opened windows
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
   * @param listener hears of progress and re-opened windows
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
    this.startAt = Objects.requireNonNull(startAt, "startAt").truncatedTo(ChronoUnit.SECONDS);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
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
    Optional<Window> next = database.inTransaction("next window", this::nextWindow);
    if (next.isEmpty()) {
      return new Report(StepReport.idle("intake", source.shop().toString()), next, false, 0);
    }
    Window window = next.get();
    alertBeyondHistory(window);
    Tally tally = new Tally();
    boolean proved = false;
    int passes = 0;
    while (!proved && passes < MAX_PASSES) {
      passes++;
      proved = pass(window, tally);
    }
    return new Report(tally.report(source.shop(), proved && isDue()), next, proved, passes);
  }

  private boolean isDue() {
    return database.inTransaction("next window", tx -> plan(tx).isPresent());
  }

  private Optional<Window> nextWindow(Tx tx) throws SQLException {
    Optional<Window> open = WindowTable.open(tx, STREAM, source.shop());
    if (open.isPresent()) {
      return open;
    }
    Optional<Window> window = plan(tx);
    if (window.isPresent()) {
      WindowTable.insert(tx, STREAM, source.shop(), window.get());
    }
    return window;
  }

  private Optional<Window> plan(Tx tx) throws SQLException {
    WindowPolicy policy = source.windowPolicy();
    Optional<Instant> watermark = WindowTable.watermark(tx, STREAM, source.shop());
    Instant over = clock.instant().minus(policy.settle()).truncatedTo(ChronoUnit.SECONDS);
    Instant reached = watermark.orElse(startAt);
    if (!over.isAfter(reached)) {
      return Optional.empty();
    }
    Instant from = watermark.isPresent() ? reached.minus(policy.overlap()) : reached;
    Instant oldest = clock.instant().minus(policy.history()).truncatedTo(ChronoUnit.SECONDS);
    if (from.isBefore(oldest)) {
      from = oldest.plus(Duration.ofSeconds(1));
    }
    Instant to = from.plus(policy.length());
    return Optional.of(new Window(from, to.isBefore(over) ? to : over));
  }

  /** Says so if there is a gap before the window, because the source forgot what is in it. */
  private void alertBeyondHistory(Window window) {
    Instant wanted =
        database
            .inTransaction("find watermark", tx -> WindowTable.watermark(tx, STREAM, source.shop()))
            .orElse(startAt);
    if (window.from().isAfter(wanted)) {
      listener.alerted(
          new Listener.Alert(
              "intake",
              "BEYOND_HISTORY",
              source.shop()
                  + " is asked from "
                  + wanted
                  + " but answers only from "
                  + window.from()));
    }
  }

  private boolean pass(Window window, Tally tally) {
    Set<String> stored = new HashSet<>();
    OptionalLong before = source.count(window);
    readAll(window, before, page -> store(window, page, stored, tally, before));
    Set<String> again = before.isPresent() ? stored : relist(window);
    long after = before.isPresent() ? source.count(window).orElse(-1) : again.size();
    long counted = before.orElse(stored.size());
    boolean proved = counted == after && stored.size() == after && again.equals(stored);
    database.inTransaction(
        "window pass",
        tx -> {
          WindowTable.pass(tx, STREAM, source.shop(), window, after, stored.size(), proved);
          return true;
        });
    if (!proved) {
      listener.alerted(
          new Listener.Alert(
              "intake",
              "WINDOW_REOPENED",
              source.shop()
                  + " "
                  + window
                  + ": counted "
                  + counted
                  + " then "
                  + after
                  + ", stored "
                  + stored.size()));
    }
    return proved;
  }

  private Set<String> relist(Window window) {
    Set<String> ids = new HashSet<>();
    readAll(
        window,
        OptionalLong.empty(),
        page -> {
          page.rows().forEach(head -> ids.add(head.number()));
          page.malformed().forEach(row -> ids.add(idOf(row)));
        });
    return ids;
  }

  private interface PageSink {
    void accept(Page<OrderSource.Head> page);
  }

  /** Reads every page of a window in the order that the source's policy asks for. */
  private void readAll(Window window, OptionalLong count, PageSink sink) {
    WindowPolicy policy = source.windowPolicy();
    int size = policy.pageSize();
    int first = 1;
    if (policy.paging() == WindowPolicy.Paging.REVERSE_PAGES) {
      long rows = count.isPresent() ? count.getAsLong() : source.count(window).orElse(0);
      int last = Math.toIntExact(Math.max(1, (rows + size - 1) / size));
      first = last + 1;
      boolean beyond = false;
      for (int number = last; number >= 1; number--) {
        Page<OrderSource.Head> page = source.list(new PageRequest(window, number, null, size));
        sink.accept(page);
        beyond |= number == last && page.hasMore();
      }
      if (!beyond) {
        return;
      }
    }
    @Nullable String cursor = null;
    for (int number = first; number <= MAX_PAGES; number++) {
      Page<OrderSource.Head> page = source.list(new PageRequest(window, number, cursor, size));
      sink.accept(page);
      if (!page.hasMore()) {
        return;
      }
      cursor = nextCursor(page, cursor);
    }
    throw new Fault.Protocol(
        Fault.Details.of(
            source.shop().channel(),
            "list orders",
            "a window has more than " + MAX_PAGES + " pages"),
        null);
  }

  /** A cursor that does not move would list the same page for ever, or the first one again. */
  private @Nullable String nextCursor(Page<OrderSource.Head> page, @Nullable String cursor) {
    String next = page.nextCursor();
    boolean moves = next != null && !next.equals(cursor);
    if (source.windowPolicy().paging() == WindowPolicy.Paging.CURSOR && !moves) {
      throw new Fault.Protocol(
          Fault.Details.of(
              source.shop().channel(), "list orders", "a page has more but no next cursor"),
          null);
    }
    return next;
  }

  private void store(
      Window window,
      Page<OrderSource.Head> page,
      Set<String> stored,
      Tally tally,
      OptionalLong expected) {
    List<ChannelOrder> orders = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>(page.malformed());
    Set<String> read = new HashSet<>();
    Set<OrderSource.Head> known = storedAlready(page.rows());
    for (OrderSource.Head head : page.rows()) {
      if (head.order() != null) {
        orders.add(head.order());
        read.add(head.number());
      } else if (known.contains(head)) {
        tally.repeated++;
        read.add(head.number());
      } else if (fetch(head, orders, malformed)) {
        read.add(head.number());
      }
    }
    Customers asked = Customers.of(orders, customers);
    database.inTransaction(
        "store page",
        tx -> {
          tally.startPage();
          for (ChannelOrder order : orders) {
            tally.count(OrderTable.put(tx, order, false, isSettled(window, order)));
          }
          asked.store(tx);
          for (Page.Malformed row : malformed) {
            Quarantine.put(tx, source.shop().toString(), row, clock.instant());
          }
          return true;
        });
    stored.addAll(read);
    malformed.forEach(row -> stored.add(idOf(row)));
    tally.endPage(page.rows().size() + page.malformed().size(), malformed.size());
    listener.progressed(
        new Listener.Progress(
            "intake", source.shop().toString(), stored.size(), expected.orElse(-1)));
  }

  private static String idOf(Page.Malformed row) {
    return row.id() != null ? row.id() : row.raw();
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
                && OrderTable.isStored(tx, source.shop(), head.number(), head.modifiedAt())) {
              stored.add(head);
            }
          }
          return stored;
        });
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

  /** Adds up a step; a page's figures count only once its transaction is through. */
  private static final class Tally {
    private long fetched;
    private long fresh;
    private long repeated;
    private long failed;
    private long pageFresh;
    private long pageRepeated;

    void startPage() {
      pageFresh = 0;
      pageRepeated = 0;
    }

    void count(Stored stored) {
      if (stored == Stored.NEW || stored == Stored.NEWER) {
        pageFresh++;
      } else {
        pageRepeated++;
      }
    }

    void endPage(long rows, long malformed) {
      fetched += rows;
      fresh += pageFresh;
      repeated += pageRepeated;
      failed += malformed;
    }

    StepReport report(ShopId shop, boolean more) {
      return new StepReport("intake", shop.toString(), fetched, fresh, repeated, 0, failed, more);
    }
  }
}
