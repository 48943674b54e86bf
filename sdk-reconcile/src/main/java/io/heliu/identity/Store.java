package io.heliu.identity;

import java.sql.SQLException;

/** Where identity is kept. Thread-safe. */
interface Store {
  /** Runs work that writes. Such works take turns, over all processes that use the store. */
  <T> T write(String operation, Work<T> work);

  /** Runs work that only reads, and sees one state of the store. */
  <T> T read(String operation, Work<T> work);

  /** What is done; it may be run several times and must change nothing but the shelf. */
  @FunctionalInterface
  interface Work<T> {
    T on(Shelf shelf) throws SQLException;
  }
}
