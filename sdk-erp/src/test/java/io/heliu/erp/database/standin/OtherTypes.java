package io.heliu.erp.database.standin;

import io.heliu.store.standin.SourceBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose drivers call the types of some columns as those of other databases do. */
public final class OtherTypes extends SourceBase {
  private final DataSource source;
  private final Map<String, String> types;

  /**
   * Wraps a data source.
   *
   * @param types names of types by name of column, in capitals
   */
  public OtherTypes(DataSource source, Map<String, String> types) {
    this.source = source;
    this.types = Map.copyOf(types);
  }

  private interface Turn {
    @Nullable Object of(String method, @Nullable Object @Nullable [] args, @Nullable Object result)
        throws SQLException;
  }

  private static <T> T wrapped(Class<T> type, T real, Turn turn) {
    return type.cast(
        Proxy.newProxyInstance(
            OtherTypes.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                return turn.of(method.getName(), args, method.invoke(real, args));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return wrapped(
        Connection.class,
        source.getConnection(),
        (method, args, result) ->
            result instanceof PreparedStatement statement ? wrapped(statement) : result);
  }

  private PreparedStatement wrapped(PreparedStatement real) {
    return wrapped(
        PreparedStatement.class,
        real,
        (method, args, result) -> result instanceof ResultSet rows ? wrapped(rows) : result);
  }

  private ResultSet wrapped(ResultSet real) {
    return wrapped(
        ResultSet.class,
        real,
        (method, args, result) ->
            result instanceof ResultSetMetaData columns ? wrapped(columns) : result);
  }

  private ResultSetMetaData wrapped(ResultSetMetaData real) {
    return wrapped(
        ResultSetMetaData.class,
        real,
        (method, args, result) -> {
          if (!method.equals("getColumnTypeName") || args == null) {
            return result;
          }
          String column = real.getColumnName((Integer) args[0]).toUpperCase(Locale.ROOT);
          return types.getOrDefault(column, String.valueOf(result));
        });
  }
}
