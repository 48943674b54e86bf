package io.heliu.store;

import io.heliu.Fault;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Script;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The tables that Heliu keeps in the host's database, all named {@code heliu_…}.
 *
 * <p>PostgreSQL and H2 are supported; PostgreSQL is the one for production. The script can also be
 * read from the class path, as {@code io/heliu/store/schema-1.sql}, and be run by hand.
 *
 * <p>Heliu's steps can be killed at any moment because what was committed stays. H2 in a file keeps
 * that promise under these conditions:
 *
 * <ul>
 *   <li>{@code WRITE_DELAY=0} stands in its URL. Otherwise H2 writes a commit about half a second
 *       after it has answered it.
 *   <li>It is not release 2.5.250 or 2.5.252. Once a file is older than 45 seconds and space in it
 *       is used again, these may not find the newest commits of a killed process. Heliu's stores
 *       refuse them with {@link Fault.Configuration}, unless the database is in memory. The tests
 *       run on 2.4.240.
 *   <li>The process dies, not the machine. H2 hands a commit to the operating system and does not
 *       force it onto the disk.
 * </ul>
 *
 * <p>Do not interrupt a thread that uses H2 in a file: H2 then closes the file, and every
 * connection that was open fails with {@link Fault.Store} and must be replaced. What was committed
 * is still there.
 */
public final class Schema {
  private static final int VERSION = 1;

  private Schema() {}

  /**
   * Creates the tables unless they are there. Safe to repeat, also after it was interrupted; not to
   * be run by two processes at once on an empty database.
   *
   * @param dataSource the host's data source
   * @throws Fault.Configuration if the database is not supported, is a release of H2 that loses
   *     commits, or holds a newer version
   * @throws Fault.Store if the database fails
   */
  public static void install(DataSource dataSource) {
    Database database = Database.open(dataSource);
    int version = database.inTransaction("schema version", Schema::version);
    if (version > VERSION) {
      throw new Fault.Configuration(
          Fault.Details.of(
              "store",
              "install",
              "the schema has version "
                  + version
                  + ", this library knows "
                  + VERSION
                  + ": use a newer library"));
    }
    if (version == 0) {
      database.inTransaction("install", Schema::create);
    }
  }

  private static int version(Tx tx) throws SQLException {
    long tables =
        tx.count(
            "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) ="
                + " 'heliu_meta' AND LOWER(table_schema) = LOWER(CURRENT_SCHEMA)");
    if (tables == 0) {
      return 0;
    }
    return tx.find("SELECT val FROM heliu_meta WHERE name = 'version'", row -> row.text(1))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static boolean create(Tx tx) throws SQLException {
    for (String statement :
        Script.statements(Schema.class.getResourceAsStream("schema-" + VERSION + ".sql"))) {
      tx.update(statement);
    }
    tx.insertIfAbsent("heliu_meta", List.of("name", "val"), "version", "" + VERSION);
    return true;
  }
}
