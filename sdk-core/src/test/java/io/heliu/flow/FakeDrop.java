package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.channel.OrderDrop;
import io.heliu.order.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drop of files; a file without content is refused whole. */
final class FakeDrop implements OrderDrop {
  private final Map<String, @Nullable Content> ready = new LinkedHashMap<>();
  final List<String> done = new ArrayList<>();
  final Map<String, String> refused = new LinkedHashMap<>();
  final Map<String, List<Stored>> results = new LinkedHashMap<>();
  Runnable point = () -> {};

  void drop(String name, @Nullable Content content) {
    ready.put(name, content);
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
  public Content read(String file) {
    point.run();
    Content content = ready.get(file);
    if (content == null) {
      throw new Fault.Protocol(Fault.Details.of("fake-drop", "read", "wrong total"), null);
    }
    return new Content(file, content.orders(), content.malformed(), content.ignored());
  }

  @Override
  public void done(Content content, List<Stored> stored) {
    point.run();
    ready.remove(content.file());
    done.add(content.file());
    results.put(content.file(), List.copyOf(stored));
    point.run();
  }

  @Override
  public void refuse(String file, String reason) {
    ready.remove(file);
    refused.put(file, reason);
  }
}
