/**
 * Tickets of offline tills (线下收银). {@link io.heliu.channel.pos.PosFileDrop} finds, reads and files
 * away those that arrive as files in a directory, {@link io.heliu.channel.pos.PosPush} takes those
 * that are posted over HTTP; both hand them to the same {@link io.heliu.channel.OrderInbox}, and
 * {@link io.heliu.channel.pos.TicketVerdict} says what became of each.
 *
 * <p>A ticket has happened: the goods have left. It is read as an order that is completed and
 * handed over, and the stock ledger must take the goods even where the pool becomes negative.
 */
@NullMarked
package io.heliu.channel.pos;

import org.jspecify.annotations.NullMarked;
