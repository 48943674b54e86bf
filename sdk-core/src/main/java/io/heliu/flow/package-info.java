/**
 * What moves between channels, stores and the ERP, in steps that are durable, bounded and
 * idempotent.
 */
@NullMarked
package io.heliu.flow;

import org.jspecify.annotations.NullMarked;
