package io.heliu.identity;

import io.heliu.Fault;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Script;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables of identity resolution in the host's database, all named {@code heliu_customer_id…}.
 * They stand on their own and need no other tables of Heliu.
 *
 * <p>PostgreSQL and H2 are supported, H2 in a file as {@link io.heliu.store.Schema} says. The
 * script can also be read from the class path, as {@code io/heliu/identity/identity-1.sql}.
 */
public final class IdentitySchema {
  private static final String VERSION = "1";

  private IdentitySchema() {}

  /**
   * Creates the tables unless they are there. Safe to repeat, also after it was interrupted; not to
   * be run by two processes at once on an empty database.
   *
   * @throws Fault.Configuration if the database is not supported or holds another version
   * @throws Fault.Store if the database fails
   */
  public static void install(DataSource dataSource) {
    Database.open(dataSource)
        .inTransaction(
            "install",
            tx -> {
              for (String statement :
                  Script.statements(
                      IdentitySchema.class.getResourceAsStream("identity-" + VERSION + ".sql"))) {
                tx.update(statement);
              }
              Optional<String> version = tx.find(JdbcStore.META, row -> row.text(1), "version");
              if (version.isEmpty()) {
                tx.update("INSERT INTO heliu_customer_id_turn (name, turn) VALUES ('turn', 0)");
                tx.update(JdbcStore.PUT_META, "version", VERSION);
              } else if (!version.get().equals(VERSION)) {
                throw new Fault.Configuration(
                    Fault.Details.of(
                        "identity",
                        "install",
                        "the tables have version "
                            + version.get()
                            + ", this library knows "
                            + VERSION
                            + ": use a newer library"));
              }
              return VERSION;
            });
  }
}
