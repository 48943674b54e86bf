package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.channel.WindowSource;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import io.heliu.internal.store.WindowTable;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of one shop window by window, and proves each window complete before the watermark
 * moves.
 *
 * @param <R> a row of the stream
 */
final class WindowPull<R> {
  private static final int MAX_PASSES = 4;
  private static final int MAX_PAGES = 100_000;

  private final Database database;
  private final String flow;
  private final String name;
  private final WindowSource<R> source;
  private final Sink<R> sink;
  private final Instant startAt;
  private final Clock clock;
  private final Listener listener;

  /**
   * Creates the pull.
   *
   * @param flow the flow's name for reports and alerts
   * @param name under which the windows of the stream are kept
   */
  WindowPull(
      Database database,
      String flow,
      String name,
      WindowSource<R> source,
      Sink<R> sink,
      Instant startAt,
      Clock clock,
      Listener listener) {
    this.database = database;
    this.flow = flow;
    this.name = name;
    this.source = source;
    this.sink = sink;
    this.startAt = Objects.requireNonNull(startAt, "startAt").truncatedTo(ChronoUnit.SECONDS);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** Where the rows of a source go. */
  interface Sink<R> {
    /** Returns what tells a row from the others of its window. */
    String id(R row);

    /** Stores the rows of a page; returns the ids of those that are stored now, unread ones too. */
    Set<String> store(Window window, Page<R> page, Tally tally);
  }

  /** Reads the next window, if one is over. */
  IntakeFlow.Report runOnce() {
    Optional<Window> next = database.inTransaction("next window", this::nextWindow);
    if (next.isEmpty()) {
      return new IntakeFlow.Report(StepReport.idle(flow, source.shop().toString()), next, false, 0);
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
    return new IntakeFlow.Report(
        tally.report(flow, source.shop(), proved && isDue()), next, proved, passes);
  }

  private boolean isDue() {
    return database.inTransaction("next window", tx -> plan(tx).isPresent());
  }

  private Optional<Window> nextWindow(Tx tx) throws SQLException {
    Optional<Window> open = WindowTable.open(tx, name, source.shop());
    if (open.isPresent()) {
      return open;
    }
    Optional<Window> window = plan(tx);
    if (window.isPresent()) {
      WindowTable.insert(tx, name, source.shop(), window.get());
    }
    return window;
  }

  private Optional<Window> plan(Tx tx) throws SQLException {
    WindowPolicy policy = source.windowPolicy();
    Optional<Instant> watermark = WindowTable.watermark(tx, name, source.shop());
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
            .inTransaction("find watermark", tx -> WindowTable.watermark(tx, name, source.shop()))
            .orElse(startAt);
    if (window.from().isAfter(wanted)) {
      listener.alerted(
          new Listener.Alert(
              flow,
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
    Set<String> unread = new HashSet<>();
    OptionalLong before = source.count(window);
    readAll(
        window,
        before,
        page -> {
          page.malformed().forEach(row -> unread.add(idOf(row)));
          store(window, page, stored, tally, before);
        });
    Set<String> again = before.isPresent() ? stored : relist(window, unread, tally);
    long after = before.isPresent() ? source.count(window).orElse(-1) : again.size();
    long counted = before.orElse(stored.size());
    boolean proved = counted == after && stored.size() == after && again.equals(stored);
    database.inTransaction(
        "window pass",
        tx -> {
          WindowTable.pass(tx, name, source.shop(), window, after, stored.size(), proved);
          return true;
        });
    if (!proved) {
      listener.alerted(
          new Listener.Alert(
              flow,
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

  /**
   * Lists a window again; what can be read now, but could not before, is stored, and what could be
   * read before, but cannot now, is kept as it is now.
   */
  private Set<String> relist(Window window, Set<String> unread, Tally tally) {
    Set<String> ids = new HashSet<>();
    readAll(
        window,
        OptionalLong.empty(),
        page -> {
          page.rows().forEach(row -> ids.add(sink.id(row)));
          page.malformed().forEach(row -> ids.add(idOf(row)));
          List<R> readable =
              page.rows().stream().filter(row -> unread.contains(sink.id(row))).toList();
          List<Page.Malformed> late =
              page.malformed().stream().filter(row -> !unread.contains(idOf(row))).toList();
          if (!readable.isEmpty() || !late.isEmpty()) {
            sink.store(window, new Page<>(readable, late, false, null), tally);
          }
        });
    return ids;
  }

  private interface PageSink<R> {
    void accept(Page<R> page);
  }

  /** Reads every page of a window in the order that the source's policy asks for. */
  private void readAll(Window window, OptionalLong count, PageSink<R> pages) {
    WindowPolicy policy = source.windowPolicy();
    int size = policy.pageSize();
    int first = 1;
    if (policy.paging() == WindowPolicy.Paging.REVERSE_PAGES) {
      long rows = count.isPresent() ? count.getAsLong() : source.count(window).orElse(0);
      if (rows < 0 || rows / size >= MAX_PAGES) {
        throw tooMany();
      }
      int last = Math.toIntExact(Math.max(1, (rows + size - 1) / size));
      first = last + 1;
      boolean beyond = false;
      for (int number = last; number >= 1; number--) {
        Page<R> page = source.list(new PageRequest(window, number, null, size));
        pages.accept(page);
        beyond |= number == last && page.hasMore();
      }
      if (!beyond) {
        return;
      }
    }
    @Nullable String cursor = null;
    for (int number = first; number <= MAX_PAGES; number++) {
      Page<R> page = source.list(new PageRequest(window, number, cursor, size));
      pages.accept(page);
      if (!page.hasMore()) {
        return;
      }
      cursor = nextCursor(page, cursor);
    }
    throw tooMany();
  }

  private Fault.Protocol tooMany() {
    return new Fault.Protocol(
        Fault.Details.of(
            source.shop().channel(),
            "list " + name,
            "a window has more than " + MAX_PAGES + " pages"),
        null);
  }

  /** A cursor that does not move would list the same page for ever, or the first one again. */
  private @Nullable String nextCursor(Page<R> page, @Nullable String cursor) {
    String next = page.nextCursor();
    boolean moves = next != null && !next.equals(cursor);
    if (source.windowPolicy().paging() == WindowPolicy.Paging.CURSOR && !moves) {
      throw new Fault.Protocol(
          Fault.Details.of(
              source.shop().channel(), "list " + name, "a page has more but no next cursor"),
          null);
    }
    return next;
  }

  private void store(
      Window window, Page<R> page, Set<String> stored, Tally tally, OptionalLong expected) {
    stored.addAll(sink.store(window, page, tally));
    listener.progressed(
        new Listener.Progress(flow, source.shop().toString(), stored.size(), expected.orElse(-1)));
  }

  /** Returns what tells a row that cannot be read from the others. */
  static String idOf(Page.Malformed row) {
    return row.id() != null ? row.id() : row.raw();
  }

  /** Adds up a step; a page's figures count only once its transaction is through. */
  static final class Tally {
    private long fetched;
    private long fresh;
    private long repeated;
    private long failed;
    private long pageFresh;
    private long pageRepeated;

    /** Begins a transaction, which may be run again. */
    void startPage() {
      pageFresh = 0;
      pageRepeated = 0;
    }

    void repeated() {
      repeated++;
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

    StepReport report(String flow, ShopId shop, boolean more) {
      return new StepReport(flow, shop.toString(), fetched, fresh, repeated, 0, failed, more);
    }
  }
}
