package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keeps the fee bills and answers questions for them. */
final class BillDesk {
  private static final int MAX_ROWS = 5_000;

  private final Map<Long, ObjectNode> bills = new TreeMap<>();

  void put(ObjectNode bill) {
    bills.put(Json.requireLong(bill, "bid"), bill);
  }

  private static boolean isWanted(Call call, ObjectNode bill) {
    return Stream.of("trade_id", "order_id", "account_id")
        .allMatch(
            name -> call.find(name) == null || call.require(name).equals(Json.text(bill, name)));
  }

  /** Answers {@code taobao.bill.bills.get}. */
  ObjectNode bills(Call call) {
    call.only(
        "fields",
        "start_time",
        "end_time",
        "time_type",
        "trade_id",
        "order_id",
        "account_id",
        "page_no",
        "page_size");
    Set<String> fields = call.fields();
    Instant start = call.time("start_time");
    Instant end = call.time("end_time");
    boolean ofOne = call.find("trade_id") != null || call.find("order_id") != null;
    boolean tooLong = Duration.between(start, end).compareTo(Duration.ofDays(1)) > 0;
    if (end.isBefore(start) || (tooLong && !ofOne)) {
      throw Refusal.invalid("end_time", "must be at most one day after start_time");
    }
    int page = call.number("page_no", 1, 1, Integer.MAX_VALUE);
    int size = call.number("page_size", 40, 40, 100);
    String time = call.number("time_type", 2, 1, 2) == 1 ? "biz_time" : "pay_time";
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode bill : bills.values()) {
      String at = Json.text(bill, time);
      if (at != null
          && !Call.parse(at).isBefore(start)
          && !Call.parse(at).isAfter(end)
          && isWanted(call, bill)) {
        rows.add(bill);
      }
    }
    if ((page - 1L) * size >= MAX_ROWS) {
      throw Refusal.business("isv.bill-too-many-rows", "超过5000条，请缩小时间范围");
    }
    int from = Math.min(rows.size(), (page - 1) * size);
    int to = Math.min(rows.size(), page * size);
    ObjectNode body = Json.object().put("total_results", rows.size());
    body.put("has_next", to < rows.size());
    Shape.list(
        body,
        "bills",
        rows.subList(from, to).stream().map(row -> Shape.select(row, fields)).toList(),
        page % 2 == 0);
    return body;
  }
}
