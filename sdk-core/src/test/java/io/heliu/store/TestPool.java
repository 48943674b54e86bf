package io.heliu.store;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A small pool for tests. It can limit the connections, and then fails instead of blocking; it can
 * let the process die at any statement or commit.
 */
public final class TestPool implements DataSource, AutoCloseable {
  private final DataSource source;
  private final String cleanUp;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private int inUse;
  private int limit = Integer.MAX_VALUE;
  private volatile Runnable point = () -> {};

  TestPool(DataSource source, String cleanUp, Connection first) {
    this.source = source;
    this.cleanUp = cleanUp;
    idle.push(first);
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

  private synchronized void giveBack(Connection real) {
    inUse--;
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
  public void close() {
    try {
      for (Connection connection : idle) {
        if (idle.size() > 1 && connection != idle.peekLast()) {
          connection.close();
        }
      }
      try (Connection last = idle.getLast();
          Statement statement = last.createStatement()) {
        statement.execute(cleanUp);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop a test database", e);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("users");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException("log writer");
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("log writer");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("login timeout");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("parent logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("unwrap");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
