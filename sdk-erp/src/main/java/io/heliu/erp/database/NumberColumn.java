package io.heliu.erp.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * A number.
 *
 * @param scale the fraction digits it is written with; null to write it as it is
 */
record NumberColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @Min(0) @Max(18) @Nullable Integer scale)
    implements Column<BigDecimal> {

  @Override
  public int jdbcType() {
    return Types.NUMERIC;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return rows.getBigDecimal(index);
  }

  @Override
  public BigDecimal decode(Object raw) {
    return (BigDecimal) raw;
  }

  @Override
  public @Nullable Object encode(@Nullable BigDecimal value) {
    if (value == null || scale == null) {
      return value;
    }
    try {
      return value.setScale(scale, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw BadValue.unstorable("TOO_PRECISE", column, "has only " + scale + " fraction digits");
    }
  }

  @Override
  public boolean same(@Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
    return ours == null || theirs == null ? ours == theirs : ours.compareTo(theirs) == 0;
  }
}
