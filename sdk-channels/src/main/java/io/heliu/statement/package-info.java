/**
 * Bills and statements of payment providers (账单): {@link io.heliu.statement.AlipayBillClient}
 * fetches them by day, {@link io.heliu.statement.AlipayTradeBill} reads their files.
 */
@NullMarked
package io.heliu.statement;

import org.jspecify.annotations.NullMarked;
