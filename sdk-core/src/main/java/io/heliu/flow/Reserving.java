package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.store.Arrangement;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Digest;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the units of orders, moves them from one order to another, and gives back what no order
 * wants. What is about to be done is noted before the ledger is asked, so that whoever comes after
 * a crash goes on.
 */
final class Reserving {
  private static final int LEVELS = 10;

  private final Database database;
  private final StockLedger ledger;
  private final int batch;

  Reserving(Database database, StockLedger ledger, int batch) {
    this.database = database;
    this.ledger = ledger;
    this.batch = batch;
  }

  /** Returns what takes the units of an order, or keeps them while it waits. */
  private static Optional<Command> command(DispatchFlow.Screened one) {
    if (one.verdict() instanceof Screening.Take take) {
      return Optional.of(take.command());
    }
    return one.verdict() instanceof Screening.Hold hold
            && hold.keeping() instanceof Keeping.Units units
        ? Optional.of(units.command())
        : Optional.empty();
  }

  /** Tells whether nothing stands between an order and the units that it wants. */
  static boolean canGoOn(DispatchFlow.Screened one) {
    boolean moves =
        one.verdict() instanceof Screening.Split || one.verdict() instanceof Screening.Undo;
    return !moves && !holdsOther(one) && one.own().stream().allMatch(Reservations.Surplus::ready);
  }

  /** Tells whether the ledger may hold something for the order that is not wanted any more. */
  private static boolean holdsOther(DispatchFlow.Screened one) {
    String before = one.order().reservation();
    boolean same = command(one).filter(wanted -> wanted.key().equals(before)).isPresent();
    boolean stays =
        one.verdict() instanceof Screening.Hold hold
            && hold.keeping() instanceof Keeping.AsIs asIs
            && asIs.own();
    return !before.isEmpty() && !same && !stays;
  }

  /** Sets aside what earlier versions of orders hold; tells whether there was any. */
  boolean setAside(List<DispatchFlow.Screened> screened) {
    List<DispatchFlow.Screened> outdated = screened.stream().filter(Reserving::holdsOther).toList();
    if (outdated.isEmpty()) {
      return false;
    }
    return database.inTransaction(
        "set reservations aside",
        tx -> {
          for (DispatchFlow.Screened one : outdated) {
            if (DispatchFlow.isUnchanged(tx, one.order())) {
              Reservations.setAside(tx, one.order());
            }
          }
          return true;
        });
  }

  /** Lets the ledger divide what several orders are to have; tells whether it did. */
  boolean divide() {
    boolean any = false;
    // What is divided may be divided again.
    for (int level = 0; level < LEVELS; level++) {
      List<Reservations.Division> divisions =
          database.inTransaction("divisions", tx -> Reservations.divisions(tx, batch));
      if (divisions.isEmpty()) {
        break;
      }
      List<Answer> answers = ledger.applyAll(divisions.stream().map(this::divide).toList());
      any |=
          database.inTransaction(
              "divided reservations",
              tx -> {
                boolean done = false;
                for (int i = 0; i < divisions.size(); i++) {
                  // What another process reserved in between is divided at the next attempt.
                  if (answers.get(i) instanceof Answer.Accepted) {
                    Reservations.divided(tx, divisions.get(i));
                    done = true;
                  }
                }
                return done;
              });
    }
    return any;
  }

  /** Makes the command that divides what the ledger holds now; nothing of it becomes free. */
  private Command divide(Reservations.Division division) {
    Map<Sku, List<StockLine>> open = new TreeMap<>();
    for (String reservation : division.reservations()) {
      for (StockLine line : open(reservation)) {
        open.computeIfAbsent(line.sku(), sku -> new ArrayList<>()).add(line);
      }
    }
    List<Command.Divide.Part> parts = new ArrayList<>();
    Reservations.@Nullable Part rest = null;
    for (Reservations.Part part : division.parts()) {
      if (part.units().isEmpty()) {
        rest = part;
        continue;
      }
      List<StockLine> lines = new ArrayList<>();
      part.units().forEach((sku, units) -> take(open.getOrDefault(sku, List.of()), units, lines));
      add(parts, part, lines);
    }
    if (rest != null) {
      add(parts, rest, open.values().stream().flatMap(List::stream).toList());
    }
    String content = Digest.sha256(division.reservations() + "\n" + parts);
    return new Command.Divide(Keys.of("divide", content), division.reservations(), parts);
  }

  private List<StockLine> open(String reservation) {
    return ledger.reservation(reservation).filter(one -> one.state().open()).stream()
        .flatMap(one -> one.lines().stream())
        .filter(line -> line.remaining() > 0)
        .map(line -> new StockLine(line.sku(), line.location(), line.remaining()))
        .toList();
  }

  /** Moves units of a SKU from where they are open to the lines of a part. */
  private static void take(List<StockLine> open, long units, List<StockLine> lines) {
    long wanted = units;
    while (wanted > 0 && !open.isEmpty()) {
      StockLine line = open.remove(0);
      long taken = Math.min(wanted, line.quantity());
      lines.add(new StockLine(line.sku(), line.location(), taken));
      wanted -= taken;
      if (taken < line.quantity()) {
        open.add(0, new StockLine(line.sku(), line.location(), line.quantity() - taken));
      }
    }
  }

  private static void add(
      List<Command.Divide.Part> parts, Reservations.Part part, List<StockLine> lines) {
    if (!lines.isEmpty()) {
      String owner = part.orderId().isEmpty() ? "nobody" : Keys.of(part.orderId());
      parts.add(new Command.Divide.Part(part.reservation(), owner, lines));
    }
  }

  /** Notes which units are about to be taken, and leaves out orders that changed meanwhile. */
  List<DispatchFlow.Screened> note(List<DispatchFlow.Screened> screened) {
    return database.inTransaction(
        "note reservations",
        tx -> {
          List<DispatchFlow.Screened> noted = new ArrayList<>();
          for (DispatchFlow.Screened one : screened) {
            if (DispatchFlow.isUnchanged(tx, one.order()) && note(tx, one)) {
              noted.add(one);
            }
          }
          return noted;
        });
  }

  /** Tells whether nobody else has what the order takes over. */
  private static boolean note(Tx tx, DispatchFlow.Screened one) throws SQLException {
    if (one.verdict() instanceof Screening.Take take) {
      if (!Arrangement.adopt(tx, one.order(), take.adopted())) {
        return false;
      }
      OrderTable.setLines(tx, one.order().id(), take.lines());
    }
    Optional<Command> wanted = command(one);
    if (wanted.isPresent()) {
      Reservations.set(tx, one.order().id(), wanted.get().key());
    }
    return true;
  }

  /** Takes the units of a batch; returns the ledger's answer to each order that wants any. */
  List<Optional<Answer>> apply(List<DispatchFlow.Screened> noted) {
    List<Command> commands = new ArrayList<>();
    noted.forEach(one -> command(one).ifPresent(commands::add));
    Iterator<Answer> answers = ledger.applyAll(commands).iterator();
    return noted.stream().map(one -> command(one).map(asked -> answers.next())).toList();
  }

  /** Notes what became of what is set aside for an order. */
  void settle(Tx tx, DispatchFlow.Screened one, @Nullable Answer answer) throws SQLException {
    if (answer instanceof Answer.Refused) {
      refused(tx, one);
    } else {
      taken(tx, one);
    }
  }

  /** An order has what it wants; what is set aside for it is not wanted any more. */
  private void taken(Tx tx, DispatchFlow.Screened one) throws SQLException {
    if (one.verdict() instanceof Screening.Hold hold
        && hold.keeping() instanceof Keeping.AsIs asIs) {
      if (asIs.most() != null) {
        leave(tx, one, asIs.most());
      }
      return;
    }
    Reservations.renounce(tx, one.order().id());
  }

  /**
   * An order did not get what it wants. It keeps what is set aside for it as far as it wants it.
   */
  private void refused(Tx tx, DispatchFlow.Screened one) throws SQLException {
    Reservations.forget(tx, one.order().id());
    Map<Sku, Long> wanted = new HashMap<>();
    command(one)
        .filter(Command.Reserve.class::isInstance)
        .map(asked -> ((Command.Reserve) asked).lines())
        .orElse(List.of())
        .forEach(line -> wanted.merge(line.sku(), line.quantity(), Long::sum));
    // A line with an open refund is not to go now, but may be later.
    Map<Sku, Long> kept = new HashMap<>();
    one.kept().forEach(line -> kept.merge(line.sku(), line.quantity(), Long::sum));
    kept.forEach((sku, units) -> wanted.merge(sku, units, Math::max));
    leave(tx, one, wanted);
  }

  /** Leaves an order what it has as far as it wants it. */
  private void leave(Tx tx, DispatchFlow.Screened one, Map<Sku, Long> wanted) throws SQLException {
    Map<Sku, Long> more = new HashMap<>();
    List<StockLine> held = new ArrayList<>();
    one.own().forEach(own -> held.addAll(open(own.reservation())));
    if (command(one).isEmpty()) {
      held.addAll(open(one.order().reservation()));
    }
    held.forEach(line -> more.merge(line.sku(), line.quantity(), Long::sum));
    wanted.forEach((sku, units) -> more.merge(sku, -units, Long::sum));
    if (more.values().stream().anyMatch(units -> units > 0)) {
      Reservations.divide(tx, List.of(one.order()), Map.of(one.order().id(), wanted));
    }
  }

  /**
   * Gives back what nobody wants; it is forgotten afterwards, so that whoever comes after a crash
   * gives it back again. A refused release means that nothing is held any more.
   */
  void giveBack(List<Reservations.Surplus> unwanted) {
    if (unwanted.isEmpty()) {
      return;
    }
    List<Command> commands = new ArrayList<>();
    for (Reservations.Surplus one : unwanted) {
      String id = one.reservation();
      commands.add(new Command.Release(Keys.of("release", id), id, List.of(), "the order changed"));
    }
    ledger.applyAll(commands);
    database.inTransaction(
        "forget reservations",
        tx -> {
          Reservations.givenBack(tx, unwanted);
          return true;
        });
  }
}
