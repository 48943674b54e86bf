package io.heliu.store.standin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that says that it is another release of itself. */
public final class ReleaseSource extends SourceBase {
  private final DataSource source;
  private final String release;

  /** Creates a source; the release is told as the driver tells it. */
  public ReleaseSource(DataSource source, String release) {
    this.source = source;
    this.release = release;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = source.getConnection();
    return replacing(
        Connection.class,
        real,
        "getMetaData",
        replacing(
            DatabaseMetaData.class, real.getMetaData(), "getDatabaseProductVersion", release));
  }

  /** Returns an object of which one method answers something else. */
  private static <T> T replacing(Class<T> type, T real, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            ReleaseSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, args) -> {
              if (called.getName().equals(method)) {
                return answer;
              }
              try {
                return called.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
