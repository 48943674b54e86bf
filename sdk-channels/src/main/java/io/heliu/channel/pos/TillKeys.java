package io.heliu.channel.pos;

import io.heliu.Secret;
import java.util.List;

/**
 * The secrets that tills sign with. Each till should have its own: the signature does not cover the
 * headers that name store and till. Thread-safe.
 */
@FunctionalInterface
public interface TillKeys {

  /**
   * Returns the secrets of a till, several while it goes over from one to the next; empty if the
   * till is not known.
   *
   * @param store the store's code (门店编码)
   * @param terminal the till's code (收银机号)
   */
  List<Secret> of(String store, String terminal);
}
