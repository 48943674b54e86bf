/**
 * The words that every part of Heliu shares: money, ids, secrets, faults and the listener.
 *
 * <p>Nothing in here knows a platform, a store or a network.
 */
@NullMarked
package io.heliu;

import org.jspecify.annotations.NullMarked;
