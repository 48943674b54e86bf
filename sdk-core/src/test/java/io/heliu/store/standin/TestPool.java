package io.heliu.store.standin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

/**
 * A small pool for tests that lends connections again, with auto-commit on, as hosts have one. It
 * can limit the connections, and then fails instead of blocking; it can let the process die at any
 * statement or commit.
 */
public final class TestPool extends SourceBase implements AutoCloseable {
  private final DataSource source;
  private final String cleanUp;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private int inUse;
  private int limit = Integer.MAX_VALUE;
  private volatile Runnable point = () -> {};

  /**
   * Creates a pool.
   *
   * @param cleanUp the last statement, run when the pool is closed
   * @throws SQLException if no connection can be had
   */
  public TestPool(DataSource source, String cleanUp) throws SQLException {
    this.source = source;
    this.cleanUp = cleanUp;
    idle.push(source.getConnection());
  }

  /** Lets at most so many connections be in use. */
  public void limit(int connections) {
    limit = connections;
  }

  /** Calls this before every statement, and before and after every commit. */
  public void atEachPoint(Runnable action) {
    point = action;
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    if (inUse >= limit) {
      throw new SQLTransientConnectionException("the pool has no more than " + limit, "08001");
    }
    inUse++;
    Connection real = idle.isEmpty() ? source.getConnection() : idle.pop();
    return (Connection)
        Proxy.newProxyInstance(
            TestPool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              String name = method.getName();
              if (name.equals("close")) {
                giveBack(real);
                return null;
              }
              boolean commit = name.equals("commit");
              if (commit || name.equals("prepareStatement")) {
                point.run();
              }
              try {
                Object result = method.invoke(real, args);
                if (commit) {
                  point.run();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized void giveBack(Connection real) throws SQLException {
    inUse--;
    if (!real.isClosed() && !real.getAutoCommit()) {
      real.rollback();
      real.setAutoCommit(true);
    }
    idle.push(real);
  }

  /** Runs a statement. */
  public void execute(String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Drops the database. */
  @Override
  public synchronized void close() {
    try {
      while (idle.size() > 1) {
        idle.pop().close();
      }
      try (Connection last = idle.pop();
          Statement statement = last.createStatement()) {
        statement.execute(cleanUp);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop a test database", e);
    }
  }
}
