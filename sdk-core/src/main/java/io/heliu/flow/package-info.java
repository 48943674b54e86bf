/**
 * What moves between channels, stores and the ERP, in steps that are durable, bounded and
 * idempotent.
 *
 * <p>Every flow has a {@code runOnce()}: it takes a batch, ends, and says what it did. The host
 * decides when to call it and on which thread; one flow object is used by one thread at a time. A
 * step may be killed between any two lines and run again: nothing is lost, nothing happens twice.
 */
@NullMarked
package io.heliu.flow;

import org.jspecify.annotations.NullMarked;
