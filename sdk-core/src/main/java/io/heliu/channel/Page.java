package io.heliu.channel;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a source. A row that cannot be read never costs the others: it comes as {@link
 * Malformed}.
 *
 * @param <T> the row
 * @param rows the rows that could be read, in the source's order
 * @param malformed the rows that could not
 * @param hasMore whether the source says that another page follows
 * @param nextCursor the cursor of the next page, or null
 */
public record Page<T>(
    List<T> rows, List<Malformed> malformed, boolean hasMore, @Nullable String nextCursor) {

  /** Copies the lists. */
  public Page {
    rows = List.copyOf(rows);
    malformed = List.copyOf(malformed);
  }

  /**
   * A row that could not be read.
   *
   * @param id its id if that much could be read, the same as that of a row that can be read, such
   *     as the number of an order or a document; else null
   * @param raw the row as it came; may hold personal data, so {@link #toString} leaves it out
   * @param reason which field broke which rule
   */
  public record Malformed(@Nullable String id, String raw, String reason) {

    /** Checks that the raw form and the reason are there. */
    public Malformed {
      Objects.requireNonNull(raw, "raw");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return "Malformed[" + id + ": " + reason + "]";
    }
  }
}
