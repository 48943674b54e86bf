package io.heliu.http;

import io.heliu.Secret;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token of an account (访问令牌).
 *
 * @param value the token
 * @param refresh what gets the next one, or null if a person must authorise again
 * @param expiresAt when it ends
 */
public record AccessToken(Secret value, @Nullable Secret refresh, Instant expiresAt) {

  /** Checks that value and end are there. */
  public AccessToken {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }
}
