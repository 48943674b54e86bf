package io.heliu.erp.kingdee.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a form consists of.
 *
 * @param id the form's id
 * @param idField the field of the internal id
 * @param numberField the field of the number
 * @param head the header's fields, those of sub-headers included
 * @param subHeads the names of sub-headers, and the fields in each
 * @param entries the entries, and the fields of each
 */
record FormSpec(
    String id,
    String idField,
    String numberField,
    Map<String, Field> head,
    Map<String, Set<String>> subHeads,
    Map<String, Map<String, Field>> entries) {

  /** What a field holds. */
  enum Kind {
    TEXT,
    NUMBER,
    DATE,
    BOOL,
    /** Rows that tie a line to its source, or serial numbers: kept as they come. */
    ROWS,
    /** Base data of any sort. */
    BASE,
    ORG,
    CUSTOMER,
    MATERIAL,
    STOCK;

    boolean refers() {
      return compareTo(BASE) >= 0;
    }
  }

  /**
   * A field.
   *
   * @param kind what it holds
   * @param inner the key inside a reference, else empty
   * @param required whether a save must give it
   */
  record Field(Kind kind, String inner, boolean required) {}

  /** Reads {@code name:kind} pairs; an exclamation mark says that a save must give the field. */
  static Map<String, Field> fields(String text) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (String part : text.trim().split("\\s+", -1)) {
      boolean required = part.endsWith("!");
      String[] pair = (required ? part.substring(0, part.length() - 1) : part).split(":", -1);
      String[] kind = pair[1].split("/", -1);
      Kind what =
          switch (kind[0]) {
            case "t" -> Kind.TEXT;
            case "n" -> Kind.NUMBER;
            case "d" -> Kind.DATE;
            case "b" -> Kind.BOOL;
            case "rows" -> Kind.ROWS;
            case "org" -> Kind.ORG;
            case "cust" -> Kind.CUSTOMER;
            case "mat" -> Kind.MATERIAL;
            case "stock" -> Kind.STOCK;
            case "base" -> Kind.BASE;
            default -> throw new IllegalArgumentException("text: unknown kind in " + part);
          };
      String inner = kind.length > 1 ? kind[1] : what.refers() ? "FNumber" : "";
      fields.put(pair[0], new Field(what, inner, required));
    }
    return fields;
  }

  /** Starts a form. */
  static Builder form(String id, String idField, String numberField, String head) {
    return new Builder(id, idField, numberField, head);
  }

  /** Puts a form together. */
  static final class Builder {
    private final String id;
    private final String idField;
    private final String numberField;
    private final Map<String, Field> head;
    private final Map<String, Set<String>> subHeads = new LinkedHashMap<>();
    private final Map<String, Map<String, Field>> entries = new LinkedHashMap<>();

    private Builder(String id, String idField, String numberField, String head) {
      this.id = id;
      this.idField = idField;
      this.numberField = numberField;
      this.head = fields(head);
    }

    Builder sub(String name, String text) {
      Map<String, Field> fields = fields(text);
      head.putAll(fields);
      subHeads.put(name, fields.keySet());
      return this;
    }

    Builder entry(String name, String text) {
      entries.put(name, fields(text));
      return this;
    }

    FormSpec build() {
      return new FormSpec(id, idField, numberField, head, subHeads, entries);
    }
  }

  /** Fields that customers add themselves start like this; they are texts. */
  static boolean custom(String key) {
    return key.startsWith("F_");
  }

  /** Returns the sub-header that a field stands in, or null for the header itself. */
  @Nullable String subHeadOf(String key) {
    for (Map.Entry<String, Set<String>> sub : subHeads.entrySet()) {
      if (sub.getValue().contains(key)) {
        return sub.getKey();
      }
    }
    return null;
  }
}
