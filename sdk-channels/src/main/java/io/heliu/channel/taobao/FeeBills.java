package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fees that the platform charges the shop (费用账单), by day. Thread-safe. */
public final class FeeBills {
  private static final String METHOD = "taobao.bill.bills.get";
  private static final int PAGE_SIZE = 100;

  /** The most rows of one span of time that the platform hands out. */
  private static final long MAX_ROWS = 5_000;

  private static final String FIELDS =
      "bid,trade_id,order_id,account_id,amount,total_amount,status,biz_time,pay_time,book_time,"
          + "alipay_outno";

  private final Top top;
  private final Money unit;

  FeeBills(Top top, Money unit) {
    this.top = top;
    this.unit = unit;
  }

  /** By which of its times a bill belongs to a day. */
  public enum DayBy {
    /** When the trade was completed. */
    COMPLETED("1", "biz_time"),
    /** When the fee was taken from the shop's account. */
    PAID("2", "pay_time");

    private final String code;
    private final String field;

    DayBy(String code, String field) {
      this.code = code;
      this.field = field;
    }
  }

  /**
   * Returns all bills of a day in China's zone. A span with more rows than the platform hands out
   * is halved until it fits; every span is checked against the platform's total.
   *
   * @return one page with all rows
   * @throws Fault.Protocol if the rows do not agree with the platform's total, also when asked a
   *     second time
   * @throws Fault if the platform cannot be asked
   */
  public Page<FeeBill> day(LocalDate day, DayBy by) {
    Instant from = TopTime.startOf(day);
    Instant to = TopTime.startOf(day.plusDays(1));
    Map<String, JsonNode> found = new LinkedHashMap<>();
    collect(from, to, by, found);
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : found.values()) {
      // The bound is asked for inclusively, so the next day's first second comes along.
      if (!TopTime.format(to).equals(TopJson.optional(row, by.field))) {
        rows.add(row);
      }
    }
    return TopJson.page(rows, "bid", false, this::bill);
  }

  private void collect(Instant from, Instant to, DayBy by, Map<String, JsonNode> found) {
    Answer first = ask(from, to, by, 1);
    if (first.total <= MAX_ROWS) {
      Map<String, JsonNode> rows = readAll(from, to, by, first);
      found.putAll(rows == null ? again(from, to, by) : rows);
      return;
    }
    long half = from.until(to, ChronoUnit.SECONDS) / 2;
    if (half == 0) {
      throw protocol("one second holds more rows than the platform hands out");
    }
    collect(from, from.plusSeconds(half), by, found);
    collect(from.plusSeconds(half), to, by, found);
  }

  private Map<String, JsonNode> again(Instant from, Instant to, DayBy by) {
    Map<String, JsonNode> rows = readAll(from, to, by, ask(from, to, by, 1));
    if (rows == null) {
      throw protocol("the rows do not agree with the total; ask again later");
    }
    return rows;
  }

  /** Returns the rows of a span by id, or null if they are not as many as the total says. */
  private @Nullable Map<String, JsonNode> readAll(
      Instant from, Instant to, DayBy by, Answer first) {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    Answer answer = first;
    for (int page = 1; ; page++) {
      for (JsonNode row : answer.rows) {
        String id = Json.text(row, "bid");
        rows.put(id == null ? "row " + page + "/" + rows.size() : id, row);
      }
      if ((long) page * PAGE_SIZE >= answer.total) {
        return rows.size() == answer.total ? rows : null;
      }
      answer = ask(from, to, by, page + 1);
    }
  }

  private Answer ask(Instant from, Instant to, DayBy by, int page) {
    return top.read(
        METHOD,
        Map.of(
            "fields", FIELDS,
            "start_time", TopTime.format(from),
            "end_time", TopTime.format(to),
            "time_type", by.code,
            "page_no", Integer.toString(page),
            "page_size", Integer.toString(PAGE_SIZE)),
        body ->
            new Answer(
                Json.requireLong(body, "total_results"), TopJson.rows(body, "bills", "bill")));
  }

  private FeeBill bill(JsonNode row) {
    Money amount = amount(row, "amount");
    if (amount == null) {
      throw new MalformedJson("amount: must not be missing or empty");
    }
    return new FeeBill(
        TopJson.requireId(row, "bid"),
        TopJson.id(row, "trade_id"),
        TopJson.id(row, "order_id"),
        Json.requireText(row, "account_id"),
        amount,
        amount(row, "total_amount"),
        state(TopJson.optional(row, "status")),
        TopJson.time(row, "biz_time"),
        TopJson.time(row, "pay_time"),
        TopJson.time(row, "book_time"),
        TopJson.optional(row, "alipay_outno"));
  }

  private @Nullable Money amount(JsonNode row, String name) {
    Long units = Json.longOf(row, name);
    if (units == null) {
      return null;
    }
    try {
      return unit.times(units);
    } catch (ArithmeticException e) {
      throw new MalformedJson(name + ": must fit into 64 bits of fen");
    }
  }

  private static FeeBill.State state(@Nullable String code) {
    return switch (code == null ? "" : code) {
      case "0" -> FeeBill.State.UNPAID;
      case "1" -> FeeBill.State.PAID;
      case "2" -> FeeBill.State.FAILED;
      default -> FeeBill.State.UNKNOWN;
    };
  }

  private static Fault protocol(String message) {
    return new Fault.Protocol(Fault.Details.of(TaobaoClient.SYSTEM, METHOD, message), null);
  }

  private record Answer(long total, List<JsonNode> rows) {}
}
