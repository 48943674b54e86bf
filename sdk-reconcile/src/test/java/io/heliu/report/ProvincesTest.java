package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;

class ProvincesTest {
  @ParameterizedTest
  @CsvSource({
    "浙江省, 浙江",
    "浙江, 浙江",
    "' 上海市 ', 上海",
    "内蒙古自治区, 内蒙古",
    "广西壮族自治区, 广西",
    "新疆维吾尔自治区, 新疆",
    "香港特别行政区, 香港"
  })
  void name_provinceWithOrWithoutEnding_isShort(String text, String expected) {
    assertThat(Provinces.name(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"California, California", "吉林路, 吉林路", "海南藏族自治州, 海南藏族自治州", "'', ''"})
  void name_otherText_isAsItIs(String text, String expected) {
    assertThat(Provinces.name(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @NullSource
  void name_nothing_isEmpty(String text) {
    assertThat(Provinces.name(text)).isEmpty();
  }
}
