package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures of type RSA2: SHA256withRSA over UTF-8, in Base64. Immutable and thread-safe. */
final class Rsa2 {
  private static final String ALGORITHM = "SHA256withRSA";

  private final PrivateKey ours;
  private final PublicKey theirs;

  /**
   * Reads the keys.
   *
   * @throws Fault.Configuration if one is not a key
   */
  Rsa2(Secret privateKey, String publicKey) {
    try {
      KeyFactory keys = KeyFactory.getInstance("RSA");
      this.ours = keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(privateKey.reveal())));
      this.theirs = keys.generatePublic(new X509EncodedKeySpec(bytes(publicKey)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause may quote key material, so only its kind is told.
      throw new Fault.Configuration(
          Fault.Details.of(
              "alipay",
              "keys",
              "the private key must be PKCS#8 RSA and Alipay's public key X.509 RSA, as PEM or"
                  + " Base64 ("
                  + e.getClass().getSimpleName()
                  + ")"));
    }
  }

  private static byte[] bytes(String key) {
    String base64 = key.replaceAll("-----(BEGIN|END) (PRIVATE|PUBLIC) KEY-----", "");
    return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
  }

  String sign(String content) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(ours);
      signature.update(content.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new Fault.Configuration(
          Fault.Details.of(
              "alipay", "keys", "the private key cannot sign: " + e.getClass().getSimpleName()));
    }
  }

  /** Tells whether a signature is theirs; whatever cannot be a signature is not. */
  boolean verify(String content, String signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(theirs);
      verifier.update(content.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
