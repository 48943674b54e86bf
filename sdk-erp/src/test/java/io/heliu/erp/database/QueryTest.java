package io.heliu.erp.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.erp.database.Column.Kind;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements that are built, also for the databases that are not run here. */
class QueryTest {
  private static final KeyColumn A = new KeyColumn("A", Kind.NUMBER, null);
  private static final KeyColumn B = new KeyColumn("B", Kind.TEXT, null);
  private static final KeyColumn C = new KeyColumn("C", Kind.TEXT, null);

  @ParameterizedTest
  @CsvSource({
    "H2, LIMIT ?",
    "POSTGRESQL, LIMIT ?",
    "MYSQL, LIMIT ?",
    "SQL_SERVER, OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY",
    "ORACLE, FETCH FIRST ? ROWS ONLY"
  })
  void first_dialect_hasItsPaging(Dialect dialect, String page) {
    assertThat(Query.select(List.of(A, B), "T").orderBy(List.of(A, B)).first(dialect, 5).text())
        .isEqualTo("SELECT A, B FROM T ORDER BY A, B " + page);
  }

  @Test
  void after_columns_comparesThemTogether() {
    assertThat(new Query("").after(List.of(A), List.of("1")).text()).isEqualTo("(A > ?)");
    assertThat(new Query("").after(List.of(A, B), List.of("1", "x")).text())
        .isEqualTo("(A > ? OR (A = ? AND (B > ?)))");
    assertThat(new Query("").after(List.of(A, B, C), List.of("1", "x", "y")).text())
        .isEqualTo("(A > ? OR (A = ? AND (B > ? OR (B = ? AND (C > ?)))))");
  }

  @Test
  void keys_several_areAlternatives() {
    assertThat(
            new Query("").keys(List.of(A, B), List.of(List.of("1", "x"), List.of("2", "y"))).text())
        .isEqualTo("((A = ? AND B = ?) OR (A = ? AND B = ?))");
  }

  @ParameterizedTest
  @CsvSource({
    "H2, 23505, 23505, true",
    "POSTGRESQL, 23505, 0, true",
    "SQL_SERVER, 23000, 2601, true",
    "SQL_SERVER, 23000, 2627, true",
    "ORACLE, 23000, 1, true",
    "MYSQL, 23000, 1062, true",
    "SQL_SERVER, 23000, 515, false",
    "POSTGRESQL, 23502, 0, false",
    "POSTGRESQL, 23503, 0, false"
  })
  void of_keyIsTaken_isThatOfTheVendor(Dialect dialect, String state, int code, boolean duplicate) {
    SqlProblem problem = SqlProblem.of(dialect, new SQLException("x", state, code));

    assertThat(problem == SqlProblem.DUPLICATE).isEqualTo(duplicate);
  }

  /** SQL states as the drivers of these databases give them; most say nothing. */
  @ParameterizedTest
  @CsvSource({
    "SQL_SERVER, S0001, 2628, CONTENT",
    "SQL_SERVER, 22001, 8152, CONTENT",
    "SQL_SERVER, S0008, 8115, CONTENT",
    "SQL_SERVER, S0001, 245, CONTENT",
    "SQL_SERVER, S0005, 8114, CONTENT",
    "SQL_SERVER, 23000, 547, CONTENT",
    "SQL_SERVER, S0002, 208, CONFIGURATION",
    "SQL_SERVER, S0001, 207, CONFIGURATION",
    "SQL_SERVER, S0005, 229, PERMISSION",
    "SQL_SERVER, S0001, 18456, AUTHENTICATION",
    "SQL_SERVER, 40001, 1205, PASSING",
    "SQL_SERVER, S0045, 1222, PASSING",
    "SQL_SERVER, S0001, 50000, OTHER",
    "ORACLE, 72000, 12899, CONTENT",
    "ORACLE, 22003, 1438, CONTENT",
    "ORACLE, 23000, 1400, CONTENT",
    "ORACLE, 23000, 2291, CONTENT",
    "ORACLE, 42000, 942, CONFIGURATION",
    "ORACLE, 42000, 904, CONFIGURATION",
    "ORACLE, 42000, 1031, PERMISSION",
    "ORACLE, 72000, 1017, AUTHENTICATION",
    "ORACLE, 61000, 60, PASSING",
    "ORACLE, 72000, 1013, PASSING",
    "ORACLE, 72000, 20001, OTHER",
    "MYSQL, HY000, 1366, CONTENT",
    "MYSQL, 42000, 1142, PERMISSION",
    "MYSQL, HY000, 1205, PASSING",
    "POSTGRESQL, 42501, 0, PERMISSION",
    "POSTGRESQL, 42P01, 0, CONFIGURATION",
    "POSTGRESQL, S0001, 2628, OTHER",
    "POSTGRESQL, 08006, 0, CONNECTION"
  })
  void of_vendorsCode_tellsWhatTheStateDoesNot(
      Dialect dialect, String state, int code, SqlProblem problem) {
    assertThat(SqlProblem.of(dialect, new SQLException("x", state, code))).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "208, Configuration",
    "229, Permission",
    "18456, Authentication",
    "2628, Store",
    "1222, Store"
  })
  void of_vendorsCode_isAFaultOfItsKindWithoutTheRow(int code, String fault) {
    SQLException refused = new SQLException("value 'synthetic name'", "S0001", code);

    Fault made = SqlFaults.of(Dialect.SQL_SERVER, "legacy", "push", refused);

    assertThat(made.getClass().getSimpleName()).isEqualTo(fault);
    assertThat(made.subCode()).isEqualTo(String.valueOf(code));
    if (code == 2628) {
      assertThat(made.getCause()).hasMessageNotContaining("synthetic");
    }
  }

  @Test
  void refusal_stateThatSaysNothing_isTheVendorsCode() {
    assertThat(SqlFaults.refusal(new SQLException("x", "S0001", 2628))).isEqualTo("2628");
    assertThat(SqlFaults.refusal(new SQLException("x", "22001", 8152))).isEqualTo("22001");
  }

  @Test
  void select_columnOfTwoFields_isThereOnce() {
    TextColumn b = new TextColumn("b", 10, null, null, null, List.of());
    List<Column<?>> columns = List.of(A, B, b, C);

    assertThat(Query.select(columns, "T").orderBy(List.of(A, B)).text())
        .isEqualTo("SELECT A, B, C FROM T ORDER BY A, B");
    assertThat(Query.positions(columns)).containsExactly(1, 2, 2, 3);
  }

  @Test
  void compare_paddedColumn_castsTheParameterButIsSetAsItIs() {
    KeyColumn padded = new KeyColumn("P", Kind.TEXT, true);

    assertThat(new Query("").compare(padded, ">", "x").text())
        .isEqualTo("P > CAST(? AS CHAR(2000))");
    assertThat(new Query("").after(List.of(A, padded), List.of("1", "x")).text())
        .isEqualTo("(A > ? OR (A = ? AND (P > CAST(? AS CHAR(2000)))))");
    assertThat(new Query("").set(padded, "x").text()).isEqualTo("P = ?");
  }

  @ParameterizedTest
  @CsvSource({
    "40001, true",
    "40P01, true",
    "23505, true",
    "40003, false",
    "08006, false",
    "08007, false"
  })
  void isRolledBack_stateAtCommit_isCertainOnlyWhereTheServerSaysSo(String state, boolean certain) {
    assertThat(SqlFaults.isRolledBack(Dialect.POSTGRESQL, new SQLException("x", state)))
        .isEqualTo(certain);
  }

  /** A deadlock of SQL Server, MySQL, Oracle and PostgreSQL; the whole transaction may go again. */
  @ParameterizedTest
  @CsvSource({
    "SQL_SERVER, 40001, 1205",
    "MYSQL, 40001, 1213",
    "ORACLE, 61000, 60",
    "POSTGRESQL, 40001, 0",
    "POSTGRESQL, 40P01, 0"
  })
  void of_deadlock_isAFaultThatPasses(Dialect dialect, String state, int code) {
    Fault fault = SqlFaults.of(dialect, "legacy", "push", new SQLException("x", state, code));

    assertThat(fault).isInstanceOf(Fault.Store.class);
    assertThat(fault.retryable()).isTrue();
  }

  @Test
  void model_constraints_areThoseThatAreChecked() {
    TreeSet<String> used = new TreeSet<>();
    List<Class<?>> parts = new ArrayList<>(List.of(Model.class));
    parts.addAll(List.of(Model.class.getDeclaredClasses()));
    parts.addAll(List.of(FeedTables.class.getDeclaredClasses()));
    parts.addAll(List.of(Column.class.getPermittedSubclasses()));
    parts.add(Constant.class);
    parts.addAll(List.of(ChangeFeed.class.getDeclaredClasses()));
    for (Class<?> part : parts) {
      if (part.isRecord()) {
        for (RecordComponent component : part.getRecordComponents()) {
          for (Annotation annotation : component.getAccessor().getAnnotations()) {
            used.add(annotation.annotationType().getSimpleName());
          }
        }
      }
    }
    assertThat(used).containsExactly("Max", "Min", "NotNull", "Pattern", "Size");
  }
}
