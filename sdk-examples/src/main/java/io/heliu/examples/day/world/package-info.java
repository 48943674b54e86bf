/**
 * Everything around the merchant: shops, counters, payment providers, ERPs and their warehouses,
 * all of which misbehave, and the databases in which both sides keep what they know.
 */
@NullMarked
package io.heliu.examples.day.world;

import org.jspecify.annotations.NullMarked;
