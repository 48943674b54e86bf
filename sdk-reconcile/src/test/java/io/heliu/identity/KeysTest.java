package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keyed hashes. */
final class KeysTest {
  private static final Secret SECRET = Secret.of("synthetic-secret-0");
  private final Keys keys = new Keys(SECRET);

  private String hash(Identifier identifier) {
    return keys.key(identifier).hash();
  }

  /** HMAC-SHA256 written out as its standard defines it. */
  private static String hmac(byte[] key, byte[] message) throws Exception {
    byte[] inner = new byte[64];
    byte[] outer = new byte[64];
    for (int i = 0; i < 64; i++) {
      int k = i < key.length ? key[i] : 0;
      inner[i] = (byte) (k ^ 0x36);
      outer[i] = (byte) (k ^ 0x5c);
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(inner);
    byte[] first = sha.digest(message);
    sha.update(outer);
    return HexFormat.of().formatHex(sha.digest(first));
  }

  @Test
  void key_anyIdentifier_isTheHmacOfKindScopeAndValueWithTheirLengths() throws Exception {
    ByteBuffer message = ByteBuffer.allocate(100);
    for (String part : new String[] {"OPENID", "wxA", "o1"}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      message.putInt(bytes.length).put(bytes);
    }
    byte[] sent = new byte[message.flip().remaining()];
    message.get(sent);

    assertThat(hash(Identifier.openid("wxA", "o1")))
        .isEqualTo(hmac(SECRET.reveal().getBytes(StandardCharsets.UTF_8), sent));
  }

  @Test
  void key_sameTextDividedOtherwise_isAnotherHash() {
    assertThat(hash(Identifier.openid("wxA", "o1")))
        .isNotEqualTo(hash(Identifier.openid("wx", "Ao1")));
  }

  @Test
  void key_sameValueOfAnotherKind_isAnotherHash() {
    assertThat(hash(Identifier.openid("x", "1"))).isNotEqualTo(hash(Identifier.unionid("x", "1")));
  }

  @Test
  void key_anotherSecret_isAnotherHash() {
    Keys others = new Keys(Secret.of("synthetic-secret-1"));
    Identifier identifier = Identifier.openid("wxA", "o1");

    assertThat(others.key(identifier).hash()).isNotEqualTo(hash(identifier));
    assertThat(others.check()).isNotEqualTo(keys.check());
  }

  @Test
  void customer_triedAgain_isAnotherId() {
    RecordKey founder = World.key("a");

    assertThat(
            Set.of(keys.customer(founder, 0), keys.customer(founder, 1), keys.customer(founder, 2)))
        .hasSize(3);
    assertThat(keys.customer(founder, 0)).isEqualTo(new Keys(SECRET).customer(founder, 0));
  }
}
