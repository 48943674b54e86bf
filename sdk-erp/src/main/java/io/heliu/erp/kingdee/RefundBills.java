package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.math.BigDecimal;

/**
 * Refund bills (收款退款单): money that went back to customers, and the negative receivables of returns
 * that it clears. All amounts are turned: what goes out is positive.
 *
 * <p>The fields are those that published clients of the web API send. The id of the conversion rule
 * differs between sites and can be set.
 */
final class RefundBills {
  static final String FORM = "AR_REFUNDBILL";

  private static final String LINK = "FREFUNDBILLSRCENTRY_Link";

  private final Models models;

  RefundBills(Models models) {
    this.models = models;
  }

  ObjectNode model(Receipt receipt) {
    KingdeeSettings settings = models.settings();
    ObjectNode model =
        Models.head(settings.refundBillType(), receipt.number(), "FDATE", receipt.date());
    ObjectNode customer = Models.number(receipt.customer());
    ObjectNode currency = models.currency(receipt.cleared().currency());
    model.put("FCONTACTUNITTYPE", Receipts.CUSTOMER).set("FCONTACTUNIT", customer);
    model.put("FRECTUNITTYPE", Receipts.CUSTOMER).set("FRECTUNIT", customer);
    models.putBooks(model, currency);
    model.put("FCancelStatus", "A").put("FTHIRDBILLNO", receipt.number());
    putMoney(model.putArray("FREFUNDBILLENTRY").addObject(), receipt);
    ArrayNode sources = model.putArray("FREFUNDBILLSRCENTRY");
    for (Receipt.Line line : receipt.lines()) {
      putSource(sources.addObject(), line, settings.refundLink());
    }
    return model;
  }

  /** What is owed back is what went out and the fee that the platform gave back, as in receipts. */
  private static void putMoney(ObjectNode entry, Receipt receipt) {
    entry.set("FSETTLETYPEID", Models.number(Receipts.SETTLE_TYPE));
    entry.set("FPURPOSEID", Models.number(Receipts.SALES_RECEIPT));
    entry
        .put("FREFUNDAMOUNTFOR", turned(receipt.cleared()))
        .put("FREFUNDAMOUNTFOR_E", turned(receipt.cleared().minus(receipt.fee())))
        .put("FHANDLINGCHARGEFOR", turned(receipt.fee()))
        .put("FPOSTDATE", receipt.date().toString())
        .put("FNOTE", receipt.comment());
  }

  /**
   * Unlike in a receipt, the bill id here is the receivable's. The source's amount before the bill
   * is told beside what the bill clears of it: the form's column without a suffix is the head's.
   */
  private static void putSource(
      ObjectNode source, Receipt.Line line, KingdeeSettings.Link settings) {
    Receivable receivable = line.receivable();
    long id = Receipts.id(receivable.id(), "id");
    long plan = Receipts.id(receivable.planId(), "planId");
    BigDecimal cleared = turned(line.cleared());
    source
        .put("FSOURCETYPE", "AR_receivable")
        .put("FSRCBILLNO", receivable.number())
        .put("FSRCBILLID", id)
        .put("FAFTTAXTOTALAMOUNT", turned(receivable.amount()))
        .put("FPLANREFUNDAMOUNT", turned(receivable.amount()))
        .put("FREALREFUNDAMOUNT_S", cleared);
    source
        .putArray(LINK)
        .addObject()
        .put(LINK + "_FRuleId", settings.rule())
        .put(LINK + "_FSTableName", settings.table())
        .put(LINK + "_FSBillId", id)
        .put(LINK + "_FSId", plan)
        .put(LINK + "_FREALREFUNDAMOUNT_SOLD", turned(receivable.amount()))
        .put(LINK + "_FREALREFUNDAMOUNT_S", cleared);
  }

  private static BigDecimal turned(Money amount) {
    return amount.negated().toDecimal();
  }
}
