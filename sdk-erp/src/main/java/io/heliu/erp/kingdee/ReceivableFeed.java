package io.heliu.erp.kingdee;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Money;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Receivable;
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
            + Query.equal("FCancelStatus", "A")
            + " and FWRITTENOFFSTATUS<>"
            + Query.quoted(FULLY)
            + " and FID>"
            + BaseData.lastId(after);
    List<String> fields = List.of("FID", "FBillNo", "FDATE", CUSTOMER, CURRENCY);
    List<Query.Row> heads = wire.page(new Query(FORM, fields, filter, "FID"), 0).rows();
    List<Receivable> receivables = read(heads);
    // By id, not by row number: receivables that are cleared meanwhile leave no gap.
    boolean more = heads.size() == wire.pageRows();
    return new Slice<>(
        receivables, more ? Long.toString(heads.get(heads.size() - 1).id("FID")) : null);
  }

  private List<Receivable> read(List<Query.Row> heads) {
    Map<Long, Query.Row> byId = new LinkedHashMap<>();
    for (Query.Row head : heads) {
      byId.put(head.id("FID"), head);
    }
    Map<Long, String> external = externalNumbers(byId.keySet());
    List<Receivable> receivables = new ArrayList<>();
    for (Query.Row plan : wire.allRows(byId.keySet(), ReceivableFeed::plans)) {
      Query.Row head = byId.get(plan.id("FID"));
      if (head != null && !open(plan).equals(BigDecimal.ZERO)) {
        add(receivables, head, plan, external.getOrDefault(head.id("FID"), ""));
      }
    }
    return receivables;
  }

  private static Query plans(List<Long> ids) {
    return new Query(
        FORM,
        List.of("FID", PLAN_ID, "FENDDATE", "FPAYAMOUNTFOR", "FWRITTENOFFAMOUNTFOR"),
        Query.inIds("FID", ids),
        "FID," + PLAN_ID);
  }

  private static BigDecimal open(Query.Row plan) {
    BigDecimal open = plan.decimal("FPAYAMOUNTFOR").subtract(plan.decimal("FWRITTENOFFAMOUNTFOR"));
    return open.signum() == 0 ? BigDecimal.ZERO : open;
  }

  private void add(
      List<Receivable> receivables, Query.Row head, Query.Row plan, String externalNumber) {
    try {
      Currency currency = currencies.of(head.text(CURRENCY));
      receivables.add(
          new Receivable(
              Long.toString(head.id("FID")),
              Long.toString(plan.id(PLAN_ID)),
              head.text("FBillNo"),
              head.text(CUSTOMER),
              externalNumber,
              head.time("FDATE").toLocalDate(),
              plan.time("FENDDATE").toLocalDate(),
              Money.of(plan.decimal("FPAYAMOUNTFOR"), currency),
              Money.of(open(plan), currency)));
    } catch (IllegalArgumentException | Fault.Protocol e) {
      listener.alerted(
          new Listener.Alert(
              "kingdee receivables",
              "RECEIVABLE_UNREADABLE",
              "receivable " + head.text("FBillNo") + " is left out: " + e.getMessage()));
    }
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
