package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.internal.json.Json;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sales outbounds (销售出库单); with negative quantities, sales returns (销售退货单), which are a form of
 * their own with positive quantities.
 */
final class Outbounds implements Documents.Mapping<Outbound> {
  static final String FORM = "SAL_OUTSTOCK";
  static final String RETURN_FORM = "SAL_RETURNSTOCK";
  static final String ENTRY_ID = "FEntity_FEntryID";

  private final Models models;
  private final SourceLines orders;
  private final SourceLines outbounds;

  Outbounds(Models models, SourceLines orders, SourceLines outbounds) {
    this.models = models;
    this.orders = orders;
    this.outbounds = outbounds;
  }

  @Override
  public List<String> forms() {
    return List.of(FORM, RETURN_FORM);
  }

  @Override
  public Documents.Mapped map(Outbound outbound) {
    List<DocumentLine> lines = outbound.lines();
    Currency currency = Models.currencyOf(lines);
    long returned = lines.stream().filter(line -> line.quantity() < 0).count();
    if (returned != 0 && returned != lines.size()) {
      throw new IllegalArgumentException(
          "lines: quantities must be all positive or all negative; an exchange is two documents");
    }
    boolean returns = returned != 0;
    Map<String, SourceLines.Source> sources = (returns ? outbounds : orders).sourcesOf(lines);
    for (DocumentLine line : lines) {
      if (line.sourceDocument() != null && !sources.containsKey(line.line())) {
        return new Documents.Mapped.Refused(
            new PushOutcome.Rejected(
                "SOURCE_MISSING",
                "the ERP has no line "
                    + line.sourceLine()
                    + " of document "
                    + line.sourceDocument()));
      }
    }
    return returns
        ? new Documents.Mapped.Model(RETURN_FORM, returned(outbound, currency, sources))
        : new Documents.Mapped.Model(FORM, sent(outbound, currency, sources));
  }

  @Override
  public boolean isSame(Wire wire, Outbound outbound) {
    KingdeeSettings settings = models.settings();
    LineFields fields =
        outbound.lines().get(0).quantity() < 0
            ? new LineFields(
                RETURN_FORM,
                ENTRY_ID,
                settings.returns().lineField(),
                "FMaterialId.FNumber",
                "FStockId.FNumber",
                "FRealQty")
            : new LineFields(
                FORM,
                ENTRY_ID,
                settings.outbound().lineField(),
                "FMaterialID.FNumber",
                "FStockID.FNumber",
                "FRealQty");
    return fields.areSame(wire, outbound.number(), outbound.lines());
  }

  private ObjectNode sent(
      Outbound outbound, Currency currency, Map<String, SourceLines.Source> sources) {
    KingdeeSettings settings = models.settings();
    ObjectNode model =
        Models.head(settings.outbound().billType(), outbound.number(), "FDate", outbound.date());
    model.set("FSaleOrgId", models.organization());
    model.set("FCustomerID", Models.number(outbound.customer()));
    model.set("FStockOrgId", models.organization());
    model.set("FReceiverID", Models.number(outbound.customer()));
    model.set("FSettleID", Models.number(outbound.customer()));
    model.set("FPayerID", Models.number(outbound.customer()));
    model.put("FOwnerTypeIdHead", Models.OWNER_TYPE);
    model.set("FOwnerIdHead", models.organization());
    model.put(settings.outbound().externalField(), outbound.externalNumber());
    models.putFinance(model, "SubHeadEntity", "FSettleCurrID", currency);
    ((ObjectNode) model.path("SubHeadEntity")).set("FSettleOrgID", models.organization());
    ArrayNode entries = model.putArray("FEntity");
    for (DocumentLine line : outbound.lines()) {
      ObjectNode entry = entries.addObject();
      putGoods(entry, line);
      entry.put("FOwnerTypeID", Models.OWNER_TYPE);
      entry.set("FOwnerID", models.organization());
      putStock(entry, line, "FStockID", "FStockStatusID");
      putUnits(entry, line, "FSALUNITQTY", "FSALBASEQTY", "FPRICEBASEQTY");
      entry.put(settings.outbound().lineField(), line.line());
      putSource(entry, line, sources.get(line.line()), SalesOrders.FORM, settings.outboundLink());
    }
    if (outbound.waybill() != null) {
      putTrace(model.putArray("FOutStockTrace").addObject(), outbound);
    }
    return model;
  }

  private static void putTrace(ObjectNode trace, Outbound outbound) {
    if (outbound.carrier() != null) {
      trace.set("FLogComId", Json.object().put("FCode", outbound.carrier()));
    }
    trace.put("FCarryBillNo", outbound.waybill());
  }

  private ObjectNode returned(
      Outbound outbound, Currency currency, Map<String, SourceLines.Source> sources) {
    KingdeeSettings settings = models.settings();
    ObjectNode model =
        Models.head(settings.returns().billType(), outbound.number(), "FDate", outbound.date());
    model.set("FSaleOrgId", models.organization());
    model.set("FRetcustId", Models.number(outbound.customer()));
    model.set("FStockOrgId", models.organization());
    model.set("FReceiveCustId", Models.number(outbound.customer()));
    model.set("FSettleCustId", Models.number(outbound.customer()));
    model.set("FPayCustId", Models.number(outbound.customer()));
    model.put("FTransferBizType", "OverOrgSal");
    model.put(settings.returns().externalField(), outbound.externalNumber());
    models.putFinance(model, "SubHeadEntity", "FSettleCurrId", currency);
    ((ObjectNode) model.path("SubHeadEntity")).set("FSettleOrgId", models.organization());
    ArrayNode entries = model.putArray("FEntity");
    for (DocumentLine line : outbound.lines()) {
      ObjectNode entry = entries.addObject();
      putGoods(entry, line);
      entry.put("FReturnType", "THLX01_SYS");
      putStock(entry, line, "FStockId", "FStockstatusId");
      entry.put("FDeliveryDate", outbound.date().toString());
      putUnits(entry, line, "FSalUnitQty", "FSalBaseQty", "FPriceBaseQty");
      entry.put(settings.returns().lineField(), line.line());
      putSource(entry, line, sources.get(line.line()), FORM, settings.returnLink());
    }
    return model;
  }

  private void putGoods(ObjectNode entry, DocumentLine line) {
    boolean returns = line.quantity() < 0;
    entry.put("FRowType", "Standard");
    entry.set(returns ? "FMaterialId" : "FMaterialID", Models.number(line.sku().code()));
    entry.set("FUnitID", models.unit());
    entry.put("FRealQty", Math.abs(line.quantity()));
    models.putAmount(
        entry, returns ? line.amount().negated() : line.amount(), Math.abs(line.quantity()));
  }

  private void putStock(ObjectNode entry, DocumentLine line, String stock, String status) {
    entry.set(stock, Models.number(line.location().code()));
    entry.set(status, Models.number(models.settings().stockStatus()));
  }

  private void putUnits(ObjectNode entry, DocumentLine line, String... quantities) {
    entry.set("FSalUnitID", models.unit());
    for (String field : quantities) {
      entry.put(field, Math.abs(line.quantity()));
    }
  }

  /** Only the link rows tie the lines; the other fields are what people see. */
  private static void putSource(
      ObjectNode entry,
      DocumentLine line,
      SourceLines.@Nullable Source source,
      String form,
      KingdeeSettings.Link link) {
    if (source == null) {
      return;
    }
    entry.put("FSrcType", form).put("FSrcBillNo", source.document());
    if (form.equals(SalesOrders.FORM)) {
      entry.put("FSoorDerno", source.document()).put("FSOEntryId", source.entryId());
    }
    long quantity = Math.abs(line.quantity());
    entry
        .putArray("FEntity_Link")
        .addObject()
        .put("FEntity_Link_FRuleId", link.rule())
        .put("FEntity_Link_FSTableName", link.table())
        .put("FEntity_Link_FSBillId", source.documentId())
        .put("FEntity_Link_FSId", source.entryId())
        .put("FEntity_Link_FBaseUnitQtyOld", quantity)
        .put("FEntity_Link_FBaseUnitQty", quantity);
  }
}
