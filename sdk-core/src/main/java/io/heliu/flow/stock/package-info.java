/**
 * How stock moves: what the ERP counts comes in, what each shop may show goes out, and how far the
 * two are apart.
 *
 * <p>The steps are like those of {@link io.heliu.flow}: durable, bounded and idempotent.
 */
@NullMarked
package io.heliu.flow.stock;

import org.jspecify.annotations.NullMarked;
