package io.heliu.flow.stock;

import io.heliu.Listener;
import io.heliu.Sku;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.internal.flow.Cell;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.store.CountTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Holders;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Command;
import io.heliu.inventory.Shortage;
import io.heliu.inventory.StockLedger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares the ERP's counts with the ledger, and carries them over where that is wanted (库存对账).
 *
 * <p>A count is never taken as it is. What only one side knows yet is taken off first: counter
 * sales whose outbound the ERP does not have, and parcels of the ERP that the ledger has not seen.
 * A SKU with a document whose fate is unknown is left out until that is cleared; if that takes
 * long, its stock counts as unknown for publishing. A cell that differs and whose units moved while
 * the ERP was asked is left out until the next comparison.
 *
 * <p>A cell that the ERP listed before and does not list now counts as zero. Because a list may be
 * short for other reasons too, such a zero is adopted only when a second comparison confirms it.
 *
 * <p>A count may be below what is reserved. It is adopted all the same, since it is a fact, and no
 * reservation is dropped: the cell is short (缺货), nothing of it is shown or accepted any more, and
 * a person is told who waits for it ({@code STOCK_SHORT}).
 */
public final class CountFlow {
  /** How many orders an alert names at most. */
  private static final int NAMED = 10;

  private final Database database;
  private final Erp erp;
  private final StockLedger ledger;
  private final Policy policy;
  private final Clock clock;
  private final Listener listener;

  /** What to do about a difference. */
  public enum Policy {
    /** Say so. */
    REPORT,
    /** Say so and correct the ledger. */
    ADOPT
  }

  /**
   * What a comparison found.
   *
   * @param compared cells compared
   * @param opened cells the ledger did not know, now opened with the ERP's count
   * @param leftOut cells left out because something of them moves right now, or because of
   *     documents whose fate is unknown
   * @param drifts cells that differ
   */
  public record Report(long compared, long opened, long leftOut, List<StockDrift> drifts) {
    /** Copies the list. */
    public Report {
      drifts = List.copyOf(drifts);
    }
  }

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param erp whose counts are read
   * @param ledger the stock ledger
   * @param policy what to do about a difference
   * @param clock tells when a comparison was made
   * @param listener hears of differences
   */
  public CountFlow(
      DataSource dataSource,
      Erp erp,
      StockLedger ledger,
      Policy policy,
      Clock clock,
      Listener listener) {
    this.database = Database.open(dataSource);
    this.erp = Objects.requireNonNull(erp, "erp");
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** What was known before the ERP was asked. */
  private record Before(
      long sequence, Map<Cell, CountTable.Seen> seen, Map<Cell, Balance> balances) {

    /**
     * Tells whether units of a cell came or went since. A correction holds as of the sequence of
     * before, and what the ledger knows on top of it is added: a movement that is also taken off as
     * one the ERP does not know would count twice.
     */
    boolean moved(Cell cell, Balance now) {
      if (now.version() <= sequence) {
        return false;
      }
      Balance then = balances.get(cell);
      return then == null || then.version() > sequence || then.onHand() != now.onHand();
    }
  }

  /** What a comparison goes by. */
  private record Ground(StockInFlight inFlight, Before before) {}

  /**
   * What was found of a cell.
   *
   * @param count the ERP's count
   * @param listed whether the ERP listed the cell
   * @param command what the ledger is told, or null for nothing
   * @param drift the difference, or null if there is none
   * @param confirmed whether the count could be compared
   */
  private record Finding(
      ErpFeeds.Count count,
      boolean listed,
      @Nullable Command command,
      @Nullable StockDrift drift,
      boolean confirmed) {}

  /**
   * Compares the counts of some SKUs.
   *
   * @throws io.heliu.Fault if the ERP, the ledger or the database fails
   */
  public Report run(Collection<Sku> skus) {
    Set<Sku> asked = new LinkedHashSet<>(skus);
    Before before = before(asked);
    UnreadOutbounds outbounds = new UnreadOutbounds(database, erp);
    List<UnreadOutbounds.Line> unread = outbounds.read();
    List<ErpFeeds.Count> counts = erp.feeds().counts(asked);
    List<UnreadOutbounds.Line> since = outbounds.read();
    Instant now = clock.instant();
    Ground ground =
        database.inTransaction(
            "stock in flight",
            tx -> new Ground(StockInFlight.read(tx, erp.name(), unread, since), before));
    List<Finding> findings = new ArrayList<>();
    Set<Cell> listed = new LinkedHashSet<>();
    for (ErpFeeds.Count count : counts) {
      listed.add(new Cell(count.sku(), count.location()));
      findings.add(compare(ground, count, true, now));
    }
    for (Cell cell : before.seen.keySet()) {
      if (!listed.contains(cell)) {
        ErpFeeds.Count none = new ErpFeeds.Count(cell.sku(), cell.location(), 0, now);
        findings.add(compare(ground, none, false, now));
      }
    }
    return finish(before, findings, now);
  }

  private Before before(Set<Sku> skus) {
    long sequence = ledger.sequence();
    Map<Cell, CountTable.Seen> seen = new HashMap<>();
    Map<Cell, Balance> balances = new HashMap<>();
    for (CountTable.Seen one :
        database.inTransaction("counted cells", tx -> CountTable.seen(tx, erp.name(), skus))) {
      Cell cell = new Cell(one.sku(), one.location());
      seen.put(cell, one);
      balances.put(cell, ledger.balance(one.sku(), one.location()));
    }
    return new Before(sequence, seen, balances);
  }

  private Finding compare(Ground ground, ErpFeeds.Count count, boolean listed, Instant now) {
    Cell cell = new Cell(count.sku(), count.location());
    if (ground.inFlight.isUnknown(count.sku())) {
      return new Finding(count, listed, null, null, false);
    }
    Balance balance = ledger.balance(count.sku(), count.location());
    List<StockDrift.Movement> movements = ground.inFlight.of(cell);
    long moving = movements.stream().mapToLong(StockDrift.Movement::units).sum();
    if (balance.version() == 0) {
      return new Finding(count, listed, opening(count, moving), null, true);
    }
    if (count.onHand() == balance.onHand() + moving) {
      return new Finding(count, listed, null, null, true);
    }
    if (ground.before.moved(cell, balance)) {
      return new Finding(count, listed, null, null, false);
    }
    CountTable.Seen before = ground.before.seen.get(cell);
    Instant firstSeen = before == null ? null : before.driftSince();
    StockDrift drift =
        new StockDrift(
            erp.name(),
            count.sku(),
            count.location(),
            count.onHand(),
            count.asOf(),
            balance.onHand(),
            ground.before.sequence,
            movements,
            firstSeen == null ? now : firstSeen,
            now,
            balance.reserved(),
            cause(count, listed, balance, movements, before),
            correction(count, moving, ground.before.sequence));
    boolean sure = listed || (before != null && !before.listed());
    boolean adopt = policy == Policy.ADOPT && sure;
    return new Finding(count, listed, adopt ? drift.correction() : null, drift, listed || adopt);
  }

  private static StockDrift.Cause cause(
      ErpFeeds.Count count,
      boolean listed,
      Balance balance,
      List<StockDrift.Movement> movements,
      CountTable.@Nullable Seen before) {
    long expected =
        balance.onHand() + movements.stream().mapToLong(StockDrift.Movement::units).sum();
    long difference = count.onHand() - expected;
    if (!listed) {
      return StockDrift.Cause.NOT_LISTED;
    }
    if (difference == -balance.reserved()) {
      return StockDrift.Cause.RESERVED;
    }
    if (movements.stream().anyMatch(movement -> movement.units() == -difference)) {
      return StockDrift.Cause.DOCUMENT;
    }
    if (isMultiple(count.onHand(), expected) || isMultiple(expected, count.onHand())) {
      return StockDrift.Cause.UNIT;
    }
    boolean grows =
        before != null
            && before.driftSince() != null
            && Long.signum(before.driftUnits()) == Long.signum(difference)
            && Math.abs(before.driftUnits()) < Math.abs(difference);
    return grows ? StockDrift.Cause.GROWING : StockDrift.Cause.UNEXPLAINED;
  }

  private static boolean isMultiple(long larger, long smaller) {
    return smaller > 0 && larger > smaller && larger % smaller == 0;
  }

  private Command opening(ErpFeeds.Count count, long moving) {
    return new Command.Adjust(
        Keys.of("open", erp.name(), count.sku().code(), count.location().code()),
        count.sku(),
        count.location(),
        count.onHand() - moving,
        "opening balance");
  }

  private Command correction(ErpFeeds.Count count, long moving, long sequence) {
    return new Command.Count(
        Keys.of(
            "count",
            erp.name(),
            count.sku().code(),
            count.location().code(),
            count.asOf() + "/" + sequence),
        count.sku(),
        count.location(),
        count.onHand() - moving,
        sequence,
        "count of " + erp.name());
  }

  /** Tells the ledger, keeps what was found, and says so. */
  private Report finish(Before before, List<Finding> findings, Instant now) {
    List<Finding> telling = findings.stream().filter(one -> one.command != null).toList();
    List<Command> commands = new ArrayList<>();
    telling.forEach(one -> commands.add(Objects.requireNonNull(one.command)));
    List<Answer> answers = ledger.applyAll(commands);
    Set<Finding> refused = new LinkedHashSet<>();
    List<Shortage> shortages = new ArrayList<>();
    for (int i = 0; i < telling.size(); i++) {
      if (answers.get(i) instanceof Answer.Refused answer) {
        refused.add(telling.get(i));
        alertRefused(commands.get(i), answer);
      } else if (answers.get(i) instanceof Answer.Accepted accepted) {
        shortages.addAll(accepted.shortages());
      }
    }
    List<CountTable.Found> found = new ArrayList<>();
    for (Finding finding : findings) {
      found.add(found(before, finding, finding.command != null && !refused.contains(finding)));
    }
    database.inTransaction(
        "record counts",
        tx -> {
          CountTable.record(tx, erp.name(), found, now);
          return true;
        });
    List<StockDrift> drifts = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.drift != null) {
        drifts.add(finding.drift);
        alert(finding.drift);
      }
    }
    shortages.forEach(this::alertShort);
    long opened = telling.stream().filter(one -> one.drift == null).count();
    long leftOut = findings.stream().filter(one -> one.drift == null && !one.confirmed).count();
    return new Report(findings.size(), opened, leftOut, drifts);
  }

  private static CountTable.Found found(Before before, Finding finding, boolean corrected) {
    ErpFeeds.Count count = finding.count;
    StockDrift drift = corrected ? null : finding.drift;
    CountTable.Seen seen =
        new CountTable.Seen(
            count.sku(),
            count.location(),
            finding.listed,
            drift == null ? null : drift.firstSeen(),
            drift == null ? 0 : drift.difference());
    boolean known = before.seen.containsKey(new Cell(count.sku(), count.location()));
    return new CountTable.Found(seen, known, finding.confirmed, finding.confirmed || drift != null);
  }

  private void alertRefused(Command command, Answer.Refused refused) {
    listener.alerted(
        new Listener.Alert(
            "count",
            "COUNT_REFUSED",
            command.key() + ": " + refused.reason() + " " + refused.detail()));
  }

  /** A count is a fact and drops no reservation, so somebody must decide who goes without. */
  private void alertShort(Shortage shortage) {
    Balance balance = ledger.balance(shortage.sku(), shortage.location());
    List<String> orders =
        database.inTransaction(
            "orders of a short cell", tx -> Holders.of(tx, shortage.sku(), NAMED));
    listener.alerted(
        new Listener.Alert(
            "count",
            "STOCK_SHORT",
            shortage.sku()
                + " at "
                + shortage.location()
                + " is short by "
                + balance.shortBy()
                + " units; "
                + (orders.isEmpty()
                    ? "no order waits for them"
                    : "the last orders that wait for it are " + String.join(", ", orders))));
  }

  private void alert(StockDrift drift) {
    listener.alerted(
        new Listener.Alert(
            "count",
            "STOCK_DRIFT",
            erp.name()
                + " counts "
                + drift.counted()
                + " of "
                + drift.sku()
                + " at "
                + drift.location()
                + ", expected are "
                + drift.expected()
                + ", since "
                + drift.firstSeen()
                + ": "
                + drift.cause()));
  }
}
