package io.heliu.http.standin;

import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/** Lets an answer go wrong on the wire. */
final class Wire {
  private Wire() {}

  static MockResponse shape(
      MockResponse.Builder response, Reply reply, @Nullable Misbehaviour misbehaviour) {
    if (misbehaviour instanceof Misbehaviour.Disconnect
        || misbehaviour instanceof Misbehaviour.LoseAnswer) {
      response.onResponseStart(new SocketEffect.CloseSocket());
    } else if (misbehaviour instanceof Misbehaviour.Silence) {
      response.onResponseStart(SocketEffect.Stall.INSTANCE);
    } else if (misbehaviour instanceof Misbehaviour.HalfBody) {
      half(response, reply);
    } else if (misbehaviour instanceof Misbehaviour.SlowBytes slow) {
      response.throttleBody(slow.bytes(), slow.every().toNanos(), TimeUnit.NANOSECONDS);
    }
    return response.build();
  }

  private static void half(MockResponse.Builder response, Reply reply) {
    SocketEffect close = new SocketEffect.CloseSocket();
    if (reply.body().length < 2) {
      response.onResponseStart(close);
    } else {
      response.onResponseBody(close);
    }
  }
}
