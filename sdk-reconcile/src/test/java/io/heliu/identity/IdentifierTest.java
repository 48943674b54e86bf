package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.ShopId;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed identifiers. */
final class IdentifierTest {
  private static final ShopId SHOP = new ShopId("taobao", "demo");

  static List<Identifier> one() {
    return List.of(
        Identifier.buyerOpenUid("app", "SYNTHETIC"),
        Identifier.ouid(SHOP, "SYNTHETIC"),
        Identifier.omid("app", "SYNTHETIC"),
        Identifier.openid("app", "SYNTHETIC"),
        Identifier.unionid("app", "SYNTHETIC"),
        Identifier.appOpenId(SHOP, "SYNTHETIC"),
        Identifier.memberCard("app", "SYNTHETIC"),
        Identifier.email("SYNTHETIC@example.com").orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("one")
  void toString_anyKind_hidesTheValue(Identifier identifier) {
    assertThat(identifier.toString())
        .startsWith(identifier.kind().name())
        .doesNotContainIgnoringCase("SYNTHETIC");
  }

  @Test
  void equals_sameTextInOtherKinds_isNotEqual() {
    assertThat(one()).doesNotHaveDuplicates();
  }

  @Test
  void equals_sameOpenidUnderAnotherApp_isNotEqual() {
    assertThat(Identifier.openid("wxA", "o1"))
        .isNotEqualTo(Identifier.openid("wxB", "o1"))
        .isEqualTo(Identifier.openid("wxA", " o1 "));
  }

  @Test
  void api_offersNoWayToUseAnOaid() {
    Stream<String> members =
        Arrays.stream(Identifier.class.getDeclaredMethods()).map(Member::getName);
    Stream<String> kinds = Arrays.stream(IdentifierKind.values()).map(Enum::name);

    assertThat(Stream.concat(members, kinds).map(name -> name.toLowerCase(Locale.ROOT)))
        .noneMatch(name -> name.contains("oaid"));
    assertThat(Identifier.class.getDeclaredConstructors())
        .allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers()));
    assertThat(Modifier.isFinal(Identifier.class.getModifiers())).isTrue();
  }

  @Test
  void kinds_areThoseThatAreEqualForCertain_noNameAddressOrBirthDate() {
    assertThat(IdentifierKind.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder(
            "BUYER_OPEN_UID",
            "OUID",
            "OMID",
            "OPENID",
            "UNIONID",
            "APP_OPEN_ID",
            "MEMBER_CARD",
            "PHONE",
            "EMAIL",
            "DECISION");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "null", "NULL", "undefined", "0", "-", "none", "a\u0000b", "\ud83d"})
  void openid_noRealValue_isRefusedWithoutPrintingIt(String value) {
    assertThatThrownBy(() -> Identifier.openid("wxA", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("value: ");
  }

  @Test
  void openid_blankScope_isRefused() {
    assertThatThrownBy(() -> Identifier.openid(" ", "o1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("appid: must not be blank");
  }

  @Test
  void memberCard_otherLetterCase_isAnotherCard() {
    assertThat(Identifier.memberCard("club", "ab1"))
        .isNotEqualTo(Identifier.memberCard("club", "AB1"));
  }

  @ParameterizedTest
  @CsvSource({
    "Demo.User@Example.COM, demo.user@example.com",
    "' demo.user@example.com ', demo.user@example.com",
    "ｄｅｍｏ＠example.com, demo@example.com",
    "demo@例子.cn, demo@xn--fsqu00a.cn",
    "demo@example.com., demo@example.com",
    "demo+tag@example.com, demo+tag@example.com"
  })
  void email_anyForm_isNormalised(String written, String normal) {
    assertThat(Identifier.email(written).orElseThrow().value()).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "@example.com",
        "demo@",
        "demo@example",
        "de mo@example.com",
        "demo@exa mple.com",
        "d***@example.com",
        "demo@*.com",
        "info@example.com",
        "Service@example.com",
        "kefu@example.com",
        "no-reply@example.com",
        "service+cn@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a@b@example.com",
        "demo@host.invalid",
        "demo@-example.com",
        "demo@.com"
      })
  void email_noPersonsAddress_isNone(String written) {
    assertThat(Identifier.email(written)).isEmpty();
  }

  @Test
  void email_tooLong_isNone() {
    assertThat(Identifier.email("a".repeat(65) + "@example.com")).isEmpty();
    assertThat(Identifier.email("a@" + "b".repeat(300) + ".com")).isEmpty();
  }

  @Test
  void customerRecord_twoOpenidsOfOneApp_isRefused() {
    Set<Identifier> two = Set.of(Identifier.openid("wxA", "o1"), Identifier.openid("wxA", "o2"));

    assertThatThrownBy(() -> new CustomerRecord(new RecordKey("pos", "1"), Instant.EPOCH, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("identifiers: must not have two values of OPENID in one scope");
  }

  @Test
  void customerRecord_toString_hidesValues() {
    CustomerRecord record =
        new CustomerRecord(new RecordKey("pos", "1"), Instant.EPOCH, Set.copyOf(one()));

    assertThat(record.toString()).doesNotContainIgnoringCase("SYNTHETIC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb"})
  void recordKey_badText_isRefused(String text) {
    assertThatThrownBy(() -> new RecordKey(text, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("source: ");
    assertThatThrownBy(() -> new RecordKey("pos", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("id: ");
  }

  @Test
  void limits_tooSmall_areRefused() {
    assertThatThrownBy(() -> new IdentityLimits(0, 10)).hasMessage("accounts: must be at least 1");
    assertThatThrownBy(() -> new IdentityLimits(1, 1)).hasMessage("records: must be at least 2");
    assertThatThrownBy(() -> new IdentityLimits(1, 2, Duration.ZERO))
        .hasMessage("phoneSpan: must be longer than nothing");
    assertThatThrownBy(() -> new IdentityLimits(1, 2, Duration.ofDays(-1)))
        .hasMessage("phoneSpan: must be longer than nothing");
  }
}
