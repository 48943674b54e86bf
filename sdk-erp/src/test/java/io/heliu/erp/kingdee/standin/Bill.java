package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document, or a piece of base data, as the stand-in keeps it. */
final class Bill {
  final FormSpec spec;
  final long id;
  String number = "";
  String status = "A";
  boolean voided;
  boolean closed;
  @Nullable LocalDateTime approved;
  @Nullable LocalDateTime modified;
  Map<String, Object> head = new LinkedHashMap<>();
  Map<String, List<Line>> entries = new LinkedHashMap<>();

  Bill(FormSpec spec, long id) {
    this.spec = spec;
    this.id = id;
  }

  /** A line of an entry. */
  static final class Line {
    final long id;
    final int seq;
    final Map<String, Object> values = new LinkedHashMap<>();
    final Map<String, JsonNode> rows = new LinkedHashMap<>();

    Line(long id, int seq) {
      this.id = id;
      this.seq = seq;
    }

    String text(String field) {
      return String.valueOf(values.getOrDefault(field, ""));
    }

    BigDecimal number(String field) {
      return values.get(field) instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }
  }

  List<Line> lines(String entry) {
    return entries.computeIfAbsent(entry, name -> new ArrayList<>());
  }

  String text(String field) {
    return String.valueOf(head.getOrDefault(field, ""));
  }

  BigDecimal number(String field) {
    return head.get(field) instanceof BigDecimal number ? number : BigDecimal.ZERO;
  }

  /** Returns the sum of a column. */
  BigDecimal sum(String entry, String field) {
    return lines(entry).stream()
        .map(line -> line.number(field))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
