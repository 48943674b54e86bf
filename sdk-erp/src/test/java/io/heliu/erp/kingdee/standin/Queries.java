package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.kingdee.standin.FormSpec.Field;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers queries. What it does not know it refuses, rather than answer it half. */
final class Queries {
  private static final Set<String> KEYS =
      Set.of(
          "FormId",
          "FieldKeys",
          "FilterString",
          "OrderString",
          "TopRowCount",
          "StartRow",
          "Limit",
          "SubSystemId");
  private static final DateTimeFormatter OUT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  private static final int REMEMBERED = 8;

  private final Site site;
  private int ceiling = 2_000;
  private final Map<List<String>, Result> results =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Result> eldest) {
          return size() > REMEMBERED;
        }
      };

  Queries(Site site) {
    this.site = site;
  }

  void ceiling(int rows) {
    this.ceiling = rows;
  }

  /** All rows of a query, good until the site changes: the next page is likely to be asked for. */
  private record Result(long version, View view, List<Row> rows) {}

  /** Returns the rows as arrays, or as objects by field. */
  ArrayNode answer(JsonNode data, boolean named) {
    for (Iterator<String> names = data.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw new Refusal(Refusal.PARAMETER, name, "参数不存在: " + name);
      }
    }
    List<String> key =
        List.of(
            text(data, "FormId"),
            text(data, "FieldKeys"),
            text(data, "OrderString"),
            text(data, "FilterString"));
    Result result = results.get(key);
    if (result == null || result.version != site.version()) {
      result = run(data);
      results.put(key, result);
    }
    return write(result.view, page(data, result.rows), named);
  }

  private Result run(JsonNode data) {
    FormSpec spec = site.spec(text(data, "FormId"));
    List<String> fields = List.of(text(data, "FieldKeys").split(","));
    List<String> order = List.of(text(data, "OrderString").split(","));
    Filter filter = Filter.parse(text(data, "FilterString"));
    View view = view(spec, fields, order, filter);
    List<Row> rows = new ArrayList<>();
    for (Bill bill : candidates(spec, filter)) {
      addRows(view, bill, filter, rows);
    }
    return new Result(site.version(), view, sorted(view, rows));
  }

  /** A row: a document, and the line of the entry that is asked for. */
  private record Row(Bill bill, Bill.@Nullable Line line) {}

  private record Column(String name, String key, boolean inLine, boolean lineId, boolean seq) {}

  private record View(
      FormSpec spec, @Nullable String entry, List<Column> columns, List<Column> order) {}

  private record Keyed(Row row, List<@Nullable Object> keys) {}

  private static List<Row> sorted(View view, List<Row> rows) {
    List<Keyed> keyed = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<@Nullable Object> keys = new ArrayList<>(view.order.size());
      view.order.forEach(column -> keys.add(value(row, column)));
      keyed.add(new Keyed(row, keys));
    }
    keyed.sort(
        (one, other) -> {
          for (int i = 0; i < one.keys.size(); i++) {
            int order = Filter.compare(one.keys.get(i), other.keys.get(i));
            if (order != 0) {
              return order;
            }
          }
          return 0;
        });
    return keyed.stream().map(Keyed::row).toList();
  }

  private View view(FormSpec spec, List<String> fields, List<String> order, Filter filter) {
    String entry = null;
    List<String> all = new ArrayList<>(fields);
    all.addAll(order);
    all.addAll(filter.fields());
    for (String name : all) {
      String of = entryOf(spec, name);
      if (of != null && entry != null && !of.equals(entry)) {
        throw new Refusal(Refusal.EXCEPTION, name, "不能同时查询两个单据体: " + name);
      }
      entry = of == null ? entry : of;
    }
    String unique = entry == null ? spec.idField() : entry + "_FEntryID";
    if (!order.get(order.size() - 1).equals(unique)) {
      throw new Refusal(Refusal.PARAMETER, "OrderString", "排序必须以唯一字段结尾: " + unique);
    }
    String chosen = entry;
    filter.bind(name -> column(spec, chosen, name));
    return new View(
        spec,
        entry,
        fields.stream().map(name -> column(spec, chosen, name)).toList(),
        order.stream().map(name -> column(spec, chosen, name)).toList());
  }

  private static @Nullable String entryOf(FormSpec spec, String name) {
    if (builtIn(spec, name) || headKey(spec, name) != null) {
      return null;
    }
    for (Map.Entry<String, Map<String, Field>> entry : spec.entries().entrySet()) {
      String id = entry.getKey();
      if (name.equals(id + "_FEntryID")
          || name.equals(id + "_FSeq")
          || key(entry.getValue(), name) != null) {
        return id;
      }
    }
    throw new Refusal(Refusal.EXCEPTION, name, "字段不存在: " + name);
  }

  private static boolean builtIn(FormSpec spec, String name) {
    return name.equals(spec.idField())
        || name.equals(spec.numberField())
        || Set.of("FDocumentStatus", "FCancelStatus", "FApproveDate", "FModifyDate").contains(name)
        || (spec.id().equals(Forms.ORDER) && name.equals("FCloseStatus"));
  }

  private static @Nullable String headKey(FormSpec spec, String name) {
    return FormSpec.custom(name) ? name : key(spec.head(), name);
  }

  /** A reference is asked for by its inner key; its bare key would be an internal id. */
  private static @Nullable String key(Map<String, Field> fields, String name) {
    int dot = name.indexOf('.');
    String key = dot < 0 ? name : name.substring(0, dot);
    Field field = fields.get(key);
    if (field == null) {
      return null;
    }
    String inner = field.inner().isEmpty() || !field.kind().refers() ? "" : "." + field.inner();
    return name.equals(key + inner) ? key : null;
  }

  private static Column column(FormSpec spec, @Nullable String entry, String name) {
    if (entry != null && name.equals(entry + "_FEntryID")) {
      return new Column(name, name, true, true, false);
    }
    if (entry != null && name.equals(entry + "_FSeq")) {
      return new Column(name, name, true, false, true);
    }
    if (builtIn(spec, name)) {
      return new Column(name, name, false, false, false);
    }
    String head = headKey(spec, name);
    if (head != null) {
      return new Column(name, head, false, false, false);
    }
    String key = entry == null ? null : key(spec.entries().getOrDefault(entry, Map.of()), name);
    if (key == null) {
      throw new Refusal(Refusal.EXCEPTION, name, "字段不存在: " + name);
    }
    return new Column(name, key, true, false, false);
  }

  /** Uses the index by number or id where the filter names one; everything else is looked at. */
  private Collection<Bill> candidates(FormSpec spec, Filter filter) {
    Set<Object> numbers = filter.only(spec.numberField());
    if (numbers != null && !spec.numberField().equals(spec.idField())) {
      return numbers.stream()
          .map(number -> site.find(spec.id(), String.valueOf(number)))
          .filter(bill -> bill != null)
          .toList();
    }
    Set<Object> ids = filter.only(spec.idField());
    if (ids != null) {
      return ids.stream()
          .filter(id -> id instanceof BigDecimal)
          .map(id -> site.find(spec.id(), ((BigDecimal) id).longValue()))
          .filter(bill -> bill != null)
          .toList();
    }
    BigDecimal after = filter.above(spec.idField());
    return after == null
        ? site.bills(spec.id()).values()
        : site.bills(spec.id()).tailMap(after.longValue(), false).values();
  }

  private static void addRows(View view, Bill bill, Filter filter, List<Row> rows) {
    if (view.entry == null) {
      Row row = new Row(bill, null);
      if (filter.matches(column -> value(row, (Column) column))) {
        rows.add(row);
      }
      return;
    }
    List<Bill.Line> lines = bill.lines(view.entry);
    // A document without a line in the entry still has its row, with nothing in the entry's cells.
    int count = Math.max(1, lines.size());
    for (int i = 0; i < count; i++) {
      Row row = new Row(bill, lines.isEmpty() ? null : lines.get(i));
      if (filter.matches(column -> value(row, (Column) column))) {
        rows.add(row);
      }
    }
  }

  private static @Nullable Object value(Row row, Column column) {
    if (column.inLine) {
      Bill.Line line = row.line;
      if (line == null) {
        return null;
      }
      if (column.lineId) {
        return BigDecimal.valueOf(line.id);
      }
      return column.seq ? BigDecimal.valueOf(line.seq) : line.values.get(column.key);
    }
    Bill bill = row.bill;
    if (column.key.equals(bill.spec.idField())) {
      return BigDecimal.valueOf(bill.id);
    }
    return switch (column.key) {
      case "FDocumentStatus" -> bill.status;
      case "FCancelStatus" -> bill.voided ? "B" : "A";
      case "FCloseStatus" -> bill.closed ? "B" : "A";
      case "FApproveDate" -> bill.approved;
      case "FModifyDate" -> bill.modified;
      default -> bill.head.get(column.key);
    };
  }

  private List<Row> page(JsonNode data, List<Row> rows) {
    int start = number(data, "StartRow");
    int limit = number(data, "Limit");
    int top = number(data, "TopRowCount");
    if (limit < 1 || limit > ceiling || start < 0) {
      throw new Refusal(Refusal.PARAMETER, "Limit", "Limit必须在1到" + ceiling + "之间");
    }
    // The cap counts from the first row of all, not of the page.
    int size = top > 0 ? Math.min(top, rows.size()) : rows.size();
    return start >= size ? List.of() : rows.subList(start, Math.min(size, start + limit));
  }

  private static ArrayNode write(View view, List<Row> rows, boolean named) {
    ArrayNode answer = Json.array();
    for (Row row : rows) {
      ArrayNode cells = Json.array();
      ObjectNode object = Json.object();
      for (Column column : view.columns) {
        JsonNode cell = node(column, value(row, column));
        cells.add(cell);
        object.set(column.name, cell);
      }
      answer.add(named ? object : cells);
    }
    return answer;
  }

  /** Quantities and amounts come with ten decimals, ids without. */
  private static JsonNode node(Column column, @Nullable Object value) {
    ObjectNode nodes = Json.object();
    if (value instanceof BigDecimal number) {
      boolean id = column.lineId || column.seq || column.key.endsWith("ID") || isId(column.key);
      return id
          ? nodes.numberNode(number.longValue())
          : nodes.numberNode(number.setScale(Math.max(10, number.scale())));
    }
    if (value instanceof LocalDateTime time) {
      return nodes.textNode(OUT.format(time));
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    return value == null ? nodes.nullNode() : nodes.textNode(value.toString());
  }

  private static boolean isId(String key) {
    return key.endsWith("EntryId") || key.equals("FStockId");
  }

  private static String text(JsonNode data, String key) {
    try {
      return Json.requireText(data, key);
    } catch (MalformedJson e) {
      throw new Refusal(Refusal.PARAMETER, key, "参数不能为空: " + key);
    }
  }

  private static int number(JsonNode data, String key) {
    try {
      Long value = Json.longOf(data, key);
      return value == null ? 0 : Math.toIntExact(value);
    } catch (MalformedJson | ArithmeticException e) {
      throw new Refusal(Refusal.PARAMETER, key, "参数必须是整数: " + key);
    }
  }
}
