package io.heliu.identity;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone number as somebody wrote it, read by the rules of mainland China (电话号码).
 *
 * <p>All ways to write one mobile number give equal values: full-width digits, blanks, hyphens,
 * brackets, {@code +86}, {@code 0086}, {@code 86} or a trunk {@code 0} in front. Any eleven digits
 * from 13 to 19 are taken as a mobile number whatever the operator, because ranges are added every
 * few years and numbers move between operators.
 *
 * <p>Not printed. Immutable and thread-safe.
 */
public final class PhoneNumber {
  private static final int MAX_LENGTH = 64;
  private static final int CODE_POINT_OF_FULL_WIDTH = 0xFEE0;
  private static final String AREA = "(?:10|2[0-9]|[3-9][0-9]{2})";

  private static final Pattern BLOCKED = Pattern.compile("[*•●○×█]|x{2,}|#{2,}");
  private static final Pattern MARKED_EXTENSION =
      Pattern.compile("(.*[0-9])[- ]*(?:转|轉|分机|分機|ext\\.?|x|#|,|;)[-: ]*([0-9]{1,6})");
  private static final Pattern LAST_GROUP = Pattern.compile("(.*[0-9])[-. ]+([0-9]{1,6})");
  private static final Pattern PLAIN = Pattern.compile("\\+?[-0-9. ]+");
  private static final Pattern SAME = Pattern.compile("([0-9])\\1{4,}");
  private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
  private static final Pattern LANDLINE_ABROAD = Pattern.compile(AREA + "[0-9]{7,8}");

  /** What a number is, and why it is or is not a key (号码分类). */
  public enum Kind {
    /** A clear mobile number (手机号). */
    MOBILE("one person's number while it is current"),
    /** A privacy number with an extension (虚拟号, 隐私号). */
    VIRTUAL("a host number serves many people, and the pair expires"),
    /** Some digits are hidden (脱敏号码). */
    MASKED("many numbers have the same shown digits"),
    /** A fixed line with or without area code (固定电话). */
    LANDLINE("a household or an office shares it"),
    /** A hotline or a short code (服务号码). */
    SERVICE("nobody's own number"),
    /** A device's number (物联网号码). */
    THINGS("a device has it, not a person"),
    /** Typed in because a field had to be filled, or an area code alone (占位号码). */
    PLACEHOLDER("typed in by many people who did not give their number"),
    /** A number of another country or region (境外号码). */
    FOREIGN("its rules are not known here"),
    /** Not one phone number (无法识别). */
    UNREADABLE("not one phone number");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    /** Returns in English why a number of this kind is a key or not. */
    public String reason() {
      return reason;
    }
  }

  /** The first rule that fits decides. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(Kind.PLACEHOLDER, SAME),
          new Rule(
              Kind.PLACEHOLDER,
              Pattern.compile("13800138000|1[3-9][0-9](?:([0-9])\\1{7}|12345678|87654321)")),
          new Rule(Kind.PLACEHOLDER, Pattern.compile("0" + AREA)),
          new Rule(Kind.MOBILE, MOBILE),
          new Rule(Kind.THINGS, Pattern.compile("106(?:46|48|49)[0-9]{8}")),
          new Rule(Kind.LANDLINE, Pattern.compile("0" + AREA + "[0-9]{7,8}")),
          new Rule(
              Kind.SERVICE,
              Pattern.compile("[48]00[0-9]{7}|9[56][0-9]{3,6}|1[012][0-9]{1,3}|106[0-9]{5,17}")),
          new Rule(Kind.LANDLINE, Pattern.compile("[2-8][0-9]{6,7}")));

  private final Kind kind;
  private final String digits;
  private final String extension;

  private PhoneNumber(Kind kind, String digits, String extension) {
    this.kind = kind;
    this.digits = digits;
    this.extension = extension;
  }

  /** Reads a number; never fails, see {@link Kind#UNREADABLE}. */
  public static PhoneNumber read(String written) {
    Objects.requireNonNull(written, "written");
    String text = written.length() > MAX_LENGTH ? "" : fold(written);
    if (BLOCKED.matcher(text).find()) {
      return new PhoneNumber(Kind.MASKED, "", "");
    }
    Matcher marked = MARKED_EXTENSION.matcher(text);
    if (marked.matches()) {
      return plain(marked.group(1)).extended(marked.group(2));
    }
    PhoneNumber whole = plain(text);
    Matcher grouped = LAST_GROUP.matcher(text);
    return whole.kind == Kind.UNREADABLE && grouped.matches()
        ? plain(grouped.group(1)).extended(grouped.group(2))
        : whole;
  }

  /** Returns what the number is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the number in its one form: eleven digits for a mobile number or a privacy number's
   * host, area code with zero and number for a landline; empty if it is masked or unreadable.
   */
  public String digits() {
    return digits;
  }

  /** Returns the extension, if one was written. */
  public Optional<String> extension() {
    return extension.isEmpty() ? Optional.empty() : Optional.of(extension);
  }

  private PhoneNumber extended(String written) {
    return switch (kind) {
      case MOBILE -> new PhoneNumber(Kind.VIRTUAL, digits, written);
      case UNREADABLE -> this;
      default -> new PhoneNumber(kind, digits, written);
    };
  }

  /** Full-width forms to ASCII, all dashes and blanks to one, without brackets and format marks. */
  private static String fold(String written) {
    StringBuilder folded = new StringBuilder(written.length());
    for (char c : written.toCharArray()) {
      char ascii = c >= '！' && c <= '～' ? (char) (c - CODE_POINT_OF_FULL_WIDTH) : c;
      if (ascii == '~' || Character.getType(ascii) == Character.DASH_PUNCTUATION || ascii == '−') {
        folded.append('-');
      } else if (Character.isSpaceChar(ascii) || Character.isWhitespace(ascii)) {
        folded.append(' ');
      } else if ("()[]【】".indexOf(ascii) < 0 && Character.getType(ascii) != Character.FORMAT) {
        folded.append(ascii);
      }
    }
    return folded.toString().strip().toLowerCase(Locale.ROOT);
  }

  private static PhoneNumber plain(String text) {
    if (!PLAIN.matcher(text).matches()) {
      return new PhoneNumber(Kind.UNREADABLE, "", "");
    }
    String all = text.replaceAll("[^0-9]", "");
    boolean plus = text.startsWith("+");
    if (SAME.matcher(all).matches()) {
      return new PhoneNumber(Kind.PLACEHOLDER, all, "");
    }
    if (plus || all.startsWith("00")) {
      return international(plus ? all : all.substring(2));
    }
    boolean country = all.startsWith("86") && MOBILE.matcher(all.substring(2)).matches();
    return national(country ? all.substring(2) : all);
  }

  private static PhoneNumber international(String digits) {
    if (!digits.startsWith("86")) {
      boolean possible = digits.length() >= 7 && digits.length() <= 15;
      return possible
          ? new PhoneNumber(Kind.FOREIGN, digits, "")
          : new PhoneNumber(Kind.UNREADABLE, "", "");
    }
    String rest = digits.substring(2);
    PhoneNumber number = national(rest);
    return number.kind == Kind.UNREADABLE && LANDLINE_ABROAD.matcher(rest).matches()
        ? new PhoneNumber(Kind.LANDLINE, "0" + rest, "")
        : number;
  }

  private static PhoneNumber national(String all) {
    String digits =
        all.startsWith("0") && MOBILE.matcher(all.substring(1)).matches() ? all.substring(1) : all;
    if (isCounting(digits)) {
      return new PhoneNumber(Kind.PLACEHOLDER, digits, "");
    }
    for (Rule rule : RULES) {
      if (rule.pattern.matcher(digits).matches()) {
        return new PhoneNumber(rule.kind, digits, "");
      }
    }
    return new PhoneNumber(Kind.UNREADABLE, "", "");
  }

  private record Rule(Kind kind, Pattern pattern) {}

  /** Tells whether the digits just count up or down; five may be a hotline such as 12345. */
  private static boolean isCounting(String digits) {
    return digits.length() > 5
        && ("01234567890123456789".contains(digits) || "98765432109876543210".contains(digits));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PhoneNumber that
        && kind == that.kind
        && digits.equals(that.digits)
        && extension.equals(that.extension);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, digits, extension);
  }

  /** Returns the kind, and asterisks for the number. */
  @Override
  public String toString() {
    return kind + " ***";
  }
}
