package io.heliu.statement;

import io.heliu.channel.StatementLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines below a bill's header: all that is particular to a kind of bill. Adds up what it
 * reads; one for each reading.
 */
interface BillReader {

  /** Takes a line if it belongs to the bill's end, and tells so. */
  boolean takesEnd(String line);

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException naming the column and the rule that it breaks
   */
  StatementLine row(int number, String line);

  /** Compares the totals at the end with the rows; returns why the bill is refused, or null. */
  @Nullable String disagreement();

  /** Returns what a person should look at although the bill is good. */
  List<String> warnings();
}
