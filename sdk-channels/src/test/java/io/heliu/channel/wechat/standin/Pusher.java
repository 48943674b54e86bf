package io.heliu.channel.wechat.standin;

import io.heliu.channel.wechat.SignedPush;
import io.heliu.channel.wechat.WechatCallback;
import io.heliu.channel.wechat.standin.WechatStandIn.Delivery;
import io.heliu.channel.wechat.standin.WechatStandIn.Forgery;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signs pushes and posts them, well or badly. */
final class Pusher {
  private static final String SIGNATURE = "msg_signature";
  private static final Duration TOO_FAR = Duration.ofHours(5);

  private final Clock clock;

  Pusher(Clock clock) {
    this.clock = clock;
  }

  /** Posts messages; returns the receiver's status for each post. */
  List<Integer> push(URI receiver, List<String> messages, Delivery how, Random random)
      throws IOException {
    WechatCallback sender =
        sender(how == Delivery.LATE ? TOO_FAR.negated() : Duration.ZERO, random);
    List<SignedPush> all = new ArrayList<>();
    for (String message : messages) {
      SignedPush push = sender.testPush(message);
      switch (how) {
        case LOST -> {}
        case TWICE -> all.addAll(List.of(push, push));
        case RETRIED -> all.addAll(List.of(push, sender.testPush(message)));
        case IN_ORDER, REVERSED, LATE -> all.add(push);
      }
    }
    if (how == Delivery.REVERSED) {
      Collections.reverse(all);
    }
    List<Integer> statuses = new ArrayList<>();
    for (SignedPush push : all) {
      statuses.add(post(receiver, push));
    }
    return statuses;
  }

  /** Makes a push that nobody may take; a replayed one was taken before. */
  SignedPush forge(String message, Forgery what, Random random) {
    Duration off =
        switch (what) {
          case WRONG_SIGNATURE, REPLAYED -> Duration.ZERO;
          case OUTDATED -> TOO_FAR.negated();
          case FUTURE_DATED -> TOO_FAR;
        };
    SignedPush push = sender(off, random).testPush(message);
    if (what != Forgery.WRONG_SIGNATURE) {
      return push;
    }
    Map<String, String> query = new HashMap<>(push.query());
    query.computeIfPresent(
        SIGNATURE, (name, signature) -> new StringBuilder(signature).reverse().toString());
    return new SignedPush(query, push.body());
  }

  private WechatCallback sender(Duration off, Random random) {
    return WechatCallback.builder(WechatStandIn.APPID)
        .keys(List.of(WechatStandIn.PUSH_KEY))
        .clock(Clock.offset(clock, off))
        .random(random)
        .build();
  }

  static int post(URI receiver, SignedPush push) throws IOException {
    String query =
        new TreeMap<>(push.query())
            .entrySet().stream()
                .map(
                    e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(receiver + "?" + query).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(push.body().getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    connection.disconnect();
    return status;
  }
}
