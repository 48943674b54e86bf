/** Matches what channels and banks say was paid with what the books expect (对账). */
@NullMarked
package io.heliu.reconcile;

import org.jspecify.annotations.NullMarked;
