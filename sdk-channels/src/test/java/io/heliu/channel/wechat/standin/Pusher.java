package io.heliu.channel.wechat.standin;

import io.heliu.channel.wechat.SignedPush;
import io.heliu.channel.wechat.WechatCallback;
import io.heliu.channel.wechat.standin.WechatStandIn.Delivery;
import io.heliu.channel.wechat.standin.WechatStandIn.Forgery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Signs pushes, well or badly. */
final class Pusher {
  private static final String SIGNATURE = "msg_signature";
  private static final Duration TOO_FAR = Duration.ofHours(5);

  private final Clock clock;

  Pusher(Clock clock) {
    this.clock = clock;
  }

  /** Signs messages for the first time, in the order in which they are posted. */
  List<PushDesk.Push> sign(List<String> messages, Delivery how, Random random) {
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
    return all.stream().map(push -> new PushDesk.Push(push, 0, clock.instant())).toList();
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
}
