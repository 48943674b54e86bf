package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.http.Gateway;
import java.util.Map;
import java.util.function.Function;

/** Makes calls in the app's name. */
final class Wechat {
  private final WechatSettings settings;
  private final Gateway gateway;

  Wechat(WechatSettings settings, Gateway gateway) {
    this.settings = settings;
    this.gateway = gateway;
  }

  ShopId shop() {
    return settings.shop();
  }

  WechatSettings settings() {
    return settings;
  }

  /**
   * Makes a call that only reads.
   *
   * @throws Fault if it failed, also by a rule of the business
   */
  <T> T read(String path, ObjectNode body, Function<JsonNode, T> reader) {
    WechatAnswer<T> answer = ask(path, body, reader);
    if (answer instanceof WechatAnswer.Given<T> given) {
      return given.value();
    }
    throw refused(path, (WechatAnswer.Refused<T>) answer);
  }

  static Fault refused(String path, WechatAnswer.Refused<?> refused) {
    return new Fault.Remote(
        Fault.Details.of(WechatClient.SYSTEM, path, "the platform refused the question")
            .withCodes(refused.code(), null),
        false);
  }

  /** Makes a call that only reads and whose refusal by a rule of the business is a value. */
  <T> WechatAnswer<T> ask(String path, ObjectNode body, Function<JsonNode, T> reader) {
    return gateway.call(WechatCall.post(settings, WechatCall.Kind.READ, path, body, reader));
  }

  /**
   * Makes a call that changes something. It is not repeated while it may have been carried out:
   * that takes another look first.
   */
  <T> WechatAnswer<T> change(String path, ObjectNode body, Function<JsonNode, T> reader) {
    return gateway.call(WechatCall.post(settings, WechatCall.Kind.CHANGE, path, body, reader));
  }

  /** Makes a call that exchanges a code with the app's secret. */
  <T> WechatAnswer<T> login(String path, Map<String, String> query, Function<JsonNode, T> reader) {
    return gateway.call(WechatCall.login(settings, path, query, reader));
  }

  /** Tells whether a change that failed so may have been carried out. */
  static boolean isUncertain(Fault fault) {
    return fault instanceof Fault.Transport
        || fault instanceof Fault.Protocol
        || (fault instanceof Fault.Remote && fault.retryable());
  }
}
