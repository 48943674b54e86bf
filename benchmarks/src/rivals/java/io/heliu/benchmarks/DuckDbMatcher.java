package io.heliu.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB in memory, over JDBC. */
final class DuckDbMatcher implements Matcher {
  private static final List<String> PASSES =
      List.of(
          """
          create or replace table p1 as
          with lk as (select *, row_number() over (partition by ref, amt order by dt, id) k from l),
               rk as (select *, row_number() over (partition by ref, amt order by dt, id) k from r)
          select lk.id lid, rk.id rid from lk join rk using (ref, amt, k)""",
          "create or replace table l1 as select * from l anti join p1 on l.id = p1.lid",
          "create or replace table r1 as select * from r anti join p1 on r.id = p1.rid",
          """
          create or replace table p2 as
          with c as (
            select l1.id lid, r1.id rid,
              row_number() over (partition by l1.id
                order by abs(l1.amt - r1.amt), abs(l1.dt - r1.dt), r1.dt, r1.id) lk,
              row_number() over (partition by r1.id
                order by abs(l1.amt - r1.amt), abs(l1.dt - r1.dt), l1.id) rk
            from l1 join r1 on l1.ref = r1.ref
              and abs(l1.amt - r1.amt) <= 5 and abs(l1.dt - r1.dt) <= 3)
          select lid, rid from c where lk = 1 and rk = 1""",
          "create or replace table l2 as select * from l1 anti join p2 on l1.id = p2.lid",
          "create or replace table r2 as select * from r1 anti join p2 on r1.id = p2.rid",
          """
          create or replace table p3 as
          with c as (
            select l2.id lid, r2.id rid,
              row_number() over (partition by l2.id
                order by abs(l2.dt - r2.dt), r2.dt, r2.id) lk,
              row_number() over (partition by r2.id order by abs(l2.dt - r2.dt), l2.id) rk
            from l2 join r2 on l2.ch = r2.ch and l2.amt = r2.amt and abs(l2.dt - r2.dt) <= 3)
          select lid, rid from c where lk = 1 and rk = 1""");

  private final DuckDBConnection connection;

  DuckDbMatcher(int threads) throws SQLException {
    Connection plain = DriverManager.getConnection("jdbc:duckdb:");
    connection = plain.unwrap(DuckDBConnection.class);
    execute("set threads = " + threads);
  }

  @Override
  public String name() {
    return "duckdb";
  }

  @Override
  public void load(StandardData data) throws SQLException {
    load("l", data.left);
    load("r", data.right);
  }

  private void load(String table, StandardData.Lines lines) throws SQLException {
    execute(
        "create table " + table + " (id bigint, ref varchar, amt bigint, dt integer, ch tinyint)");
    try (DuckDBAppender appender = connection.createAppender("main", table)) {
      for (int i = 0; i < lines.size; i++) {
        appender
            .beginRow()
            .append((long) lines.ids[i])
            .append(lines.reference(i))
            .append((long) lines.amounts[i])
            .append(lines.days[i])
            .append(lines.channels[i])
            .endRow();
      }
    }
  }

  @Override
  public void match() throws SQLException {
    for (String pass : PASSES) {
      execute(pass);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public List<long[]> pairs() throws SQLException {
    List<long[]> result = new ArrayList<>();
    for (String table : List.of("p1", "p2", "p3")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("select lid, rid from " + table + " order by lid, rid")) {
        List<Long> pairs = new ArrayList<>();
        while (rows.next()) {
          pairs.add(rows.getLong(1) << 32 | rows.getLong(2));
        }
        result.add(pairs.stream().mapToLong(Long::longValue).toArray());
      }
    }
    return result;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
