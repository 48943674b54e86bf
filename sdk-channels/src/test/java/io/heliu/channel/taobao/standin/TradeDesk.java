package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the trades and answers questions for them. */
final class TradeDesk {
  private static final Set<String> DEFAULT_TYPES =
      Set.of("guarantee_trade", "auto_delivery", "ec", "cod", "step");
  private static final Set<String> NEEDED_FOR_OAID =
      Set.of("receiver_name", "receiver_address", "created", "receiver_mobile", "receiver_phone");

  private final Runnable changed;
  private final Map<String, Trade> trades = new HashMap<>();
  private final Set<String> pagedWindows = new HashSet<>();
  private final Set<String> disturbed = new HashSet<>();
  private int disturbancesPerWindow;
  private boolean endExclusive;
  private long version;
  private @Nullable Found found;

  TradeDesk(Runnable changed) {
    this.changed = changed;
  }

  /**
   * The rows of a question, good until a trade changes: its next page is likely to be asked for.
   */
  private record Found(Asked asked, List<Trade> rows) {}

  private record Asked(
      Instant start,
      Instant end,
      Instant now,
      boolean endExclusive,
      @Nullable String status,
      Set<String> types,
      long version) {}

  void put(ObjectNode json) {
    version++;
    trades.put(Json.requireText(json, "tid"), new Trade(json));
  }

  void disturb(int perWindow) {
    disturbancesPerWindow = perWindow;
  }

  void excludeEnd() {
    endExclusive = true;
  }

  boolean endExclusive() {
    return endExclusive;
  }

  Trade require(String tid) {
    Trade trade = trades.get(tid);
    if (trade == null) {
      throw Refusal.business("isv.trade-not-exist", "交易订单不存在");
    }
    return trade;
  }

  @Nullable Trade find(String tid) {
    return trades.get(tid);
  }

  Collection<Trade> all() {
    return trades.values();
  }

  Set<String> numbers() {
    return Set.copyOf(trades.keySet());
  }

  /** Answers {@code taobao.trades.sold.increment.get}. */
  ObjectNode increment(Call call) {
    call.only(
        "fields",
        "start_modified",
        "end_modified",
        "status",
        "type",
        "buyer_nick",
        "buyer_open_uid",
        "ext_type",
        "tag",
        "page_no",
        "page_size",
        "use_has_next");
    Set<String> fields = visible(call.fields());
    WindowQuery query = WindowQuery.of(call);
    List<Trade> rows = search(call, query);
    ObjectNode body = query.answer("trades", rows, trade -> trade.json, fields);
    if (query.useHasNext()) {
      disturb(query, rows, call.now());
    }
    return body;
  }

  private List<Trade> search(Call call, WindowQuery query) {
    String types = call.find("type");
    Asked asked =
        new Asked(
            query.start(),
            query.end(),
            call.now(),
            endExclusive,
            call.find("status"),
            types == null ? DEFAULT_TYPES : call.list("type", types),
            version);
    Found known = found;
    if (known == null || !known.asked.equals(asked)) {
      known = new Found(asked, search(asked, query));
      found = known;
    }
    return known.rows;
  }

  private List<Trade> search(Asked asked, WindowQuery query) {
    List<Trade> rows = new ArrayList<>();
    for (Trade trade : trades.values()) {
      if (query.covers(trade.modified, asked.now, asked.endExclusive)
          && (asked.status == null || asked.status.equals(trade.status()))
          && isOfType(trade.type(), asked.types)) {
        rows.add(trade);
      }
    }
    rows.sort(
        Comparator.comparing((Trade trade) -> trade.modified)
            .thenComparing(Trade::number)
            .reversed());
    return List.copyOf(rows);
  }

  /** The word for ordinary trades covers fixed prices and auctions. */
  static boolean isOfType(String type, Set<String> wanted) {
    return wanted.contains(type)
        || (wanted.contains("guarantee_trade") && Set.of("fixed", "auction").contains(type));
  }

  private static Set<String> visible(Set<String> fields) {
    if (fields.containsAll(NEEDED_FOR_OAID)) {
      return fields;
    }
    Set<String> without = new LinkedHashSet<>(fields);
    without.remove("oaid");
    return without;
  }

  /** Modifies trades of a window that is being read for the first time, each trade only once. */
  private void disturb(WindowQuery query, List<Trade> rows, Instant now) {
    String window = query.start() + "/" + query.end();
    if (disturbancesPerWindow == 0 || pagedWindows.contains(window)) {
      return;
    }
    List<Trade> candidates = new ArrayList<>(rows);
    candidates.removeIf(trade -> disturbed.contains(trade.number()));
    int count = Math.min(disturbancesPerWindow, candidates.size());
    for (int i = 0; i < count; i++) {
      Trade trade = candidates.get(i * candidates.size() / count);
      changed.run();
      pagedWindows.add(window);
      disturbed.add(trade.number());
      trade.touch(now);
    }
  }

  /** Answers {@code taobao.trade.fullinfo.get}. */
  ObjectNode fullInfo(Call call) {
    call.only("fields", "tid", "include_oaid");
    Trade trade = require(Long.toString(Call.number("tid", call.require("tid"))));
    if (trade.modified.isAfter(call.now())) {
      throw Refusal.business("isv.trade-not-exist", "交易订单不存在");
    }
    ObjectNode body = Json.object();
    body.set("trade", Shape.select(trade.json, visible(call.fields())));
    return body;
  }

  /** A trade. */
  final class Trade {
    final ObjectNode json;
    private Instant modified;

    Trade(ObjectNode json) {
      this.json = json;
      this.modified = Call.parse(Json.requireText(json, "modified"));
    }

    String number() {
      return Json.requireText(json, "tid");
    }

    String status() {
      return Json.requireText(json, "status");
    }

    String type() {
      String type = Json.text(json, "type");
      return type == null ? "fixed" : type;
    }

    List<ObjectNode> lines() {
      List<ObjectNode> lines = new ArrayList<>();
      for (JsonNode line : Json.list(json, "orders", "order")) {
        lines.add((ObjectNode) line);
      }
      return lines;
    }

    void status(String status) {
      version++;
      json.put("status", status);
    }

    /** Sets the time of modification; the platform keeps whole seconds. */
    void touch(Instant now) {
      version++;
      json.put("modified", Call.format(now));
      modified = Call.parse(Call.format(now));
    }
  }
}
