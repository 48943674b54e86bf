package io.heliu.erp.database;

import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.database.ChangeFeed.ChangeNumber;
import io.heliu.erp.database.ChangeFeed.ModifiedAt;
import io.heliu.erp.database.ChangeFeed.Overlapping;
import io.heliu.erp.database.ChangeFeed.RowVersion;
import io.heliu.erp.database.Cursors.Sweep;
import io.heliu.erp.database.Pages.Range;
import io.heliu.erp.database.TableRows.Item;
import io.heliu.erp.database.TableRows.Reading;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A feed that can be read on from a cursor.
 *
 * @param <T> what is read
 */
interface Feed<T> {

  /** Reads on. */
  Slice<T> slice(@Nullable String cursor);

  private static List<KeyColumn> ordered(ChangeFeed changes, List<KeyColumn> key) {
    List<KeyColumn> order = new ArrayList<>();
    order.add(changes.order());
    for (KeyColumn column : key) {
      if (!column.column().equalsIgnoreCase(changes.order().column())) {
        order.add(column);
      }
    }
    return order;
  }

  /** Returns the feed of a table that is read as a whole, or of its changes. */
  static <T> Feed<T> of(Pages<T> pages, @Nullable ChangeFeed changes, ZoneId zone) {
    if (changes == null) {
      return new InOrder<>(pages, pages.table().key(), null);
    }
    List<KeyColumn> order = ordered(changes, pages.table().key());
    if (changes instanceof Overlapping overlapping) {
      return new InSweeps<>(pages, overlapping, order, zone);
    }
    return new InOrder<>(pages, order, (ChangeNumber) changes);
  }

  /**
   * Reads a table in an order in which nothing appears behind what was read: by its key, or by
   * numbers given at commit.
   *
   * @param changes how changes are numbered, so that there is a cursor after the last row; null if
   *     it is read by its key
   */
  record InOrder<T>(Pages<T> pages, List<KeyColumn> order, @Nullable ChangeNumber changes)
      implements Feed<T> {

    @Override
    public Slice<T> slice(@Nullable String cursor) {
      List<String> start = cursor == null ? null : Cursors.position(cursor, order);
      List<String> after = start;
      boolean grows = changes != null;
      Pages.Result<T> rows = new Pages.Result<>();
      boolean last;
      boolean moved = false;
      do {
        List<Item<T>> page = pages.page(new Range(order, null, null, after));
        for (Item<T> item : page) {
          pages.take(item, grows && cursor != null, rows);
        }
        if (!page.isEmpty()) {
          after = pages.position(page.get(page.size() - 1), order);
          moved = true;
        }
        last = pages.isLast(page);
      } while (rows.isEmpty() && !last);
      if (changes != null && start != null) {
        new Continuity(pages).check(changes, start.get(0), moved);
      }
      boolean goesOn = after != null && moved && (grows || !last);
      return rows.slice(goesOn && after != null ? Cursors.position(after) : null);
    }
  }

  /**
   * Reads the changes of a table whose order is set before the commit. A sweep goes up to a value
   * that is fixed when it starts; the next one starts some way before that value, because rows of
   * transactions that were open may have appeared there, and passes over rows that it knows by
   * their content.
   */
  final class InSweeps<T> implements Feed<T> {
    private final Pages<T> pages;
    private final Overlapping changes;
    private final List<KeyColumn> order;
    private final ZoneId zone;

    InSweeps(Pages<T> pages, Overlapping changes, List<KeyColumn> order, ZoneId zone) {
      this.pages = pages;
      this.changes = changes;
      this.order = order;
      this.zone = zone;
    }

    @Override
    public Slice<T> slice(@Nullable String cursor) {
      Sweep sweep = cursor == null ? Sweep.start() : Sweep.parse(cursor, changes, order);
      boolean underWay = sweep.to() != null;
      Run run = new Run(sweep, cursor != null);
      if (underWay) {
        run.go();
        if (run.isDone()) {
          return run.result();
        }
      }
      Ceiling ceiling = ceiling();
      String to = ceiling.value;
      String from = run.from();
      if (from != null && ceiling.isBelow(from, changes.comparator())) {
        new Continuity(pages).wentBack(changes.order(), from, ceiling.certain);
        return new Slice<>(List.of(), null);
      }
      if (to == null) {
        return new Slice<>(List.of(), null);
      }
      run.start(to);
      run.go();
      return run.result();
    }

    /**
     * How far a sweep may go.
     *
     * @param value the largest value there is, of rows that rest; null if there is none
     * @param bound what no value can be above; null if only the rows tell
     * @param certain whether values that are below the ones read mean that they start again: the
     *     largest also goes back where rows are removed
     */
    private record Ceiling(@Nullable String value, @Nullable String bound, boolean certain) {

      boolean isBelow(String from, Comparator<String> order) {
        String highest = bound == null ? value : bound;
        return highest != null && order.compare(highest, from) < 0;
      }

      /** Sees that the value can be reckoned with. */
      Ceiling checked(Overlapping changes) {
        changes.floor(Objects.requireNonNull(value, "value"));
        return this;
      }
    }

    private Ceiling ceiling() {
      Ceiling ceiling = pages.sql().read("read version", this::ceiling);
      try {
        return ceiling.value == null ? ceiling : ceiling.checked(changes);
      } catch (DateTimeException e) {
        throw pages.broken(changes.order().column() + ": must be a time in its format");
      }
    }

    private Ceiling ceiling(Sql.Session session) throws SQLException {
      KeyColumn column = changes.order();
      String settled = settledVersion();
      String largest = "SELECT MAX(" + column.column() + ") FROM " + pages.table().table();
      Query query = new Query(settled == null ? largest : settled);
      String bound = null;
      if (changes instanceof ModifiedAt modified) {
        ZoneId theirs = modified.zone() == null ? zone : modified.zone();
        bound = modified.ceiling(LocalDateTime.ofInstant(session.now(), theirs));
        query.add(" WHERE ").compare(column, "<=", bound);
      }
      Row row = session.rows(query, List.of(column)).get(0);
      return new Ceiling(row.get(column), bound, settled != null || bound != null);
    }

    /** Returns the query for what is committed for certain; null if only the rows can tell. */
    private @Nullable String settledVersion() {
      return changes instanceof RowVersion ? pages.sql().dialect().settledVersion() : null;
    }

    private void watchLag(@Nullable String from, String to) {
      if (from != null
          && settledVersion() == null
          && changes instanceof RowVersion version
          && version.isExceeded(from, to)) {
        pages.alert(
            "LAG_EXCEEDED",
            "moved on by more than "
                + version.lag()
                + " versions: read it more often, or raise lag");
      }
    }

    /** The work of one slice. */
    private final class Run {
      private final Pages.Result<T> rows = new Pages.Result<>();
      private final boolean deletions;
      private Sweep sweep;
      private boolean news;

      Run(Sweep sweep, boolean deletions) {
        this.sweep = sweep;
        this.deletions = deletions;
      }

      void start(String to) {
        watchLag(sweep.from(), to);
        sweep = new Sweep(sweep.from(), to, null, sweep.seen(), Set.of());
      }

      @Nullable String from() {
        return sweep.from();
      }

      boolean isDone() {
        return !rows.isEmpty();
      }

      /** Reads pages until there is something to give out or the sweep ends. */
      void go() {
        String to = Objects.requireNonNull(sweep.to(), "to");
        Set<String> met = new LinkedHashSet<>(sweep.met());
        List<String> after = sweep.after();
        boolean last;
        do {
          List<Item<T>> page = pages.page(new Range(order, sweep.from(), to, after));
          for (Item<T> item : page) {
            meet(item, to, met);
          }
          if (!page.isEmpty()) {
            after = pages.position(page.get(page.size() - 1), order);
          }
          last = pages.isLast(page);
        } while (rows.isEmpty() && !last);
        sweep =
            last
                ? new Sweep(changes.floor(to), null, null, met, Set.of())
                : new Sweep(sweep.from(), to, after, sweep.seen(), met);
      }

      private void meet(Item<T> item, String to, Set<String> met) {
        String value = item.row().need(changes.order());
        if (changes.comparator().compare(value, changes.floor(to)) >= 0) {
          met.add(item.mark());
        }
        if (!sweep.seen().contains(item.mark())) {
          news |= !(item.reading() instanceof Reading.Passed<T>);
          pages.take(item, deletions, rows);
        }
      }

      Slice<T> result() {
        return rows.slice(news ? sweep.text() : null);
      }
    }
  }
}
