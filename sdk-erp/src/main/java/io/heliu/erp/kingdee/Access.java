package io.heliu.erp.kingdee;

import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.KingdeeCredential.Stamp;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What lets a call in: signature headers, or the session that a log-in gave. */
sealed interface Access {

  /** Lets a request in. */
  WireRequest onto(WireRequest request, RemoteCall.Attempt attempt);

  /** Hears a good answer. */
  default void answered(WireResponse response) {}

  /** Forgets what lets calls in without a check of the credential. */
  default void forget() {}

  /** Signs every call; keeps the session it is given, so that the ERP need not open one a call. */
  final class Signed implements Access {
    private final Identity identity;
    private final Stamp stamp;
    private final String apiSecret;
    private final String appData;
    private final String appSignature;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();

    Signed(SignedCalls credential, String organization) {
      this.identity = credential.identity();
      this.stamp = credential.stamp();
      this.apiSecret = KingdeeSigner.apiSecret(identity.appId());
      String data = KingdeeSigner.appData(identity, organization);
      this.appData = KingdeeSigner.encoded(data);
      this.appSignature =
          KingdeeSigner.appSignature(identity.appSecret().reveal(), identity.appId(), data);
    }

    @Override
    public WireRequest onto(WireRequest request, RemoteCall.Attempt attempt) {
      String time = time(attempt.now());
      String path = request.uri().getRawPath();
      WireRequest signed =
          request
              .withHeader("X-Api-ClientID", KingdeeSigner.clientId(identity.appId()))
              .withHeader("X-Api-Auth-Version", "2.0")
              .withHeader("x-api-timestamp", time)
              .withHeader("x-api-nonce", time)
              .withHeader("x-api-signheaders", "x-api-timestamp,x-api-nonce")
              .withHeader(
                  "X-Api-Signature", KingdeeSigner.apiSignature(apiSecret, path, time, time))
              .withHeader("X-Kd-Appkey", identity.appId())
              .withHeader("X-Kd-Appdata", appData)
              .withHeader("X-Kd-Signature", appSignature);
      Session known = session.get();
      return known == null ? signed : known.onto(signed);
    }

    private String time(Instant now) {
      return Long.toString(stamp == Stamp.MILLISECONDS ? now.toEpochMilli() : now.getEpochSecond());
    }

    @Override
    public void answered(WireResponse response) {
      Session given = Session.of(response);
      if (given != null) {
        session.set(given);
      }
    }

    @Override
    public void forget() {
      session.set(null);
    }
  }

  /** Shows the session; the gateway opens one when there is none or it was refused. */
  final class LoggedIn implements Access {
    @Override
    public WireRequest onto(WireRequest request, RemoteCall.Attempt attempt) {
      return Session.parse(attempt.requireToken().value().reveal()).onto(request);
    }
  }
}
