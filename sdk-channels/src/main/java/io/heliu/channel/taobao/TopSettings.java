package io.heliu.channel.taobao;

import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.internal.FormText;
import io.heliu.http.WireRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where calls go and how they are signed.
 *
 * @param shop the shop they are made for
 * @param endpoint the gateway's address
 * @param appKey the app's key
 * @param appSecret the app's secret
 * @param signMethod how requests are signed
 * @param simplified whether answers are asked for without envelope and inner lists
 * @param clock tells how long the platform's day still lasts
 */
record TopSettings(
    ShopId shop,
    URI endpoint,
    String appKey,
    Secret appSecret,
    SignMethod signMethod,
    boolean simplified,
    Clock clock) {

  private static final String FORM = "application/x-www-form-urlencoded;charset=utf-8";

  /**
   * Builds and signs a request.
   *
   * @param session the shop's token; empty for none
   */
  WireRequest request(String method, Map<String, String> parameters, Instant now, String session) {
    Map<String, String> form = new TreeMap<>(parameters);
    form.put("method", method);
    form.put("app_key", appKey);
    form.put("session", session);
    form.put("timestamp", TopTime.format(now));
    form.put("v", "2.0");
    form.put("format", "json");
    form.put("sign_method", signMethod.wireName());
    if (simplified) {
      form.put("simplify", "true");
    }
    form.values().removeIf(String::isEmpty);
    form.put("sign", TopSignature.sign(signMethod, appSecret.reveal(), form));
    return WireRequest.post(endpoint, FORM, FormText.of(form));
  }
}
