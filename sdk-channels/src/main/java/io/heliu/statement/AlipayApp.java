package io.heliu.statement;

import io.heliu.Secret;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application on the Alipay open platform (开放平台应用), and the merchant it works for.
 *
 * @param account the merchant's account as it shall stand on statements, for example its partner id
 * @param appId the application's id
 * @param privateKey the application's private key (应用私钥): PKCS#8, as PEM or bare Base64
 * @param alipayPublicKey Alipay's public key (支付宝公钥, not the application's): X.509, as PEM or bare
 *     Base64
 * @param appAuthToken the merchant's authorisation of the application, or null if the application
 *     is the merchant's own
 * @param gateway the address of the gateway
 */
public record AlipayApp(
    String account,
    String appId,
    Secret privateKey,
    String alipayPublicKey,
    @Nullable Secret appAuthToken,
    URI gateway) {

  /** The production gateway. */
  public static final URI PRODUCTION = URI.create("https://openapi.alipay.com/gateway.do");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if account or app id is blank
   */
  public AlipayApp {
    notBlank(account, "account");
    notBlank(appId, "appId");
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(alipayPublicKey, "alipayPublicKey");
    Objects.requireNonNull(gateway, "gateway");
  }

  private static void notBlank(String text, String name) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + ": must not be blank");
    }
  }

  /** Returns account and application; no key. */
  @Override
  public String toString() {
    return "AlipayApp[" + account + ", " + appId + "]";
  }
}
