package io.heliu.channel.pos;

import java.util.Locale;
import java.util.Map;

/**
 * The ways to pay (支付方式): the words that files and pushes have for the same thing, so that a ticket
 * that comes both ways is one.
 */
final class Tender {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("微信", "WECHAT_PAY"),
          Map.entry("微信支付", "WECHAT_PAY"),
          Map.entry("WECHAT", "WECHAT_PAY"),
          Map.entry("支付宝", "ALIPAY"),
          Map.entry("现金", "CASH"),
          Map.entry("银行卡", "BANK_CARD"),
          Map.entry("刷卡", "BANK_CARD"),
          Map.entry("储值卡", "STORED_VALUE"),
          Map.entry("会员卡", "STORED_VALUE"));

  private Tender() {}

  /** Returns the code of a word; a word that is not known is its own code. */
  static String of(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return CODES.getOrDefault(upper, upper);
  }
}
