package io.heliu.http;

import org.jspecify.annotations.Nullable;

/** Gets the next token of an account from its platform. */
@FunctionalInterface
public interface TokenRefresher {

  /**
   * Gets the next token.
   *
   * @param account the account
   * @param current the token to be replaced, or null if the account never had one
   * @throws io.heliu.Fault.Authentication if a person must authorise the account again
   * @throws io.heliu.Fault if the platform cannot be asked
   */
  AccessToken refresh(String account, @Nullable AccessToken current);
}
