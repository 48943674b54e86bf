package io.heliu.examples.day.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.heliu.channel.OrderSource;
import io.heliu.channel.wechat.CallbackResult;
import io.heliu.channel.wechat.WechatCallback;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.order.OrderBook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where the WeChat platform pushes to. A push that is genuine is a hint: the order that it names is
 * read again. What is lost here is found by polling.
 */
public final class PushInlet implements AutoCloseable {
  private static final String PATH = "/wechat";

  private final HttpServer server;
  private final WechatCallback callback;
  private final Queue<String> hinted = new ConcurrentLinkedQueue<>();

  public PushInlet(DayClock clock) throws IOException {
    this.callback =
        WechatCallback.builder(WechatStandIn.APPID)
            .keys(List.of(WechatStandIn.PUSH_KEY))
            .clock(clock)
            .build();
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(PATH, this::receive);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      CallbackResult result =
          callback.receive(parameters(exchange.getRequestURI().getRawQuery()), body);
      if (result instanceof CallbackResult.Hint hint
          && hint.topic() == CallbackResult.Topic.ORDER
          && hint.entityId() != null) {
        hinted.add(hint.entityId());
      }
      boolean late =
          result instanceof CallbackResult.Refused refused
              && refused.reason() == CallbackResult.Reason.OUT_OF_TIME;
      byte[] answer = (late ? "" : "success").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(late ? 403 : 200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  /** Reads the orders again that were hinted at. */
  public void reread(OrderSource source, OrderBook orders) {
    for (String number = hinted.poll(); number != null; number = hinted.poll()) {
      String wanted = number;
      Steps.retry(() -> source.get(wanted)).rows().forEach(orders::put);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
