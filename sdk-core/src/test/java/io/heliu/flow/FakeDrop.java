package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.channel.OrderDrop;
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
  Runnable point = () -> {};

  void drop(String name, @Nullable Content content) {
    ready.put(name, content);
  }

  @Override
  public String source() {
    return "fake-drop";
  }

  @Override
  public List<File> ready() {
    point.run();
    return ready.keySet().stream().map(name -> new File(name, "digest-" + name)).toList();
  }

  @Override
  public Content read(File file) {
    point.run();
    Content content = ready.get(file.name());
    if (content == null) {
      throw new Fault.Protocol(Fault.Details.of("fake-drop", "read", "wrong total"), null);
    }
    return content;
  }

  @Override
  public void done(File file, String result) {
    point.run();
    ready.remove(file.name());
    done.add(file.name());
    point.run();
  }

  @Override
  public void refuse(File file, String reason) {
    ready.remove(file.name());
    refused.put(file.name(), reason);
  }
}
