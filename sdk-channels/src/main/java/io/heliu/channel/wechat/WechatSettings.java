package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.internal.FormText;
import io.heliu.http.WireRequest;
import io.heliu.internal.json.Json;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where calls go and for whom they are made.
 *
 * @param shop the shop or mini-program they are made for
 * @param endpoint the platform's address without a path
 * @param appid the app's id
 * @param appSecret the app's secret
 * @param clock tells the time that is left of minutes and days
 */
record WechatSettings(ShopId shop, URI endpoint, String appid, Secret appSecret, Clock clock) {
  private static final String JSON = "application/json;charset=utf-8";

  /** Builds a request with a JSON body; requests carry no signature. */
  WireRequest post(String path, Map<String, String> query, ObjectNode body) {
    return WireRequest.post(address(path, query), JSON, Json.write(body));
  }

  WireRequest get(String path, Map<String, String> query) {
    return WireRequest.get(address(path, query));
  }

  private URI address(String path, Map<String, String> query) {
    String address = endpoint + path;
    return URI.create(
        query.isEmpty() ? address : address + "?" + FormText.of(new TreeMap<>(query)));
  }
}
