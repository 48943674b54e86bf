package io.heliu.identity;

import io.heliu.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes keyed hashes (HMAC-SHA256) of identifiers, and ids from them. Thread-safe. */
final class Keys {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_SECRET = 16;
  private static final int ID_LENGTH = 24;

  private final SecretKeySpec key;

  Keys(Secret secret) {
    byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
    Checks.that(bytes.length >= MIN_SECRET, "secret", "must have at least 16 bytes");
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  Set<Key> of(Set<Identifier> identifiers) {
    Set<Key> keys = new TreeSet<>();
    for (Identifier id : identifiers) {
      keys.add(key(id));
    }
    return keys;
  }

  Key key(Identifier id) {
    return new Key(id.kind(), id.scope(), hash(id.kind().name(), id.scope(), id.value()));
  }

  /** Returns the key of one side of a split. */
  Key side(String decision, String side) {
    IdentifierKind kind = IdentifierKind.DECISION;
    return new Key(kind, decision, hash(kind.name(), decision, side));
  }

  /** Returns the id of the customer that a record founds; another one with each try. */
  CustomerId customer(RecordKey founder, int attempt) {
    String hash = hash("customer", founder.source(), founder.id(), Integer.toString(attempt));
    return new CustomerId("C" + hash.substring(0, ID_LENGTH));
  }

  /** Returns what tells a store that it is used with the secret that it was filled with. */
  String check() {
    return hash("check");
  }

  /** Each part goes in with its length, so that no two lists of parts give the same bytes. */
  private String hash(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
