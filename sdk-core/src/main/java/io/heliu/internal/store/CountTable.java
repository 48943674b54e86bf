package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.Sku;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What ERPs were last heard to count, and since when a count differs from the ledger. */
public final class CountTable {
  private static final String CELL = " WHERE erp = ? AND sku = ? AND location = ?";
  private static final int IN_ONE_QUERY = 500;

  private CountTable() {}

  /**
   * A cell that an ERP listed at least once.
   *
   * @param sku what
   * @param location where
   * @param listed whether the ERP listed it the last time it was asked
   * @param driftSince since when it differs, or null if it does not
   * @param driftUnits by how much it differed last
   */
  public record Seen(
      Sku sku, Location location, boolean listed, @Nullable Instant driftSince, long driftUnits) {}

  /** Returns the cells of some SKUs that an ERP listed at least once, by SKU and location. */
  public static List<Seen> seen(Tx tx, String erp, Collection<Sku> skus) throws SQLException {
    List<Seen> seen = new ArrayList<>();
    for (List<Object> args : pages(erp, skus)) {
      seen.addAll(
          tx.query(
              "SELECT sku, location, listed, drift_since, drift_units FROM heliu_count WHERE erp = ?"
                  + " AND sku IN ("
                  + marks(args)
                  + ") ORDER BY erp, sku, location",
              row ->
                  new Seen(
                      new Sku(row.text(1)),
                      new Location(row.text(2)),
                      row.flag(3),
                      row.instantOrNull(4),
                      row.number(5)),
              args.toArray()));
    }
    return seen;
  }

  /** Returns the arguments of queries that ask for some SKUs of an ERP each. */
  private static List<List<Object>> pages(String erp, Collection<Sku> skus) {
    List<String> codes = skus.stream().map(Sku::code).distinct().toList();
    List<List<Object>> pages = new ArrayList<>();
    for (int from = 0; from < codes.size(); from += IN_ONE_QUERY) {
      List<Object> args = new ArrayList<>(List.of(erp));
      args.addAll(codes.subList(from, Math.min(codes.size(), from + IN_ONE_QUERY)));
      pages.add(args);
    }
    return pages;
  }

  private static String marks(List<Object> args) {
    return "?" + ", ?".repeat(args.size() - 2);
  }

  /**
   * What a comparison found of a cell.
   *
   * @param cell the cell as it is now
   * @param known whether the ERP listed it before
   * @param confirmed whether its count could be compared
   * @param drifted whether by how much it differs was found
   */
  public record Found(Seen cell, boolean known, boolean confirmed, boolean drifted) {}

  /**
   * Notes what a comparison found; a listing of a SKU that waited for its count is due.
   *
   * @param at when it was
   */
  public static void record(Tx tx, String erp, Collection<Found> found, Instant at)
      throws SQLException {
    Set<Sku> waited = new TreeSet<>();
    Set<Sku> confirmed = new TreeSet<>();
    found.stream().filter(Found::confirmed).forEach(one -> confirmed.add(one.cell.sku));
    open(tx, erp, found);
    for (List<Object> args : pages(erp, confirmed)) {
      waited.addAll(waiting(tx, args));
    }
    List<@Nullable Object[]> listed = new ArrayList<>();
    List<@Nullable Object[]> drifts = new ArrayList<>();
    List<@Nullable Object[]> confirmations = new ArrayList<>();
    for (Found one : found) {
      Seen cell = one.cell;
      String sku = cell.sku.code();
      String location = cell.location.code();
      listed.add(new @Nullable Object[] {cell.listed, erp, sku, location});
      if (one.drifted) {
        drifts.add(new @Nullable Object[] {cell.driftSince, cell.driftUnits, erp, sku, location});
      }
      if (one.confirmed) {
        confirmations.add(new @Nullable Object[] {at, erp, sku, location});
      }
    }
    tx.batch("UPDATE heliu_count SET listed = ?" + CELL, listed);
    tx.batch("UPDATE heliu_count SET drift_since = ?, drift_units = ?" + CELL, drifts);
    tx.batch("UPDATE heliu_count SET confirmed_at = ?, stale = FALSE" + CELL, confirmations);
    for (Sku sku : waited) {
      ListingTable.lookAgain(tx, sku);
    }
  }

  private static void open(Tx tx, String erp, Collection<Found> found) throws SQLException {
    for (Found one : found) {
      if (!one.known) {
        tx.insertIfAbsent(
            "heliu_count",
            List.of("erp", "sku", "location", "listed", "stale", "drift_units"),
            erp,
            one.cell.sku.code(),
            one.cell.location.code(),
            one.cell.listed,
            false,
            0);
      }
    }
  }

  private static List<Sku> waiting(Tx tx, List<Object> args) throws SQLException {
    return tx.query(
        "SELECT DISTINCT sku FROM heliu_count WHERE erp = ? AND sku IN ("
            + marks(args)
            + ") AND (stale = TRUE OR confirmed_at IS NULL)",
        row -> new Sku(row.text(1)),
        args.toArray());
  }

  /** Marks counts that were last confirmed before an instant; returns their SKUs, each once. */
  public static List<Sku> expire(Tx tx, Instant before) throws SQLException {
    List<Sku> skus =
        tx.query(
            "SELECT DISTINCT sku FROM heliu_count WHERE stale = FALSE AND confirmed_at < ?",
            row -> new Sku(row.text(1)),
            before);
    if (!skus.isEmpty()) {
      tx.update(
          "UPDATE heliu_count SET stale = TRUE WHERE stale = FALSE AND confirmed_at < ?", before);
    }
    return skus;
  }

  /**
   * Tells whether the stock of a SKU in some locations is known: at least one cell was confirmed,
   * and none was last confirmed before an instant.
   */
  public static boolean known(Tx tx, Sku sku, Collection<Location> locations, Instant since)
      throws SQLException {
    List<Instant> confirmed = new ArrayList<>();
    tx.query(
        "SELECT location, confirmed_at FROM heliu_count WHERE sku = ?",
        row -> {
          if (!locations.contains(new Location(row.text(1)))) {
            return false;
          }
          Instant at = row.instantOrNull(2);
          return confirmed.add(at == null ? Instant.MIN : at);
        },
        sku.code());
    return !confirmed.isEmpty() && confirmed.stream().noneMatch(at -> at.isBefore(since));
  }
}
