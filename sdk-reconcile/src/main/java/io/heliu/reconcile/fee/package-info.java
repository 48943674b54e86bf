/**
 * What a channel may charge (费率): fee rules as data, the choice of a rule, the fee of an order or
 * line, what is given back on a refund, and the comparison with what was charged.
 */
@NullMarked
package io.heliu.reconcile.fee;

import org.jspecify.annotations.NullMarked;
