package io.heliu.erp.database;

import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a key, or an order; as text it can stand in a cursor.
 *
 * @param padded whether it is a CHAR that is filled up with blanks; null for no
 */
record KeyColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @NotNull Column.Kind kind,
    @Nullable Boolean padded)
    implements Column<String>, Checked {

  @Override
  public void check(Refusals refusals) {
    check(kind, padded, refusals);
  }

  static void check(Column.Kind kind, @Nullable Boolean padded, Refusals refusals) {
    if (padded != null && kind != Column.Kind.TEXT) {
      refusals.add("/padded", "absent unless the kind is TEXT");
    }
  }

  @Override
  public String parameter() {
    return Column.parameter(padded);
  }

  @Override
  public int jdbcType() {
    return kind.jdbcType();
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return kind.fetch(rows, index);
  }

  @Override
  public String decode(Object raw) {
    return Padding.printable(raw);
  }

  @Override
  public @Nullable Object encode(@Nullable String value) {
    return value == null ? null : kind.bound(value);
  }
}
