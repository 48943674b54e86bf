package io.heliu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must never be printed: an app secret, a token, a password.
 *
 * <p>It masks itself in {@link #toString}, compares in constant time and is not serialisable.
 * Immutable and thread-safe.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a text.
   *
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is empty
   */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "secret");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("secret: must not be empty");
    }
    return new Secret(value);
  }

  /** Returns the text itself. Hand it to a signer or a request only. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}
