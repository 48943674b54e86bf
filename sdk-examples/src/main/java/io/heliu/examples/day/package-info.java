/**
 * One day of trade, played end to end: real sales told as channel orders, stand-ins that misbehave,
 * and the flows of Heliu between them.
 */
@NullMarked
package io.heliu.examples.day;

import org.jspecify.annotations.NullMarked;
