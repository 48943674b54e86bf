package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.standin.Request;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Checks requests as the platform does before anything is done, and sends them to their method. */
final class Gate {
  private static final String TOKEN = "/cgi-bin/stable_token";
  private static final String LOGIN = "/sns/jscode2session";

  private final Tokens tokens;
  private final MiniProgramDesk miniProgram;
  private final Map<String, Function<Call, ObjectNode>> methods;

  /**
   * Creates a gate.
   *
   * @param methods what needs a token, by path
   */
  Gate(
      Tokens tokens, MiniProgramDesk miniProgram, Map<String, Function<Call, ObjectNode>> methods) {
    this.tokens = tokens;
    this.miniProgram = miniProgram;
    this.methods = methods;
  }

  /** Tells whether a good answer says so by a code; those to logins and for tokens do not. */
  static boolean answersWithCode(Request request) {
    return !Set.of(LOGIN, TOKEN).contains(request.path());
  }

  /** Does what a request asks for; refuses what the platform would. */
  ObjectNode handle(Request request) {
    if (request.path().equals(LOGIN)) {
      return login(request);
    }
    boolean token = request.path().equals(TOKEN);
    Function<Call, ObjectNode> method = token ? tokens::stable : methods.get(request.path());
    if (method == null) {
      throw new Refusal(40066, "invalid url");
    }
    if (!request.method().equals("POST")) {
      throw new Refusal(43002, "require POST method");
    }
    if (!token) {
      tokens.check(request.query().get("access_token"), request.at());
    }
    return method.apply(new Call(body(request), request.at()));
  }

  private static ObjectNode body(Request request) {
    if (request.body().length == 0) {
      throw new Refusal(44002, "empty post data");
    }
    try {
      return Json.require(Json.parse(request.body()));
    } catch (MalformedJson e) {
      throw new Refusal(47001, "data format error");
    }
  }

  private ObjectNode login(Request request) {
    Map<String, String> query = request.query();
    if (!WechatStandIn.APPID.equals(query.get("appid"))) {
      throw new Refusal(40013, "invalid appid");
    }
    if (!WechatStandIn.APP_SECRET.reveal().equals(query.get("secret"))) {
      throw new Refusal(40125, "invalid appsecret");
    }
    if (!"authorization_code".equals(query.get("grant_type"))) {
      throw new Refusal(40002, "invalid grant_type");
    }
    return miniProgram.login(query);
  }
}
