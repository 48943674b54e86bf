package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.internal.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The pages of a method that lists by modification time.
 *
 * <p>The total comes only without {@code use_has_next}, and pages are cheaper with it: so one call
 * counts and the others read. The total is worth as many pages as its page size says, which is why
 * it is asked for with the size the pages are read with.
 */
final class WindowPages {
  static final int MAX_PAGE_SIZE = 100;

  private final Top top;
  private final String method;
  private final Map<String, String> fixed;

  WindowPages(Top top, String method, Map<String, String> fixed) {
    this.top = top;
    this.method = method;
    this.fixed = Map.copyOf(fixed);
  }

  long count(Window window, int pageSize) {
    TopTime.Seconds seconds = TopTime.Seconds.of(window);
    if (seconds.isEmpty()) {
      return 0;
    }
    Map<String, String> parameters = parameters(seconds, 1, pageSize);
    parameters.put("use_has_next", "false");
    return top.read(method, parameters, body -> Json.requireLong(body, "total_results"));
  }

  <T> Page<T> read(PageRequest request, BiFunction<JsonNode, Boolean, Page<T>> reader) {
    if (request.size() > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("size: must be at most " + MAX_PAGE_SIZE);
    }
    TopTime.Seconds seconds = TopTime.Seconds.of(request.window());
    if (seconds.isEmpty()) {
      return new Page<>(List.of(), List.of(), false, null);
    }
    Map<String, String> parameters = parameters(seconds, request.number(), request.size());
    parameters.put("use_has_next", "true");
    return top.read(
        method,
        parameters,
        body -> reader.apply(body, Boolean.TRUE.equals(Json.bool(body, "has_next"))));
  }

  private Map<String, String> parameters(TopTime.Seconds seconds, int page, int size) {
    Map<String, String> parameters = new HashMap<>(fixed);
    parameters.put("start_modified", TopTime.format(seconds.first()));
    parameters.put("end_modified", TopTime.format(seconds.last()));
    parameters.put("page_no", Integer.toString(page));
    parameters.put("page_size", Integer.toString(size));
    return parameters;
  }
}
