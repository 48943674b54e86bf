package io.heliu.internal.flow;

import io.heliu.internal.store.Digest;

/** Idempotency keys of ledger commands, made of what tells one intent from another. */
public final class Keys {
  private static final int MAX = 140;
  private static final int KEPT = 60;

  private Keys() {}

  /** Joins the parts; what leaves no room for a suffix is cut and told apart by its digest. */
  public static String of(String... parts) {
    String key = String.join("/", parts);
    return key.length() <= MAX ? key : key.substring(0, KEPT) + "~" + Digest.sha256(key);
  }
}
