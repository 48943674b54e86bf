package io.heliu.erp.database;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A column of the ERP and how its values become ours.
 *
 * @param <T> our value
 */
sealed interface Column<T>
    permits TextColumn, NumberColumn, MoneyColumn, DateColumn, TimeColumn, FlagColumn, KeyColumn {

  /**
   * Per Oracle's documentation a CHAR is compared without regard to the blanks at its end only with
   * another CHAR, and a parameter is none. The width is the largest there is, because a cast cuts
   * off what is longer.
   */
  String PADDED = "CAST(? AS CHAR(2000))";

  /** Returns the column's name, already checked. */
  String column();

  /** Returns the {@link Types} constant that nulls are bound with. */
  int jdbcType();

  /** Returns the value as JDBC gives it; no conversion by the driver's or the JVM's zone. */
  @Nullable Object fetch(ResultSet rows, int index) throws SQLException;

  /**
   * Turns a fetched value into ours; null if it says that there is none.
   *
   * @throws BadValue if it breaks the column's rule
   */
  @Nullable T decode(Object raw);

  /**
   * Turns our value into what is bound.
   *
   * @throws BadValue if the column cannot hold it unchanged
   */
  @Nullable Object encode(@Nullable T value);

  /** Returns what stands in a comparison for a value that is bound. */
  default String parameter() {
    return "?";
  }

  /**
   * Turns our value into what is bound to be written.
   *
   * @throws BadValue if the column cannot hold it unchanged
   */
  default @Nullable Object encode(@Nullable T value, Dialect dialect) {
    return encode(value);
  }

  /** Returns the parameter for a column that may be padded. */
  static String parameter(@Nullable Boolean padded) {
    return Boolean.TRUE.equals(padded) ? PADDED : "?";
  }

  /** Tells whether a value read back is the one that was written. */
  default boolean same(@Nullable T ours, @Nullable T theirs) {
    return ours == null ? theirs == null : ours.equals(theirs);
  }

  /** How a code or key is compared and bound. */
  enum Kind {
    TEXT,
    NUMBER,
    TIME;

    int jdbcType() {
      return switch (this) {
        case TEXT -> Types.VARCHAR;
        case NUMBER -> Types.NUMERIC;
        case TIME -> Types.TIMESTAMP;
      };
    }

    @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return switch (this) {
        case TEXT -> rows.getString(index);
        case NUMBER -> rows.getBigDecimal(index);
        case TIME -> rows.getObject(index, LocalDateTime.class);
      };
    }

    Object bound(String text) {
      return switch (this) {
        case TEXT -> text;
        case NUMBER -> new BigDecimal(text);
        case TIME -> LocalDateTime.parse(text);
      };
    }
  }
}
