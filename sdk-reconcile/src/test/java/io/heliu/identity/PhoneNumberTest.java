package io.heliu.identity;

import static io.heliu.identity.PhoneNumber.Kind;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading phone numbers. All numbers are invented. */
final class PhoneNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13900139002",
        "139-0013-9002",
        "139 0013 9002",
        " 13900139002\t",
        "139.0013.9002",
        "１３９００１３９００２",
        "１３９－００１３－９００２",
        "139\u00a00013\u30009002",
        "139–0013—9002",
        "+8613900139002",
        "+86 139 0013 9002",
        "+86-139-0013-9002",
        "＋８６　１３９００１３９００２",
        "(+86)13900139002",
        "（+86）139-0013-9002",
        "【86】13900139002",
        "008613900139002",
        "0086-13900139002",
        "8613900139002",
        "86 139 0013 9002",
        "86-13900139002",
        "013900139002",
        "+86 013900139002",
        "\u202d13900139002\u202c",
        "1390013\u200b9002"
      })
  void read_anyFormOfOneMobile_isOneValue(String written) {
    assertThat(PhoneNumber.read(written)).isEqualTo(PhoneNumber.read("13900139002"));
    assertThat(PhoneNumber.read(written).digits()).isEqualTo("13900139002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13012340001", "13112340001", "13212340001", "13312340001", "13412340001", "13492340001",
        "14012340001", "14112340001", "14512340001", "14612340001", "14712340001", "14812340001",
        "14912340001", "15012340001", "15312340001", "15512340001", "16212340001", "16512340001",
        "16612340001", "16712340001", "17012340001", "17112340001", "17212340001", "17312340001",
        "17401234001", "17512340001", "17612340001", "17812340001", "18012340001", "18712340001",
        "19012340001", "19112340001", "19212340001", "19512340001", "19612340001", "19712340001",
        "19812340001", "19912340001", "15412340001"
      })
  void read_anyRange_isMobileWhateverTheOperator(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.MOBILE);
  }

  @ParameterizedTest
  @CsvSource({
    "18877771111-123, 18877771111, 123",
    "18877771111-1234, 18877771111, 1234",
    "18877771111 1234, 18877771111, 1234",
    "'18877771111,1234', 18877771111, 1234",
    "18877771111转1234, 18877771111, 1234",
    "18877771111 转 1234, 18877771111, 1234",
    "18877771111轉1234, 18877771111, 1234",
    "18877771111分机1234, 18877771111, 1234",
    "18877771111ext1234, 18877771111, 1234",
    "18877771111 Ext. 1234, 18877771111, 1234",
    "18877771111#12, 18877771111, 12",
    "18877771111x1234, 18877771111, 1234",
    "188-7777-1111-123, 18877771111, 123",
    "+86 18877771111-1234, 18877771111, 1234",
    "8618877771111-1234, 18877771111, 1234",
    "１８８７７７７１１１１－１２３, 18877771111, 123",
    "18877771111-1, 18877771111, 1",
    "18877771111-123456, 18877771111, 123456"
  })
  void read_numberWithExtension_isVirtual(String written, String host, String extension) {
    PhoneNumber number = PhoneNumber.read(written);

    assertThat(number.kind()).isEqualTo(Kind.VIRTUAL);
    assertThat(number.digits()).isEqualTo(host);
    assertThat(number.extension()).contains(extension);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "138****1234",
        "186****1",
        "138＊＊＊＊1234",
        "1*********4",
        "138xxxx1234",
        "138XXXX1234",
        "138••••1234",
        "138####1234",
        "***********",
        "138****1234-123",
        "+86 138****1234"
      })
  void read_hiddenDigits_isMasked(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.MASKED);
    assertThat(PhoneNumber.read(written).digits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "010-12345678, 01012345678",
    "(010)12345678, 01012345678",
    "021 6123 4567, 02161234567",
    "0755-88881234, 075588881234",
    "0755-8888-1234, 075588881234",
    "0571-1234567, 05711234567",
    "+86 10 12345678, 01012345678",
    "+86 21 61234567, 02161234567",
    "0086-755-88881234, 075588881234",
    "010-12345678-801, 01012345678",
    "010-12345678转801, 01012345678",
    "61234567, 61234567",
    "6123456, 6123456"
  })
  void read_fixedLine_isLandlineWithItsAreaCode(String written, String digits) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.LANDLINE);
    assertThat(PhoneNumber.read(written).digits()).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400-123-4567", "4001234567", "8001234567", "95188", "95511", "9510211", "96110", "10086",
        "10010", "110", "12306", "12315", "12345", "1069012345678", "106575551234", "400-1234567-8"
      })
  void read_hotline_isService(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.SERVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1064612345678", "1064812345678", "1064912345678"})
  void read_deviceRange_isThings(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.THINGS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13800138000",
        "138-0013-8000",
        "+8613800138000",
        "11111111111",
        "00000000000",
        "88888888",
        "99999",
        "12345678901",
        "01234567890",
        "987654321",
        "123456",
        "13900000000",
        "13888888888",
        "13912345678",
        "13987654321",
        "010",
        "0755",
        "021"
      })
  void read_inventedNumber_isPlaceholder(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.PLACEHOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+852 5123 4567", "+1 415 555 0100", "0044 20 7946 0000", "+886912345678"})
  void read_otherCountry_isForeign(String written) {
    assertThat(PhoneNumber.read(written).kind()).isEqualTo(Kind.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "-", "无", "1390013900", "139001390021", "12900139002", "13900139002/13800139003",
        "13900139002 张先生", "电话13900139002", "1390013900a", "+", "+86", "0", "00", "13900139002123",
        "13900139002-1234567", "++8613900139002"
      })
  void read_noOneNumber_isUnreadable(String written) {
    PhoneNumber number = PhoneNumber.read(written);

    assertThat(number.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(number.digits()).isEmpty();
  }

  @Test
  void read_veryLongText_isUnreadable() {
    assertThat(PhoneNumber.read("1".repeat(100_000)).kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18877771111-123",
        "138****1234",
        "010-12345678",
        "95188",
        "1064612345678",
        "13800138000",
        "+85251234567",
        "nothing"
      })
  void identifier_ofAnythingButAMobile_isNone(String written) {
    assertThat(Identifier.phone(PhoneNumber.read(written))).isEmpty();
  }

  @Test
  void identifier_ofAMobile_isEqualForAllForms() {
    assertThat(Identifier.phone(PhoneNumber.read("+86 139-0013-9002")))
        .isPresent()
        .isEqualTo(Identifier.phone(PhoneNumber.read("13900139002")));
  }

  @Test
  void toString_hidesTheNumber() {
    assertThat(PhoneNumber.read("18877771111-123")).hasToString("VIRTUAL ***");
  }

  @Test
  void reason_isThereForEveryKind() {
    for (Kind kind : Kind.values()) {
      assertThat(kind.reason()).isNotBlank();
    }
  }

  @RepeatedTest(50)
  void read_anyMobileWrittenAnyhow_isTheSame(RepetitionInfo repetition) {
    long seed = 7_000L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    String digits =
        "1" + (3 + random.nextInt(7)) + String.format("%09d", random.nextInt(1_000_000_000));
    String[] prefixes = {"", "+86", "0086", "86", "0", "(+86)", "+86 ", "86-"};
    StringBuilder written = new StringBuilder(prefixes[random.nextInt(prefixes.length)]);
    for (char digit : digits.toCharArray()) {
      boolean wide = random.nextInt(4) == 0;
      written.append(wide ? (char) (digit - '0' + '０') : digit);
      if (random.nextInt(5) == 0) {
        written.append(" -－".charAt(random.nextInt(3)));
      }
    }

    assertThat(PhoneNumber.read(written.toString()))
        .as("seed %d", seed)
        .isEqualTo(PhoneNumber.read(digits));
  }

  @RepeatedTest(20)
  void read_anyText_neverFails(RepetitionInfo repetition) {
    long seed = 9_000L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    String letters = "0123456789+-() *x#转,.１８６－張\u0000\ud83d\u202d";
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(24);
      for (int c = 0; c < length; c++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      PhoneNumber number = PhoneNumber.read(text.toString());
      boolean mobile = number.kind() == Kind.MOBILE;
      assertThat(mobile && !number.digits().matches("1[3-9][0-9]{9}"))
          .as("seed %d", seed)
          .isFalse();
    }
  }
}
