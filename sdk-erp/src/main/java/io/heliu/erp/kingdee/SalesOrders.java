package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.SalesOrder;
import java.util.Currency;
import java.util.List;

/** Sales orders (销售订单). */
final class SalesOrders implements Documents.Mapping<SalesOrder> {
  static final String FORM = "SAL_SaleOrder";
  static final String ENTRY_ID = "FSaleOrderEntry_FEntryID";

  /** Strong reservation is left to the ledger: the ERP reserves weakly. */
  private static final String RESERVE_TYPE = "1";

  private static final String LIMIT_UNIT = "SAL";

  private final Models models;

  SalesOrders(Models models) {
    this.models = models;
  }

  @Override
  public List<String> forms() {
    return List.of(FORM);
  }

  @Override
  public Documents.Mapped map(SalesOrder order) {
    Currency currency = Models.currencyOf(order.lines());
    if (order.lines().stream().anyMatch(line -> line.quantity() < 0)) {
      throw new IllegalArgumentException("lines: quantities of a sales order must be positive");
    }
    KingdeeSettings settings = models.settings();
    ObjectNode model =
        Models.head(settings.order().billType(), order.number(), "FDate", order.date());
    model.set("FSaleOrgId", models.organization());
    model.set("FCustId", Models.number(order.customer()));
    model.set("FSalerId", Models.number(settings.salesperson()));
    model.put(settings.order().externalField(), order.externalNumber());
    ObjectNode finance = model.putObject("FSaleOrderFinance");
    finance.set("FSettleCurrId", models.currency(currency));
    finance.put("FIsIncludedTax", true);
    ArrayNode entries = model.putArray("FSaleOrderEntry");
    for (DocumentLine line : order.lines()) {
      putEntry(entries.addObject(), line, order.date().toString());
    }
    return new Documents.Mapped.Model(FORM, model);
  }

  @Override
  public boolean isSame(Wire wire, SalesOrder order) {
    KingdeeSettings settings = models.settings();
    LineFields fields =
        new LineFields(
            FORM,
            ENTRY_ID,
            settings.order().lineField(),
            "FMaterialId.FNumber",
            settings.orderLocationField() + ".FNumber",
            "FQty");
    return fields.areSame(wire, order.number(), order.lines());
  }

  @Override
  public boolean isSent(Wire wire, String number) {
    return new OrderGoods(wire, models.settings()).hasOutbound(number);
  }

  private void putEntry(ObjectNode entry, DocumentLine line, String date) {
    KingdeeSettings settings = models.settings();
    entry.put("FRowType", "Standard");
    entry.set("FMaterialId", Models.number(line.sku().code()));
    entry.set("FUnitID", models.unit());
    entry.put("FQty", line.quantity());
    entry.set("FPriceUnitId", models.unit());
    models.putAmount(entry, line.amount(), line.quantity());
    entry.put("FDeliveryDate", date);
    entry.set("FSettleOrgIds", models.organization());
    entry.put("FReserveType", RESERVE_TYPE);
    entry.set("FStockUnitID", models.unit());
    entry.put("FOUTLMTUNIT", LIMIT_UNIT);
    entry.set(settings.orderLocationField(), Models.number(line.location().code()));
    entry.put(settings.order().lineField(), line.line());
  }
}
