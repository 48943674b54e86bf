package io.heliu.identity;

import java.util.Comparator;

/** An identifier as it is stored: the value is a keyed hash that covers kind and scope too. */
record Key(IdentifierKind kind, String scope, String hash) implements Comparable<Key> {
  private static final int FINGERPRINT = 12;
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind).thenComparing(Key::scope).thenComparing(Key::hash);

  JoinRule rule() {
    return kind.rule();
  }

  /** What a customer has at most one value of. */
  Slot slot() {
    return new Slot(kind, scope);
  }

  /** Tells whether it tells customers apart for itself. */
  boolean isStrong() {
    return rule() == JoinRule.ACCOUNT || rule() == JoinRule.CARD;
  }

  /** Tells whether so many may share it that it stops being a key. */
  boolean canBeShared() {
    return rule().compareTo(JoinRule.CARD) >= 0;
  }

  /** Tells whether it may pass to another person in time. */
  boolean changesHands() {
    return rule() == JoinRule.PHONE;
  }

  Evidence evidence() {
    return new Evidence(kind, scope, hash.substring(0, FINGERPRINT));
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  record Slot(IdentifierKind kind, String scope) {}
}
