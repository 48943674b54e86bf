package io.heliu.erp.kingdee.standin;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The data of a site: documents and base data by form, with the indexes that make it fast. */
final class Site {
  static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  static final String AVAILABLE = "KCZT01_SYS";

  private final Map<String, FormSpec> specs = Forms.all();
  private final Map<String, TreeMap<Long, Bill>> bills = new HashMap<>();
  private final Map<String, Map<String, Bill>> byNumber = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<Long, Bill.Line> orderLines = new HashMap<>();
  private final Map<Long, Bill.Line> outboundLines = new HashMap<>();
  private final Map<Long, Bill.Line> plans = new HashMap<>();
  private final Map<Long, Bill> receivableOfPlan = new HashMap<>();
  private final Map<Bill.Line, BigDecimal> linked = new HashMap<>();
  private final Map<String, Bill> inventory = new HashMap<>();
  final Set<String> packages = new HashSet<>();
  final Set<String> locked = new HashSet<>();
  final TreeSet<Long> openOrders = new TreeSet<>();
  final String organization;
  private long version;

  Site(String organization) {
    this.organization = organization;
    specs.keySet().forEach(form -> bills.put(form, new TreeMap<>()));
    specs.keySet().forEach(form -> byNumber.put(form, new LinkedHashMap<>()));
  }

  /** Returns a number that is another after every change. */
  long version() {
    return version;
  }

  void changed() {
    version++;
  }

  FormSpec spec(String form) {
    FormSpec spec = specs.get(form);
    if (spec == null) {
      throw new Refusal(Refusal.EXCEPTION, null, "业务对象不存在: " + form);
    }
    return spec;
  }

  NavigableMap<Long, Bill> bills(String form) {
    return bills.getOrDefault(form, new TreeMap<>());
  }

  @Nullable Bill find(String form, String number) {
    return byNumber.getOrDefault(form, Map.of()).get(number);
  }

  @Nullable Bill find(String form, long id) {
    return bills(form).get(id);
  }

  long next(String counter, long start) {
    return counters.merge(counter, start, (old, ignored) -> old + 1);
  }

  Bill create(String form) {
    return new Bill(spec(form), next(form, 100_001));
  }

  long nextLine(String form, String entry) {
    return next(form + "/" + entry, 200_001);
  }

  void put(Bill bill) {
    bills(bill.spec.id()).put(bill.id, bill);
    if (!bill.number.isEmpty()) {
      byNumber
          .computeIfAbsent(bill.spec.id(), form -> new LinkedHashMap<>())
          .put(bill.number, bill);
    }
    index(bill);
  }

  /** Makes a bill's lines findable as sources of other bills. */
  private void index(Bill bill) {
    switch (bill.spec.id()) {
      case Forms.ORDER -> bill.lines("FSaleOrderEntry").forEach(l -> orderLines.put(l.id, l));
      case Forms.OUTBOUND -> bill.lines("FEntity").forEach(l -> outboundLines.put(l.id, l));
      case Forms.RECEIVABLE ->
          bill.lines("FEntityPlan")
              .forEach(
                  l -> {
                    plans.put(l.id, l);
                    receivableOfPlan.put(l.id, bill);
                  });
      default -> {
        // Nothing is made from the others.
      }
    }
  }

  void remove(Bill bill) {
    bills(bill.spec.id()).remove(bill.id);
    byNumber.getOrDefault(bill.spec.id(), new HashMap<>()).remove(bill.number);
  }

  Bill.@Nullable Line sourceLine(String form, long id) {
    return (form.equals(Forms.ORDER) ? orderLines : outboundLines).get(id);
  }

  Bill.@Nullable Line plan(long id) {
    return plans.get(id);
  }

  @Nullable Bill receivableOfPlan(long planId) {
    return receivableOfPlan.get(planId);
  }

  /** Returns how much of a source line other documents have taken. */
  BigDecimal linked(Bill.Line line) {
    return linked.getOrDefault(line, BigDecimal.ZERO);
  }

  void link(Bill.Line line, BigDecimal quantity) {
    linked.merge(line, quantity, BigDecimal::add);
  }

  BigDecimal onHand(String material, String stock) {
    Bill row = inventory.get(material + "\n" + stock);
    return row == null ? BigDecimal.ZERO : row.number("FBaseQty");
  }

  void addStock(String material, String stock, BigDecimal quantity, Instant now) {
    Bill row =
        inventory.computeIfAbsent(
            material + "\n" + stock,
            key -> {
              Bill created = create(Forms.INVENTORY);
              created.head.put("FStockOrgId", organization);
              created.head.put("FStockId", stock);
              created.head.put("FMaterialId", material);
              created.head.put("FStockStatusId", AVAILABLE);
              put(created);
              return created;
            });
    row.head.put("FBaseQty", row.number("FBaseQty").add(quantity));
    row.head.put("FBaseAVBQty", row.number("FBaseQty")); // nothing is reserved here
    row.head.put("FUpdateTime", local(now));
  }

  void addBase(String form, String number, String name, Map<String, Object> more, Instant now) {
    Bill data = create(form);
    data.number = number;
    data.status = "C";
    data.head.put("FNumber", number);
    data.head.put("FName", name);
    data.head.put("FDocumentStatus", "C");
    data.head.put("FForbidStatus", "A");
    data.head.put("FUseOrgId", organization);
    data.head.putAll(more);
    data.modified = local(now);
    if (find(form, number) != null) {
      throw new IllegalArgumentException("number: " + number + " is there already");
    }
    put(data);
  }

  static LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, CHINA);
  }
}
