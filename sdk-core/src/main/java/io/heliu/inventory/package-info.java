/**
 * The stock ledger (库存台账): what is on hand, what is reserved for whom, and what may still be sold.
 *
 * <p>{@link io.heliu.inventory.StockLedger} is the face. A {@link io.heliu.inventory.Command} says
 * what happened or what is wanted; an {@link io.heliu.inventory.Answer} says what the ledger did.
 * {@link io.heliu.inventory.EmbeddedLedger} keeps the books in one directory of one process.
 */
@NullMarked
package io.heliu.inventory;

import org.jspecify.annotations.NullMarked;
