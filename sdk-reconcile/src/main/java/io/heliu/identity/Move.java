package io.heliu.identity;

import org.jspecify.annotations.Nullable;

/**
 * A record that changed its customer (记录归属变更).
 *
 * @param record the record
 * @param from its customer before, or null if it was new
 * @param to its customer now, or null if the record was forgotten
 */
public record Move(RecordKey record, @Nullable CustomerId from, @Nullable CustomerId to) {}
