package io.heliu.identity;

import java.time.Instant;
import java.util.Comparator;

/**
 * An id that was ever handed out. It always means the customer that its anchor record belongs to,
 * so that ids that were merged away need no chain of redirects.
 *
 * @param since when the record was observed that it was founded with
 */
record KnownId(CustomerId id, RecordKey anchor, Instant since) {
  /** The oldest first. */
  static final Comparator<KnownId> BY_AGE =
      Comparator.comparing(KnownId::since).thenComparing(KnownId::id);
}
