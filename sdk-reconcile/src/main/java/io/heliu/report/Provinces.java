package io.heliu.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of provinces, without what some channels write behind them and others do not: 浙江 for 浙江省,
 * 广西 for 广西壮族自治区.
 */
final class Provinces {
  private static final Set<String> NAMES =
      Set.of(
          "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东",
          "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏",
          "宁夏", "新疆", "香港", "澳门");
  private static final Set<String> ENDINGS =
      Set.of("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区");

  private Provinces() {}

  /** Returns a province's short name, other texts as they are, empty if there is none. */
  static String name(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String plain = text.strip();
    for (String name : NAMES) {
      if (plain.startsWith(name) && ENDINGS.contains(plain.substring(name.length()))) {
        return name;
      }
    }
    return plain;
  }
}
