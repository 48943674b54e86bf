/** Alipay's side of bills, for tests and examples: a server, and a writer of bill files. */
@NullMarked
package io.heliu.statement.standin;

import org.jspecify.annotations.NullMarked;
