package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.channel.WindowPolicy;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.AccessToken;
import io.heliu.http.TokenStore;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, clocks and faults on the way to the gateway. */
class SessionTest extends TaobaoTest {
  private static final String DETAIL = "taobao.trade.fullinfo.get";
  private static final String REFRESH = "taobao.top.auth.token.refresh";

  @BeforeEach
  void putTrade() {
    standIn.put(trade(1, TEN.minusSeconds(60)).build());
  }

  private AccessToken stored() {
    return tokens.find(SHOP.toString()).orElseThrow();
  }

  private void next(String name) {
    standIn.faults().next(new Misbehaviour.Special(name));
  }

  @Test
  void get_sessionRefused_isRefreshedOnceAndTheCallReplayed() {
    standIn.expireSessionAfter(1);
    TaobaoClient client = client();

    client.orders().get(tid(1));
    client.orders().get(tid(1));

    assertThat(standIn.calls(REFRESH)).isEqualTo(1);
    assertThat(standIn.calls(DETAIL)).isEqualTo(3);
    assertThat(stored().value()).isEqualTo(Secret.of("session-1"));
    assertThat(stored().refresh()).isEqualTo(Secret.of("refresh-1"));
    assertThat(stored().expiresAt()).isEqualTo(TEN.plus(Duration.ofDays(1)));
  }

  @Test
  void request_emptyParameters_areNotSent() {
    TopSettings settings =
        new TopSettings(
            SHOP,
            standIn.endpoint(),
            TaobaoStandIn.APP_KEY,
            TaobaoStandIn.APP_SECRET,
            SignMethod.MD5,
            false,
            clock);

    byte[] body = settings.request(REFRESH, Map.of("refresh_token", ""), TEN, "").body();

    assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("refresh_token", "session");
  }

  @Test
  void get_sessionNearItsEnd_isRefreshedBeforeTheCall() {
    clock.move(Duration.ofHours(24).minusMinutes(4));

    client().orders().get(tid(1));

    assertThat(standIn.calls(REFRESH)).isEqualTo(1);
    assertThat(standIn.calls(DETAIL)).isEqualTo(1);
  }

  @Test
  void get_oldSessionAfterARefresh_isDead() {
    standIn.expireSessionAfter(0);
    client().orders().get(tid(1));
    tokens = TokenStore.inMemory();
    tokens.compareAndSet(SHOP.toString(), null, standIn.token());

    // The old session is refused, and so is the refresh token that went with it.
    Fault fault = faultOf(() -> client().orders().get(tid(1)));

    assertThat(fault.subCode()).isEqualTo(TaobaoClient.REAUTHORISATION_REQUIRED);
  }

  @Test
  void get_appThatMayNotRefresh_asksForTheOwner() throws IOException {
    replaceStandIn(new TaobaoStandIn(clock, false, false));
    standIn.expireSessionAfter(0);

    Fault fault = faultOf(() -> client().orders().get(tid(1)));

    assertThat(fault).isInstanceOf(Fault.Authentication.class);
    assertThat(fault.subCode()).isEqualTo(TaobaoClient.REAUTHORISATION_REQUIRED);
    assertThat(fault.retryable()).isFalse();
  }

  @Test
  void get_noRefreshToken_asksForTheOwnerWithoutACall() {
    tokens = TokenStore.inMemory();
    tokens.compareAndSet(
        SHOP.toString(), null, new AccessToken(Secret.of("session-0"), null, TEN.minusSeconds(1)));

    Fault fault = faultOf(() -> client().orders().get(tid(1)));

    assertThat(fault.subCode()).isEqualTo(TaobaoClient.REAUTHORISATION_REQUIRED);
    assertThat(standIn.calls(REFRESH)).isZero();
  }

  @Test
  void get_otherSecret_isASignatureFaultAndNotRepeated() {
    TaobaoClient client = builder().credential(TaobaoStandIn.APP_KEY, Secret.of("wrong")).build();

    Fault fault = faultOf(() -> client.orders().get(tid(1)));

    assertThat(fault).isInstanceOf(Fault.Signature.class);
    assertThat(fault.attempts()).isEqualTo(1);
    assertThat(fault).hasMessageNotContaining("wrong");
  }

  @Test
  void get_otherAppKey_isAnAuthenticationFault() {
    TaobaoClient client = builder().credential("1", TaobaoStandIn.APP_SECRET).build();

    assertThat(faultOf(() -> client.orders().get(tid(1)))).isInstanceOf(Fault.Authentication.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 3_600})
  void get_ownClockWrong_takesThePlatformsTimeAndReplaysOnce(long seconds) {
    TaobaoClient client = builder().clock(new MovableClock(TEN.plusSeconds(seconds))).build();

    assertThat(client.orders().get(tid(1)).rows().get(0).number()).isEqualTo(tid(1));
    assertThat(client.orders().get(tid(1)).rows().get(0).number()).isEqualTo(tid(1));
    assertThat(standIn.calls(DETAIL)).isEqualTo(3);
  }

  @Test
  void get_throttled_waitsForTheBanAndOneSecond() {
    next(TaobaoStandIn.THROTTLED);

    client().orders().get(tid(1));

    assertThat(waits.all).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void get_quotaOfTheDayUsedUp_givesUpUntilChinasMidnight() {
    next(TaobaoStandIn.DAY_QUOTA);

    Fault fault = faultOf(() -> client().orders().get(tid(1)));

    assertThat(((Fault.Throttled) fault).waitTime()).isEqualTo(Duration.ofHours(14));
    assertThat(fault.attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {TaobaoStandIn.PLATFORM_FAULT, TaobaoStandIn.UNAVAILABLE})
  void get_platformFault_isTriedAgain(String name) {
    next(name);

    assertThat(client().orders().get(tid(1)).rows().get(0).number()).isEqualTo(tid(1));
    assertThat(waits.all).hasSize(1);
  }

  static List<Misbehaviour> brokenAnswers() {
    return List.of(
        new Misbehaviour.Status(503),
        new Misbehaviour.Disconnect(),
        new Misbehaviour.LoseAnswer(),
        new Misbehaviour.HalfBody());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("brokenAnswers")
  void get_brokenAnswer_isTriedAgain(Misbehaviour misbehaviour) {
    standIn.faults().next(misbehaviour);

    assertThat(client().orders().get(tid(1)).rows().get(0).number()).isEqualTo(tid(1));
  }

  @Test
  void builder_credentialMissing_isNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> TaobaoClient.builder(SHOP).tokens(tokens).transport(transport()).build())
        .withMessage("credential");
  }

  @Test
  void windowPolicy_thatReadsForward_isRefused() {
    WindowPolicy policy = builder().build().orders().windowPolicy();
    WindowPolicy forward =
        new WindowPolicy(
            policy.length(),
            policy.overlap(),
            policy.settle(),
            policy.history(),
            WindowPolicy.Paging.FORWARD_PAGES,
            50);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().windowPolicy(forward))
        .withMessage("policy: must read pages from the last to the first");
  }
}
