package io.heliu.identity;

import io.heliu.Fault;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps identity in the host's database. Writers take turns on one row. */
final class JdbcStore implements Store {
  static final String META = "SELECT val FROM heliu_customer_id_meta WHERE name = ?";
  static final String PUT_META = "INSERT INTO heliu_customer_id_meta (name, val) VALUES (?, ?)";

  private final Database database;

  private JdbcStore(Database database) {
    this.database = database;
  }

  /**
   * Opens the store.
   *
   * @param check what tells whether the secret is the one that the store was filled with
   */
  static JdbcStore open(DataSource dataSource, String check) {
    JdbcStore store = new JdbcStore(Database.open(dataSource));
    String stored =
        store.database.inTransaction(
            "open",
            Database.Isolation.READ_COMMITTED,
            tx -> {
              takeTurn(tx);
              Optional<String> known = tx.find(META, row -> row.text(1), "check");
              if (known.isEmpty()) {
                tx.update(PUT_META, "check", check);
              }
              return known.orElse(check);
            });
    if (!stored.equals(check)) {
      throw new Fault.Configuration(
          Fault.Details.of(
              "identity",
              "open",
              "the secret is not the one that these tables were filled with: use that one"));
    }
    return store;
  }

  @Override
  public <T> T write(String operation, Work<T> work) {
    // It must see what others committed before it got its turn.
    return database.inTransaction(
        operation,
        Database.Isolation.READ_COMMITTED,
        tx -> work.on(new JdbcShelf(tx, takeTurn(tx))));
  }

  @Override
  public <T> T read(String operation, Work<T> work) {
    return database.inTransaction(
        operation, Database.Isolation.REPEATABLE_READ, tx -> work.on(new JdbcShelf(tx, 0)));
  }

  /** The row stays locked until the end of the transaction. */
  private static long takeTurn(Tx tx) throws SQLException {
    int rows = tx.update("UPDATE heliu_customer_id_turn SET turn = turn + 1 WHERE name = 'turn'");
    if (rows != 1) {
      throw new Fault.Configuration(
          Fault.Details.of("identity", "open", "the tables are not complete: install them again"));
    }
    return tx.count("SELECT turn FROM heliu_customer_id_turn");
  }
}
