package io.heliu.channel.pos;

import io.heliu.channel.OrderDrop;
import io.heliu.channel.Page;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file drop as the flow sees it. */
final class PosOrderDrop implements OrderDrop {
  private final PosFileDrop drop;
  private final String source;
  private @Nullable PosFile last;

  PosOrderDrop(PosFileDrop drop, String source) {
    this.drop = drop;
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public List<String> ready() {
    return drop.scan().ready();
  }

  @Override
  public Content read(String file) {
    PosFile read = drop.read(file);
    last = read;
    return new Content(
        file,
        read.tickets().stream().map(PosTicket::order).toList(),
        read.malformed().stream().map(PosOrderDrop::malformed).toList(),
        read.ignored().stream()
            .map(ticket -> new Order.Source(ticket.key().shop(), ticket.key().orderNumber()))
            .toList());
  }

  private static Page.Malformed malformed(PosFile.Malformed row) {
    TicketKey key = row.key();
    return new Page.Malformed(key == null ? null : key.orderNumber(), row.raw(), row.reason());
  }

  @Override
  public void done(Content content, List<Stored> stored) {
    PosFile file = last != null && last.name().equals(content.file()) ? last : null;
    if (file == null) {
      file = drop.read(content.file());
    }
    Map<TicketKey, Optional<String>> before = new HashMap<>();
    for (int i = 0; i < stored.size(); i++) {
      PosTicket ticket = file.tickets().get(i);
      before.put(ticket.key(), hashBefore(ticket, stored.get(i)));
    }
    drop.done(file, TicketResult.decide(file, key -> before.getOrDefault(key, Optional.empty())));
  }

  /** Returns the hash that must have been stored before, given what storing came to. */
  private static Optional<String> hashBefore(PosTicket ticket, Stored stored) {
    return switch (stored) {
      case NEW, NEWER -> Optional.empty();
      case REPEATED, OLDER -> Optional.of(ticket.hash());
      case CONFLICT -> Optional.of("");
    };
  }

  @Override
  public void refuse(String file, String reason) {
    drop.refuse(file, reason);
  }
}
