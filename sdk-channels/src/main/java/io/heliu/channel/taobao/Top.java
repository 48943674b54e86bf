package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.http.Gateway;
import java.util.Map;
import java.util.function.Function;

/** Makes calls in the shop's name. Every one of them may be repeated without harm. */
final class Top {
  private final TopSettings settings;
  private final Gateway gateway;

  Top(TopSettings settings, Gateway gateway) {
    this.settings = settings;
    this.gateway = gateway;
  }

  ShopId shop() {
    return settings.shop();
  }

  TopSettings settings() {
    return settings;
  }

  /**
   * Makes a call that only reads.
   *
   * @throws Fault if it failed, also by a rule of the business
   */
  <T> T read(String method, Map<String, String> parameters, Function<JsonNode, T> reader) {
    TopAnswer<T> answer = ask(method, parameters, reader);
    if (answer instanceof TopAnswer.Given<T> given) {
      return given.value();
    }
    TopAnswer.Refused<T> refused = (TopAnswer.Refused<T>) answer;
    throw new Fault.Remote(
        Fault.Details.of(TaobaoClient.SYSTEM, method, "the platform refused the question")
            .withCodes(null, refused.code()),
        false);
  }

  /** Makes a call whose refusal by a rule of the business is a value. */
  <T> TopAnswer<T> ask(
      String method, Map<String, String> parameters, Function<JsonNode, T> reader) {
    return gateway.call(new TopCall<>(settings, method, parameters, true, reader));
  }

  /**
   * Asks about one thing. It is a refusal too if the service behind the gateway stumbles over just
   * this one whenever it is asked for: one must not stop the others.
   */
  <T> TopAnswer<T> askOne(
      String method, Map<String, String> parameters, Function<JsonNode, T> reader) {
    try {
      return ask(method, parameters, reader);
    } catch (Fault.Remote fault) {
      String code = fault.subCode();
      if (code == null || !TopError.isLasting(code)) {
        throw fault;
      }
      return new TopAnswer.Refused<>(code, "");
    }
  }
}
