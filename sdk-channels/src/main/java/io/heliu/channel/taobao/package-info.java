/**
 * Taobao and Tmall shops (淘宝, 天猫) over the open platform's signed form gateway (TOP). The door is
 * {@link io.heliu.channel.taobao.TaobaoClient}.
 */
@NullMarked
package io.heliu.channel.taobao;

import org.jspecify.annotations.NullMarked;
