package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.Sku;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What ERPs were last heard to count, and since when a count differs from the ledger. */
public final class CountTable {
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

  /** Notes whether an ERP listed a cell, whatever can be said of its count. */
  public static void listed(Tx tx, String erp, Sku sku, Location location, boolean listed)
      throws SQLException {
    if (!tx.insertIfAbsent(
        "heliu_count",
        List.of("erp", "sku", "location", "listed", "stale", "drift_units"),
        erp,
        sku.code(),
        location.code(),
        listed,
        false,
        0)) {
      tx.update(
          "UPDATE heliu_count SET listed = ? WHERE erp = ? AND sku = ? AND location = ?",
          listed,
          erp,
          sku.code(),
          location.code());
    }
  }

  /**
   * Notes that a count could be compared, and by how much it differs; a listing of the SKU that
   * waited for that is due.
   */
  public static void confirmed(Tx tx, String erp, Seen cell, Instant at) throws SQLException {
    Optional<Boolean> waited =
        tx.find(
            "SELECT stale OR confirmed_at IS NULL FROM heliu_count WHERE erp = ? AND sku = ? AND"
                + " location = ?",
            row -> row.flag(1),
            erp,
            cell.sku().code(),
            cell.location().code());
    drifted(tx, erp, cell);
    tx.update(
        "UPDATE heliu_count SET confirmed_at = ?, stale = FALSE WHERE erp = ? AND sku = ? AND"
            + " location = ?",
        at,
        erp,
        cell.sku().code(),
        cell.location().code());
    if (waited.orElse(false)) {
      ListingTable.lookAgain(tx, cell.sku());
    }
  }

  /** Notes by how much a cell differs, and since when. */
  public static void drifted(Tx tx, String erp, Seen cell) throws SQLException {
    tx.update(
        "UPDATE heliu_count SET drift_since = ?, drift_units = ? WHERE erp = ? AND sku = ? AND"
            + " location = ?",
        cell.driftSince(),
        cell.driftUnits(),
        erp,
        cell.sku().code(),
        cell.location().code());
  }

  /** Marks counts that were last confirmed before an instant; returns their SKUs, each once. */
  public static List<Sku> expire(Tx tx, Instant before) throws SQLException {
    List<Sku> skus =
        tx.query(
            "SELECT DISTINCT sku FROM heliu_count WHERE stale = FALSE AND confirmed_at < ?",
            row -> new Sku(row.text(1)),
            before);
    tx.update(
        "UPDATE heliu_count SET stale = TRUE WHERE stale = FALSE AND confirmed_at < ?", before);
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
