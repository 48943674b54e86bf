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

/** Signatures of type SHA256withRSA (PKCS#1 v1.5), in Base64. Immutable and thread-safe. */
final class Rsa2 {
  private static final String ALGORITHM = "SHA256withRSA";

  private final PrivateKey ours;
  private final PublicKey theirs;

  /**
   * Reads the keys of one signer and one verifier.
   *
   * @throws Fault.Configuration if one is not a key
   */
  Rsa2(Secret privateKey, String publicKey) {
    this.ours = privateKey("alipay", privateKey);
    this.theirs = publicKey("alipay", publicKey);
  }

  /**
   * Reads a private key.
   *
   * @throws Fault.Configuration if it is none
   */
  static PrivateKey privateKey(String system, Secret key) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(bytes(key.reveal())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(system, "the private key must be PKCS#8 RSA, as PEM or Base64", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws Fault.Configuration if it is none
   */
  static PublicKey publicKey(String system, String key) {
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(key)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(system, "the platform's public key must be X.509 RSA, as PEM or Base64", e);
    }
  }

  private static byte[] bytes(String key) {
    String base64 = key.replaceAll("-----(BEGIN|END) (PRIVATE|PUBLIC) KEY-----", "");
    return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
  }

  /** The cause may quote key material, so only its kind is told. */
  private static Fault.Configuration noKey(String system, String rule, Exception cause) {
    return new Fault.Configuration(
        Fault.Details.of(system, "keys", rule + " (" + cause.getClass().getSimpleName() + ")"));
  }

  String sign(String content) {
    return sign("alipay", ours, content);
  }

  static String sign(String system, PrivateKey key, String content) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw noKey(system, "the private key cannot sign", e);
    }
  }

  boolean verify(String content, String signature) {
    return verify(theirs, content.getBytes(StandardCharsets.UTF_8), signature);
  }

  /** Tells whether a signature is theirs; whatever cannot be a signature is not. */
  static boolean verify(PublicKey key, byte[] content, String signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
