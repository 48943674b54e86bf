package io.heliu.store;

import io.heliu.Secret;
import io.heliu.http.AccessToken;
import io.heliu.http.TokenStore;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tokens (访问令牌) in the host's database, shared by all processes that use it. Thread-safe.
 *
 * <p>The tokens are stored as they are: who may read the table {@code heliu_token} may act for the
 * shops, so let the database encrypt it or limit who sees it. The end of a token is kept to the
 * microsecond. Every method throws {@link io.heliu.Fault.Store} if the database fails.
 */
public final class JdbcTokenStore implements TokenStore {
  private static final int MAX_TOKEN = 4000;

  private final Database database;

  private JdbcTokenStore(Database database) {
    this.database = database;
  }

  /**
   * Opens the store on a data source where {@link Schema#install} has been called.
   *
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static JdbcTokenStore open(DataSource dataSource) {
    return new JdbcTokenStore(Database.open(dataSource));
  }

  @Override
  public Optional<AccessToken> find(String account) {
    return database.inTransaction(
        "find token",
        tx ->
            tx.find(
                "SELECT token, refresh, expires_at FROM heliu_token WHERE account = ?",
                JdbcTokenStore::token,
                account));
  }

  private static AccessToken token(Tx.Row row) throws SQLException {
    String refresh = row.textOrNull(2);
    return new AccessToken(
        Secret.of(row.text(1)), refresh == null ? null : Secret.of(refresh), row.instant(3));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a text of the next token is longer than 4000 characters
   */
  @Override
  public boolean compareAndSet(String account, @Nullable AccessToken expected, AccessToken next) {
    Objects.requireNonNull(account, "account");
    String refresh = next.refresh() == null ? null : next.refresh().reveal();
    if (next.value().reveal().length() > MAX_TOKEN
        || (refresh != null && refresh.length() > MAX_TOKEN)) {
      throw new IllegalArgumentException("next: must have at most 4000 characters");
    }
    return database.inTransaction(
        "set token",
        tx ->
            expected == null
                ? tx.insertIfAbsent(
                    "heliu_token",
                    List.of("account", "token", "refresh", "expires_at"),
                    account,
                    next.value().reveal(),
                    refresh,
                    kept(next.expiresAt()))
                : replace(tx, account, expected, next, refresh));
  }

  private static boolean replace(
      Tx tx, String account, AccessToken expected, AccessToken next, @Nullable String refresh)
      throws SQLException {
    Optional<AccessToken> stored =
        tx.find(
            "SELECT token, refresh, expires_at FROM heliu_token WHERE account = ? FOR UPDATE",
            JdbcTokenStore::token,
            account);
    AccessToken wanted =
        new AccessToken(expected.value(), expected.refresh(), kept(expected.expiresAt()));
    if (stored.isEmpty() || !stored.get().equals(wanted)) {
      return false;
    }
    return tx.update(
            "UPDATE heliu_token SET token = ?, refresh = ?, expires_at = ? WHERE account = ?",
            next.value().reveal(),
            refresh,
            kept(next.expiresAt()),
            account)
        == 1;
  }

  private static Instant kept(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
