/** An order and its life: what a channel said, and what we made of it (订单). */
@NullMarked
package io.heliu.order;

import org.jspecify.annotations.NullMarked;
