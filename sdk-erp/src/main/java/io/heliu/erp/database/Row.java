package io.heliu.erp.database;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as it was fetched, no longer tied to its connection. */
final class Row {
  private static final int MARK_BYTES = 8;

  private final Map<Column<?>, Object> values = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> plain = new ArrayList<>();

  Row(ResultSet rows, List<? extends Column<?>> columns) throws SQLException {
    List<Integer> positions = Query.positions(columns);
    for (int i = 0; i < columns.size(); i++) {
      Column<?> column = columns.get(i);
      Object value = column.fetch(rows, positions.get(i));
      if (value != null) {
        values.put(column, value);
      }
      names.add(column.column());
      plain.add(plain(value));
    }
  }

  private static String plain(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /**
   * Returns a value; null if there is none, or no such column.
   *
   * @throws BadValue if it breaks its column's rule
   */
  <T> @Nullable T get(@Nullable Column<T> column) {
    Object raw = column == null ? null : values.get(column);
    return column == null || raw == null ? null : column.decode(raw);
  }

  /**
   * Returns a value that must be there.
   *
   * @throws BadValue if it is not, or breaks its column's rule
   */
  <T> T need(Column<T> column) {
    T value = get(column);
    if (value == null) {
      throw new BadValue("UNREADABLE", column.column() + ": must not be empty");
    }
    return value;
  }

  /** Returns the values of a key. */
  List<String> key(List<? extends Column<String>> columns) {
    List<String> key = new ArrayList<>();
    for (Column<String> column : columns) {
      key.add(need(column));
    }
    return key;
  }

  /** Returns rows as they came: an array of objects by column, bytes in hexadecimal. */
  static String raw(List<Row> rows) {
    ArrayNode array = Json.array();
    for (Row row : rows) {
      ObjectNode object = array.addObject();
      for (int i = 0; i < row.names.size(); i++) {
        object.put(row.names.get(i), row.plain.get(i));
      }
    }
    return Json.write(array);
  }

  /** Returns a mark of what is in these rows; a change of anything changes it. */
  static String mark(List<Row> rows) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Row row : rows) {
        for (String value : row.plain) {
          byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
          digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
