package io.heliu.identity;

import io.heliu.Secret;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives every record of a person a customer id, the same id to records of the same person (客户归一).
 * Only identifiers that are equal for certain join; names and addresses do not.
 *
 * <p>Who is one customer depends on the records alone, not on the order in which they came: a later
 * record can unite customers, and can take apart what turns out to be a shared phone. The rules,
 * strongest first, are {@link JoinRule}; a rule never unites customers that have different accounts
 * of one {@linkplain IdentifierKind#isExclusive exclusive} kind and scope, and a record that fits
 * both of them stays a customer of its own. A phone joins only what was seen of it without a gap as
 * long as {@link IdentityLimits#phoneSpan}, unless a stronger rule says who had it all the time.
 *
 * <p>An id stays with the record that it was founded with. When customers unite, the id whose
 * founding record was observed earlier stays, and the other ids mean the same customer from then
 * on; when they come apart, each id goes with its founding record. One batch gives the same ids in
 * whatever order its records are listed.
 *
 * <p>The stores keep no identifier's value, but its HMAC-SHA256 under the host's secret, which is
 * enough to find equal ones; only kind and scope, the record's key and times are kept in clear. Who
 * has the secret can test guesses, so keep it elsewhere than the database, and for good: with
 * another secret nothing that is stored can be found.
 *
 * <p>Thread-safe. Writers take turns, also those of other processes on the same database; resolve
 * many records in batches of some hundreds to a few thousand. A call reads everything that may join
 * with its records. Methods throw {@link io.heliu.Fault.Store} if the database fails; then nothing
 * changed.
 */
public final class IdentityResolver {
  private final Store store;
  private final Keys keys;
  private final Clock clock;
  private final IdentityLimits limits;

  private IdentityResolver(Store store, Keys keys, Clock clock, IdentityLimits limits) {
    this.store = store;
    this.keys = keys;
    this.clock = Objects.requireNonNull(clock, "clock");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Opens a resolver on a database where {@link IdentitySchema#install} has been called.
   *
   * @param secret keys the hashes; at least 16 bytes, random, always the same
   * @param clock tells when records came
   * @throws IllegalArgumentException if the secret is too short
   * @throws io.heliu.Fault.Configuration if the database is not supported or was filled with
   *     another secret
   */
  public static IdentityResolver open(
      DataSource dataSource, Secret secret, Clock clock, IdentityLimits limits) {
    Keys keys = new Keys(secret);
    return new IdentityResolver(JdbcStore.open(dataSource, keys.check()), keys, clock, limits);
  }

  /**
   * Returns a resolver that keeps everything in memory and is empty.
   *
   * @throws IllegalArgumentException if the secret is too short
   */
  public static IdentityResolver inMemory(Secret secret, Clock clock, IdentityLimits limits) {
    return new IdentityResolver(new MemoryStore(), new Keys(secret), clock, limits);
  }

  /** Takes a record and returns its customer. The same record again changes nothing. */
  public Resolution resolve(CustomerRecord record) {
    return resolveAll(List.of(record)).get(0);
  }

  /** Takes records in one step, all of them or none; returns their resolutions in their order. */
  public List<Resolution> resolveAll(List<CustomerRecord> records) {
    List<CustomerRecord> batch = List.copyOf(records);
    Instant now = now();
    return store.write("resolve", shelf -> resolve(shelf, batch, now));
  }

  private List<Resolution> resolve(Shelf shelf, List<CustomerRecord> batch, Instant now)
      throws SQLException {
    Versions versions = new Versions(shelf, keys, now);
    List<Resolution.@Nullable Outcome> refused = new ArrayList<>();
    for (CustomerRecord record : batch) {
      refused.add(versions.take(record));
    }
    Change change =
        Change.write(shelf, limits, keys, versions.changes(), Change.Note.automatic(now));
    Joins joins = change.joins();
    List<Move> moves = change.moves();
    List<Resolution> result = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      RecordKey key = batch.get(i).key();
      Resolution.Outcome unchanged = refused.get(i);
      result.add(
          unchanged == null
              ? new Resolution(
                  key,
                  change.customerOf(key),
                  change.outcome(key),
                  joins.ofRecord(change.record(key)),
                  moves)
              : unchanged(key, customerOf(shelf, key), unchanged, moves));
    }
    return result;
  }

  /** An earlier version than the stored one may tell that its phone has long been in use. */
  private static Resolution unchanged(
      RecordKey key, CustomerId customer, Resolution.Outcome outcome, List<Move> moves) {
    boolean old = outcome == Resolution.Outcome.OUTDATED;
    return new Resolution(key, customer, outcome, List.of(), old ? moves : List.of());
  }

  private static CustomerId customerOf(Shelf shelf, RecordKey key) throws SQLException {
    return shelf
        .record(key)
        .map(StoredRecord::customer)
        .orElseThrow(() -> new IllegalStateException("a stored record has no customer"));
  }

  /** Returns the customer of a record. */
  public Optional<CustomerId> find(RecordKey record) {
    Objects.requireNonNull(record, "record");
    return store.read("find", shelf -> shelf.record(record).map(StoredRecord::customer));
  }

  /** Returns the customer that an id means now: itself, or another one if it was merged away. */
  public Optional<CustomerId> find(CustomerId id) {
    Objects.requireNonNull(id, "id");
    return store.read("find", shelf -> shelf.current(id));
  }

  /** Returns the customers with an identifier; more than one if it does not join. */
  public SortedSet<CustomerId> findAll(Identifier identifier) {
    Key key = keys.key(identifier);
    return store.read(
        "find",
        shelf -> {
          SortedSet<CustomerId> result = new TreeSet<>();
          for (StoredRecord record : shelf.carriers(key, Integer.MAX_VALUE)) {
            Optional.ofNullable(record.customer()).ifPresent(result::add);
          }
          return result;
        });
  }

  /** Tells why a customer is what it is; empty if the id was never given or its records went. */
  public Optional<Explanation> explain(CustomerId id) {
    Objects.requireNonNull(id, "id");
    return store.read(
        "explain",
        shelf -> {
          Optional<CustomerId> current = shelf.current(id);
          return current.isEmpty() ? Optional.empty() : Optional.of(explain(shelf, current.get()));
        });
  }

  private Explanation explain(Shelf shelf, CustomerId customer) throws SQLException {
    SortedSet<RecordKey> records = shelf.recordsOf(customer);
    Region region = Region.around(shelf, limits, records);
    Partition partition =
        Partition.of(region.after().values(), region.demoted(), limits.phoneSpan());
    Joins joins = Joins.of(region.after().values(), region.demoted(), partition);
    return new Explanation(
        customer,
        records,
        joins.within(customer),
        joins.withheld(customer),
        shelf.history(customer));
  }

  /**
   * Decides that some records of a customer are another person (拆分). The named records become one
   * customer, the others stay one, and no rule ever unites the two again. Identifiers that both
   * sides have join nothing from then on.
   *
   * @param id the customer; a merged id means the customer that it was merged into
   * @param apart the records of the other person
   * @param author who decides
   * @param reason why, at most 1000 characters; kept in clear, so no personal data
   * @throws IllegalArgumentException if {@code apart} is empty, or a text is blank or too long
   */
  public SplitOutcome split(CustomerId id, Set<RecordKey> apart, String author, String reason) {
    Objects.requireNonNull(id, "id");
    Set<RecordKey> named = new TreeSet<>(apart);
    Checks.that(!named.isEmpty(), "apart", "must not be empty");
    Change.Note note =
        new Change.Note(now(), Checks.text(author, "author"), Checks.text(reason, "reason", 1000));
    return store.write("split", shelf -> split(shelf, id, named, note));
  }

  private SplitOutcome split(Shelf shelf, CustomerId id, Set<RecordKey> apart, Change.Note note)
      throws SQLException {
    Optional<CustomerId> current = shelf.current(id);
    if (current.isEmpty()) {
      return new SplitOutcome.Refused(SplitOutcome.Reason.UNKNOWN_CUSTOMER);
    }
    Set<RecordKey> all = shelf.recordsOf(current.get());
    if (!all.containsAll(apart)) {
      return new SplitOutcome.Refused(SplitOutcome.Reason.NOT_ITS_RECORD);
    }
    Set<RecordKey> rest = new TreeSet<>(all);
    rest.removeAll(apart);
    if (rest.isEmpty()) {
      return new SplitOutcome.Refused(SplitOutcome.Reason.NOTHING_LEFT);
    }
    String decision = Long.toString(shelf.turn());
    Map<RecordKey, Optional<StoredRecord>> changes = new TreeMap<>();
    for (RecordKey key : all) {
      Key side = keys.side(decision, apart.contains(key) ? "apart" : "rest");
      changes.put(key, shelf.record(key).map(record -> record.plus(side)));
    }
    Change change = Change.write(shelf, limits, keys, changes, note);
    return new SplitOutcome.Split(
        change.customerOf(rest.iterator().next()),
        change.customerOf(apart.iterator().next()),
        change.moves());
  }

  /**
   * Forgets a record with its keys and its history, for example because the person asked for it
   * (删除请求). What only this record joined comes apart. A record that is not known is no error.
   *
   * @return the other records whose customer changed
   */
  public List<Move> forget(RecordKey record) {
    Objects.requireNonNull(record, "record");
    Change.Note note = Change.Note.automatic(now());
    Map<RecordKey, Optional<StoredRecord>> changes = new LinkedHashMap<>();
    changes.put(record, Optional.empty());
    return store.write("forget", shelf -> Change.write(shelf, limits, keys, changes, note).moves());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
