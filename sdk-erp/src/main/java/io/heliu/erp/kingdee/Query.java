package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.heliu.Fault;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.internal.json.WallTime;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
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

  /** Reads the rows of an answer; null if it is no table of the fields. */
  @Nullable List<Row> rows(byte[] answer) {
    List<JsonNode[]> table = Json.table(answer, fields.size());
    if (table == null) {
      return null;
    }
    List<Row> rows = new ArrayList<>(table.size());
    for (JsonNode[] cells : table) {
      rows.add(new Row(form, fields, cells));
    }
    return rows;
  }

  static String equal(String field, String value) {
    return field + "=" + quoted(value);
  }

  /** Leaves out what is withdrawn. */
  static String without(KingdeeSettings.Withdrawal withdrawal) {
    return withdrawal.field() + "<>" + quoted(withdrawal.value());
  }

  static String in(String field, Collection<String> values) {
    StringJoiner list = list(field);
    for (String value : values) {
      list.add(quoted(value));
    }
    return list.toString();
  }

  static String inIds(String field, Collection<Long> ids) {
    StringJoiner list = list(field);
    for (long id : ids) {
      list.add(Long.toString(id));
    }
    return list.toString();
  }

  private static StringJoiner list(String field) {
    return new StringJoiner(",", field + " in (", ")");
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

  /** A row: the cells of the fields, in their order. */
  static final class Row {
    /** The path to a value that is the cell itself. */
    private static final String[] HERE = {};

    private final String form;
    private final List<String> fields;
    private final JsonNode[] cells;

    Row(String form, List<String> fields, JsonNode[] cells) {
      this.form = form;
      this.fields = fields;
      this.cells = cells;
    }

    /** Returns the first cell, where a refusal may stand. */
    JsonNode first() {
      return cells[0];
    }

    /** Returns a text; empty if there is none. */
    String text(String field) {
      return text(place(field));
    }

    /** As the other, by the cell's place: feeds read so many cells that finding them counts. */
    String text(int place) {
      try {
        JsonNode cell = cells[place];
        if (cell instanceof TextNode some) {
          return some.textValue().trim(); // nearly all cells
        }
        String text = Json.text(cell, HERE);
        return text == null ? "" : text.trim();
      } catch (MalformedJson e) {
        throw malformed(place, "must be a text");
      }
    }

    /** Returns an internal id. */
    long id(String field) {
      return id(place(field));
    }

    /** As the other, by the cell's place. */
    long id(int place) {
      try {
        return Json.requireLong(cells[place], HERE);
      } catch (MalformedJson e) {
        throw malformed(place, "must be a whole number");
      }
    }

    /** Returns a number; zero if there is none. */
    BigDecimal decimal(String field) {
      return decimal(place(field));
    }

    /** As the other, by the cell's place. */
    BigDecimal decimal(int place) {
      try {
        BigDecimal value = Json.decimal(cells[place], HERE);
        return value == null ? BigDecimal.ZERO : value;
      } catch (MalformedJson e) {
        throw malformed(place, "must be a number");
      }
    }

    /** Returns a time of the ERP's own clock. */
    LocalDateTime time(String field) {
      return time(place(field));
    }

    /** As the other, by the cell's place. */
    LocalDateTime time(int place) {
      try {
        String text = text(place);
        LocalDateTime time = WallTime.parse(text, 'T');
        return time == null ? LocalDateTime.parse(text) : time;
      } catch (DateTimeParseException e) {
        throw malformed(place, "must read yyyy-MM-ddTHH:mm:ss");
      }
    }

    /** Returns the row as it came, by field. */
    ObjectNode raw() {
      ObjectNode raw = Json.object();
      for (int i = 0; i < fields.size(); i++) {
        raw.set(fields.get(i), cells[i]);
      }
      return raw;
    }

    private int place(String field) {
      int place = fields.indexOf(field);
      if (place < 0) {
        throw new IllegalArgumentException("field: " + field + " is not asked for");
      }
      return place;
    }

    private Fault malformed(int place, String rule) {
      return new Fault.Protocol(
          Fault.Details.of(
              Answers.SYSTEM, "ExecuteBillQuery", form + " " + fields.get(place) + ": " + rule),
          null);
    }
  }

  /** Returns the value, or null if it is empty. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
