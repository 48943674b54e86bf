package io.heliu.erp.database;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A time without a zone.
 *
 * @param zone the zone that the ERP's clock shows; null for the adapter's
 */
record TimeColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @Nullable DateTimeFormatter format,
    @Nullable ZoneId zone)
    implements Column<LocalDateTime> {

  @Override
  public int jdbcType() {
    return format == null ? Types.TIMESTAMP : Types.VARCHAR;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return format == null ? rows.getObject(index, LocalDateTime.class) : rows.getString(index);
  }

  @Override
  public @Nullable LocalDateTime decode(Object raw) {
    if (raw instanceof LocalDateTime typed) {
      return typed;
    }
    if (format == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(Padding.unpadded((String) raw), format);
    } catch (DateTimeException e) {
      throw BadValue.unreadable(column, "must be a time in its format");
    }
  }

  @Override
  public @Nullable Object encode(@Nullable LocalDateTime value) {
    return value == null || format == null ? value : format.format(value);
  }
}
