/**
 * Bills and statements of payment providers (账单): {@link io.heliu.statement.AlipayBillClient} and
 * {@link io.heliu.statement.WechatPayBillClient} fetch them by day, {@link
 * io.heliu.statement.BillFile} reads their files.
 */
@NullMarked
package io.heliu.statement;

import org.jspecify.annotations.NullMarked;
