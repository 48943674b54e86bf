/**
 * A stand-in of the Taobao and Tmall gateway for tests, ours and yours: a local HTTP server that
 * checks requests as strictly as the platform does and keeps trades, items, refunds and bills.
 */
@NullMarked
package io.heliu.channel.taobao.standin;

import org.jspecify.annotations.NullMarked;
