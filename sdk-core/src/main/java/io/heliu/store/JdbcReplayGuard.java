package io.heliu.store;

import io.heliu.http.ReplayGuard;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Digest;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Which pushes were taken (防重放), in the host's database: shared by all processes that use it, and
 * kept over restarts. Thread-safe.
 *
 * <p>Each push is one short transaction of its own, that commits before the answer is known: a push
 * whose receiver dies right after it counts as taken. Keys are kept as digests in the table {@code
 * heliu_replay}, until their time is over; every new key takes up to {@value #REMOVED_AT_ONCE} of
 * those that are over with it, so the table holds hardly more than what still counts, and no call
 * has much to remove. Every call throws {@link io.heliu.Fault.Store} if the database fails; then
 * the push was not remembered, and must not be taken.
 */
public final class JdbcReplayGuard implements ReplayGuard {
  private static final int REMOVED_AT_ONCE = 20;
  private static final int MAX_RECEIVER = 200;

  private final Database database;
  private final String receiver;

  private JdbcReplayGuard(Database database, String receiver) {
    this.database = database;
    this.receiver = receiver;
  }

  /**
   * Opens the guard of a receiver on a data source where {@link Schema#install} has been called.
   *
   * @param receiver names what receives the pushes, for example {@code wechat/my-shop}, the same in
   *     all processes; equal keys of two receivers are two pushes
   * @throws IllegalArgumentException if the name is blank or longer than 200 characters
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static JdbcReplayGuard open(DataSource dataSource, String receiver) {
    if (receiver.isBlank() || receiver.length() > MAX_RECEIVER) {
      throw new IllegalArgumentException(
          "receiver: must have 1 to " + MAX_RECEIVER + " characters");
    }
    return new JdbcReplayGuard(Database.open(dataSource), receiver);
  }

  @Override
  public boolean first(String key, Instant now, Instant until) {
    String digest = Digest.sha256(key);
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    Instant end = notBefore(Objects.requireNonNull(until, "until"));
    return database.inTransaction(
        "remember push",
        Database.Isolation.READ_COMMITTED,
        tx -> {
          tx.update(
              "DELETE FROM heliu_replay WHERE receiver = ? AND digest = ? AND until_at <= ?",
              receiver,
              digest,
              at);
          boolean first =
              tx.insertIfAbsent(
                  "heliu_replay", List.of("receiver", "digest", "until_at"), receiver, digest, end);
          if (first) {
            forget(tx, at);
          }
          return first;
        });
  }

  @Override
  public void forget(String key) {
    database.inTransaction(
        "forget push",
        tx ->
            tx.update(
                "DELETE FROM heliu_replay WHERE receiver = ? AND digest = ?",
                receiver,
                Digest.sha256(key)));
  }

  /** The database keeps microseconds; a key must not be forgotten before its time. */
  private static Instant notBefore(Instant until) {
    Instant kept = until.truncatedTo(ChronoUnit.MICROS);
    return kept.equals(until) ? kept : kept.plus(1, ChronoUnit.MICROS);
  }

  /** What another process removes at this moment is left to it, so that nobody waits. */
  private static void forget(Tx tx, Instant now) throws SQLException {
    List<Object[]> over =
        tx.query(
            "SELECT receiver, digest FROM heliu_replay WHERE until_at <= ? ORDER BY until_at"
                + " FETCH FIRST "
                + REMOVED_AT_ONCE
                + " ROWS ONLY FOR UPDATE SKIP LOCKED",
            row -> new Object[] {row.text(1), row.text(2)},
            now);
    tx.batch("DELETE FROM heliu_replay WHERE receiver = ? AND digest = ?", over);
  }
}
