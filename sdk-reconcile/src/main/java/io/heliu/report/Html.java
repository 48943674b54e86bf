package io.heliu.report;

import io.heliu.Money;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes HTML; every text is escaped, labels can be switched between the languages. */
final class Html {
  static final String NONE = "\u2014";

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Labels labels;
  private final Language language;

  Html(Labels labels, Language language) {
    this.labels = labels;
    this.language = language;
  }

  /** Writes markup of our own. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Writes a text that may come from outside. */
  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Writes a label that the page can switch to the other language. */
  Html label(String key) {
    return raw("<span data-l=\"" + escape(key) + "\">")
        .text(labels.get(language, key))
        .raw("</span>");
  }

  /** Writes a value of a dimension: a known name in both languages, otherwise as it is. */
  Html name(Dimension dimension, String value) {
    String key = keyOf(dimension, value);
    return key == null ? text(value) : label(key);
  }

  /** Returns the key of a value's name, or null if it is shown as it is. */
  @Nullable String keyOf(Dimension dimension, String value) {
    return labels.keyOf(dimension, value);
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Returns an amount with its sign before its currency and with groups of thousands. */
  static String money(Money amount) {
    BigDecimal major = amount.toDecimal();
    String code = amount.currency().getCurrencyCode();
    String unit = code.equals("CNY") ? "\u00a5" : code + "\u00a0";
    return (major.signum() < 0 ? "\u2212" : "") + unit + grouped(major.abs());
  }

  /** Returns an amount for a table, where the currency stands elsewhere. */
  static String amount(Money amount) {
    return grouped(amount.toDecimal());
  }

  static String grouped(BigDecimal number) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(Math.max(0, number.scale()));
    format.setMaximumFractionDigits(Math.max(0, number.scale()));
    return (number.signum() < 0 ? "\u2212" : "") + format.format(number.abs());
  }

  static String percent(@Nullable Ratio ratio) {
    return ratio == null ? NONE : grouped(ratio.toPercent()) + "%";
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
