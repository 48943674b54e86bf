/**
 * After-sales (售后): what becomes of an order, its goods and its documents once a buyer wants money
 * back or other goods.
 *
 * <p>The steps are like those of {@link io.heliu.flow}: durable, bounded and idempotent.
 */
@NullMarked
package io.heliu.flow.aftersales;

import org.jspecify.annotations.NullMarked;
