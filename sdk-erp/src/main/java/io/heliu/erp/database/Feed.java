package io.heliu.erp.database;

import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.database.ChangeFeed.ModifiedAt;
import io.heliu.erp.database.ChangeFeed.Overlapping;
import io.heliu.erp.database.ChangeFeed.RowVersion;
import io.heliu.erp.database.Cursors.Sweep;
import io.heliu.erp.database.Pages.Range;
import io.heliu.erp.database.TableRows.Item;
import io.heliu.erp.database.TableRows.Reading;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
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
      return new InOrder<>(pages, pages.table().key(), false);
    }
    List<KeyColumn> order = ordered(changes, pages.table().key());
    return changes instanceof Overlapping overlapping
        ? new InSweeps<>(pages, overlapping, order, zone)
        : new InOrder<>(pages, order, true);
  }

  /**
   * Reads a table in an order in which nothing appears behind what was read: by its key, or by
   * numbers given at commit.
   *
   * @param grows whether there is a cursor after the last row
   */
  record InOrder<T>(Pages<T> pages, List<KeyColumn> order, boolean grows) implements Feed<T> {

    @Override
    public Slice<T> slice(@Nullable String cursor) {
      List<String> after = cursor == null ? null : Cursors.position(cursor, order);
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
      String to = ceiling();
      if (to == null) {
        return new Slice<>(List.of(), null);
      }
      run.start(to);
      run.go();
      return run.result();
    }

    /** Returns the largest value there is, of rows that rest; null if there is none. */
    private @Nullable String ceiling() {
      KeyColumn column = changes.order();
      List<KeyColumn> columns = List.of(column);
      String settled = settledVersion();
      Row largest =
          pages
              .sql()
              .read(
                  "read version",
                  session -> {
                    Query query =
                        new Query(
                            settled == null
                                ? "SELECT MAX("
                                    + column.column()
                                    + ") FROM "
                                    + pages.table().table()
                                : settled);
                    if (changes instanceof ModifiedAt modified) {
                      ZoneId theirs = modified.zone() == null ? zone : modified.zone();
                      LocalDateTime now = LocalDateTime.ofInstant(session.now(), theirs);
                      query.add(" WHERE ").compare(column, "<=", modified.ceiling(now));
                    }
                    return session.rows(query, columns).get(0);
                  });
      String value = largest.get(column);
      try {
        return value == null ? null : checked(value);
      } catch (DateTimeException e) {
        throw pages.broken(column.column() + ": must be a time in its format");
      }
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

    private String checked(String value) {
      changes.floor(value);
      return value;
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
