package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, limits and faults on the way to the platform. */
class TokenTest extends WechatTest {
  private static final String DETAIL = "/channels/ec/order/get";
  private static final String TOKEN = "/cgi-bin/stable_token";

  @BeforeEach
  void putOrder() {
    standIn.put(order(1, TEN.minusSeconds(60)).build());
  }

  private void special(String name) {
    next(DETAIL, new Misbehaviour.Special(name));
  }

  private static void get(WechatClient client) {
    assertThat(client.orders().get(number(1)).rows()).hasSize(1);
  }

  @Test
  void get_noTokenYet_getsOneAndKeepsIt() {
    WechatClient client = client();

    get(client);
    get(client);

    assertThat(standIn.calls(TOKEN)).isEqualTo(1);
    assertThat(tokens.find(SHOP.toString()).orElseThrow().expiresAt())
        .isEqualTo(TEN.plus(Duration.ofHours(2)));
  }

  @Test
  void get_tokenRefused_isRefreshedOnceAndTheCallReplayed() {
    standIn.expireTokenAfter(1);
    WechatClient client = client();

    get(client);
    get(client);

    assertThat(standIn.calls(TOKEN)).isEqualTo(2);
    assertThat(standIn.calls(DETAIL)).isEqualTo(3);
  }

  @Test
  void get_tokenNearItsEnd_isRenewedBeforeTheCall() {
    get(client());
    time.advance(Duration.ofHours(2).minusMinutes(3));

    get(client());

    assertThat(standIn.calls(TOKEN)).isEqualTo(2);
    assertThat(standIn.calls(DETAIL)).isEqualTo(2);
  }

  @Test
  void get_tokenWithFiveMinutesLeft_isNotAskedForBeforeEveryCall() {
    get(client());
    tokens.compareAndSet(SHOP.toString(), tokens.find(SHOP.toString()).orElseThrow(), ended());
    time.advance(Duration.ofHours(2).minusSeconds(301));
    WechatClient client = client();

    get(client);
    get(client);
    get(client);

    // The platform still answers with the old token, which then has five minutes left.
    assertThat(standIn.calls(TOKEN)).isEqualTo(2);
  }

  private static io.heliu.http.AccessToken ended() {
    return new io.heliu.http.AccessToken(Secret.of("token-0"), null, TEN.minusSeconds(1));
  }

  @Test
  void get_wrongSecret_isRefusedAfterOneTokenCall() {
    WechatClient client = builder().credential(WechatStandIn.APPID, Secret.of("wrong")).build();

    Fault fault = faultOf(() -> client.orders().get(number(1)));

    assertThat(fault).isInstanceOf(Fault.Authentication.class);
    assertThat(fault.code()).isEqualTo("40001");
    assertThat(fault).hasMessageNotContaining("wrong");
    assertThat(standIn.calls(TOKEN)).isEqualTo(1);
    assertThat(standIn.calls(DETAIL)).isZero();
  }

  @Test
  void get_platformRefusesEveryToken_refreshesOnceAndGivesUp() {
    standIn
        .faults()
        .next(
            5,
            WechatStandIn.calling(DETAIL),
            new Misbehaviour.Special(WechatStandIn.TOKEN_REVOKED));

    Fault fault = faultOf(() -> client().orders().get(number(1)));

    assertThat(fault).isInstanceOf(Fault.Authentication.class);
    assertThat(standIn.calls(TOKEN)).isEqualTo(2);
    assertThat(standIn.calls(DETAIL)).isEqualTo(2);
  }

  @Test
  void get_otherAppid_isAnAuthenticationFault() {
    WechatClient client = builder().credential("wx9", WechatStandIn.APP_SECRET).build();

    assertThat(faultOf(() -> client.orders().get(number(1))).code()).isEqualTo("40013");
  }

  @Test
  void renewToken_forced_endsTheOldOne() {
    WechatClient client = client();
    get(client);
    Secret before = tokens.find(SHOP.toString()).orElseThrow().value();

    client.renewToken();
    get(client);

    assertThat(tokens.find(SHOP.toString()).orElseThrow().value()).isNotEqualTo(before);
    assertThat(standIn.calls(DETAIL)).isEqualTo(2);
    assertThat(standIn.calls(TOKEN)).isEqualTo(2);
  }

  @Test
  void renewToken_twiceWithinHalfAMinute_isThrottled() {
    WechatClient client = client();
    client.renewToken();

    assertThat(faultOf(client::renewToken)).isInstanceOf(Fault.Throttled.class);
  }

  @Test
  void get_minuteUsedUp_waitsForTheNextOne() {
    time.advance(Duration.ofSeconds(12));
    special(WechatStandIn.THROTTLED);

    get(client());

    assertThat(time.slept()).containsExactly(Duration.ofSeconds(48));
  }

  @Test
  void get_quotaOfTheDayUsedUp_givesUpUntilChinasMidnight() {
    special(WechatStandIn.DAY_QUOTA);

    Fault fault = faultOf(() -> client().orders().get(number(1)));

    assertThat(((Fault.Throttled) fault).waitTime()).isEqualTo(Duration.ofHours(14));
    assertThat(fault.attempts()).isEqualTo(1);
    assertThat(fault.requestId()).startsWith("6690-");
  }

  static List<Misbehaviour> brokenAnswers() {
    return List.of(
        new Misbehaviour.Special(WechatStandIn.BUSY),
        new Misbehaviour.Status(503),
        new Misbehaviour.Disconnect(),
        new Misbehaviour.LoseAnswer(),
        new Misbehaviour.HalfBody());
  }

  @ParameterizedTest
  @MethodSource("brokenAnswers")
  void get_brokenAnswer_isTriedAgain(Misbehaviour misbehaviour) {
    next(DETAIL, misbehaviour);

    get(builder().random(new Random(1)).build());

    assertThat(time.slept()).hasSize(1);
  }

  @Test
  void builder_credentialMissing_isNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> WechatClient.builder(SHOP).transport(transport()).build())
        .withMessage("credential");
  }
}
