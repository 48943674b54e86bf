package io.heliu.identity;

import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables, within one transaction. */
final class JdbcShelf implements Shelf {
  private static final String COLUMNS =
      "SELECT r.source, r.record_id, r.observed_at, r.recorded_at, r.customer, k.kind, k.scope,"
          + " k.hash, k.since, k.lost FROM ";
  private static final String RECORD =
      "heliu_customer_id_record r LEFT JOIN heliu_customer_id_key k ON k.source = r.source AND"
          + " k.record_id = r.record_id";

  private final Tx tx;
  private final long turn;

  JdbcShelf(Tx tx, long turn) {
    this.tx = tx;
    this.turn = turn;
  }

  @Override
  public long turn() {
    return turn;
  }

  @Override
  public Optional<StoredRecord> record(RecordKey key) throws SQLException {
    return records(RECORD + " WHERE r.source = ? AND r.record_id = ?", key.source(), key.id())
        .stream()
        .findFirst();
  }

  @Override
  public List<StoredRecord> carriers(Key key, int limit) throws SQLException {
    // The few that carry it come first, or H2 reads all records to find them.
    return records(
        "(SELECT source, record_id FROM heliu_customer_id_key WHERE hash = ? AND lost ="
            + " FALSE LIMIT ?) c JOIN"
            + " heliu_customer_id_record r ON r.source = c.source AND r.record_id = c.record_id"
            + " LEFT JOIN heliu_customer_id_key k ON k.source = r.source AND k.record_id ="
            + " r.record_id",
        key.hash(),
        limit);
  }

  private List<StoredRecord> records(String from, Object... args) throws SQLException {
    Map<RecordKey, StoredRecord> result = new LinkedHashMap<>();
    for (StoredRecord row : tx.query(COLUMNS + from, JdbcShelf::row, args)) {
      result.merge(row.key(), row, StoredRecord::and);
    }
    return List.copyOf(result.values());
  }

  /** Reads a record with one of its keys, or with none if it has none. */
  private static StoredRecord row(Tx.Row row) throws SQLException {
    Set<Key> keys = new TreeSet<>();
    Map<Key, Instant> since = new TreeMap<>();
    String kind = row.textOrNull(6);
    if (kind != null) {
      Key key = new Key(IdentifierKind.valueOf(kind), row.text(7), row.text(8));
      if (!row.flag(10)) {
        keys.add(key);
      }
      Instant shown = row.instantOrNull(9);
      if (shown != null) {
        since.put(key, shown);
      }
    }
    return new StoredRecord(
        new RecordKey(row.text(1), row.text(2)),
        row.instant(3),
        row.instant(4),
        keys,
        since,
        new CustomerId(row.text(5)));
  }

  @Override
  public SortedSet<RecordKey> recordsOf(CustomerId customer) throws SQLException {
    return new TreeSet<>(
        tx.query(
            "SELECT source, record_id FROM heliu_customer_id_record WHERE customer = ?",
            row -> new RecordKey(row.text(1), row.text(2)),
            customer.value()));
  }

  @Override
  public List<KnownId> anchoredIn(CustomerId customer) throws SQLException {
    return tx.query(
        "SELECT i.id, i.anchor_source, i.anchor_id, i.since FROM heliu_customer_id_record r"
            + " JOIN heliu_customer_id i ON i.anchor_source = r.source"
            + " AND i.anchor_id = r.record_id WHERE r.customer = ?",
        row ->
            new KnownId(
                new CustomerId(row.text(1)),
                new RecordKey(row.text(2), row.text(3)),
                row.instant(4)),
        customer.value());
  }

  @Override
  public boolean isKnown(CustomerId id) throws SQLException {
    return tx.find("SELECT id FROM heliu_customer_id WHERE id = ?", row -> row.text(1), id.value())
        .isPresent();
  }

  @Override
  public Optional<CustomerId> current(CustomerId id) throws SQLException {
    return tx.find(
        "SELECT r.customer FROM heliu_customer_id i JOIN heliu_customer_id_record r"
            + " ON r.source = i.anchor_source AND r.record_id = i.anchor_id WHERE i.id = ?",
        row -> new CustomerId(row.text(1)),
        id.value());
  }

  @Override
  public List<Explanation.Entry> history(CustomerId customer) throws SQLException {
    return tx.query(
        "SELECT at, source, record_id, from_customer, to_customer, author, reason"
            + " FROM heliu_customer_id_event WHERE from_customer = ? OR to_customer = ?"
            + " ORDER BY turn, source, record_id",
        JdbcShelf::entry,
        customer.value(),
        customer.value());
  }

  private static Explanation.Entry entry(Tx.Row row) throws SQLException {
    String from = row.textOrNull(4);
    Move move =
        new Move(
            new RecordKey(row.text(2), row.text(3)),
            from == null ? null : new CustomerId(from),
            new CustomerId(row.text(5)));
    return new Explanation.Entry(row.instant(1), move, row.text(6), row.text(7));
  }

  @Override
  public void put(List<StoredRecord> records) throws SQLException {
    List<@Nullable Object[]> names = new ArrayList<>();
    List<@Nullable Object[]> heads = new ArrayList<>();
    List<@Nullable Object[]> keys = new ArrayList<>();
    for (StoredRecord record : records) {
      String source = record.key().source();
      String id = record.key().id();
      CustomerId customer = record.customer();
      names.add(new Object[] {source, id});
      heads.add(
          new @Nullable Object[] {
            source,
            id,
            record.observedAt(),
            record.recordedAt(),
            customer == null ? null : customer.value()
          });
      Set<Key> all = new TreeSet<>(record.keys());
      all.addAll(record.since().keySet());
      for (Key key : all) {
        boolean lost = !record.keys().contains(key);
        Instant since = record.since().get(key);
        keys.add(
            new @Nullable Object[] {
              source, id, key.kind().name(), key.scope(), key.hash(), since, lost
            });
      }
    }
    tx.batch("DELETE FROM heliu_customer_id_key WHERE source = ? AND record_id = ?", names);
    tx.batch("DELETE FROM heliu_customer_id_record WHERE source = ? AND record_id = ?", names);
    tx.batch(
        "INSERT INTO heliu_customer_id_record"
            + " (source, record_id, observed_at, recorded_at, customer) VALUES (?, ?, ?, ?, ?)",
        heads);
    tx.batch(
        "INSERT INTO heliu_customer_id_key"
            + " (source, record_id, kind, scope, hash, since, lost) VALUES (?, ?, ?, ?, ?, ?, ?)",
        keys);
  }

  @Override
  public void remove(RecordKey key) throws SQLException {
    for (String table : List.of("key", "record", "event")) {
      tx.update(
          "DELETE FROM heliu_customer_id_" + table + " WHERE source = ? AND record_id = ?",
          key.source(),
          key.id());
    }
  }

  @Override
  public void putIds(List<KnownId> ids) throws SQLException {
    removeIds(new TreeSet<>(ids.stream().map(KnownId::id).toList()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (KnownId known : ids) {
      rows.add(
          new Object[] {
            known.id().value(), known.anchor().source(), known.anchor().id(), known.since()
          });
    }
    tx.batch(
        "INSERT INTO heliu_customer_id (id, anchor_source, anchor_id, since) VALUES (?, ?, ?, ?)",
        rows);
  }

  @Override
  public void removeIds(Set<CustomerId> ids) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    ids.forEach(id -> rows.add(new Object[] {id.value()}));
    tx.batch("DELETE FROM heliu_customer_id WHERE id = ?", rows);
  }

  @Override
  public void log(List<Explanation.Entry> entries) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Explanation.Entry entry : entries) {
      Move move = entry.move();
      rows.add(
          new @Nullable Object[] {
            turn,
            move.record().source(),
            move.record().id(),
            entry.at(),
            move.from() == null ? null : move.from().value(),
            move.to() == null ? null : move.to().value(),
            entry.author(),
            entry.reason()
          });
    }
    tx.batch(
        "INSERT INTO heliu_customer_id_event"
            + " (turn, source, record_id, at, from_customer, to_customer, author, reason)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }
}
