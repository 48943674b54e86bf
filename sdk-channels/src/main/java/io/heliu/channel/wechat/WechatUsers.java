package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is (用户标识). Thread-safe.
 *
 * <p>Codes are good for one time: a call is never repeated while it may have been carried out, and
 * a code whose answer got lost must be asked for anew in the mini-program.
 */
public final class WechatUsers {
  private static final String LOGIN = "/sns/jscode2session";
  private static final String PHONE = "/wxa/business/getuserphonenumber";

  private final Wechat wechat;
  private final @Nullable String openPlatform;

  WechatUsers(Wechat wechat, @Nullable String openPlatform) {
    this.wechat = wechat;
    this.openPlatform = openPlatform;
  }

  /** What came of asking who somebody is. */
  public sealed interface Answer permits Known, Refused {}

  /**
   * The platform knows.
   *
   * @param ids what the person is known by, at least one
   */
  public record Known(List<WechatId> ids) implements Answer {
    /** Copies the ids. */
    public Known {
      ids = List.copyOf(ids);
    }
  }

  /**
   * The platform refused the code or the number.
   *
   * @param code the platform's code, for example 40163 for a code that was used before
   */
  public record Refused(String code) implements Answer {
    /** Checks that the code is there. */
    public Refused {
      Objects.requireNonNull(code, "code");
    }
  }

  /**
   * Exchanges the code of a login in the mini-program (登录凭证).
   *
   * @return openid, and unionid if the app is bound to the client's open platform
   * @throws Fault if the platform cannot be asked
   */
  public Answer login(String loginCode) {
    WechatSettings settings = wechat.settings();
    return answer(
        wechat.login(
            LOGIN,
            Map.of(
                "appid",
                settings.appid(),
                "secret",
                settings.appSecret().reveal(),
                "js_code",
                loginCode,
                "grant_type",
                "authorization_code"),
            this::ids));
  }

  /**
   * Exchanges the code of a phone button in the mini-program (手机号凭证), which lives five minutes.
   *
   * @return the phone
   * @throws Fault if the platform cannot be asked
   */
  public Answer phone(String phoneCode) {
    return answer(
        wechat.change(
            PHONE,
            Json.object().put("code", phoneCode),
            body -> List.of(phone(Json.require(body, "phone_info")))));
  }

  /**
   * Returns the buyer of an order of the shop.
   *
   * @return openid, and unionid if the order was placed after the shop was bound to the client's
   *     open platform
   * @throws Fault if the platform cannot be asked
   */
  public Answer buyer(String orderNumber) {
    return answer(
        wechat.ask(
            WechatOrders.DETAIL,
            Json.object().put("order_id", orderNumber),
            body -> ids(Json.require(body, "order"))));
  }

  private static Answer answer(WechatAnswer<List<WechatId>> answer) {
    return answer instanceof WechatAnswer.Refused<List<WechatId>> refused
        ? new Refused(refused.code())
        : new Known(((WechatAnswer.Given<List<WechatId>>) answer).value());
  }

  private List<WechatId> ids(JsonNode user) {
    List<WechatId> ids = new ArrayList<>();
    ids.add(new WechatId.OpenId(wechat.settings().appid(), Json.requireText(user, "openid")));
    String unionid = WechatJson.optional(user, "unionid");
    if (unionid != null && openPlatform != null) {
      ids.add(new WechatId.UnionId(openPlatform, unionid));
    }
    return ids;
  }

  /** The country's code comes as text or as number. */
  private static WechatId phone(JsonNode phone) {
    try {
      return new WechatId.Phone(
          "+"
              + Json.requireText(phone, "countryCode")
              + Json.requireText(phone, "purePhoneNumber"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("phone_info: must be a phone with its country's code");
    }
  }
}
