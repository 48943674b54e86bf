package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliu.channel.wechat.CallbackResult.Hint;
import io.heliu.channel.wechat.CallbackResult.Reason;
import io.heliu.channel.wechat.CallbackResult.Refused;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.http.standin.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Pushes that nobody means well with: refused, and logged with their reason only. */
class HostilePushTest {
  private static final String APPID = "wx00000000demo0001";
  private static final String MESSAGE =
      "{\"Event\":\"channels_ec_order_new\",\"order_info\":{\"order_id\":\"37\"}}";

  private final ManualTime time = new ManualTime(Instant.parse("2026-07-14T02:00:00Z"));
  private final WechatCallback callback = callback(time);
  private final Logger logger = (Logger) LoggerFactory.getLogger(WechatCallback.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private static WechatCallback callback(Clock clock) {
    return WechatCallback.builder(APPID).keys(List.of(Vectors.ORDER_KEY)).clock(clock).build();
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CallbackResult receive(SignedPush push) {
    return callback.receive(push.query(), utf8(push.body()));
  }

  private void assertLogged(Reason reason) {
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("A push was refused: " + reason);
    assertThat(log.list).allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void receive_hostileBody_isRefused(Body body) {
    byte[] bytes = body.bytes();
    Reason reason = bytes.length > 1 << 20 ? Reason.TOO_LARGE : Reason.UNREADABLE;
    Map<String, String> query = callback.testPush(MESSAGE).query();

    assertThat(callback.receive(query, bytes)).isEqualTo(new Refused(reason));
    assertLogged(reason);
  }

  @ParameterizedTest
  @EnumSource(
      value = Body.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "BROKEN_BYTES") // a push is written as a text, which has none
  void receive_hostileMessageInGoodEnvelope_isRefused(Body body) {
    String message = new String(body.bytes(), StandardCharsets.UTF_8);

    assertThat(receive(callback.testPush(message)))
        .isIn(new Refused(Reason.UNREADABLE), new Refused(Reason.TOO_LARGE));
    assertThat(log.list).hasSize(1);
  }

  @Test
  void receive_again_isRefusedAndLogged() {
    SignedPush push = callback.testPush(MESSAGE);

    assertThat(receive(push)).isInstanceOf(Hint.class);
    assertThat(receive(push)).isEqualTo(new Refused(Reason.REPEATED));
    assertLogged(Reason.REPEATED);
  }

  @Test
  void receive_fromTheFuture_isRefusedAndLogged() {
    SignedPush push = callback(Clock.offset(time, Duration.ofHours(5))).testPush(MESSAGE);

    assertThat(receive(push)).isEqualTo(new Refused(Reason.OUT_OF_TIME));
    assertLogged(Reason.OUT_OF_TIME);
  }

  @Test
  void receive_againWhenItsTimeIsOver_isStillRefused() {
    SignedPush push = callback.testPush(MESSAGE);
    receive(push);
    time.advance(Duration.ofHours(4).plusSeconds(2));

    assertThat(receive(push)).isEqualTo(new Refused(Reason.OUT_OF_TIME));
    assertLogged(Reason.OUT_OF_TIME);
  }

  @Test
  void receive_replayedWithANewTime_isRefusedAndLogged() {
    SignedPush push = callback.testPush(MESSAGE);
    Map<String, String> query = new TreeMap<>(push.query());
    query.put("timestamp", Long.toString(time.instant().getEpochSecond() + 1));

    assertThat(callback.receive(query, utf8(push.body())))
        .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    assertLogged(Reason.WRONG_SIGNATURE);
  }
}
