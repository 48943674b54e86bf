/**
 * Finds out which records of different channels are about one customer (客户归一), by identifiers that
 * say so for certain, and tells why. Start at {@link io.heliu.identity.IdentityResolver}.
 */
@NullMarked
package io.heliu.identity;

import org.jspecify.annotations.NullMarked;
