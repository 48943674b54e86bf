package io.heliu.flow.stock;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.channel.StockSink;
import io.heliu.flow.StepReport;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.ListingTable;
import io.heliu.internal.store.ListingTable.Due;
import io.heliu.internal.store.ListingTable.Standing;
import io.heliu.internal.store.ListingTable.Waiting;
import io.heliu.inventory.StockLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes what is due of one shop, within one step. */
final class StockPublisher {
  private static final int MAX_DOUBLINGS = 6;

  private final Database database;
  private final StockLedger ledger;
  private final Catalog catalog;
  private final StockSink sink;
  private final StockSettings settings;
  private final Clock clock;
  private final Listener listener;
  private int left;
  private boolean started;
  private boolean broken;

  StockPublisher(
      Database database,
      StockLedger ledger,
      Catalog catalog,
      StockSink sink,
      StockSettings settings,
      Clock clock,
      Listener listener) {
    this.database = database;
    this.ledger = ledger;
    this.catalog = catalog;
    this.sink = sink;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.left = settings.levels();
  }

  ShopId shop() {
    return sink.shop();
  }

  /**
   * What is done about a listing.
   *
   * @param listing the listing
   * @param level what it is told, or null if it is told nothing
   * @param waiting why it is not where it should be afterwards, or null
   * @param unknownSince since when its stock is not known, or null
   */
  private record Action(
      Due listing,
      @Nullable Long level,
      @Nullable Waiting waiting,
      @Nullable Instant unknownSince) {

    boolean lowers() {
      return level != null && level < listing.outstanding();
    }

    /** Returns the same after it was sent at some time and no answer came. */
    Action unanswered(Instant at) {
      Due sent =
          new Due(
              listing.item(),
              listing.variant(),
              listing.sku(),
              listing.units(),
              listing.sequence(),
              listing.publishedSequence(),
              listing.acknowledged(),
              level == null ? listing.inFlight() : Math.max(listing.inFlight(), level),
              at,
              listing.refusals(),
              listing.unknownSince());
      return new Action(sent, level, waiting, unknownSince);
    }
  }

  /**
   * Publishes a page of due listings.
   *
   * @param lowering whether only what is lowered is published
   */
  StepReport publish(boolean lowering) {
    Instant now = clock.instant();
    if (broken || left == 0 || (!started && isPaused(now))) {
      return StepReport.idle("stock", shop().toString());
    }
    StockLevels levels = new StockLevels(ledger, catalog, settings, shop(), now);
    List<Action> all = decide(levels, now);
    List<Action> actions =
        lowering ? all.stream().filter(action -> isFirst(levels, action)).toList() : all;
    StepReport report = park(actions);
    List<Action> sends = actions.stream().filter(action -> action.level != null).toList();
    boolean more = all.size() == left;
    for (int from = 0; from < sends.size(); from += sink.batchSize()) {
      List<Action> chunk = sends.subList(from, Math.min(sends.size(), from + sink.batchSize()));
      left -= chunk.size();
      StepReport sent = send(chunk, levels);
      more |= sent.more();
      report = report.plus(sent);
    }
    return new StepReport(
        "stock",
        shop().toString(),
        report.fetched(),
        report.fresh(),
        0,
        report.held(),
        report.failed(),
        more && settings.interval().isZero());
  }

  /** Tells whether an action does not have to wait for what other shops give up in this step. */
  private boolean isFirst(StockLevels levels, Action action) {
    return action.lowers() || levels.isShared(action.listing.sku());
  }

  private boolean isPaused(Instant now) {
    if (settings.interval().isZero()) {
      return false;
    }
    return database
        .inTransaction("stock pace", tx -> CursorTable.find(tx, pace()))
        .map(last -> now.isBefore(Instant.parse(last).plus(settings.interval())))
        .orElse(false);
  }

  private String pace() {
    return "stock/pace/" + shop();
  }

  private List<Action> decide(StockLevels levels, Instant now) {
    List<Due> due =
        database.inTransaction("due listings", tx -> ListingTable.due(tx, shop(), now, left));
    if (due.isEmpty()) {
      return List.of();
    }
    levels.load(database, due);
    List<Action> actions = new ArrayList<>();
    for (Due listing : due) {
      StockLevels.Wanted wanted = levels.of(listing);
      actions.add(wanted.known() ? ofKnown(listing, wanted) : ofUnknown(listing, wanted, now));
    }
    return actions;
  }

  private static Action ofKnown(Due listing, StockLevels.Wanted wanted) {
    long level = Math.min(wanted.target(), wanted.limit());
    return new Action(listing, level, level < wanted.target() ? Waiting.ROOM : null, null);
  }

  /** Lowers at once, raises nothing, and falls to the floor when the time of grace is over. */
  private Action ofUnknown(Due listing, StockLevels.Wanted wanted, Instant now) {
    Instant since = listing.unknownSince() == null ? now : listing.unknownSince();
    boolean over = !now.isBefore(since.plus(settings.grace()));
    long shown = listing.acknowledged();
    long level = Math.min(wanted.target(), wanted.limit());
    if (over) {
      level = Math.min(level, wanted.floor());
    }
    if (shown >= 0) {
      level = Math.min(level, shown);
    }
    boolean unsure = listing.inFlight() >= 0;
    if (!over && shown < 0) {
      // A level may be on its way to a listing that was never told: only 0 is sure to be no raise.
      return new Action(listing, unsure ? 0L : null, Waiting.UNKNOWN, since);
    }
    boolean told = unsure || level != shown;
    return new Action(listing, told ? level : null, over ? Waiting.FLOOR : Waiting.UNKNOWN, since);
  }

  /** Takes note of listings that are told nothing now. */
  private StepReport park(List<Action> actions) {
    List<Standing> parked = new ArrayList<>();
    long held = 0;
    for (Action action : actions) {
      alertUnknown(action);
      held += action.unknownSince == null ? 0 : 1;
      if (action.level == null) {
        Due listing = action.listing;
        parked.add(
            new Standing(
                listing,
                true,
                listing.acknowledged(),
                listing.inFlight(),
                listing.inFlightAt(),
                action.waiting,
                endOfGrace(action),
                0,
                "",
                action.unknownSince));
      }
    }
    if (!parked.isEmpty()) {
      put(parked, List.of());
    }
    return new StepReport("stock", shop().toString(), parked.size(), 0, 0, held, 0, false);
  }

  private void alertUnknown(Action action) {
    Due listing = action.listing;
    String name = shop() + " " + listing.item() + " " + listing.variant() + ": " + listing.sku();
    if (action.waiting == Waiting.UNKNOWN && listing.unknownSince() == null) {
      listener.alerted(
          new Listener.Alert(
              "stock", "STOCK_UNKNOWN", name + " has no current count; it is not raised"));
    } else if (action.waiting == Waiting.FLOOR && action.level != null) {
      listener.alerted(
          new Listener.Alert(
              "stock", "STOCK_AT_FLOOR", name + " has no current count; it shows " + action.level));
    }
  }

  private @Nullable Instant endOfGrace(Action action) {
    return action.waiting == Waiting.UNKNOWN && action.unknownSince != null
        ? action.unknownSince.plus(settings.grace())
        : null;
  }

  private StepReport send(List<Action> actions, StockLevels levels) {
    Instant now = clock.instant();
    List<StockSink.Level> batch = new ArrayList<>();
    List<Due> listings = new ArrayList<>();
    List<Long> quantities = new ArrayList<>();
    for (Action action : actions) {
      Due listing = action.listing;
      if (action.level != null) {
        String variant = listing.variant().isEmpty() ? null : listing.variant();
        batch.add(new StockSink.Level(listing.item(), variant, action.level));
        listings.add(listing);
        quantities.add(action.level);
      }
    }
    database.inTransaction(
        "note levels in flight",
        tx -> {
          ListingTable.sending(tx, shop(), listings, quantities, now);
          CursorTable.put(tx, pace(), now.toString());
          return true;
        });
    started = true;
    List<StockSink.Result> results;
    try {
      results = sink.publish(batch);
    } catch (Fault fault) {
      if (!Faults.concernsOnlyOne(fault)) {
        broken = true;
        throw fault;
      }
      return apart(actions.stream().map(action -> action.unanswered(now)).toList(), levels, fault);
    }
    return record(actions, results, levels, now);
  }

  /** Sends levels one by one after a fault that one of them may have caused; that one waits. */
  private StepReport apart(List<Action> actions, StockLevels levels, Fault fault) {
    if (actions.size() == 1) {
      Action action = actions.get(0);
      StockSink.Result result = StockSink.Result.refused(String.valueOf(fault.code()), "");
      put(List.of(refused(action, result, "LEVEL_FAULTS")), List.of());
      return new StepReport("stock", shop().toString(), 1, 0, 0, 0, 1, false);
    }
    StepReport report = StepReport.idle("stock", shop().toString());
    boolean more = false;
    for (Action action : actions) {
      StepReport sent = send(List.of(action), levels);
      more |= sent.more();
      report = report.plus(sent);
    }
    return new StepReport(
        "stock", shop().toString(), report.fetched(), report.fresh(), 0, 0, report.failed(), more);
  }

  private StepReport record(
      List<Action> actions, List<StockSink.Result> results, StockLevels levels, Instant sentAt) {
    List<Standing> standings = new ArrayList<>();
    List<Sku> freed = new ArrayList<>();
    long refused = 0;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      Standing standing = settle(action, results.get(i), sentAt);
      standings.add(standing);
      refused += results.get(i).accepted() ? 0 : 1;
      if (Math.max(standing.acknowledged(), standing.inFlight()) < most(action)) {
        freed.addAll(levels.components(action.listing.sku()).keySet());
      }
    }
    int woken = put(standings, freed);
    listener.progressed(new Listener.Progress("stock", shop().toString(), actions.size(), -1));
    return new StepReport(
        "stock",
        shop().toString(),
        actions.size(),
        actions.size() - refused,
        0,
        0,
        refused,
        woken > 0);
  }

  private static long most(Action action) {
    long level = action.level == null ? -1 : action.level;
    return Math.max(action.listing.outstanding(), level);
  }

  private Standing settle(Action action, StockSink.Result result, Instant sentAt) {
    Due listing = action.listing;
    Instant unsureAt = listing.inFlightAt();
    if (!result.accepted()) {
      return refused(action, result, "LEVEL_REFUSED");
    }
    // An earlier request without an answer may still arrive, and would undo this one.
    Instant settlesAt =
        listing.inFlight() < 0 || unsureAt == null ? sentAt : unsureAt.plus(settings.settle());
    boolean settled = !sentAt.isBefore(settlesAt);
    return new Standing(
        listing,
        true,
        action.level == null ? listing.acknowledged() : action.level,
        settled ? -1 : listing.inFlight(),
        settled ? null : unsureAt,
        action.waiting,
        settled ? endOfGrace(action) : settlesAt,
        0,
        "",
        action.unknownSince);
  }

  private Standing refused(Action action, StockSink.Result result, String alert) {
    Due listing = action.listing;
    listener.alerted(
        new Listener.Alert("stock", alert, shop() + " " + listing.item() + ": " + result.code()));
    Duration pause =
        settings.retry().multipliedBy(1L << Math.min(listing.refusals(), MAX_DOUBLINGS));
    return new Standing(
        listing,
        false,
        listing.acknowledged(),
        listing.inFlight(),
        listing.inFlightAt(),
        Waiting.REFUSED,
        clock.instant().plus(pause),
        listing.refusals() + 1,
        result.code() + " " + result.message(),
        action.unknownSince);
  }

  /** Stores where listings are; tells how many others may now get what these gave up. */
  private int put(List<Standing> standings, List<Sku> freed) {
    return database.inTransaction(
        "record levels",
        tx -> {
          ListingTable.put(tx, shop(), standings);
          int woken = 0;
          for (Sku sku : freed) {
            woken += ListingTable.wake(tx, sku);
          }
          return woken;
        });
  }
}
