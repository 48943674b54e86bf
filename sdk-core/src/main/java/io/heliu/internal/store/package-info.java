/** Plain JDBC for the stores: transactions, dialects, tables. Not API. */
@NullMarked
package io.heliu.internal.store;

import org.jspecify.annotations.NullMarked;
