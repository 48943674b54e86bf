package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The people in the warehouse: for every audited sales order they pack what is left of it into one
 * or two outbounds, with a carrier and a waybill, and audit them. An order that stock does not
 * cover waits. What they do depends on the order's number only.
 */
final class Warehouse {
  private static final List<String> CARRIERS = List.of("SF", "YTO", "ZTO");
  private static final int ONE_IN_SPLIT = 5;

  private final Site site;
  private final Saving saving;
  private final Steps steps;

  Warehouse(Site site, Saving saving, Steps steps) {
    this.site = site;
    this.saving = saving;
    this.steps = steps;
  }

  /** A line to pack. */
  private record Pick(Bill.Line line, BigDecimal quantity, BigDecimal amount) {}

  void work(Instant now) {
    for (Long id : new ArrayList<>(site.openOrders)) {
      Bill order = site.find(Forms.ORDER, id);
      List<Pick> picks = order == null ? List.of() : picks(order);
      if (order == null || picks.isEmpty()) {
        site.openOrders.remove(id);
      } else if (covered(picks)) {
        ship(order, picks, now);
        site.openOrders.remove(id);
      }
    }
  }

  private List<Pick> picks(Bill order) {
    List<Pick> picks = new ArrayList<>();
    for (Bill.Line line : order.lines("FSaleOrderEntry")) {
      BigDecimal left = line.number("FQty").subtract(site.linked(line));
      if (left.signum() > 0) {
        picks.add(new Pick(line, left, share(line, left)));
      }
    }
    return picks;
  }

  /** Returns the part of a line's amount that a part of its quantity has, down to the fen. */
  private static BigDecimal share(Bill.Line line, BigDecimal quantity) {
    BigDecimal amount = line.number("FAllAmount");
    return quantity.compareTo(line.number("FQty")) == 0
        ? amount
        : amount.multiply(quantity).divide(line.number("FQty"), 2, RoundingMode.DOWN);
  }

  private boolean covered(List<Pick> picks) {
    Map<String, BigDecimal> wanted = new TreeMap<>();
    for (Pick pick : picks) {
      String material = pick.line.text("FMaterialId");
      BigDecimal sum = wanted.merge(material + "\n" + stock(pick), pick.quantity, BigDecimal::add);
      if (site.onHand(material, stock(pick)).compareTo(sum) < 0) {
        return false;
      }
    }
    return true;
  }

  private String stock(Pick pick) {
    String stock = pick.line.text("FSOStockId");
    return stock.isEmpty() ? site.bills(Forms.STOCK).firstEntry().getValue().number : stock;
  }

  private void ship(Bill order, List<Pick> picks, Instant now) {
    int hash = order.number.hashCode() & Integer.MAX_VALUE;
    List<List<Pick>> parcels = hash % ONE_IN_SPLIT == 0 ? split(picks) : List.of(picks);
    int first = 1;
    while (site.find(Forms.OUTBOUND, number(order, first)) != null) {
      first++;
    }
    for (int i = 0; i < parcels.size(); i++) {
      ObjectNode model = model(order, parcels.get(i), now);
      model.put("FBillNo", number(order, first + i));
      String carrier = CARRIERS.get((hash + i) % CARRIERS.size());
      ObjectNode trace = model.putArray("FOutStockTrace").addObject();
      trace.putObject("FLogComId").put("FCode", carrier);
      trace.put("FCarryBillNo", carrier + String.format("%010d%02d", hash, first + i));
      Bill outbound = saving.save(Forms.OUTBOUND, Json.object(), model, false, now);
      steps.take("Submit", outbound, "", now);
      steps.take("Audit", outbound, "", now);
    }
  }

  private static String number(Bill order, int parcel) {
    return "CK-" + order.number + "-" + parcel;
  }

  /** Two parcels: the first line apart from the others, or a single line's quantity halved. */
  private static List<List<Pick>> split(List<Pick> picks) {
    if (picks.size() > 1) {
      return List.of(picks.subList(0, 1), picks.subList(1, picks.size()));
    }
    Pick pick = picks.get(0);
    BigDecimal half = pick.quantity.divide(BigDecimal.valueOf(2), 0, RoundingMode.DOWN);
    if (half.signum() == 0) {
      return List.of(picks);
    }
    BigDecimal amount = pick.amount.multiply(half).divide(pick.quantity, 2, RoundingMode.DOWN);
    return List.of(
        List.of(new Pick(pick.line, half, amount)),
        List.of(new Pick(pick.line, pick.quantity.subtract(half), pick.amount.subtract(amount))));
  }

  private ObjectNode model(Bill order, List<Pick> picks, Instant now) {
    ObjectNode model = Json.object();
    reference(model, "FBillTypeID", "FNUMBER", "XSCKD01_SYS");
    model.put("FDate", Site.local(now).toLocalDate().toString());
    reference(model, "FSaleOrgId", "FNumber", site.organization);
    reference(model, "FCustomerID", "FNumber", order.text("FCustId"));
    reference(model, "FStockOrgId", "FNumber", site.organization);
    order.head.forEach(
        (key, value) -> {
          if (key.equals("FNote") || FormSpec.custom(key)) {
            model.put(key, value.toString());
          }
        });
    reference(
        model.putObject("SubHeadEntity"), "FSettleCurrID", "FNumber", order.text("FSettleCurrId"));
    ArrayNode entries = model.putArray("FEntity");
    picks.forEach(pick -> line(entries.addObject(), order, pick));
    return model;
  }

  private void line(ObjectNode entry, Bill order, Pick pick) {
    reference(entry, "FMaterialID", "FNumber", pick.line.text("FMaterialId"));
    reference(entry, "FUnitID", "FNumber", pick.line.text("FUnitID"));
    entry.put("FRealQty", pick.quantity);
    entry.put("FTaxPrice", pick.amount.divide(pick.quantity, 10, RoundingMode.HALF_UP));
    entry.put("FAllAmount", pick.amount);
    reference(entry, "FStockID", "FNumber", stock(pick));
    entry.put("FSrcType", Forms.ORDER).put("FSrcBillNo", order.number);
    entry.put("FSoorDerno", order.number).put("FSOEntryId", pick.line.id);
    entry
        .putArray("FEntity_Link")
        .addObject()
        .put("FEntity_Link_FRuleId", "SaleOrder-OutStock")
        .put("FEntity_Link_FSTableName", "T_SAL_ORDERENTRY")
        .put("FEntity_Link_FSBillId", order.id)
        .put("FEntity_Link_FSId", pick.line.id)
        .put("FEntity_Link_FBaseUnitQtyOld", pick.quantity)
        .put("FEntity_Link_FBaseUnitQty", pick.quantity);
  }

  private static void reference(ObjectNode node, String key, String inner, String number) {
    node.putObject(key).put(inner, number);
  }
}
