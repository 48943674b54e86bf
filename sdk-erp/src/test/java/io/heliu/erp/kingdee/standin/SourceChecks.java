package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and keeps the ties between lines and the lines they come from. */
final class SourceChecks {
  private static final String RECEIPT_LINK = "FRECEIVEBILLSRCENTRY_Link";
  private static final String REFUND_LINK = "FREFUNDBILLSRCENTRY_Link";

  private final Site site;

  SourceChecks(Site site) {
    this.site = site;
  }

  /** A tie of a line to its source. */
  private record Link(Bill.Line source, BigDecimal quantity) {}

  /** Refuses ties to nowhere, and to more than is left; what {@code old} takes is free again. */
  void check(Bill bill, @Nullable Bill old) {
    if (bill.spec.id().equals(Forms.RECEIPT)) {
      bill.lines("FRECEIVEBILLSRCENTRY").forEach(this::checkClearing);
      return;
    }
    if (bill.spec.id().equals(Forms.REFUND)) {
      bill.lines("FREFUNDBILLSRCENTRY").forEach(this::checkRefund);
      return;
    }
    if (old != null) {
      unlink(old);
    }
    try {
      Map<Long, BigDecimal> taken = new HashMap<>();
      for (Bill.Line line : bill.lines("FEntity")) {
        Link link = link(bill, line);
        if (link != null) {
          checkLink(bill, line, link, taken.merge(link.source.id, link.quantity, BigDecimal::add));
        }
      }
    } finally {
      if (old != null) {
        link(old);
      }
    }
  }

  void link(Bill bill) {
    linkAll(bill, false);
  }

  void unlink(Bill bill) {
    linkAll(bill, true);
  }

  /** A draft takes nothing from its source yet. */
  private void linkAll(Bill bill, boolean undo) {
    if (bill.status.equals("Z")) {
      return;
    }
    for (Bill.Line line : bill.lines("FEntity")) {
      Link link = bill.spec.id().equals(Forms.RECEIPT) ? null : link(bill, line);
      if (link != null) {
        site.link(link.source, undo ? link.quantity.negate() : link.quantity);
      }
    }
  }

  private void checkLink(Bill bill, Bill.Line line, Link link, BigDecimal taken) {
    boolean returns = bill.spec.id().equals(Forms.RETURN);
    String ordered = returns ? "FRealQty" : "FQty";
    BigDecimal left = link.source.number(ordered).subtract(site.linked(link.source));
    if (link.quantity.compareTo(line.number("FRealQty")) != 0) {
      throw new Refusal(Refusal.INVALID, "FEntity_Link", "关联数量与实发数量不一致");
    }
    if (taken.compareTo(left) > 0) {
      throw new Refusal(Refusal.INVALID, "FRealQty", "关联数量超过源单剩余数量");
    }
    String material = line.text(returns ? "FMaterialId" : "FMaterialID");
    String sourceMaterial = link.source.text(returns ? "FMaterialID" : "FMaterialId");
    if (!material.equals(sourceMaterial)) {
      throw new Refusal(Refusal.INVALID, "FEntity_Link", "物料与源单不一致");
    }
  }

  private @Nullable Link link(Bill bill, Bill.Line line) {
    JsonNode rows = line.rows.get("FEntity_Link");
    if (rows == null) {
      return null;
    }
    boolean returns = bill.spec.id().equals(Forms.RETURN);
    String form = returns ? Forms.OUTBOUND : Forms.ORDER;
    JsonNode row = only(rows, "FEntity_Link");
    requireText(
        row, "FEntity_Link_FRuleId", returns ? "OutStock-SalReturnStock" : "SaleOrder-OutStock");
    requireText(
        row, "FEntity_Link_FSTableName", returns ? "T_SAL_OUTSTOCKENTRY" : "T_SAL_ORDERENTRY");
    Bill source = site.find(form, number(row, "FEntity_Link_FSBillId").longValue());
    Bill.Line sourceLine = site.sourceLine(form, number(row, "FEntity_Link_FSId").longValue());
    String entry = returns ? "FEntity" : "FSaleOrderEntry";
    if (source == null || sourceLine == null || !source.lines(entry).contains(sourceLine)) {
      throw new Refusal(Refusal.NO_SUCH_FIELD, "FEntity_Link", "源单不存在");
    }
    if (!source.status.equals("C") || source.voided || source.closed) {
      throw new Refusal(Refusal.INVALID, "FEntity_Link", "源单未审核");
    }
    if (!line.text("FSrcType").equals(form) || !line.text("FSrcBillNo").equals(source.number)) {
      throw new Refusal(Refusal.INVALID, "FSrcBillNo", "源单编号与关联关系不一致");
    }
    return new Link(sourceLine, number(row, "FEntity_Link_FBaseUnitQty"));
  }

  private void checkClearing(Bill.Line line) {
    long planId = line.number("FSRCBILLID").longValue();
    Bill.Line plan = site.plan(planId);
    Bill receivable = site.receivableOfPlan(planId);
    if (plan == null || receivable == null) {
      throw new Refusal(Refusal.NO_SUCH_FIELD, "FSRCBILLID", "应收单收款计划不存在");
    }
    JsonNode row = only(line.rows.getOrDefault(RECEIPT_LINK, Json.array()), RECEIPT_LINK);
    requireText(row, RECEIPT_LINK + "_FRuleId", "AR_recableToRecBill");
    requireText(row, RECEIPT_LINK + "_FSTableName", "t_AR_receivablePlan");
    boolean ties =
        line.text("FSRCBILLTYPEID").equals(Forms.RECEIVABLE)
            && line.text("FSRCBILLNO").equals(receivable.number)
            && line.number("FSRCROWID").longValue() == receivable.id
            && number(row, RECEIPT_LINK + "_FSBillId").longValue() == receivable.id
            && number(row, RECEIPT_LINK + "_FSId").longValue() == planId;
    if (!ties) {
      throw new Refusal(Refusal.INVALID, RECEIPT_LINK, "源单信息与关联关系不一致");
    }
    BigDecimal amount = line.number("FREALRECAMOUNT");
    if (number(row, RECEIPT_LINK + "_FREALRECAMOUNT").compareTo(amount) != 0) {
      throw new Refusal(Refusal.INVALID, RECEIPT_LINK, "关联金额不一致");
    }
    requireOpen(plan, amount);
  }

  /** A refund bill names the receivable where a receipt names its plan row. */
  private void checkRefund(Bill.Line line) {
    JsonNode row = only(line.rows.getOrDefault(REFUND_LINK, Json.array()), REFUND_LINK);
    long planId = number(row, REFUND_LINK + "_FSId").longValue();
    Bill.Line plan = site.plan(planId);
    Bill receivable = site.receivableOfPlan(planId);
    if (plan == null || receivable == null) {
      throw new Refusal(Refusal.NO_SUCH_FIELD, REFUND_LINK, "应收单收款计划不存在");
    }
    requireText(row, REFUND_LINK + "_FRuleId", "AR_recableToRefundBill");
    requireText(row, REFUND_LINK + "_FSTableName", "t_AR_receivablePlan");
    boolean ties =
        line.text("FSOURCETYPE").equals(Forms.RECEIVABLE)
            && line.text("FSRCBILLNO").equals(receivable.number)
            && line.number("FSRCBILLID").longValue() == receivable.id
            && number(row, REFUND_LINK + "_FSBillId").longValue() == receivable.id;
    if (!ties) {
      throw new Refusal(Refusal.INVALID, REFUND_LINK, "源单信息与关联关系不一致");
    }
    BigDecimal amount = line.number("FREALREFUNDAMOUNT_S");
    if (number(row, REFUND_LINK + "_FREALREFUNDAMOUNT_S").compareTo(amount) != 0) {
      throw new Refusal(Refusal.INVALID, REFUND_LINK, "关联金额不一致");
    }
    BigDecimal whole = plan.number("FPAYAMOUNTFOR").negate();
    if (number(row, REFUND_LINK + "_FREALREFUNDAMOUNT_SOLD").compareTo(whole) != 0) {
      throw new Refusal(Refusal.INVALID, REFUND_LINK, "源单金额与应收单不一致");
    }
    requireOpen(plan, amount.negate());
  }

  /** Returns the plan row that a line of a receipt or a refund bill clears. */
  static long planOf(Bill bill, Bill.Line line) {
    if (bill.spec.id().equals(Forms.RECEIPT)) {
      return line.number("FSRCBILLID").longValue();
    }
    JsonNode row = only(line.rows.getOrDefault(REFUND_LINK, Json.array()), REFUND_LINK);
    return number(row, REFUND_LINK + "_FSId").longValue();
  }

  /** Refuses to clear more than is open, or with the wrong sign. */
  static void requireOpen(Bill.Line plan, BigDecimal amount) {
    BigDecimal open = plan.number("FPAYAMOUNTFOR").subtract(plan.number("FWRITTENOFFAMOUNTFOR"));
    boolean fits = amount.signum() == open.signum() && amount.abs().compareTo(open.abs()) <= 0;
    if (!fits) {
      throw new Refusal(Refusal.INVALID, "FREALRECAMOUNT", "本次收款金额超过未核销金额");
    }
  }

  private static JsonNode only(JsonNode rows, String name) {
    List<JsonNode> all = Json.list(rows);
    if (all.size() != 1) {
      throw new Refusal(Refusal.PARAMETER, name, "关联关系必须有且只有一行: " + name);
    }
    return all.get(0);
  }

  private static void requireText(JsonNode row, String name, String value) {
    if (!value.equals(row.path(name).asText())) {
      throw new Refusal(Refusal.INVALID, name, "关联关系不正确: " + name);
    }
  }

  private static BigDecimal number(JsonNode row, String name) {
    try {
      BigDecimal value = Json.decimal(row, name);
      if (value != null) {
        return value;
      }
    } catch (MalformedJson e) {
      throw new Refusal(Refusal.PARAMETER, name, "关联关系不正确: " + name);
    }
    throw new Refusal(Refusal.PARAMETER, name, "关联关系不完整: " + name);
  }
}
