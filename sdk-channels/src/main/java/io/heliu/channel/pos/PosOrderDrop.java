package io.heliu.channel.pos;

import io.heliu.channel.OrderDrop;
import io.heliu.channel.OrderInbox;
import java.util.List;
import java.util.Objects;
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
  public OrderInbox.Batch read(String file) {
    PosFile read = drop.read(file);
    last = read;
    return read.batch(source);
  }

  @Override
  public void done(OrderInbox.Batch batch, OrderInbox.Taken taken) {
    PosFile file = last != null && last.name().equals(batch.name()) ? last : null;
    if (file == null) {
      file = drop.read(batch.name());
    }
    drop.done(file, TicketResult.of(file, taken));
  }

  @Override
  public void refuse(String file, String reason) {
    drop.refuse(file, reason);
  }
}
