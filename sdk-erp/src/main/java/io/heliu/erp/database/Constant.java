package io.heliu.erp.database;

import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * A column that always holds the same.
 *
 * @param key whether it is part of what tells documents apart; null for no
 * @param padded whether it is a CHAR that is filled up with blanks; null for no
 */
record Constant(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @NotNull Column.Kind kind,
    @NotNull String value,
    @Nullable Boolean key,
    @Nullable Boolean padded)
    implements Checked {

  @Override
  public void check(Refusals refusals) {
    KeyColumn.check(kind, padded, refusals);
    try {
      kind.bound(value);
    } catch (NumberFormatException | DateTimeException e) {
      refusals.add("/value", "a text that is a " + kind);
    }
  }

  boolean inKey() {
    return Boolean.TRUE.equals(key);
  }

  KeyColumn asKey() {
    return new KeyColumn(column, kind, padded);
  }
}
