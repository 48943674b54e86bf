/** A till that drops files of tickets, for tests and examples. */
@NullMarked
package io.heliu.channel.pos.standin;

import org.jspecify.annotations.NullMarked;
