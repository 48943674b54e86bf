package io.heliu.erp.database;

import io.heliu.erp.database.Column.Kind;
import io.heliu.internal.rules.Checked;
import java.time.DateTimeException;
import java.util.Map;

/** The rules of a status column, whatever its codes mean. */
final class StatusCodes {
  private StatusCodes() {}

  /**
   * Checks a status column.
   *
   * @param initial the code that new rows get
   * @param pending what that code must mean
   * @param done what at least one code must mean
   */
  static <S extends Enum<S>> void check(
      Kind kind,
      String initial,
      Map<String, S> codes,
      S pending,
      S done,
      Checked.Refusals refusals) {
    if (codes.get(initial) != pending) {
      refusals.add("/initial", "a code that codes calls " + pending);
    }
    if (!codes.containsValue(done)) {
      refusals.add("/codes", "at least one code that is " + done);
    }
    try {
      kind.bound(initial);
    } catch (NumberFormatException | DateTimeException e) {
      refusals.add("/initial", "a text that is a " + kind);
    }
  }
}
