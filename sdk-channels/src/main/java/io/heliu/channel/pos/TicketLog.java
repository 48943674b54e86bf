package io.heliu.channel.pos;

import java.util.Optional;

/** What is already stored of tickets; a flow answers it from the order book. */
@FunctionalInterface
public interface TicketLog {

  /** Returns the {@link PosTicket#hash} stored under a key, or empty if the key is new. */
  Optional<String> find(TicketKey key);
}
