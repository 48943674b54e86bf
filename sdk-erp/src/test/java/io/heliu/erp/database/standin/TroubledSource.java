package io.heliu.erp.database.standin;

import io.heliu.store.standin.SourceBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections break when told to, as a network does. Thread-safe; what is told
 * happens once, on whichever connection comes there first.
 */
public final class TroubledSource extends SourceBase {
  private final DataSource source;
  private @Nullable Trouble next;
  private int statementsLeft;
  private int openConnections;

  /** Wraps a data source. */
  public TroubledSource(DataSource source) {
    this.source = source;
  }

  /** What goes wrong. */
  public enum Trouble {
    /** No connection can be had. */
    NO_CONNECTION,
    /** The connection breaks when a statement is prepared. */
    STATEMENT_LOST,
    /** The commit never arrives. */
    COMMIT_LOST,
    /** The commit is done, but its answer never arrives. */
    ANSWER_LOST,
    /** The connection cannot be closed properly. */
    CLOSE_FAILS
  }

  /** Lets something go wrong once, at the next opportunity. */
  public synchronized void next(Trouble trouble) {
    next(trouble, 0);
  }

  /** Lets something go wrong once, after so many more statements. */
  public synchronized void next(Trouble trouble, int statements) {
    next = trouble;
    statementsLeft = statements;
  }

  /** Tells whether what was told has not happened yet. */
  public synchronized boolean isPending() {
    return next != null;
  }

  /** Takes back what was to go wrong and has not. */
  public synchronized void calm() {
    next = null;
  }

  /** Returns how many connections were taken and not given back. */
  public synchronized int openConnections() {
    return openConnections;
  }

  private synchronized boolean strikes(Trouble trouble) {
    if (next != trouble || statementsLeft-- > 0) {
      return false;
    }
    next = null;
    return true;
  }

  private static SQLException broken() {
    return new SQLNonTransientConnectionException("the connection is broken", "08006");
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (strikes(Trouble.NO_CONNECTION)) {
      throw broken();
    }
    Connection real = source.getConnection();
    synchronized (this) {
      openConnections++;
    }
    Wire wire = new Wire(real);
    return (Connection)
        Proxy.newProxyInstance(
            TroubledSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> wire.call(method, args));
  }

  private final class Wire {
    private final Connection real;
    private boolean cut;

    Wire(Connection real) {
      this.real = real;
    }

    @Nullable Object call(Method method, @Nullable Object @Nullable [] args) throws Throwable {
      String name = method.getName();
      if (name.equals("close")) {
        close();
        return null;
      }
      if (cut) {
        throw broken();
      }
      if (name.equals("prepareStatement") && strikes(Trouble.STATEMENT_LOST)) {
        throw cut();
      }
      if (name.equals("commit") && strikes(Trouble.COMMIT_LOST)) {
        throw cut();
      }
      boolean answerLost = name.equals("commit") && strikes(Trouble.ANSWER_LOST);
      try {
        Object result = method.invoke(real, args);
        if (answerLost) {
          throw cut();
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    /** The server notices that the connection is gone and rolls back what was not committed. */
    private SQLException cut() throws SQLException {
      cut = true;
      if (!real.getAutoCommit()) {
        real.rollback();
      }
      return broken();
    }

    private void close() throws SQLException {
      synchronized (TroubledSource.this) {
        openConnections--;
      }
      real.close();
      if (strikes(Trouble.CLOSE_FAILS)) {
        throw broken();
      }
    }
  }
}
