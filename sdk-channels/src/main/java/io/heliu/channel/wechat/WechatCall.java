package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.http.HttpStatus;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of the platform.
 *
 * @param <T> what a good answer gives
 */
final class WechatCall<T> implements RemoteCall<WechatAnswer<T>> {
  private final WechatSettings settings;
  private final Kind kind;
  private final String path;
  private final @Nullable ObjectNode body;
  private final Map<String, String> query;
  private final Function<JsonNode, T> reader;

  /** What kind of call it is. */
  enum Kind {
    /** Only reads, with the app's token. */
    READ,
    /** Changes something, with the app's token; must not be made twice without another look. */
    CHANGE,
    /** Asks for a token. */
    TOKEN,
    /** Exchanges a code that is good for one time, with the app's secret. */
    LOGIN
  }

  private WechatCall(
      WechatSettings settings,
      Kind kind,
      String path,
      @Nullable ObjectNode body,
      Map<String, String> query,
      Function<JsonNode, T> reader) {
    this.settings = settings;
    this.kind = kind;
    this.path = path;
    this.body = body;
    this.query = Map.copyOf(query);
    this.reader = reader;
  }

  /** Returns a call with a JSON body. */
  static <T> WechatCall<T> post(
      WechatSettings settings,
      Kind kind,
      String path,
      ObjectNode body,
      Function<JsonNode, T> reader) {
    return new WechatCall<>(settings, kind, path, body, Map.of(), reader);
  }

  /** Returns a call that exchanges a code, with everything in the query. */
  static <T> WechatCall<T> login(
      WechatSettings settings,
      String path,
      Map<String, String> query,
      Function<JsonNode, T> reader) {
    return new WechatCall<>(settings, Kind.LOGIN, path, null, query, reader);
  }

  @Override
  public String operation() {
    return path;
  }

  @Override
  public String account() {
    return settings.shop().toString();
  }

  @Override
  public boolean repeatable() {
    return kind == Kind.READ || kind == Kind.TOKEN;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    if (body == null) {
      return settings.get(path, query);
    }
    return kind == Kind.TOKEN
        ? settings.post(path, Map.of(), body)
        : settings.post(
            path, Map.of("access_token", attempt.requireToken().value().reveal()), body);
  }

  @Override
  public Verdict<WechatAnswer<T>> read(WireResponse response) {
    if (response.status() != 200) {
      return HttpStatus.failed(WechatClient.SYSTEM, path, response);
    }
    try {
      JsonNode root = Json.require(Json.parse(response.body()));
      long code = code(root);
      if (code == 0) {
        return Verdict.done(new WechatAnswer.Given<>(reader.apply(root)));
      }
      WechatError error = WechatError.read(code, root);
      return error.isRefusal()
          ? Verdict.done(new WechatAnswer.Refused<>(Long.toString(code), error.message()))
          : error.verdict(path, settings.clock().instant());
    } catch (MalformedJson e) {
      throw new Fault.Protocol(
          Fault.Details.of(
              WechatClient.SYSTEM, path, "the answer cannot be read: " + e.getMessage()),
          e);
    }
  }

  /** Only answers that give a token or a user may leave the code out, and mean success by it. */
  private long code(JsonNode root) {
    boolean optional = kind == Kind.TOKEN || kind == Kind.LOGIN;
    return optional ? WechatJson.longOrZero(root, "errcode") : Json.requireLong(root, "errcode");
  }
}
