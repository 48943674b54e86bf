package io.heliu.erp.kingdee.standin;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Moves documents from state to state, and does what an audit does to stock and receivables. */
final class Steps {
  static final Set<String> OPERATIONS =
      Set.of(
          "Submit",
          "CancelAssign",
          "Audit",
          "UnAudit",
          "Delete",
          "Cancel",
          "UnCancel",
          "YLBillClose",
          "YLUnBillClose");

  /** Operations that only a form's own operation service knows. */
  static final Set<String> OWN = Set.of("Cancel", "UnCancel", "YLBillClose", "YLUnBillClose");

  private static final String ACCEPT_NEGATIVE = "STK_InvCheckResult";
  private static final int DAYS_TO_PAY = 30;

  private final Site site;
  private final SourceChecks sources;

  Steps(Site site) {
    this.site = site;
    this.sources = new SourceChecks(site);
  }

  void take(String operation, Bill bill, String flags, Instant now) {
    switch (operation) {
      case "Submit" -> move(bill, "AD", "B");
      case "CancelAssign" -> move(bill, "B", "D");
      case "Audit" -> audit(bill, flags, now);
      case "UnAudit" -> unAudit(bill, now);
      case "Delete" -> delete(bill);
      case "Cancel" -> cancel(bill, true);
      case "UnCancel" -> cancel(bill, false);
      case "YLBillClose" -> close(bill, true);
      case "YLUnBillClose" -> close(bill, false);
      default -> throw new Refusal(Refusal.EXCEPTION, null, "操作不存在: " + operation);
    }
    bill.modified = Site.local(now);
  }

  private static void move(Bill bill, String from, String to) {
    require(bill, from);
    bill.status = to;
  }

  private static void require(Bill bill, String states) {
    if (bill.voided || !states.contains(bill.status)) {
      throw new Refusal(Refusal.WRONG_STATE, "FDocumentStatus", "单据[" + bill.number + "]的状态不允许此操作");
    }
  }

  private void audit(Bill bill, String flags, Instant now) {
    require(bill, "B");
    switch (bill.spec.id()) {
      case Forms.ORDER -> site.openOrders.add(bill.id);
      case Forms.OUTBOUND -> {
        checkStock(bill, flags);
        moveStock(bill, -1, now);
        createReceivable(bill, now);
      }
      case Forms.RETURN -> {
        moveStock(bill, 1, now);
        createReceivable(bill, now);
      }
      case Forms.RECEIPT, Forms.REFUND -> clear(bill, false);
      default -> {
        // Nothing follows from the others.
      }
    }
    bill.status = "C";
    bill.approved = Site.local(now);
  }

  private void unAudit(Bill bill, Instant now) {
    require(bill, "C");
    if (bill.closed) {
      throw new Refusal(Refusal.WRONG_STATE, "FCloseStatus", "单据已关闭，不能反审核");
    }
    requireNoDownstream(bill);
    switch (bill.spec.id()) {
      case Forms.ORDER -> site.openOrders.remove(bill.id);
      case Forms.OUTBOUND, Forms.RETURN -> {
        removeReceivable(bill);
        moveStock(bill, bill.spec.id().equals(Forms.OUTBOUND) ? 1 : -1, now);
      }
      case Forms.RECEIPT, Forms.REFUND -> clear(bill, true);
      default -> {
        // Nothing followed from the others.
      }
    }
    bill.status = "D";
    bill.approved = null;
  }

  private void delete(Bill bill) {
    require(bill, "ZAD");
    sources.unlink(bill);
    site.remove(bill);
  }

  /** Tells the warehouse of an order by a delivery notice. */
  void notice(Bill order, Instant now) {
    require(order, "C");
    Bill notice = site.create(Forms.NOTICE);
    notice.number = "FHTZD-" + order.number;
    notice.status = "C";
    notice.approved = Site.local(now);
    notice.modified = Site.local(now);
    notice.head.put("FBillNo", notice.number);
    notice.head.put("FDate", Site.local(now));
    notice.head.put("FCustomerID", order.text("FCustId"));
    for (Bill.Line line : order.lines("FSaleOrderEntry")) {
      Map<String, Object> detail = addLine(notice, "FEntity");
      detail.put("FMaterialID", line.text("FMaterialId"));
      detail.put("FQty", line.number("FQty"));
      detail.put("FOrderNo", order.number);
    }
    site.put(notice);
  }

  private boolean isNoticed(Bill order) {
    return site.bills(Forms.NOTICE).values().stream()
        .filter(notice -> !notice.voided)
        .flatMap(notice -> notice.lines("FEntity").stream())
        .anyMatch(line -> line.text("FOrderNo").equals(order.number));
  }

  /** A document that others were made of stays as it is, whatever state they are in. */
  private void requireNoDownstream(Bill bill) {
    if (bill.spec.id().equals(Forms.ORDER) && isNoticed(bill)) {
      throw new Refusal(Refusal.INVALID, null, "单据[" + bill.number + "]存在下游单据，不能反审核");
    }
    String entry = bill.spec.id().equals(Forms.ORDER) ? "FSaleOrderEntry" : "FEntity";
    for (Bill.Line line : bill.lines(entry)) {
      if (site.linked(line).signum() != 0) {
        throw new Refusal(Refusal.INVALID, null, "单据[" + bill.number + "]存在下游单据，不能反审核");
      }
    }
  }

  /** A void document takes nothing from its source. */
  private void cancel(Bill bill, boolean voided) {
    if (bill.voided == voided || !"ZAD".contains(bill.status)) {
      throw new Refusal(Refusal.WRONG_STATE, "FCancelStatus", "单据状态不允许作废或反作废");
    }
    if (voided) {
      sources.unlink(bill);
    } else {
      sources.check(bill, null);
      sources.link(bill);
    }
    bill.voided = voided;
  }

  /** Unlike taking the audit back, this is allowed whatever was made of the order. */
  private void close(Bill bill, boolean closed) {
    if (!bill.spec.id().equals(Forms.ORDER)) {
      throw new Refusal(Refusal.EXCEPTION, null, "操作不存在");
    }
    require(bill, "C");
    if (bill.closed == closed) {
      throw new Refusal(Refusal.WRONG_STATE, "FCloseStatus", "单据状态不允许关闭或反关闭");
    }
    bill.closed = closed;
    if (closed) {
      site.openOrders.remove(bill.id);
    } else {
      site.openOrders.add(bill.id);
    }
  }

  private static String material(Bill bill, Bill.Line line) {
    return line.text(bill.spec.id().equals(Forms.OUTBOUND) ? "FMaterialID" : "FMaterialId");
  }

  private static String stock(Bill bill, Bill.Line line) {
    return line.text(bill.spec.id().equals(Forms.OUTBOUND) ? "FStockID" : "FStockId");
  }

  private void checkStock(Bill bill, String flags) {
    if (flags.contains(ACCEPT_NEGATIVE)) {
      return;
    }
    Map<String, BigDecimal> wanted = new TreeMap<>();
    for (Bill.Line line : bill.lines("FEntity")) {
      String place = material(bill, line) + "\n" + stock(bill, line);
      BigDecimal sum = wanted.merge(place, line.number("FRealQty"), BigDecimal::add);
      if (site.onHand(material(bill, line), stock(bill, line)).compareTo(sum) < 0) {
        throw new Refusal(Refusal.INVALID, "FRealQty", "更新库存出现负库存: 物料" + material(bill, line));
      }
    }
  }

  private void moveStock(Bill bill, int sign, Instant now) {
    for (Bill.Line line : bill.lines("FEntity")) {
      BigDecimal quantity = line.number("FRealQty").multiply(BigDecimal.valueOf(sign));
      site.addStock(material(bill, line), stock(bill, line), quantity, now);
    }
  }

  private void createReceivable(Bill source, Instant now) {
    boolean returns = source.spec.id().equals(Forms.RETURN);
    BigDecimal sign = BigDecimal.valueOf(returns ? -1 : 1);
    BigDecimal amount = source.sum("FEntity", "FAllAmount").multiply(sign);
    LocalDateTime date = (LocalDateTime) source.head.getOrDefault("FDate", Site.local(now));
    Bill receivable = site.create(Forms.RECEIVABLE);
    receivable.number = String.format("AR%08d", receivable.id);
    receivable.status = "C";
    receivable.approved = Site.local(now);
    receivable.modified = Site.local(now);
    Map<String, Object> head = receivable.head;
    head.put("FBillNo", receivable.number);
    head.put("FBillTypeID", "YSD01_SYS");
    head.put("FDATE", date);
    head.put("FENDDATE_H", date.plusDays(DAYS_TO_PAY));
    head.put("FCUSTOMERID", source.text(returns ? "FRetcustId" : "FCustomerID"));
    head.put("FCURRENCYID", source.text(returns ? "FSettleCurrId" : "FSettleCurrID"));
    head.put("FSETTLEORGID", site.organization);
    head.put("FALLAMOUNTFOR", amount);
    head.put("FWRITTENOFFSTATUS", "A");
    head.put("FAR_Remark", source.text(returns ? "FHeadNote" : "FNote"));
    for (Bill.Line line : source.lines("FEntity")) {
      Map<String, Object> detail = addLine(receivable, "FEntityDetail");
      detail.put("FMATERIALID", material(source, line));
      detail.put("FPriceQty", line.number("FRealQty").multiply(sign));
      detail.put("FALLAMOUNTFOR_D", line.number("FAllAmount").multiply(sign));
      detail.put("FSOURCETYPE", source.spec.id());
      detail.put("FSourceBillNo", source.number);
    }
    Map<String, Object> plan = addLine(receivable, "FEntityPlan");
    plan.put("FENDDATE", date.plusDays(DAYS_TO_PAY));
    plan.put("FPAYAMOUNTFOR", amount);
    plan.put("FPAYRATE", BigDecimal.valueOf(100));
    plan.put("FWRITTENOFFAMOUNTFOR", BigDecimal.ZERO);
    site.put(receivable);
    source.head.put(" receivable", receivable.id);
  }

  private Map<String, Object> addLine(Bill bill, String entry) {
    Bill.Line line =
        new Bill.Line(site.nextLine(bill.spec.id(), entry), bill.lines(entry).size() + 1);
    bill.lines(entry).add(line);
    return line.values;
  }

  private void removeReceivable(Bill source) {
    Bill receivable =
        site.find(Forms.RECEIVABLE, (Long) source.head.getOrDefault(" receivable", 0L));
    if (receivable == null) {
      return;
    }
    if (receivable.sum("FEntityPlan", "FWRITTENOFFAMOUNTFOR").signum() != 0) {
      throw new Refusal(Refusal.INVALID, null, "下游应收单已核销，不能反审核");
    }
    site.remove(receivable);
  }

  /** Clears the receivables of a receipt or a refund bill, or takes that back. */
  private void clear(Bill bill, boolean undo) {
    boolean refund = bill.spec.id().equals(Forms.REFUND);
    String entry = refund ? "FREFUNDBILLSRCENTRY" : "FRECEIVEBILLSRCENTRY";
    String field = refund ? "FREALREFUNDAMOUNT_S" : "FREALRECAMOUNT";
    if (!undo) {
      for (Bill.Line line : bill.lines(entry)) {
        Bill.Line plan = site.plan(SourceChecks.planOf(bill, line));
        if (plan != null) {
          BigDecimal amount = line.number(field);
          SourceChecks.requireOpen(plan, refund ? amount.negate() : amount);
        }
      }
    }
    for (Bill.Line line : bill.lines(entry)) {
      long planId = SourceChecks.planOf(bill, line);
      Bill.Line plan = site.plan(planId);
      Bill receivable = site.receivableOfPlan(planId);
      if (plan == null || receivable == null) {
        throw new Refusal(Refusal.NO_SUCH_FIELD, "FSRCBILLID", "应收单收款计划不存在");
      }
      BigDecimal amount = line.number(field);
      BigDecimal signed = refund == undo ? amount : amount.negate();
      plan.values.put("FWRITTENOFFAMOUNTFOR", plan.number("FWRITTENOFFAMOUNTFOR").add(signed));
      receivable.head.put("FWRITTENOFFSTATUS", writtenOff(receivable));
    }
  }

  private static String writtenOff(Bill receivable) {
    BigDecimal cleared = receivable.sum("FEntityPlan", "FWRITTENOFFAMOUNTFOR");
    if (cleared.signum() == 0) {
      return "A";
    }
    return cleared.compareTo(receivable.number("FALLAMOUNTFOR")) == 0 ? "C" : "B";
  }
}
