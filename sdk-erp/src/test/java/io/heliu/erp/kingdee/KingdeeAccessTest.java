package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.IDENTITY;
import static io.heliu.erp.kingdee.TestSite.SIGNED;
import static io.heliu.erp.kingdee.TestSite.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.erp.PushOutcome.Accepted;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.kingdee.KingdeeCredential.Digest;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import io.heliu.erp.kingdee.KingdeeCredential.LoginByAppSecret;
import io.heliu.erp.kingdee.KingdeeCredential.LoginBySign;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.KingdeeCredential.Stamp;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.http.standin.Misbehaviour.Special;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KingdeeAccessTest {
  private static final LoginBySign LOGIN = new LoginBySign(IDENTITY, Digest.SHA_256);

  private final TestSite site = new TestSite();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  static Stream<KingdeeCredential> credentials() {
    return Stream.of(
        SIGNED, new SignedCalls(IDENTITY, Stamp.SECONDS), LOGIN, new LoginByAppSecret(IDENTITY));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void push_everyWayIn_isAcceptedInOneSession(KingdeeCredential credential) {
    site.start();

    assertThat(site.client(credential).salesOrders().push(order("SO-1")))
        .isInstanceOf(Accepted.class);
    assertThat(site.erp.sessions()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void push_sessionsEndMidway_goesOnInANewOne(KingdeeCredential credential) {
    site.start();
    KingdeeClient client = site.client(credential);
    client.ping();
    for (String step : List.of("Save", "Submit", "Audit")) {
      site.erp
          .faults()
          .next(
              1,
              request -> request.path().contains("." + step + "."),
              new Special(Trouble.SESSIONS_END));
    }

    assertThat(client.salesOrders().push(order("SO-1"))).isInstanceOf(Accepted.class);
    assertThat(site.erp.documents("SAL_SaleOrder")).hasSize(1);
  }

  @Test
  void push_legacyDigest_isAcceptedByAnOldVersionOnly() {
    site.erp.legacyDigest();
    site.start();

    assertThatThrownBy(() -> site.client(LOGIN).ping()).isInstanceOf(Fault.Authentication.class);
    assertThatCode(() -> site.client(new LoginBySign(IDENTITY, Digest.SHA_1)).ping())
        .doesNotThrowAnyException();
  }

  static Stream<Identity> wrongIdentities() {
    Secret secret = IDENTITY.appSecret();
    return Stream.of(
        Identity.of("66aa00bb11cc22", "integ_user", IDENTITY.appId(), Secret.of("wrong")),
        Identity.of("66aa00bb11cc22", "someone", IDENTITY.appId(), secret),
        Identity.of(
            "66aa00bb11cc22", "integ_user", "299999_BQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY", secret),
        new Identity("66aa00bb11cc22", "integ_user", IDENTITY.appId(), secret, 1033));
  }

  @ParameterizedTest
  @MethodSource("wrongIdentities")
  void ping_wrongIdentity_isAuthenticationFaultAndNotRetried(Identity wrong) {
    site.start();
    KingdeeClient client = site.client(new SignedCalls(wrong, Stamp.MILLISECONDS));

    assertThatThrownBy(client::ping)
        .isInstanceOfSatisfying(
            Fault.Authentication.class,
            fault -> {
              assertThat(fault.code()).isEqualTo("1");
              assertThat(fault.attempts()).isEqualTo(1);
            });
    assertThatThrownBy(() -> client.salesOrders().push(order("SO-1")))
        .isInstanceOf(Fault.Authentication.class);
  }

  @ParameterizedTest
  @MethodSource("wrongIdentities")
  void ping_wrongIdentityInALogIn_isAuthenticationFault(Identity wrong) {
    site.start();

    assertThatThrownBy(() -> site.client(new LoginBySign(wrong, Digest.SHA_256)).ping())
        .isInstanceOf(Fault.Authentication.class);
    assertThatThrownBy(() -> site.client(new LoginByAppSecret(wrong)).ping())
        .isInstanceOf(Fault.Authentication.class);
  }

  @Test
  void ping_wrongDataCentre_isAuthenticationFault() {
    site.start();
    Identity wrong = Identity.of("deadbeef", "integ_user", IDENTITY.appId(), IDENTITY.appSecret());

    assertThatThrownBy(() -> site.client(new SignedCalls(wrong, Stamp.MILLISECONDS)).ping())
        .isInstanceOf(Fault.Authentication.class)
        .hasMessageContaining("data centre");
  }

  @Test
  void ping_liveSession_isNotTrusted() {
    site.start();
    KingdeeClient client = site.client();
    client.ping();
    client.ping();

    assertThat(site.erp.sessions()).isEqualTo(2);
  }

  @Test
  void ping_otherOrganization_isRefusedBecauseItIsSigned() {
    site.start();
    KingdeeClient other = site.builder(SIGNED).organization("200").build();

    assertThatThrownBy(other::ping).isInstanceOf(Fault.Authentication.class);
  }

  @Test
  void call_clockIsWrong_isPutRightByTheGatewaysRefusal() {
    site.erp.window(Duration.ofMinutes(5));
    site.start();
    Clock late = Clock.offset(site.time, Duration.ofHours(-3));
    KingdeeClient client = site.builder(SIGNED).clock(late).build();

    assertThat(client.salesOrders().push(order("SO-1"))).isInstanceOf(Accepted.class);
  }

  @Test
  void read_loginPageInASession_logsInAgain() {
    site.start();
    KingdeeClient client = site.client(LOGIN);
    client.ping();
    site.erp.faults().next(new Special(Trouble.LOGIN_PAGE));

    assertThat(client.salesOrders().lookUp("SO-1")).isEmpty();
  }

  @Test
  void push_loginPageInASession_isUnknownBecauseASaveIsNotRepeated() {
    site.start();
    KingdeeClient client = site.client(LOGIN);
    client.ping();
    site.erp.faults().next(new Special(Trouble.LOGIN_PAGE));

    assertThat(client.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Api-ClientID",
        "X-Api-Auth-Version",
        "x-api-timestamp",
        "x-api-nonce",
        "x-api-signheaders",
        "X-Api-Signature",
        "X-Kd-Appkey",
        "X-Kd-Appdata",
        "X-Kd-Signature"
      })
  void standIn_signedHeaderMissingOrChanged_isRefused(String name) throws IOException {
    site.start();
    assertThat(send(null, null)).startsWith("[]");
    site.erp.act("sessions", "");

    assertThat(send(name, null)).startsWith("[[{\"Result\"").contains("\"MsgCode\":1");
    assertThat(send(name, "tampered")).contains("\"MsgCode\":1");
  }

  @Test
  void standIn_liveSession_isLetInWithoutASignature() throws IOException {
    site.start();
    send(null, null);
    URI uri = site.erp.endpoint().resolve(SERVICE);
    WireRequest request =
        WireRequest.post(uri, "application/json", QUERY)
            .withHeader("X-Api-Signature", "tampered")
            .withHeader("kdservice-sessionid", "7d0c1f6e-2c54-4a3a-9f2e-000000000001");

    assertThat(site.transport.send(request).text()).startsWith("[]");
    site.erp.act("sessions", "");
    assertThat(site.transport.send(request).text()).contains("\"MsgCode\":1");
  }

  @Test
  void standIn_signatureOfAnotherPath_isRefused() throws IOException {
    site.start();
    URI lower = site.erp.url("/K3Cloud/" + SERVICE);

    assertThat(post(site.erp.endpoint().resolve(SERVICE), lower, null, null))
        .contains("\"MsgCode\":1");
    assertThat(post(lower, lower, null, null)).startsWith("[]");
  }

  private static final String QUERY =
      "{\"parameters\":[\"{\\\"FormId\\\":\\\"SAL_SaleOrder\\\",\\\"FieldKeys\\\":\\\"FID\\\","
          + "\\\"FilterString\\\":\\\"FID>0\\\",\\\"OrderString\\\":\\\"FID\\\","
          + "\\\"Limit\\\":10}\"]}";
  private static final String SERVICE =
      "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc";

  /** Sends a good query, one header of it left out or replaced. */
  private String send(@Nullable String header, @Nullable String value) throws IOException {
    URI uri = site.erp.endpoint().resolve(SERVICE);
    return post(uri, uri, header, value);
  }

  private String post(URI signed, URI sent, @Nullable String header, @Nullable String value)
      throws IOException {
    WireRequest request =
        new Access.Signed((SignedCalls) SIGNED, "100")
            .onto(
                WireRequest.post(signed, "application/json", QUERY),
                new RemoteCall.Attempt(1, site.time.instant(), null));
    WireRequest changed = WireRequest.post(sent, "application/json", QUERY);
    for (WireRequest.Header one : request.headers()) {
      boolean hit = one.name().equals(header);
      if (!one.name().equals("Content-Type") && (!hit || value != null)) {
        changed = changed.withHeader(one.name(), hit ? String.valueOf(value) : one.value());
      }
    }
    WireResponse response = site.transport.send(changed);
    return response.text();
  }

  @Test
  void session_twoCookieLinesWithCommas_areReadWhole() {
    WireResponse response =
        new WireResponse(
            200,
            List.of(
                new WireRequest.Header(
                    "Set-Cookie", "ASP.NET_SessionId=web1; expires=Thu, 31-Dec-2099 16:00:00 GMT"),
                new WireRequest.Header(
                    "Set-Cookie", "kdservice-sessionid=kd1; expires=Thu, 31-Dec-2099; path=/")),
            new byte[0]);

    assertThat(Session.of(response))
        .isEqualTo(new Session("kd1", "ASP.NET_SessionId=web1; kdservice-sessionid=kd1"));
  }

  @Test
  void session_toString_hidesIt() {
    assertThat(Session.of("kd1", "web1").toString()).doesNotContain("kd1").doesNotContain("web1");
  }

  @Test
  void builder_badEndpoint_isRefusedByName() {
    assertThatThrownBy(() -> KingdeeClient.builder().endpoint(URI.create("/k3cloud/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint: ");
    assertThatThrownBy(() -> KingdeeClient.builder().build())
        .isInstanceOf(NullPointerException.class)
        .hasMessage("endpoint");
  }
}
