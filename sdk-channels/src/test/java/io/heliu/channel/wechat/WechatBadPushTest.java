package io.heliu.channel.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliu.channel.wechat.CallbackResult.Reason;
import io.heliu.channel.wechat.CallbackResult.Refused;
import io.heliu.http.standin.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Pushes that are refused: with a clear value, and nothing of their content logged. */
class WechatBadPushTest {
  private static final String APPID = "wx00000000demo0001";
  private static final String MESSAGE =
      "{\"Event\":\"channels_ec_order_pay\",\"FromUserName\":\"openid-made-up\","
          + "\"order_info\":{\"order_id\":37}}";

  private final ManualTime time = new ManualTime(Instant.parse("2026-07-14T03:33:21Z"));
  private final WechatCallback callback =
      WechatCallback.builder(APPID).keys(java.util.List.of(Vectors.ORDER_KEY)).clock(time).build();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(WechatCallback.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void nothingOfTheContentIsLogged() {
    logger.detachAppender(log);
    assertThat(log.list)
        .allMatch(event -> event.getFormattedMessage().matches("A push was refused: [A-Z_]+"))
        .allMatch(event -> event.getThrowableProxy() == null);
  }

  private void assertRefused(CallbackResult result, Reason reason) {
    assertThat(result).isEqualTo(new Refused(reason));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .endsWith("A push was refused: " + reason);
  }

  private CallbackResult receive(SignedPush push) {
    return callback.receive(push.query(), push.body().getBytes(UTF_8));
  }

  @Test
  void receive_wrongSignature_isRefused() {
    SignedPush push = callback.testPush(MESSAGE);
    Map<String, String> query = new HashMap<>(push.query());
    query.put("msg_signature", "0".repeat(40));

    assertRefused(callback.receive(query, push.body().getBytes(UTF_8)), Reason.WRONG_SIGNATURE);
  }

  @Test
  void receive_replayed_isRefused() {
    SignedPush push = callback.testPush(MESSAGE);
    assertThat(receive(push)).isInstanceOf(CallbackResult.Hint.class);

    assertRefused(receive(push), Reason.REPEATED);
  }

  @ParameterizedTest
  @ValueSource(longs = {-14_401, 301, 10_800, 14_401})
  void receive_staleOrFutureDated_isRefused(long off) {
    long timestamp = time.instant().getEpochSecond() + off;

    assertRefused(
        receive(callback.testPush(MESSAGE, timestamp, "12", new byte[16])), Reason.OUT_OF_TIME);
  }

  @Test
  void receive_replayedAfterItsTime_isStillRefused() {
    SignedPush push = callback.testPush(MESSAGE);
    receive(push);
    time.advance(Duration.ofHours(4).plusSeconds(1));

    assertRefused(receive(push), Reason.OUT_OF_TIME);
  }

  @Test
  void receive_oversized_isRefused() {
    assertRefused(
        callback.receive(callback.testPush(MESSAGE).query(), new byte[2 << 20]), Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "openid-made-up", "<xml/>", "{\"Event\":", "[]", "{} {}"})
  void receive_messageThatIsNotJson_isRefused(String message) {
    assertRefused(receive(callback.testPush(message)), Reason.UNREADABLE);
  }

  @Test
  void receive_deeplyNestedMessage_isRefused() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);

    assertRefused(
        receive(callback.testPush("{\"Event\":\"x\",\"order_info\":" + deep + "}")),
        Reason.UNREADABLE);
  }

  @Test
  void receive_deeplyNestedBody_isRefused() {
    String deep = "{\"Encrypt\":".repeat(5_000) + "1" + "}".repeat(5_000);

    assertRefused(
        callback.receive(callback.testPush(MESSAGE).query(), deep.getBytes(UTF_8)),
        Reason.UNREADABLE);
  }

  @Test
  void receive_randomDamageOfTheCipherText_isRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      SignedPush push = callback.testPush(MESSAGE);
      byte[] body = push.body().getBytes(UTF_8);
      int at = "{\"Encrypt\":\"".length() + random.nextInt(60);
      body[at] = (byte) (body[at] == 'A' ? 'B' : 'A');

      assertThat(callback.receive(push.query(), body))
          .as("seed %d round %d", seed, i)
          .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }
  }
}
