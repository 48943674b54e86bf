package io.heliu.erp.database.standin;

import io.heliu.store.standin.SourceBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source that refuses some statements in the words of another database. */
public final class RefusingSource extends SourceBase {
  private final DataSource source;
  private final String fragment;
  private final String state;
  private final int code;

  /**
   * Wraps a data source.
   *
   * @param fragment what is in the statements that are refused
   * @param state the SQL state that the driver gives
   * @param code the vendor's code
   */
  public RefusingSource(DataSource source, String fragment, String state, int code) {
    this.source = source;
    this.fragment = fragment;
    this.state = state;
    this.code = code;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = source.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            RefusingSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              boolean statement = method.getName().equals("prepareStatement");
              if (statement && String.valueOf(args[0]).contains(fragment)) {
                throw new SQLException("refused: synthetic value", state, code);
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
