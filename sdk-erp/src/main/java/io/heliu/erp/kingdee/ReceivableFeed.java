package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Receivable;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads open receivables (应收单), one per row of their payment plan. The channel's order number is
 * found by way of the outbound or return that the receivable was made from.
 */
final class ReceivableFeed {
  private static final String FORM = "AR_receivable";
  private static final String PLAN_ID = "FEntityPlan_FEntryID";
  private static final String CUSTOMER = "FCUSTOMERID.FNumber";
  private static final String CURRENCY = "FCURRENCYID.FNumber";
  private static final String FULLY = "C";

  private final Wire wire;
  private final KingdeeSettings settings;
  private final Currencies currencies;
  private final Listener listener;

  ReceivableFeed(Wire wire, KingdeeSettings settings, Currencies currencies, Listener listener) {
    this.wire = wire;
    this.settings = settings;
    this.currencies = currencies;
    this.listener = listener;
  }

  Slice<Receivable> slice(@Nullable String after) {
    String filter =
        Query.equal("FDocumentStatus", "C")
            + " and "
            + Query.without(settings.voiding())
            + " and FWRITTENOFFSTATUS<>"
            + Query.quoted(FULLY)
            + " and FID>"
            + BaseData.lastId(after);
    List<String> fields = List.of("FID", "FBillNo", "FDATE", CUSTOMER, CURRENCY);
    List<Query.Row> heads = wire.page(new Query(FORM, fields, filter, "FID"), 0).rows();
    Slice<Receivable> read = read(heads);
    // By id, not by row number: receivables that are cleared meanwhile leave no gap.
    boolean more = heads.size() == wire.pageRows();
    return new Slice<>(
        read.rows(),
        read.malformed(),
        more ? Long.toString(heads.get(heads.size() - 1).id("FID")) : null);
  }

  private Slice<Receivable> read(List<Query.Row> heads) {
    Map<Long, Query.Row> byId = new LinkedHashMap<>();
    for (Query.Row head : heads) {
      byId.put(head.id("FID"), head);
    }
    Map<Long, String> external = externalNumbers(byId.keySet());
    List<Receivable> receivables = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (Query.Row plan : wire.allRows(byId.keySet(), ReceivableFeed::plans)) {
      Query.Row head = byId.get(plan.id("FID"));
      if (head != null) {
        try {
          if (open(plan).signum() != 0) {
            receivables.add(receivable(head, plan, external.getOrDefault(head.id("FID"), "")));
          }
        } catch (IllegalArgumentException | Fault.Protocol e) {
          malformed.add(malformed(head, plan, String.valueOf(e.getMessage())));
        }
      }
    }
    return new Slice<>(receivables, malformed, null);
  }

  private Page.Malformed malformed(Query.Row head, Query.Row plan, String why) {
    String id = Long.toString(head.id("FID"));
    listener.alerted(
        new Listener.Alert(
            "kingdee receivables",
            "RECEIVABLE_UNREADABLE",
            "receivable " + head.raw().path("FBillNo").asText() + " is left out: " + why));
    ObjectNode raw = head.raw();
    raw.set("plan", plan.raw());
    return new Page.Malformed(id, Json.write(raw), why);
  }

  private static Query plans(List<Long> ids) {
    return new Query(
        FORM,
        List.of("FID", PLAN_ID, "FENDDATE", "FPAYAMOUNTFOR", "FWRITTENOFFAMOUNTFOR"),
        Query.inIds("FID", ids),
        "FID," + PLAN_ID);
  }

  private static BigDecimal open(Query.Row plan) {
    return plan.decimal("FPAYAMOUNTFOR").subtract(plan.decimal("FWRITTENOFFAMOUNTFOR"));
  }

  private Receivable receivable(Query.Row head, Query.Row plan, String externalNumber) {
    Currency currency = currencies.of(head.text(CURRENCY));
    return new Receivable(
        Long.toString(head.id("FID")),
        Long.toString(plan.id(PLAN_ID)),
        head.text("FBillNo"),
        head.text(CUSTOMER),
        externalNumber,
        head.time("FDATE").toLocalDate(),
        plan.time("FENDDATE").toLocalDate(),
        Money.of(plan.decimal("FPAYAMOUNTFOR"), currency),
        Money.of(open(plan), currency));
  }

  /** Returns the channel's order numbers by receivable; none where its sources do not agree. */
  private Map<Long, String> externalNumbers(Set<Long> ids) {
    List<Query.Row> details =
        wire.allRows(
            ids,
            some ->
                new Query(
                    FORM,
                    List.of("FID", "FEntityDetail_FEntryID", "FSOURCETYPE", "FSourceBillNo"),
                    Query.inIds("FID", some),
                    "FID,FEntityDetail_FEntryID"));
    Map<String, String> sent =
        carried(details, Outbounds.FORM, settings.outbound().externalField());
    Map<String, String> returned =
        carried(details, Outbounds.RETURN_FORM, settings.returns().externalField());
    Map<Long, String> numbers = new HashMap<>();
    for (Query.Row detail : details) {
      boolean returns = detail.text("FSOURCETYPE").equals(Outbounds.RETURN_FORM);
      String number = (returns ? returned : sent).getOrDefault(detail.text("FSourceBillNo"), "");
      numbers.merge(detail.id("FID"), number, (one, other) -> one.equals(other) ? one : "");
    }
    return numbers;
  }

  private Map<String, String> carried(List<Query.Row> details, String form, String field) {
    Set<String> sources = new LinkedHashSet<>();
    for (Query.Row detail : details) {
      if (detail.text("FSOURCETYPE").equals(form)) {
        sources.add(detail.text("FSourceBillNo"));
      }
    }
    Map<String, String> numbers = new HashMap<>();
    for (Query.Row row :
        wire.allRows(
            sources,
            some ->
                new Query(
                    form, List.of("FID", "FBillNo", field), Query.in("FBillNo", some), "FID"))) {
      numbers.put(row.text("FBillNo"), row.text(field));
    }
    return numbers;
  }
}
