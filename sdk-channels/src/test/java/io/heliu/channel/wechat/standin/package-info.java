/**
 * A stand-in of the platform of WeChat shops and mini-programs for tests, ours and yours: a local
 * HTTP server that checks requests as strictly as the platform does and keeps orders, products,
 * after-sales, funds and payments.
 */
@NullMarked
package io.heliu.channel.wechat.standin;

import org.jspecify.annotations.NullMarked;
