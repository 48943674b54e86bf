package io.heliu.statement.standin;

import io.heliu.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A pair of RSA keys that everybody knows. Never use them outside of tests. */
public final class TestOnlyKeys {
  private TestOnlyKeys() {}

  /** Returns the private key as PEM. */
  public static Secret privateKey() {
    return Secret.of(resource("test-only-private-key.pem"));
  }

  /** Returns the public key as PEM. */
  public static String publicKey() {
    return resource("test-only-public-key.pem");
  }

  private static String resource(String name) {
    try (InputStream in = TestOnlyKeys.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
