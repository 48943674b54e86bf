package io.heliu.identity;

import io.heliu.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables of identity resolution in the host's database, all named {@code heliu_customer_id…}.
 * They stand on their own and need no other tables of Heliu.
 *
 * <p>PostgreSQL and H2 are supported. The script can also be read from the class path, as {@code
 * io/heliu/identity/identity-1.sql}.
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
    Sql sql = Sql.open(dataSource);
    sql.write(
        "install",
        tx -> {
          for (String statement : statements()) {
            tx.update(statement);
          }
          Optional<String> version = tx.find(JdbcStore.META, row -> row.getString(1), "version");
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

  private static List<String> statements() {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : script().split("\n", -1)) {
      if (line.startsWith("--")) {
        continue;
      }
      current.append(line).append('\n');
      if (line.endsWith(";")) {
        statements.add(current.substring(0, current.lastIndexOf(";")));
        current.setLength(0);
      }
    }
    return statements;
  }

  private static String script() {
    String name = "identity-" + VERSION + ".sql";
    try (InputStream in = IdentitySchema.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, "schema script").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Fault.Store(
          Fault.Details.of("identity", "install", "the schema script cannot be read"), false, e);
    }
  }
}
