package io.heliu.channel.taobao;

/** How requests are signed (签名方法), per the open platform's signature documentation. */
public enum SignMethod {
  /** MD5 over the parameters, with the secret before and after them. */
  MD5("md5"),
  /** HMAC-MD5 over the parameters, keyed with the secret. */
  HMAC_MD5("hmac"),
  /** HMAC-SHA256 over the parameters, keyed with the secret. */
  HMAC_SHA256("hmac-sha256");

  private final String wireName;

  SignMethod(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the value of the request's {@code sign_method} parameter. */
  public String wireName() {
    return wireName;
  }
}
