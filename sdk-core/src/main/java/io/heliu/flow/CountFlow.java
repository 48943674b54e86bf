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
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
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
   * @param leftOut cells left out because of documents whose fate is unknown
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
  private record InFlight(Map<Cell, Long> units, Set<Sku> unknown) {}

  /**
   * Compares the counts of some SKUs.
   *
   * @throws io.heliu.Fault if the ERP, the ledger or the database fails
   */
  public Report run(Collection<Sku> skus) {
    long sequence = ledger.sequence();
    List<ErpFeeds.Count> counts = erp.feeds().counts(skus);
    InFlight inFlight = inFlight();
    List<Command> commands = new ArrayList<>();
    List<Drift> drifts = new ArrayList<>();
    long opened = 0;
    long leftOut = 0;
    for (ErpFeeds.Count count : counts) {
      Balance balance = ledger.balance(count.sku(), count.location());
      long moving = inFlight.units.getOrDefault(new Cell(count.sku(), count.location()), 0L);
      String key = erp.name() + "/" + count.sku() + "/" + count.location();
      if (inFlight.unknown.contains(count.sku())) {
        leftOut++;
      } else if (balance.version() == 0) {
        opened++;
        if (count.onHand() != 0) {
          commands.add(
              new Command.Adjust(
                  "open/" + key, count.sku(), count.location(), count.onHand(), "opening balance"));
        }
      } else if (count.onHand() != balance.onHand() + moving) {
        drifts.add(
            new Drift(
                count.sku(), count.location(), count.onHand(), moving, balance.onHand() + moving));
        commands.add(
            new Command.Count(
                "count/" + key + "/" + count.asOf(),
                count.sku(),
                count.location(),
                count.onHand() - moving,
                sequence,
                "count of " + erp.name()));
      }
    }
    boolean adopt = policy == Policy.ADOPT;
    ledger.applyAll(commands.stream().filter(c -> adopt || c instanceof Command.Adjust).toList());
    drifts.forEach(drift -> listener.alerted(alert(drift)));
    return new Report(counts.size(), opened, leftOut, drifts);
  }

  private Listener.Alert alert(Drift drift) {
    return new Listener.Alert("count", "STOCK_DRIFT", erp.name() + ": " + drift);
  }

  private InFlight inFlight() {
    String cursor =
        database
            .inTransaction("outbound cursor", tx -> CursorTable.find(tx, "shipment/" + erp.name()))
            .orElse(null);
    ErpFeeds.Slice<Outbound> unread = erp.feeds().outbounds(cursor);
    return database.inTransaction("stock in flight", tx -> inFlight(tx, unread.rows()));
  }

  private static InFlight inFlight(Tx tx, List<Outbound> unread) throws SQLException {
    InFlight result = new InFlight(new HashMap<>(), new HashSet<>());
    DocumentCodec.Kind kind = DocumentCodec.Kind.OUTBOUND;
    for (Outbox.Entry entry :
        Outbox.list(tx, kind, Outbox.State.PENDING, Outbox.State.REJECTED, ALL)) {
      add(result, (Outbound) entry.document(), 1);
    }
    for (Outbox.Entry entry :
        Outbox.list(tx, kind, Outbox.State.SENDING, Outbox.State.UNKNOWN, ALL)) {
      ((Outbound) entry.document()).lines().forEach(line -> result.unknown.add(line.sku()));
    }
    for (ParcelTable.State state : List.of(ParcelTable.State.NEW, ParcelTable.State.HELD)) {
      for (ParcelTable.Parcel parcel : ParcelTable.list(tx, state, ALL)) {
        for (ParcelTable.Line line : parcel.lines()) {
          result.units.merge(new Cell(line.sku(), line.location()), -line.quantity(), Long::sum);
        }
      }
    }
    for (Outbound outbound : unread) {
      boolean known =
          Outbox.find(tx, outbound.number()).isPresent()
              || ParcelTable.exists(tx, outbound.number());
      if (!known) {
        add(result, outbound, -1);
      }
    }
    return result;
  }

  private static void add(InFlight result, Outbound outbound, int sign) {
    for (DocumentLine line : outbound.lines()) {
      result.units.merge(new Cell(line.sku(), line.location()), sign * line.quantity(), Long::sum);
    }
  }
}
