package io.heliu.erp.database;

import io.heliu.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money.
 *
 * @param unit what it counts
 * @param scale the fraction digits it is written with; null for the currency's
 * @param currency its currency; null for the yuan
 */
record MoneyColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @NotNull Unit unit,
    @Min(0) @Max(18) @Nullable Integer scale,
    @Nullable Currency currency)
    implements Column<Money> {

  /** What an amount counts. */
  enum Unit {
    /** Yuan (元): major units with fraction digits. */
    YUAN,
    /** Fen (分): whole minor units. */
    FEN
  }

  Currency money() {
    return currency == null ? Money.CNY : currency;
  }

  @Override
  public int jdbcType() {
    return Types.NUMERIC;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return rows.getBigDecimal(index);
  }

  @Override
  public Money decode(Object raw) {
    BigDecimal number = (BigDecimal) raw;
    try {
      return unit == Unit.YUAN
          ? Money.of(number, money())
          : new Money(number.longValueExact(), money());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw BadValue.unreadable(column, "must be an exact amount of " + money() + " in " + unit);
    }
  }

  @Override
  public @Nullable Object encode(@Nullable Money value) {
    if (value == null) {
      return null;
    }
    if (!value.currency().equals(money())) {
      throw BadValue.unstorable(
          "CURRENCY", column, "holds " + money() + ", not " + value.currency());
    }
    BigDecimal number = unit == Unit.YUAN ? value.toDecimal() : BigDecimal.valueOf(value.minor());
    return new NumberColumn(column, scale).encode(number);
  }
}
