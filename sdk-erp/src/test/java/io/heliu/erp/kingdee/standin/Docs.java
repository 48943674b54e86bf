package io.heliu.erp.kingdee.standin;

import io.heliu.erp.kingdee.standin.KingdeeStandIn.Doc;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows what the site keeps, for assertions. */
final class Docs {
  private Docs() {}

  static Doc of(Bill bill) {
    String form = bill.spec.id();
    return switch (form) {
      case Forms.ORDER ->
          doc(bill, bill.text("FCustId"), "FNote", bill.sum("FSaleOrderEntry", "FAllAmount"));
      case Forms.OUTBOUND ->
          doc(bill, bill.text("FCustomerID"), "FNote", bill.sum("FEntity", "FAllAmount"));
      case Forms.RETURN ->
          doc(bill, bill.text("FRetcustId"), "FHeadNote", bill.sum("FEntity", "FAllAmount"));
      case Forms.RECEIPT ->
          doc(
              bill,
              bill.text("FCONTACTUNIT"),
              "FTHIRDBILLNO",
              bill.sum("FRECEIVEBILLENTRY", "FRECTOTALAMOUNTFOR"));
      case Forms.REFUND ->
          doc(
              bill,
              bill.text("FCONTACTUNIT"),
              "FTHIRDBILLNO",
              bill.sum("FREFUNDBILLENTRY", "FREFUNDAMOUNTFOR"));
      default -> doc(bill, bill.text("FCUSTOMERID"), "FAR_Remark", bill.number("FALLAMOUNTFOR"));
    };
  }

  private static Doc doc(Bill bill, String customer, String externalField, BigDecimal amount) {
    BigDecimal open =
        bill.sum("FEntityPlan", "FPAYAMOUNTFOR")
            .subtract(bill.sum("FEntityPlan", "FWRITTENOFFAMOUNTFOR"));
    return new Doc(
        bill.id, bill.number, bill.status, customer, bill.text(externalField), amount, open);
  }

  static Map<String, Object> fields(Bill bill) {
    Map<String, Object> fields = new LinkedHashMap<>(bill.head);
    fields.put("FDocumentStatus", bill.status);
    fields.put("FCancelStatus", bill.voided ? "B" : "A");
    return fields;
  }

  static List<Map<String, Object>> lines(Bill bill, String entry) {
    return bill.lines(entry).stream()
        .map(
            line -> {
              Map<String, Object> values = new LinkedHashMap<>(line.values);
              line.rows.forEach((key, rows) -> values.put(key, rows.toString()));
              return values;
            })
        .toList();
  }

  static List<String> duplicates(Collection<Bill> bills) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Bill bill : bills) {
      String external = of(bill).externalNumber();
      if (!external.isEmpty() && !bill.voided) {
        counts.merge(external, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
