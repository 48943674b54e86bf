package io.heliu.flow;

import io.heliu.Secret;
import io.heliu.order.Recipient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keyed hashes of what identifies a person, so that rules can compare people and never hold them.
 * What a channel masked has no hash: two masked texts that look alike may be two people.
 */
final class PersonKeys {
  private static final int MOBILE_DIGITS = 11;

  private final Secret key;

  PersonKeys(Secret key) {
    this.key = key;
  }

  /** Returns the hash of a phone; empty if there is none or it is masked. */
  Optional<String> phone(@Nullable String phone) {
    return clear(phone).map(PersonKeys::digits).filter(d -> !d.isEmpty()).map(d -> hash("p", d));
  }

  /** Returns the hash of a place; empty if the address is missing or masked. */
  Optional<String> address(Recipient recipient) {
    return place(recipient).map(place -> hash("a", place));
  }

  /**
   * Returns what two recipients have in common only if they are the same: the channel's token for
   * the recipient, or else clear name, phone and address.
   */
  Optional<String> sameRecipient(Recipient recipient) {
    String token = recipient.token();
    if (token != null && !token.isBlank()) {
      return Optional.of("token\n" + token);
    }
    Optional<String> name = clear(recipient.name());
    Optional<String> phone = clear(recipient.phone()).map(PersonKeys::digits);
    Optional<String> place = place(recipient);
    return name.isPresent() && phone.isPresent() && place.isPresent()
        ? Optional.of("clear\n" + name.get() + "\n" + phone.get() + "\n" + place.get())
        : Optional.empty();
  }

  private static Optional<String> place(Recipient recipient) {
    Optional<String> address = clear(recipient.address());
    if (address.isEmpty()) {
      return Optional.empty();
    }
    String all = text(recipient.province()) + text(recipient.city()) + text(recipient.district());
    StringBuilder plain = new StringBuilder();
    plainText(all + address.get())
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(plain::appendCodePoint);
    return Optional.of(plain.toString());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Optional<String> clear(@Nullable String text) {
    return Optional.ofNullable(text).filter(t -> !t.isBlank() && t.indexOf('*') < 0);
  }

  private static String digits(String phone) {
    StringBuilder digits = new StringBuilder();
    plainText(phone)
        .chars()
        .filter(c -> c >= '0' && c <= '9')
        .forEach(c -> digits.append((char) c));
    String all = digits.toString();
    for (String country : new String[] {"0086", "86"}) {
      if (all.startsWith(country) && all.length() == country.length() + MOBILE_DIGITS) {
        return all.substring(country.length());
      }
    }
    return all;
  }

  /** Returns a text in which full-width and half-width, capital and small letters are the same. */
  static String plainText(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** Returns the HMAC-SHA256 of a text for one use, in lower-case hex. */
  String hash(String use, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal((use + "\n" + text).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
