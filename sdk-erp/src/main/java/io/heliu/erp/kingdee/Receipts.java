package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.math.BigDecimal;
import java.util.List;

/**
 * Receipts (收款单) that clear receivables (核销) by links to their payment plan rows. Where more goes
 * out than comes in, the ERP wants a refund bill (收款退款单) instead.
 */
final class Receipts implements Documents.Mapping<Receipt> {
  static final String FORM = "AR_RECEIVEBILL";

  static final String CUSTOMER = "BD_Customer";
  static final String SETTLE_TYPE = "JSFS04_SYS";
  static final String SALES_RECEIPT = "SFKYT01_SYS";
  private static final String RULE = "AR_recableToRecBill";
  private static final String PLAN_TABLE = "t_AR_receivablePlan";
  private static final String LINK = "FRECEIVEBILLSRCENTRY_Link";

  private final Models models;
  private final RefundBills refunds;

  Receipts(Models models) {
    this.models = models;
    this.refunds = new RefundBills(models);
  }

  @Override
  public List<String> forms() {
    return List.of(FORM, RefundBills.FORM);
  }

  @Override
  public Documents.Mapped map(Receipt receipt) {
    Money cleared = receipt.cleared();
    if (cleared.isZero()) {
      return new Documents.Mapped.Refused(
          new PushOutcome.Rejected("TOTAL_ZERO", "a receipt's total must not be zero"));
    }
    return cleared.isNegative()
        ? new Documents.Mapped.Model(RefundBills.FORM, refunds.model(receipt))
        : new Documents.Mapped.Model(FORM, model(receipt));
  }

  private ObjectNode model(Receipt receipt) {
    ObjectNode model =
        Models.head(models.settings().receiptBillType(), receipt.number(), "FDATE", receipt.date());
    ObjectNode customer = Models.number(receipt.customer());
    ObjectNode currency = models.currency(receipt.cleared().currency());
    model.put("FCONTACTUNITTYPE", CUSTOMER).set("FCONTACTUNIT", customer);
    model.put("FPAYUNITTYPE", CUSTOMER).set("FPAYUNIT", customer);
    models.putBooks(model, currency);
    model.put("FBUSINESSTYPE", "1").put("FCancelStatus", "A");
    model.put("FTHIRDBILLNO", receipt.number());
    putMoney(model.putArray("FRECEIVEBILLENTRY").addObject(), receipt);
    ArrayNode sources = model.putArray("FRECEIVEBILLSRCENTRY");
    for (Receipt.Line line : receipt.lines()) {
      putSource(sources.addObject(), line, currency);
    }
    return model;
  }

  /** What a receipt clears does not change any more once it has a number. */
  @Override
  public boolean isSame(Wire wire, Receipt receipt) {
    return true;
  }

  /** What the platform kept is the fee for handling; what came in is the rest. */
  private static void putMoney(ObjectNode entry, Receipt receipt) {
    entry.set("FSETTLETYPEID", Models.number(SETTLE_TYPE));
    entry.set("FPURPOSEID", Models.number(SALES_RECEIPT));
    entry
        .put("FRECTOTALAMOUNTFOR", receipt.cleared().toDecimal())
        .put("FRECAMOUNTFOR_E", receipt.cleared().minus(receipt.fee()).toDecimal())
        .put("FHANDLINGCHARGEFOR", receipt.fee().toDecimal())
        .put("FPOSTDATE", receipt.date().toString())
        .put("FCOMMENT", receipt.comment());
  }

  /** The bill id takes the plan row's id and the row id the receivable's, not the reverse. */
  private static void putSource(ObjectNode source, Receipt.Line line, ObjectNode currency) {
    Receivable receivable = line.receivable();
    long id = id(receivable.id(), "id");
    long plan = id(receivable.planId(), "planId");
    BigDecimal cleared = line.cleared().toDecimal();
    source
        .put("FSRCBILLTYPEID", "AR_receivable")
        .put("FSRCBILLNO", receivable.number())
        .put("FSRCBILLID", plan)
        .put("FSRCROWID", id)
        .put("FAFTTAXTOTALAMOUNT", receivable.amount().toDecimal())
        .put("FPLANRECAMOUNT", receivable.amount().toDecimal())
        .put("FREALRECAMOUNT", cleared)
        .set("FSRCCURRENCYID", currency);
    source
        .putArray(LINK)
        .addObject()
        .put(LINK + "_FRuleId", RULE)
        .put(LINK + "_FSTableName", PLAN_TABLE)
        .put(LINK + "_FSBillId", id)
        .put(LINK + "_FSId", plan)
        .put(LINK + "_FREALRECAMOUNTOLD", cleared)
        .put(LINK + "_FREALRECAMOUNT", cleared);
  }

  static long id(String text, String name) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "receivable." + name + ": must be a number that this ERP gave", e);
    }
  }
}
