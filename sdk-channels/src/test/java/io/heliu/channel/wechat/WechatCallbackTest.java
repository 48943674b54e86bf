package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Secret;
import io.heliu.channel.wechat.CallbackResult.Hint;
import io.heliu.channel.wechat.CallbackResult.Reason;
import io.heliu.channel.wechat.CallbackResult.Refused;
import io.heliu.channel.wechat.CallbackResult.Topic;
import io.heliu.http.standin.ManualTime;
import io.heliu.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class WechatCallbackTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_784_000_001);
  private final ManualTime time = new ManualTime(NOW);
  private final WechatCallback callback = builder().build();

  private WechatCallback.Builder builder() {
    return WechatCallback.builder(Vectors.ORDER_APPID)
        .keys(List.of(Vectors.ORDER_KEY))
        .clock(time)
        .random(new Random(1));
  }

  private WechatCallback official(long second) {
    return WechatCallback.builder(Vectors.APPID)
        .keys(List.of(Vectors.KEY))
        .clock(new ManualTime(Instant.ofEpochSecond(second)))
        .build();
  }

  private static byte[] encrypted(String text) {
    return utf8(Json.write(Json.object().put("ToUserName", "gh_demo").put("Encrypt", text)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> orderQuery() {
    Map<String, String> query = new HashMap<>();
    query.put("signature", PushCrypto.sign("demoToken01", "1784000001", "918273645"));
    query.put("timestamp", "1784000001");
    query.put("nonce", "918273645");
    query.put("encrypt_type", "aes");
    query.put("msg_signature", "cdb9f2a7a48eb4f7bf423eff278b26779669e049");
    return query;
  }

  private CallbackResult receive(SignedPush push) {
    return callback.receive(push.query(), utf8(push.body()));
  }

  private static Refused refused(Reason reason) {
    return new Refused(reason);
  }

  @Test
  void check_vectorOfThePlatform_isEchoed() {
    Map<String, String> query =
        Map.of(
            "signature", "f464b24fc39322e44b38aa78f5edd27bd1441696",
            "timestamp", "1714036504",
            "nonce", "1514711492",
            "echostr", "4375120948345356249");

    assertThat(official(1_714_036_504).check(query))
        .isEqualTo(new CallbackResult.Echo("4375120948345356249"));
  }

  @Test
  void check_otherNonce_isRefused() {
    Map<String, String> query =
        Map.of(
            "signature", "f464b24fc39322e44b38aa78f5edd27bd1441696",
            "timestamp", "1714036504",
            "nonce", "1514711493",
            "echostr", "4375120948345356249");

    assertThat(official(1_714_036_504).check(query)).isEqualTo(refused(Reason.WRONG_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<script>alert(1)</script>"})
  void check_echoThatIsNotOne_isRefused(String echo) {
    Map<String, String> query = orderQuery();
    query.put("echostr", echo);

    assertThat(callback.check(query)).isEqualTo(refused(Reason.INCOMPLETE));
  }

  @Test
  void receive_secureVectorOfThePlatform_isAHintOfNoTopic() {
    Map<String, String> query =
        Map.of(
            "signature", "any",
            "timestamp", "1714112445",
            "nonce", "415670741",
            "msg_signature", "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");

    assertThat(official(1_714_112_445).receive(query, encrypted(Vectors.ENCRYPTED)))
        .isEqualTo(new Hint(Topic.OTHER, "debug_demo", null));
  }

  @Test
  void receive_orderVector_keepsEveryDigitOfTheNumber() {
    assertThat(callback.receive(orderQuery(), encrypted(Vectors.ORDER_ENCRYPTED)))
        .isEqualTo(new Hint(Topic.ORDER, "channels_ec_order_pay", "3705115058471208928"));
  }

  @Test
  void reply_vectorOfThePlatform_agrees() {
    String reply =
        official(0)
            .reply(
                "{\"demo_resp\":\"good luck\"}",
                1_713_424_427,
                "415670741",
                utf8("707722b803182950"));

    JsonNode json = Json.parse(reply);
    assertThat(json.path("Encrypt").asText()).isEqualTo(Vectors.REPLY);
    assertThat(json.path("MsgSignature").asText())
        .isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
    assertThat(json.path("TimeStamp").asLong()).isEqualTo(1_713_424_427);
    assertThat(json.path("Nonce").asText()).isEqualTo("415670741");
  }

  @Test
  void reply_publicForm_canBeReadWithTheKey() {
    JsonNode json = Json.parse(callback.reply("{\"a\":1}"));

    PushCrypto.Clear clear =
        Objects.requireNonNull(
            PushCrypto.decrypt(Vectors.ORDER_KEY, json.path("Encrypt").asText()));
    assertThat(new String(clear.message(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(json.path("TimeStamp").asLong()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void receive_plainSignatureRightButMessageSignatureWrong_isRefused() {
    Map<String, String> query = orderQuery();
    query.put("msg_signature", query.get("signature"));

    assertThat(callback.receive(query, encrypted(Vectors.ORDER_ENCRYPTED)))
        .isEqualTo(refused(Reason.WRONG_SIGNATURE));
  }

  @Test
  void receive_hintThatCouldNotBeStored_mayComeAgain() {
    Map<String, String> query = orderQuery();
    byte[] body = encrypted(Vectors.ORDER_ENCRYPTED);
    Hint[] stored = new Hint[1];

    assertThatThrownBy(
            () ->
                callback.receive(
                    query,
                    body,
                    hint -> {
                      throw new IllegalStateException("no store");
                    }))
        .hasMessage("no store");
    CallbackResult again = callback.receive(query, body, hint -> stored[0] = hint);

    assertThat(again).isInstanceOf(Hint.class).isSameAs(stored[0]);
    assertThat(callback.receive(query, body)).isEqualTo(refused(Reason.REPEATED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"msg_signature", "nonce", "timestamp"})
  void receive_parameterMissing_isRefused(String name) {
    Map<String, String> query = orderQuery();
    query.remove(name);

    assertThat(callback.receive(query, encrypted(Vectors.ORDER_ENCRYPTED)))
        .isIn(refused(Reason.INCOMPLETE), refused(Reason.WRONG_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e9", "99999999999999", "soon"})
  void receive_timestampThatIsNotOne_isRefused(String timestamp) {
    Map<String, String> query = orderQuery();
    query.put("timestamp", timestamp);

    assertThat(callback.receive(query, encrypted(Vectors.ORDER_ENCRYPTED)))
        .isEqualTo(refused(Reason.INCOMPLETE));
  }

  @ParameterizedTest
  @CsvSource({"-14401, false", "-14400, true", "300, true", "301, false", "10800, false"})
  void receive_timeOff_isToleratedForHoursBehindAndMinutesAhead(long seconds, boolean taken) {
    SignedPush push =
        callback.testPush(
            Vectors.ORDER_MESSAGE, NOW.getEpochSecond() + seconds, "12", new byte[16]);

    assertThat(receive(push) instanceof Hint).isEqualTo(taken);
    if (!taken) {
      assertThat(receive(push)).isEqualTo(refused(Reason.OUT_OF_TIME));
    }
  }

  @Test
  void receive_toleranceSetShorter_counts() {
    WechatCallback strict = builder().tolerance(Duration.ofSeconds(10)).build();
    SignedPush push = strict.testPush(Vectors.ORDER_MESSAGE);
    time.advance(Duration.ofSeconds(11));

    assertThat(strict.receive(push.query(), utf8(push.body())))
        .isEqualTo(refused(Reason.OUT_OF_TIME));
  }

  @Test
  void receive_aheadSet_counts() {
    WechatCallback strict = builder().ahead(Duration.ofSeconds(10)).build();
    SignedPush in = strict.testPush(Vectors.ORDER_MESSAGE, at(10), "12", new byte[16]);
    SignedPush out = strict.testPush(Vectors.ORDER_MESSAGE, at(11), "12", new byte[16]);

    assertThat(strict.receive(in.query(), utf8(in.body()))).isInstanceOf(Hint.class);
    assertThat(strict.receive(out.query(), utf8(out.body())))
        .isEqualTo(refused(Reason.OUT_OF_TIME));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().ahead(Duration.ofSeconds(-1)))
        .withMessage("ahead: must not be negative");
  }

  private static long at(long seconds) {
    return NOW.getEpochSecond() + seconds;
  }

  @Test
  void receive_samePushAgain_isRepeated() {
    SignedPush push = callback.testPush(Vectors.ORDER_MESSAGE);

    assertThat(receive(push)).isInstanceOf(Hint.class);
    time.advance(Duration.ofHours(4));
    assertThat(receive(push)).isEqualTo(refused(Reason.REPEATED));
  }

  @Test
  void receive_sameMessageSignedAnew_isAHintAgain() {
    assertThat(receive(callback.testPush(Vectors.ORDER_MESSAGE))).isInstanceOf(Hint.class);
    assertThat(receive(callback.testPush(Vectors.ORDER_MESSAGE))).isInstanceOf(Hint.class);
  }

  @Test
  void receive_refusedPush_doesNotUseItsKeyUp() {
    SignedPush push = callback.testPush(Vectors.ORDER_MESSAGE);
    Map<String, String> tampered = new HashMap<>(push.query());
    tampered.put("nonce", "1");

    assertThat(callback.receive(tampered, utf8(push.body())))
        .isEqualTo(refused(Reason.WRONG_SIGNATURE));
    assertThat(receive(push)).isInstanceOf(Hint.class);
  }

  @Test
  void receive_pushForAnotherApp_isRefused() {
    WechatCallback other =
        WechatCallback.builder("wx00000000demo0002")
            .keys(List.of(Vectors.ORDER_KEY))
            .clock(time)
            .build();

    assertThat(receive(other.testPush(Vectors.ORDER_MESSAGE))).isEqualTo(refused(Reason.WRONG_APP));
  }

  @Test
  void receive_signedByAnOlderKey_isTakenDuringTheRollover() {
    CallbackKey next = new CallbackKey(Secret.of("demoToken02"), Secret.of("B".repeat(43)));
    WechatCallback rolling = builder().keys(List.of(next, Vectors.ORDER_KEY)).build();

    assertThat(rolling.receive(orderQuery(), encrypted(Vectors.ORDER_ENCRYPTED)))
        .isInstanceOf(Hint.class);
    SignedPush newest = rolling.testPush(Vectors.ORDER_MESSAGE);
    assertThat(rolling.receive(newest.query(), utf8(newest.body()))).isInstanceOf(Hint.class);
    assertThat(receive(newest)).isEqualTo(refused(Reason.WRONG_SIGNATURE));
  }

  @Test
  void receive_sameTokenButOtherMessageKey_findsTheRightOne() {
    CallbackKey next = new CallbackKey(Secret.of("demoToken01"), Secret.of("B".repeat(43)));
    WechatCallback rolling = builder().keys(List.of(next, Vectors.ORDER_KEY)).build();

    assertThat(rolling.receive(orderQuery(), encrypted(Vectors.ORDER_ENCRYPTED)))
        .isInstanceOf(Hint.class);
  }

  @Test
  void receive_notEncrypted_isRefusedUnlessAllowed() {
    byte[] body = utf8(Vectors.ORDER_MESSAGE);

    assertThat(callback.receive(orderQuery(), body)).isEqualTo(refused(Reason.NOT_ENCRYPTED));
    assertThat(builder().plain(true).build().receive(orderQuery(), body))
        .isEqualTo(new Hint(Topic.ORDER, "channels_ec_order_pay", "3705115058471208928"));
  }

  @Test
  void receive_notEncryptedWithAnotherSignature_isRefused() {
    Map<String, String> query = orderQuery();
    query.put("signature", "899cf89e464efb63f54ddac96b0a0a235f53aa78");

    assertThat(builder().plain(true).build().receive(query, utf8(Vectors.ORDER_MESSAGE)))
        .isEqualTo(refused(Reason.WRONG_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<xml/>", "[]", "17", "{\"Encrypt\":{}}"})
  void receive_bodyThatIsNoPush_isRefused(String body) {
    assertThat(callback.receive(orderQuery(), utf8(body))).isEqualTo(refused(Reason.UNREADABLE));
  }

  @Test
  void receive_signedButNotEncryptedByUs_isUnreadable() {
    Map<String, String> query = orderQuery();
    query.put("msg_signature", PushCrypto.sign("demoToken01", "1784000001", "918273645", "YWJj"));

    assertThat(callback.receive(query, encrypted("YWJj"))).isEqualTo(refused(Reason.UNREADABLE));
  }

  @Test
  void receive_encryptedButNotJson_isUnreadable() {
    assertThat(receive(callback.testPush("<xml/>"))).isEqualTo(refused(Reason.UNREADABLE));
  }

  @Test
  void receive_hugeBody_isRefused() {
    assertThat(callback.receive(orderQuery(), new byte[(1 << 20) + 1]))
        .isEqualTo(refused(Reason.TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channels_ec_order_new|{'order_info':{'order_id':'37'}}|ORDER|37",
        "channels_ec_order_cancel|{'order_info':{'order_id':37,'cancel_type':4}}|ORDER|37",
        "channels_ec_order_wait_shipping|{'order_info':{'order_id':37}}|ORDER|37",
        "channels_ec_order_deliver|{'order_info':{'order_id':37,'finish_delivery':1}}|ORDER|37",
        "channels_ec_order_confirm|{'order_info':{'order_id':37,'confirm_type':2}}|ORDER|37",
        "channels_ec_order_settle|{'order_info':{'order_id':37,'settle_time':1}}|ORDER|37",
        "channels_ec_order_ext_info_update|{'order_info':{'order_id':37,'type':99}}|ORDER|37",
        "product_order_status_update|{'order_info':{'order_id':37}}|ORDER|37",
        "product_order_status_update|{'something':{'else':37}}|OTHER|",
        "channels_ec_aftersale_update|{'finder_shop_aftersale_status_update':"
            + "{'status':'X','after_sale_order_id':41,'order_id':37}}|AFTER_SALE|41",
        "channels_ec_complaint_update|{'finder_shop_complaint':{'complaint_id':43}}|COMPLAINT|43",
        "channels_ec_stock_no_enough|{'stock':{'product_id':47,'sku_id':1}}|STOCK|47",
        "product_spu_listing|{'ProductSpuListing':{'product_id':'47'}}|ITEM|47",
        "product_spu_update|{'ProductSpuUpdate':{'product_id':'47'}}|ITEM|47",
        "product_spu_audit|{'ProductSpuAudit':{'product_id':47}}|ITEM|47",
        "cooperation_shop_order|{'Data':{'order_id':37,'shop_appid':'wx9'}}|PARTNER_ORDER|37",
        "related_shop_order_submission|{'Data':{'order_id':37,'shop_appid':'wx9'}}|PARTNER_ORDER|37",
        "something_new|{'order_info':{'order_id':37}}|OTHER|"
      })
  void receive_event_saysTopicAndEntity(String event, String part, Topic topic, String id) {
    String message = "{'Event':'" + event + "'," + part.substring(1);

    assertThat(receive(callback.testPush(message.replace('\'', '"'))))
        .isEqualTo(new Hint(topic, event, id));
  }

  @Test
  void receive_idWithFraction_isUnreadable() {
    String message = "{\"Event\":\"channels_ec_order_new\",\"order_info\":{\"order_id\":3.7e18}}";

    assertThat(receive(callback.testPush(message))).isEqualTo(refused(Reason.UNREADABLE));
  }

  @Test
  void receive_refused_isLoggedWithItsReasonOnly() {
    Logger logger = (Logger) LoggerFactory.getLogger(WechatCallback.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Map<String, String> query = orderQuery();
      query.put("msg_signature", "0");
      callback.receive(query, encrypted(Vectors.ORDER_ENCRYPTED));
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("A push was refused: WRONG_SIGNATURE");
  }

  @Test
  void build_noKeys_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WechatCallback.builder("wx01").build())
        .withMessage("keys: must not be empty");
  }

  @Test
  void toString_key_isMasked() {
    assertThat(Vectors.ORDER_KEY.toString()).doesNotContain("demoToken01", "uN0tZ");
  }
}
