package io.heliu.benchmarks.orders;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;

/** The database that both sides get, with the same settings. */
final class Databases {
  private Databases() {}

  /**
   * Opens a file database that writes every commit before it returns. It keeps more parsed
   * statements than the eight that it keeps by itself, as drivers of other databases do.
   */
  static JdbcConnectionPool open(Path directory) {
    return JdbcConnectionPool.create(
        "jdbc:h2:file:"
            + directory.resolve("orders").toAbsolutePath()
            + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=100",
        "sa",
        "");
  }
}
