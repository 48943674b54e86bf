package io.heliu.erp.database;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A part of a key, or an order; as text it can stand in a cursor. */
record KeyColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @NotNull Column.Kind kind)
    implements Column<String> {

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
