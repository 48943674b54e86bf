package io.heliu.erp.database;

import java.io.Serial;

/**
 * A value cannot be turned from theirs into ours or from ours into theirs. Names the column and the
 * rule, never the value.
 */
final class BadValue extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  BadValue(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Tells that a value of theirs breaks a column's rule. */
  static BadValue unreadable(String column, String rule) {
    return new BadValue("UNREADABLE", column + ": " + rule);
  }

  /** Tells that a column cannot hold a value of ours unchanged. */
  static BadValue unstorable(String code, String column, String rule) {
    return new BadValue(code, "column " + column + ": " + rule);
  }

  String code() {
    return code;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
