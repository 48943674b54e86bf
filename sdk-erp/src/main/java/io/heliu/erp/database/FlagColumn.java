package io.heliu.erp.database;

import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A truth value in codes.
 *
 * @param yes the codes of true
 * @param no the codes of false; nothing at all is false too
 */
record FlagColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @Size(min = 1, max = 20) List<String> yes,
    @Size(min = 1, max = 20) List<String> no)
    implements Column<Boolean>, Checked {

  @Override
  public void check(Refusals refusals) {
    for (int i = 0; i < no.size(); i++) {
      if (yes.contains(no.get(i))) {
        refusals.add("/no/" + i, "a code that is not in yes");
      }
    }
  }

  @Override
  public int jdbcType() {
    return Types.VARCHAR;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
    return rows.getString(index);
  }

  @Override
  public Boolean decode(Object raw) {
    String code = Padding.printable(raw);
    if (yes.contains(code)) {
      return true;
    }
    if (no.contains(code)) {
      return false;
    }
    throw BadValue.unreadable(column, "must be one of the codes " + yes + " or " + no);
  }

  @Override
  public Object encode(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value) ? yes.get(0) : no.get(0);
  }
}
