package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.channel.Page;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import io.heliu.internal.json.Json;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads audited outbounds in the order of their approval. */
final class OutboundFeed {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** The places of the cells of a head, see {@link #heads}. */
  private static final class Head {
    static final int ID = 0;
    static final int NUMBER = 1;
    static final int DAY = 2;
    static final int APPROVED = 3;
    static final int CUSTOMER = 4;
    static final int CURRENCY = 5;
    static final int EXTERNAL = 6;
  }

  /** The places of the cells of a line, see {@link #lines}. */
  private static final class Line {
    static final int ID = 0;
    static final int ENTRY = 1;
    static final int OURS = 2;
    static final int MATERIAL = 3;
    static final int STOCK = 4;
    static final int QUANTITY = 5;
    static final int AMOUNT = 6;
    static final int SOURCE_TYPE = 7;
    static final int SOURCE = 8;
    static final int SOURCE_ENTRY = 9;
  }

  /** The places of the cells of a waybill, see {@link #traces}. */
  private static final class Trace {
    static final int ID = 0;
    static final int CARRIER = 2;
    static final int WAYBILL = 3;
  }

  private final Wire wire;
  private final KingdeeSettings settings;
  private final SourceLines orders;
  private final Currencies currencies;
  private final Listener listener;

  OutboundFeed(
      Wire wire,
      KingdeeSettings settings,
      SourceLines orders,
      Currencies currencies,
      Listener listener) {
    this.wire = wire;
    this.settings = settings;
    this.orders = orders;
    this.currencies = currencies;
    this.listener = listener;
  }

  Slice<Outbound> slice(@Nullable String after) {
    FeedCursor cursor = FeedCursor.parse(after);
    Query query = heads(cursor.from(settings.overlap()));
    int startRow = 0;
    List<Query.Row> page;
    do {
      page = wire.page(query, startRow).rows();
      startRow += page.size();
      List<Query.Row> fresh = new ArrayList<>();
      for (Query.Row row : page) {
        if (cursor.add(row.time(Head.APPROVED), row.id(Head.ID))) {
          fresh.add(row);
        }
      }
      Slice<Outbound> read = read(fresh);
      if (!read.isEmpty()) {
        cursor.prune(settings.overlap());
        return new Slice<>(read.rows(), read.malformed(), cursor.toString());
      }
    } while (page.size() == wire.pageRows());
    return new Slice<>(List.of(), null);
  }

  private Query heads(@Nullable LocalDateTime from) {
    String filter =
        Query.equal("FDocumentStatus", "C") + " and " + Query.without(settings.voiding());
    if (from != null) {
      filter += " and FApproveDate>=" + Query.quoted(TIME.format(from));
    }
    return new Query(
        Outbounds.FORM,
        List.of(
            "FID",
            "FBillNo",
            "FDate",
            "FApproveDate",
            "FCustomerID.FNumber",
            "FSettleCurrID.FNumber",
            settings.outbound().externalField()),
        filter,
        "FApproveDate,FID");
  }

  private Slice<Outbound> read(List<Query.Row> heads) {
    List<Long> ids = heads.stream().map(head -> head.id(Head.ID)).toList();
    Map<Long, List<Query.Row>> lines = grouped(wire.allRows(ids, this::lines), Line.ID);
    Map<Long, List<Query.Row>> traces = grouped(wire.allRows(ids, OutboundFeed::traces), Trace.ID);
    Map<String, String> orderLines = orderLines(lines.values());
    List<Outbound> outbounds = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (Query.Row head : heads) {
      List<Query.Row> own = lines.getOrDefault(head.id(Head.ID), List.of());
      List<Query.Row> waybills = traces.getOrDefault(head.id(Head.ID), List.of());
      try {
        outbounds.add(outbound(head, own, waybills, orderLines));
      } catch (IllegalArgumentException | ArithmeticException | Fault.Protocol e) {
        malformed.add(malformed(head, own, waybills, String.valueOf(e.getMessage())));
      }
    }
    return new Slice<>(outbounds, malformed, null);
  }

  private Page.Malformed malformed(
      Query.Row head, List<Query.Row> lines, List<Query.Row> traces, String why) {
    String number = head.raw().path("FBillNo").asText();
    String id = number.isBlank() ? Long.toString(head.id(Head.ID)) : number;
    listener.alerted(
        new Listener.Alert(
            "kingdee outbounds",
            "OUTBOUND_UNREADABLE",
            "outbound " + number + " is left out: " + why));
    ObjectNode raw = head.raw();
    ArrayNode rawLines = raw.putArray("lines");
    lines.forEach(line -> rawLines.add(line.raw()));
    ArrayNode rawTraces = raw.putArray("traces");
    traces.forEach(trace -> rawTraces.add(trace.raw()));
    return new Page.Malformed(id, Json.write(raw), why);
  }

  private Query lines(List<Long> ids) {
    return new Query(
        Outbounds.FORM,
        List.of(
            "FID",
            Outbounds.ENTRY_ID,
            settings.outbound().lineField(),
            "FMaterialID.FNumber",
            "FStockID.FNumber",
            "FRealQty",
            "FAllAmount",
            "FSrcType",
            "FSrcBillNo",
            "FSOEntryId"),
        Query.inIds("FID", ids),
        "FID," + Outbounds.ENTRY_ID);
  }

  /** Waybills are rows beside the lines; one query for both would multiply them. */
  private static Query traces(List<Long> ids) {
    return new Query(
        Outbounds.FORM,
        List.of("FID", "FOutStockTrace_FEntryID", "FLogComId.FCode", "FCarryBillNo"),
        Query.inIds("FID", ids),
        "FID,FOutStockTrace_FEntryID");
  }

  private static Map<Long, List<Query.Row>> grouped(List<Query.Row> rows, int id) {
    Map<Long, List<Query.Row>> groups = new LinkedHashMap<>();
    for (Query.Row row : rows) {
      groups.computeIfAbsent(row.id(id), some -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  /** Returns our line ids of the sales orders' lines, by the ERP's line id. */
  private Map<String, String> orderLines(Iterable<List<Query.Row>> documents) {
    Set<String> numbers = new LinkedHashSet<>();
    for (List<Query.Row> rows : documents) {
      for (Query.Row row : rows) {
        String order = orderOf(row);
        if (order != null) {
          numbers.add(order);
        }
      }
    }
    Map<String, String> lines = new LinkedHashMap<>();
    for (SourceLines.Source source : orders.read(numbers)) {
      lines.put(Long.toString(source.entryId()), source.line());
    }
    return lines;
  }

  /** Returns the number of the sales order that a line comes from. */
  private static @Nullable String orderOf(Query.Row row) {
    return row.text(Line.SOURCE_TYPE).equals(SalesOrders.FORM)
        ? Query.orNull(row.text(Line.SOURCE))
        : null;
  }

  private Outbound outbound(
      Query.Row head,
      List<Query.Row> rows,
      List<Query.Row> traces,
      Map<String, String> orderLines) {
    Currency currency = currencies.of(head.text(Head.CURRENCY));
    List<DocumentLine> lines = new ArrayList<>();
    for (Query.Row row : rows) {
      lines.add(line(row, currency, orderLines));
    }
    Query.Row trace = trace(head, traces);
    return new Outbound(
        head.text(Head.NUMBER),
        head.time(Head.DAY).toLocalDate(),
        head.text(Head.CUSTOMER),
        head.text(Head.EXTERNAL),
        trace == null ? null : Query.orNull(trace.text(Trace.CARRIER)),
        trace == null ? null : trace.text(Trace.WAYBILL),
        lines);
  }

  private DocumentLine line(Query.Row row, Currency currency, Map<String, String> orderLines) {
    String ours = row.text(Line.OURS);
    String order = orderOf(row);
    return new DocumentLine(
        ours.isEmpty() ? Long.toString(row.id(Line.ENTRY)) : ours,
        new Sku(row.text(Line.MATERIAL)),
        new Location(row.text(Line.STOCK)),
        row.decimal(Line.QUANTITY).longValueExact(),
        Money.of(row.decimal(Line.AMOUNT), currency),
        order,
        order != null
            ? Query.orNull(orderLines.getOrDefault(row.text(Line.SOURCE_ENTRY), ""))
            : null);
  }

  private Query.@Nullable Row trace(Query.Row head, List<Query.Row> traces) {
    Query.Row first = null;
    int filled = 0;
    for (Query.Row trace : traces) {
      if (!trace.text(Trace.WAYBILL).isEmpty()) {
        first = first == null ? trace : first;
        filled++;
      }
    }
    if (filled > 1) {
      listener.alerted(
          new Listener.Alert(
              "kingdee outbounds",
              "SEVERAL_WAYBILLS",
              "outbound "
                  + head.text(Head.NUMBER)
                  + " has "
                  + filled
                  + " waybills; the first one is reported"));
    }
    return first;
  }
}
