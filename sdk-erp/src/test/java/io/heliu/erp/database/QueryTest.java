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
  private static final KeyColumn A = new KeyColumn("A", Kind.NUMBER);
  private static final KeyColumn B = new KeyColumn("B", Kind.TEXT);
  private static final KeyColumn C = new KeyColumn("C", Kind.TEXT);

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
    "23505, 0, true",
    "23000, 2601, true",
    "23000, 2627, true",
    "23000, 1, true",
    "23000, 1062, true",
    "23000, 515, false",
    "23502, 0, false",
    "23503, 0, false"
  })
  void isDuplicate_stateAndCode_areThoseOfTheVendors(String state, int code, boolean duplicate) {
    assertThat(Dialect.isDuplicate(new SQLException("x", state, code))).isEqualTo(duplicate);
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
    assertThat(SqlFaults.isRolledBack(new SQLException("x", state))).isEqualTo(certain);
  }

  /** A deadlock of SQL Server, MySQL, Oracle and PostgreSQL; the whole transaction may go again. */
  @ParameterizedTest
  @CsvSource({"40001, 1205", "40001, 1213", "61000, 60", "40001, 0", "40P01, 0"})
  void of_deadlock_isAFaultThatPasses(String state, int code) {
    Fault fault = SqlFaults.of("legacy", "push", new SQLException("x", state, code));

    assertThat(fault).isInstanceOf(Fault.Store.class);
    assertThat(fault.retryable()).isTrue();
  }

  @Test
  void model_constraints_areThoseThatAreChecked() {
    TreeSet<String> used = new TreeSet<>();
    List<Class<?>> parts = new ArrayList<>(List.of(Model.class));
    parts.addAll(List.of(Model.class.getDeclaredClasses()));
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
