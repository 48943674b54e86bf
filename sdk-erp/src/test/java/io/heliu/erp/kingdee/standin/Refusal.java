package io.heliu.erp.kingdee.standin;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The stand-in refuses what it was asked for. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  static final int EXCEPTION = 4;
  static final int PARAMETER = 8;
  static final int NO_SUCH_FIELD = 9;
  static final int NOT_FOUND = 10;
  static final int INVALID = 11;
  static final int WRONG_STATE = 12;
  static final int LOCKED = 13;

  final int code;
  final @Nullable String field;

  Refusal(int code, @Nullable String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
  }

  /** Returns the message, which is always there. */
  String words() {
    return String.valueOf(getMessage());
  }
}
