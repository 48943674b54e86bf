package io.heliu.identity;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What a store can do within one unit of work. */
interface Shelf {
  /** Returns a number that no other unit of work that writes has had. */
  long turn() throws SQLException;

  Optional<StoredRecord> record(RecordKey key) throws SQLException;

  /** Returns the records that have a key, at most so many of them; which ones is not said. */
  List<StoredRecord> carriers(Key key, int limit) throws SQLException;

  SortedSet<RecordKey> recordsOf(CustomerId customer) throws SQLException;

  /** Returns the ids whose anchor record belongs to a customer. */
  List<KnownId> anchoredIn(CustomerId customer) throws SQLException;

  boolean isKnown(CustomerId id) throws SQLException;

  /** Returns the customer that an id means now. */
  Optional<CustomerId> current(CustomerId id) throws SQLException;

  /** Returns the entries with this customer on either side, oldest first. */
  List<Explanation.Entry> history(CustomerId customer) throws SQLException;

  /** Writes records whole, in place of their former versions. */
  void put(List<StoredRecord> records) throws SQLException;

  /** Removes a record with its keys and its history. */
  void remove(RecordKey key) throws SQLException;

  /** Writes ids, in place of what was known of them. */
  void putIds(List<KnownId> ids) throws SQLException;

  void removeIds(Set<CustomerId> ids) throws SQLException;

  void log(List<Explanation.Entry> entries) throws SQLException;
}
