/**
 * WeChat shops (微信小店) and mini-programs (小程序): orders, after-sales, shipments, stock, items, funds,
 * shipping management, users and pushes. The doors are {@link io.heliu.channel.wechat.WechatClient}
 * and, for pushes, {@link io.heliu.channel.wechat.WechatCallback}.
 */
@NullMarked
package io.heliu.channel.wechat;

import org.jspecify.annotations.NullMarked;
