/**
 * Alipay's and WeChat Pay's side of bills, for tests and examples: servers, and writers of files.
 */
@NullMarked
package io.heliu.statement.standin;

import org.jspecify.annotations.NullMarked;
