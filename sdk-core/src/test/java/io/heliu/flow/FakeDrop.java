package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.OrderInbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drop of files; a file without content is refused whole. */
final class FakeDrop implements OrderDrop {
  private final Map<String, OrderInbox.@Nullable Batch> ready = new LinkedHashMap<>();
  final List<String> done = new ArrayList<>();
  final Map<String, String> refused = new LinkedHashMap<>();
  final Map<String, OrderInbox.Taken> results = new LinkedHashMap<>();
  Runnable point = () -> {};

  void drop(String name, OrderInbox.@Nullable Batch batch) {
    ready.put(name, batch);
  }

  @Override
  public String source() {
    return "fake-drop";
  }

  @Override
  public List<String> ready() {
    point.run();
    return List.copyOf(ready.keySet());
  }

  @Override
  public OrderInbox.Batch read(String file) {
    point.run();
    OrderInbox.Batch batch = ready.get(file);
    if (batch == null) {
      throw new Fault.Protocol(Fault.Details.of("fake-drop", "read", "wrong total"), null);
    }
    return new OrderInbox.Batch(
        source(), file, batch.orders(), batch.ignored(), batch.malformed(), batch.notes());
  }

  @Override
  public void done(OrderInbox.Batch batch, OrderInbox.Taken taken) {
    point.run();
    ready.remove(batch.name());
    done.add(batch.name());
    results.put(batch.name(), taken);
    point.run();
  }

  @Override
  public void refuse(String file, String reason) {
    ready.remove(file);
    refused.put(file, reason);
  }
}
