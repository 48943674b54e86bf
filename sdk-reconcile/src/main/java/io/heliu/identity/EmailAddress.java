package io.heliu.identity;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings e-mail addresses into one form. */
final class EmailAddress {
  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL = 64;
  private static final String ATOM = "[a-z0-9!#$%&'+/=?^_`{|}~-]+";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");

  /** Mailboxes that an office reads; many customers leave them. */
  private static final Set<String> ROLES =
      Set.of(
          "admin",
          "contact",
          "finance",
          "help",
          "hr",
          "info",
          "kefu",
          "mail",
          "marketing",
          "no-reply",
          "noreply",
          "office",
          "postmaster",
          "sales",
          "service",
          "shop",
          "support",
          "test",
          "webmaster");

  /** Domains that standards keep free for examples; nobody's mail arrives there. */
  private static final Set<String> NOBODY = Set.of("test", "invalid", "localhost");

  private EmailAddress() {}

  static Optional<String> normalise(String written) {
    Objects.requireNonNull(written, "written");
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String text =
        Normalizer.normalize(written, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    int at = text.lastIndexOf('@');
    if (at < 1 || at > MAX_LOCAL) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    return domain(text.substring(at + 1))
        .filter(domain -> isPersons(local))
        .map(domain -> local + "@" + domain);
  }

  private static boolean isPersons(String local) {
    int tag = local.indexOf('+');
    String mailbox = tag < 0 ? local : local.substring(0, tag);
    return LOCAL.matcher(local).matches() && !ROLES.contains(mailbox);
  }

  private static Optional<String> domain(String written) {
    String ascii;
    try {
      ascii = IDN.toASCII(written).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return Optional.empty();
    }
    if (ascii.endsWith(".")) {
      ascii = ascii.substring(0, ascii.length() - 1);
    }
    boolean usable =
        DOMAIN.matcher(ascii).matches()
            && !NOBODY.contains(ascii.substring(ascii.lastIndexOf('.') + 1));
    return usable ? Optional.of(ascii) : Optional.empty();
  }
}
