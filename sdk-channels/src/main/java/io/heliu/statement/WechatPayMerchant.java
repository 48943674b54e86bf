package io.heliu.statement;

import io.heliu.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A merchant of WeChat Pay (微信支付商户) with its keys of API v3.
 *
 * @param mchid the merchant's number (商户号)
 * @param serialNo the serial number of the merchant's API certificate (商户API证书序列号)
 * @param privateKey that certificate's private key (商户API私钥): PKCS#8, as PEM or bare Base64
 * @param platformKeys WeChat Pay's public keys, X.509, as PEM or bare Base64, by the serial number
 *     of their platform certificate (平台证书序列号) or by their id (微信支付公钥ID); at least one
 * @param subMchid the merchant of a partner (特约商户号) whose trade bills are wanted, or null
 * @param gateway the address of the gateway, without a path
 */
public record WechatPayMerchant(
    String mchid,
    String serialNo,
    Secret privateKey,
    Map<String, String> platformKeys,
    @Nullable String subMchid,
    URI gateway) {

  /** The production gateway. */
  public static final URI PRODUCTION = URI.create("https://api.mch.weixin.qq.com");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a number is not made of letters, digits and {@code _-}, if
   *     there is no platform key, or if the gateway has a path
   */
  public WechatPayMerchant {
    plain(mchid, "mchid");
    plain(serialNo, "serialNo");
    Objects.requireNonNull(privateKey, "privateKey");
    platformKeys = Map.copyOf(platformKeys);
    if (platformKeys.isEmpty()) {
      throw new IllegalArgumentException("platformKeys: must have at least one key");
    }
    if (subMchid != null) {
      plain(subMchid, "subMchid");
    }
    String path = gateway.getRawPath();
    if (path != null && !path.isEmpty()) {
      throw new IllegalArgumentException("gateway: must not have a path");
    }
  }

  /** What stands in headers and addresses must not need an escape there. */
  private static void plain(String text, String name) {
    if (!text.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(name + ": must be 1 to 64 letters, digits, _ or -");
    }
  }

  /** Returns the merchant's numbers; no key. */
  @Override
  public String toString() {
    return "WechatPayMerchant[" + mchid + (subMchid == null ? "" : ", " + subMchid) + "]";
  }
}
