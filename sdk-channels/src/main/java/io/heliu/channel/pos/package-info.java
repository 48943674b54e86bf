/**
 * Tickets of offline tills (线下收银) that arrive as files in a directory: {@link
 * io.heliu.channel.pos.PosFileDrop} finds, reads and files them away, {@link
 * io.heliu.channel.pos.TicketVerdict} compares them with what is stored.
 *
 * <p>A ticket has happened: the goods have left. It is read as an order that is completed and
 * handed over, and the stock ledger must take the goods even where the pool becomes negative.
 */
@NullMarked
package io.heliu.channel.pos;

import org.jspecify.annotations.NullMarked;
