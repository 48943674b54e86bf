package io.heliu.erp.kingdee.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms that the stand-in has. */
final class Forms {
  static final String ORDER = "SAL_SaleOrder";
  static final String OUTBOUND = "SAL_OUTSTOCK";
  static final String NOTICE = "SAL_DELIVERYNOTICE";
  static final String RETURN = "SAL_RETURNSTOCK";
  static final String RECEIVABLE = "AR_receivable";
  static final String RECEIPT = "AR_RECEIVEBILL";
  static final String REFUND = "AR_REFUNDBILL";
  static final String INVENTORY = "STK_Inventory";
  static final String MATERIAL = "BD_MATERIAL";
  static final String CUSTOMER = "BD_Customer";
  static final String STOCK = "BD_STOCK";
  static final String CURRENCY = "BD_Currency";

  /** Forms that calls may write; the others come into being by themselves. */
  static final List<String> WRITABLE = List.of(ORDER, OUTBOUND, RETURN, RECEIPT, REFUND);

  private static final String BASE =
      "FNumber:t FName:t FDocumentStatus:t FForbidStatus:t FUseOrgId:org ";

  private Forms() {}

  static Map<String, FormSpec> all() {
    Map<String, FormSpec> forms = new LinkedHashMap<>();
    for (FormSpec.Builder form :
        List.of(
            order(),
            notice(),
            outbound(),
            returned(),
            receivable(),
            receipt(),
            refund(),
            FormSpec.form(
                INVENTORY,
                "FID",
                "FID",
                "FStockOrgId:org FStockId:stock FMaterialId:mat FLot:base FStockStatusId:base"
                    + " FBaseQty:n FBaseAVBQty:n FUpdateTime:d"),
            FormSpec.form(MATERIAL, "FMATERIALID", "FNumber", BASE + "FBARCODE:t"),
            FormSpec.form(CUSTOMER, "FCUSTID", "FNumber", BASE),
            FormSpec.form(STOCK, "FStockId", "FNumber", BASE),
            FormSpec.form(CURRENCY, "FCURRENCYID", "FNumber", BASE))) {
      FormSpec spec = form.build();
      forms.put(spec.id(), spec);
    }
    return forms;
  }

  private static FormSpec.Builder order() {
    return FormSpec.form(
            ORDER,
            "FID",
            "FBillNo",
            "FBillTypeID:base/FNUMBER! FBillNo:t FDate:d! FSaleOrgId:org! FCustId:cust!"
                + " FSalerId:base! FNote:t")
        .sub("FSaleOrderFinance", "FSettleCurrId:base! FIsIncludedTax:b")
        .entry(
            "FSaleOrderEntry",
            "FRowType:t FMaterialId:mat! FUnitID:base! FQty:n! FPriceUnitId:base! FTaxPrice:n"
                + " FPrice:n FIsFree:b FEntryTaxRate:n FAllAmount:n FDeliveryDate:d!"
                + " FSettleOrgIds:org! FReserveType:t! FStockUnitID:base! FOUTLMTUNIT:t!"
                + " FSOStockId:stock FEntryNote:t");
  }

  private static FormSpec.Builder notice() {
    return FormSpec.form(NOTICE, "FID", "FBillNo", "FBillNo:t FDate:d FCustomerID:cust")
        .entry("FEntity", "FMaterialID:mat FQty:n FOrderNo:t");
  }

  private static FormSpec.Builder outbound() {
    return FormSpec.form(
            OUTBOUND,
            "FID",
            "FBillNo",
            "FBillTypeID:base/FNUMBER! FBillNo:t FDate:d! FSaleOrgId:org! FCustomerID:cust!"
                + " FStockOrgId:org! FReceiverID:cust FSettleID:cust FPayerID:cust"
                + " FOwnerTypeIdHead:t FOwnerIdHead:org FNote:t")
        .sub(
            "SubHeadEntity",
            "FSettleCurrID:base! FSettleOrgID:org FExchangeTypeID:base FExchangeRate:n"
                + " FIsIncludedTax:b FIsPriceExcludeTax:b")
        .entry(
            "FEntity",
            "FRowType:t FMaterialID:mat! FUnitID:base! FRealQty:n! FMustQty:n FTaxPrice:n FPrice:n"
                + " FIsFree:b FEntryTaxRate:n FAllAmount:n FDiscount:n FOwnerTypeID:t FOwnerID:org"
                + " FLot:base FStockID:stock! FStockLocID:base FStockStatusID:base FSalUnitID:base"
                + " FSALUNITQTY:n FSALBASEQTY:n FPRICEBASEQTY:n FSrcType:t FSrcBillNo:t"
                + " FSoorDerno:t FSOEntryId:n FEntrynote:t FEntity_Link:rows FSerialSubEntity:rows")
        .entry("FOutStockTrace", "FLogComId:base/FCode FCarryBillNo:t!");
  }

  private static FormSpec.Builder returned() {
    return FormSpec.form(
            RETURN,
            "FID",
            "FBillNo",
            "FBillTypeID:base/FNUMBER! FBillNo:t FDate:d! FSaleOrgId:org! FRetcustId:cust!"
                + " FStockOrgId:org! FReceiveCustId:cust FSettleCustId:cust FPayCustId:cust"
                + " FTransferBizType:t FHeadNote:t")
        .sub(
            "SubHeadEntity",
            "FSettleCurrId:base! FSettleOrgId:org FExchangeTypeID:base FExchangeRate:n"
                + " FIsIncludedTax:b")
        .entry(
            "FEntity",
            "FRowType:t FMaterialId:mat! FUnitID:base! FRealQty:n! FTaxPrice:n FIsFree:b"
                + " FEntryTaxRate:n FAllAmount:n FReturnType:t! FStockId:stock! FStockstatusId:base"
                + " FSalUnitID:base FSalUnitQty:n FSalBaseQty:n FPriceBaseQty:n FDeliveryDate:d!"
                + " FSrcType:t FSrcBillNo:t FNote:t FEntity_Link:rows");
  }

  private static FormSpec.Builder receivable() {
    return FormSpec.form(
            RECEIVABLE,
            "FID",
            "FBillNo",
            "FBillTypeID:base FBillNo:t FDATE:d FENDDATE_H:d FCUSTOMERID:cust FCURRENCYID:base"
                + " FSETTLEORGID:org FALLAMOUNTFOR:n FWRITTENOFFSTATUS:t FAR_Remark:t")
        .entry(
            "FEntityDetail",
            "FMATERIALID:mat FPriceQty:n FALLAMOUNTFOR_D:n FSOURCETYPE:t FSourceBillNo:t")
        .entry("FEntityPlan", "FENDDATE:d FPAYAMOUNTFOR:n FPAYRATE:n FWRITTENOFFAMOUNTFOR:n");
  }

  private static FormSpec.Builder receipt() {
    return FormSpec.form(
            RECEIPT,
            "FID",
            "FBillNo",
            "FBillTypeID:base/FNUMBER! FBillNo:t FDATE:d! FCONTACTUNITTYPE:t! FCONTACTUNIT:cust!"
                + " FPAYUNITTYPE:t! FPAYUNIT:cust! FCURRENCYID:base! FSETTLECUR:base!"
                + " FSETTLEMAINBOOKID:base FPAYORGID:org! FSETTLEORGID:org! FSALEORGID:org"
                + " FBUSINESSTYPE:t! FCancelStatus:t FTHIRDBILLNO:t")
        .entry(
            "FRECEIVEBILLENTRY",
            "FSETTLETYPEID:base! FPURPOSEID:base! FRECTOTALAMOUNTFOR:n! FRECAMOUNTFOR_E:n"
                + " FHANDLINGCHARGEFOR:n FSETTLEDISTAMOUNTFOR:n FACCOUNTID:base FPOSTDATE:d"
                + " FCOMMENT:t")
        .entry(
            "FRECEIVEBILLSRCENTRY",
            "FSRCBILLTYPEID:t! FSRCBILLNO:t! FSRCBILLID:n! FSRCROWID:n! FAFTTAXTOTALAMOUNT:n"
                + " FPLANRECAMOUNT:n FREALRECAMOUNT:n! FEXPIRY:d FSRCCURRENCYID:base"
                + " FRECEIVEBILLSRCENTRY_Link:rows!");
  }

  private static FormSpec.Builder refund() {
    return FormSpec.form(
            REFUND,
            "FID",
            "FBillNo",
            "FBillTypeID:base/FNUMBER! FBillNo:t FDATE:d! FCONTACTUNITTYPE:t! FCONTACTUNIT:cust!"
                + " FRECTUNITTYPE:t! FRECTUNIT:cust! FCURRENCYID:base! FSETTLECUR:base!"
                + " FSETTLEMAINBOOKID:base FPAYORGID:org! FSETTLEORGID:org! FSALEORGID:org"
                + " FCancelStatus:t FTHIRDBILLNO:t")
        .entry(
            "FREFUNDBILLENTRY",
            "FSETTLETYPEID:base! FPURPOSEID:base! FREFUNDAMOUNTFOR:n! FREFUNDAMOUNTFOR_E:n"
                + " FHANDLINGCHARGEFOR:n FACCOUNTID:base FPOSTDATE:d FNOTE:t")
        .entry(
            "FREFUNDBILLSRCENTRY",
            "FSOURCETYPE:t! FSRCBILLNO:t! FSRCBILLID:n! FAFTTAXTOTALAMOUNT:n FPLANREFUNDAMOUNT:n"
                + " FREALREFUNDAMOUNT_S:n! FREFUNDBILLSRCENTRY_Link:rows!");
  }
}
