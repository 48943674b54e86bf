package io.heliu.report;

/** The language that a page opens in; its reader can switch. */
public enum Language {
  /** Chinese (简体中文). */
  CHINESE("zh"),
  /** English. */
  ENGLISH("en");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** Returns the language tag, such as {@code zh}. */
  String tag() {
    return tag;
  }
}
