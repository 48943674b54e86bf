package io.heliu.erp.kingdee;

import io.heliu.Secret;
import java.util.Objects;

/**
 * How calls are let in. {@link SignedCalls} is the way to prefer: it needs no log-in, and a lost
 * session costs nothing.
 */
public sealed interface KingdeeCredential {

  /** Returns who calls. */
  Identity identity();

  /**
   * Who calls: a third-party system (第三方系统登录授权) registered in the ERP, and the user it acts as.
   *
   * @param dataCentre the data centre's id (数据中心, acctId)
   * @param user the integration user's name
   * @param appId the application id, {@code <client id>_<text>}
   * @param appSecret the application secret
   * @param language the language id; 2052 is Simplified Chinese
   */
  record Identity(String dataCentre, String user, String appId, Secret appSecret, int language) {

    /** Simplified Chinese. */
    public static final int CHINESE = 2052;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the application id has no underscore, or data centre or
     *     user are blank or contain a comma
     */
    public Identity {
      part(dataCentre, "dataCentre");
      part(user, "user");
      Objects.requireNonNull(appSecret, "appSecret");
      if (appId.indexOf('_') < 1) {
        throw new IllegalArgumentException("appId: must read <client id>_<text>");
      }
    }

    /** Returns an identity that speaks Simplified Chinese. */
    public static Identity of(String dataCentre, String user, String appId, Secret appSecret) {
      return new Identity(dataCentre, user, appId, appSecret, CHINESE);
    }

    private static void part(String value, String name) {
      if (value.isBlank() || value.indexOf(',') >= 0) {
        throw new IllegalArgumentException(name + ": must not be blank or contain a comma");
      }
    }
  }

  /** The unit of the time stamp in signed calls: the vendor's own SDKs differ. */
  enum Stamp {
    /** As the vendor's Java SDK. */
    MILLISECONDS,
    /** As the vendor's Python SDK. */
    SECONDS
  }

  /** The digest of a signed log-in. */
  enum Digest {
    /** What current versions want. */
    SHA_256("SHA-256"),
    /** What versions before 8.0.0.202205 want. */
    SHA_1("SHA-1");

    private final String algorithm;

    Digest(String algorithm) {
      this.algorithm = algorithm;
    }

    String algorithm() {
      return algorithm;
    }
  }

  /**
   * Every call carries signature headers.
   *
   * @param identity who calls
   * @param stamp the unit of the time stamp
   */
  record SignedCalls(Identity identity, Stamp stamp) implements KingdeeCredential {
    /** Checks that both are there. */
    public SignedCalls {
      Objects.requireNonNull(identity, "identity");
      Objects.requireNonNull(stamp, "stamp");
    }
  }

  /**
   * A session, opened by a signed log-in.
   *
   * @param identity who calls
   * @param digest the digest of the signature
   */
  record LoginBySign(Identity identity, Digest digest) implements KingdeeCredential {
    /** Checks that both are there. */
    public LoginBySign {
      Objects.requireNonNull(identity, "identity");
      Objects.requireNonNull(digest, "digest");
    }
  }

  /**
   * A session, opened by a log-in that sends the secret itself. For old sites only.
   *
   * @param identity who calls
   */
  record LoginByAppSecret(Identity identity) implements KingdeeCredential {
    /** Checks that the identity is there. */
    public LoginByAppSecret {
      Objects.requireNonNull(identity, "identity");
    }
  }
}
