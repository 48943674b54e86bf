package io.heliu.erp.database;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.ErpFeeds.Count;
import io.heliu.erp.database.FeedTables.CountTable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads stock, summed over whatever else the ERP keeps apart (lots, owners). */
final class Counts {
  private static final int SKUS_PER_QUERY = 200;

  private final Sql sql;
  private final CountTable table;
  private final Listener listener;

  Counts(Sql sql, CountTable table, Listener listener) {
    this.sql = sql;
    this.table = table;
    this.listener = listener;
  }

  private record Place(String sku, String location) {}

  /** What is known of a place; why is empty unless something cannot be read. */
  private record Sum(BigDecimal units, String why) {
    static Sum of(BigDecimal units) {
      return new Sum(units, "");
    }

    Sum plus(Sum other) {
      return new Sum(units.add(other.units), why.isEmpty() ? other.why : why);
    }
  }

  List<Count> of(Collection<Sku> skus) {
    List<String> wanted = storable(skus);
    List<Count> counts = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += SKUS_PER_QUERY) {
      List<String> some = wanted.subList(from, Math.min(from + SKUS_PER_QUERY, wanted.size()));
      counts.addAll(sql.read("read counts", session -> read(session, some)));
    }
    return counts;
  }

  /** A SKU that the column cannot hold is not in it. */
  private List<String> storable(Collection<Sku> skus) {
    Set<String> codes = new LinkedHashSet<>();
    for (Sku sku : skus) {
      try {
        table.sku().encode(sku.code());
        codes.add(sku.code());
      } catch (BadValue e) {
        alert("SKU_NOT_STORABLE", sku.code() + " is not asked for: " + e.words());
      }
    }
    return List.copyOf(codes);
  }

  private List<Count> read(Sql.Session session, List<String> skus) throws SQLException {
    Instant asOf = session.now();
    String parameter = table.sku().parameter();
    Query query =
        Query.select(table.columns(), table.table())
            .add(" WHERE " + table.sku().column() + " IN (")
            .add((parameter + ", ").repeat(skus.size() - 1) + parameter + ")");
    skus.forEach(sku -> query.bind(table.sku(), sku));
    Map<Place, Sum> sums = new LinkedHashMap<>();
    for (Row row : session.rows(query, table.columns())) {
      add(sums, row);
    }
    List<Count> counts = new ArrayList<>();
    sums.forEach((place, sum) -> add(counts, place, sum, asOf));
    return counts;
  }

  private void add(Map<Place, Sum> sums, Row row) {
    Place place;
    try {
      place = new Place(row.need(table.sku()), row.need(table.location()));
    } catch (BadValue e) {
      alert("COUNT_UNREADABLE", "a row of " + table.table() + " is left out: " + e.words());
      return;
    }
    try {
      if (Boolean.TRUE.equals(row.get(table.tombstone()))) {
        return;
      }
      BigDecimal reserved = row.get(table.reserved());
      BigDecimal units = row.need(table.quantity());
      sums.merge(place, Sum.of(reserved == null ? units : units.add(reserved)), Sum::plus);
    } catch (BadValue e) {
      sums.merge(place, new Sum(BigDecimal.ZERO, e.words()), Sum::plus);
    }
  }

  private void add(List<Count> counts, Place place, Sum sum, Instant asOf) {
    String why = sum.why();
    if (why.isEmpty()) {
      try {
        counts.add(
            new Count(
                new Sku(place.sku()),
                new Location(place.location()),
                sum.units().longValueExact(),
                asOf));
        return;
      } catch (ArithmeticException e) {
        why = sum.units().toPlainString() + " is no whole number of units";
      }
    }
    alert("COUNT_UNREADABLE", place.sku() + " at " + place.location() + " is left out: " + why);
  }

  private void alert(String code, String words) {
    listener.alerted(new Listener.Alert(sql.system() + " counts", code, words));
  }
}
