package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.internal.json.WallTime;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query of a form (单据查询). Its rows are the rows of the entry it selects fields of: the header's
 * values repeat.
 *
 * @param form the form's id
 * @param fields the fields, in the order of the answer's cells
 * @param filter which rows
 * @param order a unique order; without one, pages overlap
 */
record Query(String form, List<String> fields, String filter, String order) {
  /** How many values go into one list of a filter. */
  static final int LIST = 500;

  Query {
    fields = List.copyOf(fields);
  }

  /** Returns what asks for a page. */
  ObjectNode request(int startRow, int limit) {
    // TopRowCount caps rows from the very first one on: with it, later pages would come back empty.
    return Json.object()
        .put("FormId", form)
        .put("FieldKeys", String.join(",", fields))
        .put("FilterString", filter)
        .put("OrderString", order)
        .put("TopRowCount", 0)
        .put("StartRow", startRow)
        .put("Limit", limit);
  }

  /** Reads the rows of an answer. */
  List<Row> rows(JsonNode body) {
    if (!body.isArray()) {
      throw new MalformedJson("document: must be an array of rows");
    }
    List<Row> rows = new ArrayList<>(body.size());
    Map<String, Integer> columns = columns();
    for (JsonNode cells : body) {
      if (!cells.isArray() || cells.size() != fields.size()) {
        throw new MalformedJson("row " + rows.size() + ": must have " + fields.size() + " cells");
      }
      rows.add(new Row(form, columns, cells));
    }
    return rows;
  }

  private Map<String, Integer> columns() {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.putIfAbsent(fields.get(i), i);
    }
    return columns;
  }

  static String equal(String field, String value) {
    return field + "=" + quoted(value);
  }

  /** Leaves out what is withdrawn. */
  static String without(KingdeeSettings.Withdrawal withdrawal) {
    return withdrawal.field() + "<>" + quoted(withdrawal.value());
  }

  static String in(String field, Collection<String> values) {
    return field
        + " in ("
        + values.stream().map(Query::quoted).collect(Collectors.joining(","))
        + ")";
  }

  static String inIds(String field, Collection<Long> ids) {
    return field
        + " in ("
        + ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(","))
        + ")";
  }

  /** A quote inside a value is doubled: a value must never end the text it stands in. */
  static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Cuts values into lists that one filter can hold. */
  static <T> List<List<T>> lists(Collection<T> values) {
    List<T> all = new ArrayList<>(values);
    List<List<T>> lists = new ArrayList<>();
    for (int from = 0; from < all.size(); from += LIST) {
      lists.add(all.subList(from, Math.min(all.size(), from + LIST)));
    }
    return lists;
  }

  /**
   * A row.
   *
   * @param form the form's id
   * @param columns the place of each field in the cells
   * @param cells its cells
   */
  record Row(String form, Map<String, Integer> columns, JsonNode cells) {

    /** Returns a text; empty if there is none. */
    String text(String field) {
      try {
        String text = Json.text(cell(field));
        return text == null ? "" : text.trim();
      } catch (MalformedJson e) {
        throw malformed(field, "must be a text");
      }
    }

    /** Returns an internal id. */
    long id(String field) {
      try {
        return Json.requireLong(cell(field));
      } catch (MalformedJson e) {
        throw malformed(field, "must be a whole number");
      }
    }

    /** Returns a number; zero if there is none. */
    BigDecimal decimal(String field) {
      try {
        BigDecimal value = Json.decimal(cell(field));
        return value == null ? BigDecimal.ZERO : value;
      } catch (MalformedJson e) {
        throw malformed(field, "must be a number");
      }
    }

    /** Returns a time of the ERP's own clock. */
    LocalDateTime time(String field) {
      try {
        String text = text(field);
        LocalDateTime time = WallTime.parse(text, 'T');
        return time == null ? LocalDateTime.parse(text) : time;
      } catch (DateTimeParseException e) {
        throw malformed(field, "must read yyyy-MM-ddTHH:mm:ss");
      }
    }

    /** Returns the row as it came, by field. */
    ObjectNode raw() {
      ObjectNode raw = Json.object();
      columns.forEach((field, index) -> raw.set(field, cells.get(index)));
      return raw;
    }

    private JsonNode cell(String field) {
      Integer index = columns.get(field);
      if (index == null) {
        throw new IllegalArgumentException("field: " + field + " is not asked for");
      }
      return cells.get(index);
    }

    private Fault malformed(String field, String rule) {
      return new Fault.Protocol(
          Fault.Details.of(Answers.SYSTEM, "ExecuteBillQuery", form + " " + field + ": " + rule),
          null);
    }
  }

  /** Returns the value, or null if it is empty. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
