package io.heliu.flow;

import io.heliu.ShopId;
import io.heliu.catalog.Catalog;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.OrderTable;
import io.heliu.inventory.StockLedger;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows what changed rules would do to orders that are stored already (试运行), for example to those
 * of yesterday. Reads only: no order is changed, no unit is reserved, the ERP is not asked.
 *
 * <p>Orders of the shops that the settings are for are screened at their latest version with the
 * catalog and the stock of now, each as if it were the only one. An order that has left and that no
 * rule holds counts as {@link #TAKEN}. Whether orders would find others to merge with is not
 * foretold, only that they may. Thread-safe.
 */
public final class DryRun {
  /** The outcome of an order whose units are taken and whose document goes out. */
  public static final String TAKEN = "TAKEN";

  /** The outcome of an order that is taken, or merged with others of the same buyer (合单). */
  public static final String MERGEABLE = "MERGEABLE";

  /** The outcome of an order that is split (拆单). */
  public static final String SPLIT = "SPLIT";

  /**
   * The outcome of an order that rules split or merged and of which the channel order changed, so
   * that this is undone first.
   */
  public static final String REARRANGED = "REARRANGED";

  /** The outcome of an order of which nothing is to be done: it was cancelled, refunded, merged. */
  public static final String CLOSED = "CLOSED";

  private static final int MAX_PAGE = 1000;
  private static final Set<OrderState> TAKEN_ON =
      EnumSet.of(OrderState.RESERVED, OrderState.DISPATCHED, OrderState.SHIPPED);
  private static final Set<String> NOTHING_LEFT =
      Set.of("NOTHING_TO_SHIP", "SHIPPED_OUTSIDE", Order.SOURCE_CHANGED);

  private final Database database;
  private final Screening before;
  private final Screening after;
  private final Set<ShopId> shops;

  /**
   * Creates a dry run.
   *
   * @param dataSource where the schema is installed
   * @param ledger for rules that ask for stock; only read
   * @param catalog resolves items; only read
   * @param before the settings of now
   * @param after the changed settings
   */
  public DryRun(
      DataSource dataSource,
      StockLedger ledger,
      Catalog catalog,
      DispatchSettings before,
      DispatchSettings after) {
    Objects.requireNonNull(ledger, "ledger");
    Objects.requireNonNull(catalog, "catalog");
    this.database = Database.open(dataSource);
    this.shops = shops(before.shops(), after.shops());
    this.before = new Screening(catalog, Objects.requireNonNull(before, "before"), ledger);
    this.after = new Screening(catalog, Objects.requireNonNull(after, "after"), ledger);
  }

  /** Returns the shops that one of both settings is for; empty for all. */
  private static Set<ShopId> shops(Set<ShopId> before, Set<ShopId> after) {
    Set<ShopId> shops = new HashSet<>(before);
    shops.addAll(after);
    return before.isEmpty() || after.isEmpty() ? Set.of() : Set.copyOf(shops);
  }

  /**
   * A time in which orders were due: paid, or placed if they are not paid.
   *
   * @param from from when on
   * @param to up to before when
   */
  public record Range(Instant from, Instant to) {
    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if {@code to} is not after {@code from}
     */
    public Range {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("to: must be after from");
      }
    }

    /** Returns a day in a zone. */
    public static Range day(LocalDate day, ZoneId zone) {
      return new Range(
          day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
    }
  }

  /**
   * What becomes of an order under the rules of now and under the changed ones.
   *
   * @param orderId our id
   * @param before {@link #TAKEN}, {@link #MERGEABLE}, {@link #SPLIT}, {@link #REARRANGED}, {@link
   *     #CLOSED}, or the code that it is held with
   * @param after the same under the changed rules
   */
  public record Line(String orderId, String before, String after) {
    /** Tells whether the changed rules make a difference. */
    public boolean changed() {
      return !before.equals(after);
    }
  }

  /**
   * A page of orders, in the order in which they are due.
   *
   * @param lines one for each order
   * @param next what to hand in for the page after it; null if this is the last
   */
  public record Page(List<Line> lines, @Nullable String next) {
    /** Copies the list. */
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Returns a page.
   *
   * @param cursor what the page before it said, null for the first
   * @param limit how many orders, 1 to 1000
   * @throws IllegalArgumentException if the limit is not 1 to 1000, or the cursor is not from a
   *     page
   * @throws io.heliu.Fault.Store if the database fails
   */
  public Page page(Range range, @Nullable String cursor, int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException("limit: must be 1 to " + MAX_PAGE);
    }
    List<Candidate> read =
        database.inTransaction(
            "dry run",
            tx -> {
              List<Order> orders =
                  OrderTable.listDue(
                      tx, shops, after(range, cursor), range.to(), id(cursor), limit);
              return Candidate.read(tx, orders);
            });
    List<Line> lines =
        read.stream()
            .map(one -> new Line(one.order().id(), outcome(before, one), outcome(after, one)))
            .toList();
    Order last = read.isEmpty() ? null : read.get(read.size() - 1).order();
    return new Page(
        lines, last == null || read.size() < limit ? null : last.dueAt() + " " + last.id());
  }

  private static Instant after(Range range, @Nullable String cursor) {
    return cursor == null ? range.from() : Instant.parse(cursor.substring(0, space(cursor)));
  }

  private static String id(@Nullable String cursor) {
    return cursor == null ? "" : cursor.substring(space(cursor) + 1);
  }

  private static int space(String cursor) {
    int space = cursor.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("cursor: must be from a page");
    }
    return space;
  }

  /**
   * Returns how many orders of the range go from which outcome to which; one page at a time is in
   * memory.
   *
   * @return by outcome before, by outcome after; both sorted
   */
  public Map<String, Map<String, Long>> counts(Range range) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    String cursor = null;
    do {
      Page page = page(range, cursor, MAX_PAGE);
      for (Line line : page.lines()) {
        counts
            .computeIfAbsent(line.before(), code -> new TreeMap<>())
            .merge(line.after(), 1L, Long::sum);
      }
      cursor = page.next();
    } while (cursor != null);
    return counts;
  }

  private static String outcome(Screening screening, Candidate candidate) {
    Screening.Verdict verdict = screening.screen(candidate);
    if (verdict instanceof Screening.Hold hold) {
      boolean left =
          TAKEN_ON.contains(candidate.order().state()) && NOTHING_LEFT.contains(hold.code());
      return left ? TAKEN : hold.code();
    }
    if (verdict instanceof Screening.Take take) {
      boolean taken = TAKEN_ON.contains(candidate.order().state());
      if (!taken && screening.isShort(candidate, take)) {
        return "OUT_OF_STOCK";
      }
      return take.merging() == null ? TAKEN : MERGEABLE;
    }
    if (verdict instanceof Screening.Undo) {
      return REARRANGED;
    }
    return verdict instanceof Screening.Split ? SPLIT : CLOSED;
  }
}
