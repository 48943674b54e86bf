package io.heliu.erp.database;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A business date. 1900-01-01 and 0001-01-01 mean that there is none.
 *
 * @param format how it is written in a column of text; null for a column of dates
 */
record DateColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @Nullable DateTimeFormatter format)
    implements Column<LocalDate> {
  private static final Set<LocalDate> NONE =
      Set.of(LocalDate.of(1900, 1, 1), LocalDate.of(1, 1, 1));

  @Override
  public int jdbcType() {
    return format == null ? Types.DATE : Types.VARCHAR;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return format == null ? rows.getObject(index, LocalDate.class) : rows.getString(index);
  }

  @Override
  public @Nullable LocalDate decode(Object raw) {
    LocalDate date;
    if (raw instanceof LocalDate typed) {
      date = typed;
    } else if (Padding.unpadded((String) raw).isEmpty() || format == null) {
      return null;
    } else {
      try {
        date = LocalDate.parse(Padding.unpadded((String) raw), format);
      } catch (DateTimeException e) {
        throw BadValue.unreadable(column, "must be a date in its format");
      }
    }
    return NONE.contains(date) ? null : date;
  }

  @Override
  public @Nullable Object encode(@Nullable LocalDate value) {
    return value == null || format == null ? value : format.format(value);
  }
}
