package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.kingdee.standin.FormSpec.Field;
import io.heliu.erp.kingdee.standin.FormSpec.Kind;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a model into a bill and refuses unknown fields, unknown base data and what is missing. */
final class ModelReader {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final Set<String> UNITS = Set.of("Pcs");

  private final Site site;

  ModelReader(Site site) {
    this.site = site;
  }

  /** Reads a model; a draft may lack required fields. */
  void read(Bill bill, ObjectNode model, boolean draft) {
    Set<String> given = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : model.properties()) {
      readMember(bill, entry.getKey(), entry.getValue(), given, draft);
    }
    if (!draft) {
      requireAll(bill.spec.head(), given, "");
      bill.spec.entries().keySet().stream()
          .filter(entry -> !entry.equals("FOutStockTrace"))
          .forEach(entry -> requireLines(bill, entry));
    }
  }

  private static void requireLines(Bill bill, String entry) {
    if (bill.lines(entry).isEmpty()) {
      throw new Refusal(Refusal.INVALID, entry, "单据体“" + entry + "”必录");
    }
  }

  private void readMember(Bill bill, String key, JsonNode value, Set<String> given, boolean draft) {
    FormSpec spec = bill.spec;
    if (key.equals(spec.idField())) {
      return;
    }
    if (spec.subHeads().containsKey(key)) {
      Set<String> allowed = spec.subHeads().getOrDefault(key, Set.of());
      for (Map.Entry<String, JsonNode> inner : object(value, key).properties()) {
        if (!allowed.contains(inner.getKey())) {
          throw unknown(key + "." + inner.getKey());
        }
        put(bill.head, spec.head(), inner.getKey(), inner.getValue(), given);
      }
    } else if (spec.entries().containsKey(key)) {
      readLines(bill, key, value, draft);
    } else if (spec.subHeadOf(key) == null) {
      put(bill.head, spec.head(), key, value, given);
    } else {
      throw unknown(key);
    }
  }

  private void readLines(Bill bill, String entry, JsonNode value, boolean draft) {
    if (!value.isArray()) {
      throw new Refusal(Refusal.PARAMETER, entry, "单据体必须是数组: " + entry);
    }
    Map<String, Field> fields = bill.spec.entries().getOrDefault(entry, Map.of());
    for (JsonNode row : value) {
      Bill.Line line =
          new Bill.Line(site.nextLine(bill.spec.id(), entry), bill.lines(entry).size() + 1);
      Set<String> given = new HashSet<>();
      for (Map.Entry<String, JsonNode> cell : object(row, entry).properties()) {
        Field field = fields.get(cell.getKey());
        if (field != null && field.kind() == Kind.ROWS) {
          line.rows.put(cell.getKey(), cell.getValue());
          given.add(cell.getKey());
        } else {
          put(line.values, fields, cell.getKey(), cell.getValue(), given);
        }
      }
      if (!draft) {
        requireAll(fields, given, entry + ".");
      }
      bill.lines(entry).add(line);
    }
  }

  private void put(
      Map<String, Object> values,
      Map<String, Field> fields,
      String key,
      JsonNode value,
      Set<String> given) {
    Field field = fields.get(key);
    if (field == null && !FormSpec.custom(key)) {
      throw unknown(key);
    }
    Object read;
    try {
      read = field == null ? text(value) : read(key, field, value);
    } catch (MalformedJson | DateTimeParseException e) {
      throw new Refusal(Refusal.PARAMETER, key, "字段值不正确: " + key);
    }
    if (read != null && !read.equals("")) {
      values.put(key, read);
      given.add(key);
    }
  }

  private @Nullable Object read(String key, Field field, JsonNode value) {
    return switch (field.kind()) {
      case TEXT -> text(value);
      case NUMBER -> Json.decimal(value);
      case BOOL -> Json.bool(value);
      case DATE -> date(text(value));
      case ROWS -> throw unknown(key);
      default -> reference(key, field, value);
    };
  }

  private String reference(String key, Field field, JsonNode value) {
    ObjectNode reference = object(value, key);
    // Where a template has the key in capitals, published examples write it in either way.
    String inner =
        field.inner().equals("FNUMBER") && reference.has("FNumber") ? "FNumber" : field.inner();
    if (reference.size() != 1 || !reference.has(inner)) {
      throw new Refusal(Refusal.PARAMETER, key, "基础资料必须写成 {" + field.inner() + "}: " + key);
    }
    String number = Json.requireText(reference, inner);
    boolean known =
        switch (field.kind()) {
          case ORG -> site.organization.equals(number);
          case CUSTOMER -> site.find(Forms.CUSTOMER, number) != null;
          case MATERIAL -> site.find(Forms.MATERIAL, number) != null;
          case STOCK -> site.find(Forms.STOCK, number) != null;
          default -> (!key.endsWith("UnitID") && !key.endsWith("UnitId")) || UNITS.contains(number);
        };
    if (!known) {
      throw new Refusal(Refusal.NO_SUCH_FIELD, key, "字段“" + key + "”的值不存在: " + number);
    }
    return number;
  }

  private static String text(JsonNode value) {
    String text = Json.text(value);
    return text == null ? "" : text;
  }

  private static LocalDateTime date(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text, TIME);
  }

  private static void requireAll(Map<String, Field> fields, Set<String> given, String place) {
    fields.forEach(
        (key, field) -> {
          if (field.required() && !given.contains(key)) {
            throw new Refusal(Refusal.INVALID, key, "字段“" + place + key + "”是必填项");
          }
        });
  }

  private static ObjectNode object(JsonNode value, String key) {
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new Refusal(Refusal.PARAMETER, key, "必须是对象: " + key);
  }

  private static Refusal unknown(String key) {
    return new Refusal(Refusal.NO_SUCH_FIELD, key, "字段不存在: " + key);
  }
}
