package io.heliu.identity;

import io.heliu.ShopId;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that tells one customer from others: a kind, the scope in which the value is unique,
 * and the value (身份标识). Identifiers of different kinds or scopes are never equal.
 *
 * <p>Values are personal data: they are not printed, and the stores keep a keyed hash of them only.
 * Immutable and thread-safe. Every method that takes a text throws {@link IllegalArgumentException}
 * if it is blank, longer than 200 characters, holds control characters, or is a word for a missing
 * value such as {@code null}.
 */
public final class Identifier {
  private final IdentifierKind kind;
  private final String scope;
  private final String value;

  private Identifier(IdentifierKind kind, String scope, String value) {
    this.kind = kind;
    this.scope = scope;
    this.value = value;
  }

  private static Identifier of(IdentifierKind kind, String scope, String name, String value) {
    return new Identifier(
        kind, Checks.text(scope, name).strip(), Checks.identifier(value, "value"));
  }

  /** Returns Taobao's buyer_open_uid as one app sees it. */
  public static Identifier buyerOpenUid(String appKey, String value) {
    return of(IdentifierKind.BUYER_OPEN_UID, appKey, "appKey", value);
  }

  /** Returns Taobao's ouid in one shop. */
  public static Identifier ouid(ShopId shop, String value) {
    Objects.requireNonNull(shop, "shop");
    return new Identifier(IdentifierKind.OUID, shop.toString(), Checks.identifier(value, "value"));
  }

  /** Returns Taobao's omid in one membership programme. */
  public static Identifier omid(String programme, String value) {
    return of(IdentifierKind.OMID, programme, "programme", value);
  }

  /** Returns WeChat's openid as one app (mini-program, official account or shop) sees it. */
  public static Identifier openid(String appid, String value) {
    return of(IdentifierKind.OPENID, appid, "appid", value);
  }

  /** Returns WeChat's unionid within one open-platform account. */
  public static Identifier unionid(String openPlatformAccount, String value) {
    return of(IdentifierKind.UNIONID, openPlatformAccount, "openPlatformAccount", value);
  }

  /**
   * Returns a buyer id that is unique within one app of another channel.
   *
   * @param shop the channel's code and the app, for example {@code new ShopId("jd", appKey)}
   * @param value the buyer id
   */
  public static Identifier appOpenId(ShopId shop, String value) {
    Objects.requireNonNull(shop, "shop");
    return new Identifier(
        IdentifierKind.APP_OPEN_ID, shop.toString(), Checks.identifier(value, "value"));
  }

  /** Returns the number of a member card of one programme; letter case counts. */
  public static Identifier memberCard(String programme, String value) {
    return of(IdentifierKind.MEMBER_CARD, programme, "programme", value);
  }

  /**
   * Returns a phone number as an identifier if it is one person's: a clear mobile number.
   *
   * <p>Hand in the buyer's number only, not the receiver's. Some platforms have a field of its own
   * for a privacy number (虚拟号) without an extension; that looks like a mobile number and belongs to
   * many people, so a number from such a field must not come here.
   */
  public static Optional<Identifier> phone(PhoneNumber number) {
    return number.kind() == PhoneNumber.Kind.MOBILE
        ? Optional.of(new Identifier(IdentifierKind.PHONE, "86", number.digits()))
        : Optional.empty();
  }

  /**
   * Returns an e-mail address as an identifier, in lower case and with its domain in ASCII; empty
   * if the text is no address, is masked, or is an office's address such as {@code service@…}.
   */
  public static Optional<Identifier> email(String written) {
    return EmailAddress.normalise(written)
        .map(address -> new Identifier(IdentifierKind.EMAIL, "", address));
  }

  /** Returns the kind. */
  public IdentifierKind kind() {
    return kind;
  }

  /** Returns the scope; empty for an e-mail address, the country code for a phone. */
  public String scope() {
    return scope;
  }

  String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identifier that
        && kind == that.kind
        && scope.equals(that.scope)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, scope, value);
  }

  /** Returns kind and scope, and asterisks for the value. */
  @Override
  public String toString() {
    return kind + "(" + scope + ") ***";
  }
}
