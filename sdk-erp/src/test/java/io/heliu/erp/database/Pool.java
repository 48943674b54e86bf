package io.heliu.erp.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool that lends connections again, with auto-commit on, as hosts have one. */
final class Pool implements DataSource {
  private final DataSource source;
  private final Deque<Connection> idle = new ArrayDeque<>();

  Pool(DataSource source) throws SQLException {
    this.source = source;
    idle.push(source.getConnection());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = take();
    return (Connection)
        Proxy.newProxyInstance(
            Pool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                giveBack(real);
                return null;
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized Connection take() throws SQLException {
    return idle.isEmpty() ? source.getConnection() : idle.pop();
  }

  private synchronized void giveBack(Connection real) throws SQLException {
    if (!real.getAutoCommit()) {
      real.rollback();
      real.setAutoCommit(true);
    }
    idle.push(real);
  }

  /** Runs a last statement and closes all connections. */
  synchronized void close(String lastStatement) throws SQLException {
    while (idle.size() > 1) {
      idle.pop().close();
    }
    try (Connection last = idle.pop();
        Statement statement = last.createStatement()) {
      statement.execute(lastStatement);
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
