package io.heliu.erp.database;

import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** A column that always holds the same. */
record Constant(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @NotNull Column.Kind kind,
    @NotNull String value,
    @Nullable Boolean key)
    implements Checked {

  @Override
  public void check(Refusals refusals) {
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
    return new KeyColumn(column, kind);
  }
}
