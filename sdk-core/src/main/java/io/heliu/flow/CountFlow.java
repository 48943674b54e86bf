package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLedger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * A SKU with a document whose fate is unknown is left out until that is cleared.
 */
public final class CountFlow {
  private static final int ALL = 1_000_000;

  private final Database database;
  private final Erp erp;
  private final StockLedger ledger;
  private final Policy policy;
  private final Listener listener;

  /** What to do about a difference. */
  public enum Policy {
    /** Say so. */
    REPORT,
    /** Say so and correct the ledger. */
    ADOPT
  }

  /**
   * A cell where the ERP and the ledger differ.
   *
   * @param sku what
   * @param location where
   * @param counted what the ERP counts
   * @param inFlight what only one side knows yet, already part of {@code expected}
   * @param expected what the ERP should count
   */
  public record Drift(Sku sku, Location location, long counted, long inFlight, long expected) {
    /** Returns counted minus expected. */
    public long difference() {
      return counted - expected;
    }
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
  public record Report(long compared, long opened, long leftOut, List<Drift> drifts) {
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
   * @param listener hears of differences
   */
  public CountFlow(
      DataSource dataSource, Erp erp, StockLedger ledger, Policy policy, Listener listener) {
    this.database = Database.open(dataSource);
    this.erp = Objects.requireNonNull(erp, "erp");
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  private record Cell(Sku sku, Location location) {}

  /** What only one side knows: signed units by cell, and SKUs about which nothing can be said. */
  private record InFlight(Map<Cell, Long> units, Set<Sku> unknown) {
    void add(Sku sku, Location location, long quantity) {
      units.merge(new Cell(sku, location), quantity, Long::sum);
    }
  }

  /**
   * Compares the counts of some SKUs.
   *
   * @throws io.heliu.Fault if the ERP, the ledger or the database fails
   */
  public Report run(Collection<Sku> skus) {
    long sequence = ledger.sequence();
    List<Outbound> before = unread();
    List<ErpFeeds.Count> counts = erp.feeds().counts(skus);
    List<Outbound> after = unread();
    InFlight inFlight =
        database.inTransaction("stock in flight", tx -> inFlight(tx, before, after));
    List<Command> commands = new ArrayList<>();
    List<Drift> drifts = new ArrayList<>();
    long opened = 0;
    long leftOut = 0;
    for (ErpFeeds.Count count : counts) {
      Balance balance = ledger.balance(count.sku(), count.location());
      long moving = inFlight.units.getOrDefault(new Cell(count.sku(), count.location()), 0L);
      if (inFlight.unknown.contains(count.sku())) {
        leftOut++;
      } else if (balance.version() == 0) {
        opened++;
        commands.add(opening(count, moving));
      } else if (count.onHand() != balance.onHand() + moving) {
        drifts.add(
            new Drift(
                count.sku(), count.location(), count.onHand(), moving, balance.onHand() + moving));
        if (policy == Policy.ADOPT) {
          commands.add(correction(count, moving, sequence));
        }
      }
    }
    List<Answer> answers = ledger.applyAll(commands);
    drifts.forEach(drift -> listener.alerted(alert(drift)));
    alertRefused(commands, answers);
    return new Report(counts.size(), opened, leftOut, drifts);
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

  private void alertRefused(List<Command> commands, List<Answer> answers) {
    for (int i = 0; i < commands.size(); i++) {
      if (answers.get(i) instanceof Answer.Refused refused) {
        listener.alerted(
            new Listener.Alert(
                "count",
                "COUNT_REFUSED",
                commands.get(i).key() + ": " + refused.reason() + " " + refused.detail()));
      }
    }
  }

  private Listener.Alert alert(Drift drift) {
    return new Listener.Alert("count", "STOCK_DRIFT", erp.name() + ": " + drift);
  }

  /** Returns the outbounds of the ERP that the shipment flow has not read yet. */
  private List<Outbound> unread() {
    @Nullable String cursor =
        database
            .inTransaction("outbound cursor", tx -> CursorTable.find(tx, "shipment/" + erp.name()))
            .orElse(null);
    List<Outbound> unread = new ArrayList<>();
    while (true) {
      ErpFeeds.Slice<Outbound> slice = erp.feeds().outbounds(cursor);
      unread.addAll(slice.rows());
      if (slice.rows().isEmpty() || slice.nextCursor() == null) {
        return unread;
      }
      cursor = slice.nextCursor();
    }
  }

  private static InFlight inFlight(Tx tx, List<Outbound> before, List<Outbound> after)
      throws SQLException {
    InFlight result = new InFlight(new HashMap<>(), new HashSet<>());
    DocumentCodec.Kind kind = DocumentCodec.Kind.OUTBOUND;
    for (Outbox.Entry entry :
        Outbox.list(tx, kind, Outbox.State.PENDING, Outbox.State.REJECTED, ALL)) {
      for (DocumentLine line : ((Outbound) entry.document()).lines()) {
        result.add(line.sku(), line.location(), line.quantity());
      }
    }
    for (Outbox.Entry entry :
        Outbox.list(tx, kind, Outbox.State.SENDING, Outbox.State.UNKNOWN, ALL)) {
      ((Outbound) entry.document()).lines().forEach(line -> result.unknown.add(line.sku()));
    }
    ParcelTable.untaken(tx, ParcelTable.State.TAKING)
        .forEach(line -> result.unknown.add(line.sku()));
    for (ParcelTable.State state : List.of(ParcelTable.State.NEW, ParcelTable.State.HELD)) {
      for (ParcelTable.Line line : ParcelTable.untaken(tx, state)) {
        result.add(line.sku(), line.location(), -line.quantity());
      }
    }
    result.unknown.addAll(OrderTable.skusBeingTaken(tx));
    result.unknown.addAll(ReturnTable.skusBeingTaken(tx));
    addUnread(tx, before, after, result);
    return result;
  }

  /** Adds what is ours of unread outbounds; one that came while counting may be in or not. */
  private static void addUnread(Tx tx, List<Outbound> before, List<Outbound> after, InFlight result)
      throws SQLException {
    Set<String> known = new HashSet<>();
    before.forEach(outbound -> known.add(outbound.number()));
    for (Outbound outbound : after) {
      for (DocumentLine line : outbound.lines()) {
        if (!known.contains(outbound.number())) {
          result.unknown.add(line.sku());
        } else if (isOurs(tx, line)
            && Outbox.find(tx, outbound.number()).isEmpty()
            && !ParcelTable.exists(tx, outbound.number())) {
          result.add(line.sku(), line.location(), -line.quantity());
        }
      }
    }
  }

  private static boolean isOurs(Tx tx, DocumentLine line) throws SQLException {
    return line.sourceDocument() != null && Outbox.find(tx, line.sourceDocument()).isPresent();
  }
}
