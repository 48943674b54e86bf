package io.heliu.examples.day.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.heliu.Fault;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.pos.PosAnswer;
import io.heliu.channel.pos.PosPush;
import io.heliu.channel.wechat.CallbackResult;
import io.heliu.channel.wechat.WechatCallback;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Inlets;
import io.heliu.examples.day.world.PushTills;
import io.heliu.flow.HintFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where the WeChat platform and the tills push to. A push of the platform that is genuine is a
 * hint: the order that it names is read again, and what is lost on its way here is found by
 * polling. A till's tickets are stored before they are acknowledged; what is not, the till sends
 * again. The mini-program sends the orders and after-sales of the merchant's own shop.
 */
public final class PushInlet implements AutoCloseable {
  private static final int MAX_FORM = 64 << 10;
  private static final String WECHAT = "/wechat";
  private static final String TILLS = "/pos/v1/tickets";
  private static final String OWN_SHOP = "/orders";
  private static final String OWN_REFUNDS = "/refunds";

  private final HttpServer server;
  private final WechatCallback callback;
  private final PosPush tills;
  private final HintFlow hints;
  private final Refusals refusals;

  PushInlet(DayClock clock, HintFlow hints, OrderInbox tickets, OwnShop ownShop, Refusals refusals)
      throws IOException {
    this.hints = hints;
    this.refusals = refusals;
    this.callback =
        WechatCallback.builder(WechatStandIn.APPID)
            .keys(List.of(WechatStandIn.PUSH_KEY))
            .clock(clock)
            .build();
    this.tills =
        PosPush.builder((store, terminal) -> List.of(PushTills.secret(store)), tickets)
            .clock(clock)
            .build();
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(WECHAT, exchange -> serve(exchange, this::wechat));
    server.createContext(TILLS, exchange -> serve(exchange, this::tills));
    server.createContext(OWN_SHOP, exchange -> serve(exchange, own(ownShop::place)));
    server.createContext(OWN_REFUNDS, exchange -> serve(exchange, own(ownShop::afterSale)));
    server.start();
  }

  /** Returns the addresses that those who push were given. */
  public Inlets addresses() {
    URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Inlets(
        here.resolve(WECHAT),
        here.resolve(TILLS),
        here.resolve(OWN_SHOP),
        here.resolve(OWN_REFUNDS));
  }

  /** What cannot be stored is not acknowledged, so it comes again. */
  private static void serve(HttpExchange exchange, HttpHandler inlet) throws IOException {
    try (exchange) {
      try {
        inlet.handle(exchange);
      } catch (Fault.Store fault) {
        answer(exchange, 503, "");
      }
    }
  }

  private void wechat(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(WechatCallback.maxBytes() + 1);
    String query = "" + exchange.getRequestURI().getRawQuery();
    CallbackResult result = callback.receive(parameters(query), body, this::store);
    boolean taken = true;
    if (result instanceof CallbackResult.Refused refused) {
      refusals.note(query, body);
      taken = refused.reason() == CallbackResult.Reason.REPEATED;
    }
    answer(exchange, taken ? 200 : 403, taken ? "success" : "");
  }

  private void store(CallbackResult.Hint hint) {
    if (hint.topic() == CallbackResult.Topic.ORDER && hint.entityId() != null) {
      hints.store(Story.WECHAT, List.of(hint.entityId()));
    }
  }

  private void tills(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(tills.maxBytes() + 1);
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    PosAnswer answer = tills.handle(exchange.getRequestMethod(), headers, body);
    if (answer.refusal() != null) {
      refusals.note("" + exchange.getRequestHeaders().getFirst("X-Pos-Signature"), body);
    }
    answer(exchange, answer.status(), answer.body());
  }

  private static HttpHandler own(Consumer<Map<String, String>> shop) {
    return exchange -> {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_FORM);
      shop.accept(parameters(new String(body, StandardCharsets.UTF_8)));
      answer(exchange, 200, "");
    };
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
