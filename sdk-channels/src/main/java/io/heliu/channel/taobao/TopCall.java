package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.http.HttpStatus;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/**
 * One signed call of a method of the gateway.
 *
 * @param <T> what a good answer gives
 */
final class TopCall<T> implements RemoteCall<TopAnswer<T>> {
  private final TopSettings settings;
  private final String method;
  private final Map<String, String> parameters;
  private final boolean withSession;
  private final Function<JsonNode, T> reader;

  /**
   * Creates a call.
   *
   * @param withSession whether it is made in the shop's name; such calls do no harm twice
   */
  TopCall(
      TopSettings settings,
      String method,
      Map<String, String> parameters,
      boolean withSession,
      Function<JsonNode, T> reader) {
    this.settings = settings;
    this.method = method;
    this.parameters = Map.copyOf(parameters);
    this.withSession = withSession;
    this.reader = reader;
  }

  @Override
  public String operation() {
    return method;
  }

  @Override
  public String account() {
    return settings.shop().toString();
  }

  @Override
  public boolean repeatable() {
    return withSession;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    return settings.request(
        method,
        parameters,
        attempt.now(),
        withSession ? attempt.requireToken().value().reveal() : "");
  }

  @Override
  public Verdict<TopAnswer<T>> read(WireResponse response) {
    if (response.status() != 200) {
      return HttpStatus.failed(TaobaoClient.SYSTEM, method, response);
    }
    try {
      JsonNode root = Json.parse(response.body());
      JsonNode error = Json.at(root, "error_response");
      if (error.isMissingNode()) {
        return Verdict.done(new TopAnswer.Given<>(reader.apply(body(root))));
      }
      TopError problem = TopError.read(error);
      return problem.isRefusal()
          ? Verdict.done(new TopAnswer.Refused<>(problem.subCode(), problem.subMessage()))
          : problem.verdict(TaobaoClient.SYSTEM, method, settings.clock().instant());
    } catch (MalformedJson e) {
      throw new Fault.Protocol(
          Fault.Details.of(
              TaobaoClient.SYSTEM, method, "the answer cannot be read: " + e.getMessage()),
          e);
    }
  }

  /** In the simplified form the answer has no envelope; otherwise its name ends in _response. */
  private JsonNode body(JsonNode root) {
    Iterator<String> names = root.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (name.endsWith("_response") && root.path(name).isObject()) {
        return root.path(name);
      }
    }
    if (settings.simplified() && root.isObject()) {
      return root;
    }
    throw new MalformedJson("document: must have a part that ends in _response");
  }
}
