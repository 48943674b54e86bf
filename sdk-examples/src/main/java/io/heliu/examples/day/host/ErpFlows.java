package io.heliu.examples.day.host;

import io.heliu.Listener;
import io.heliu.catalog.Catalog;
import io.heliu.channel.ShipmentSink;
import io.heliu.erp.Erp;
import io.heliu.flow.DispatchFlow;
import io.heliu.flow.DispatchSettings;
import io.heliu.flow.ReceiptFlow;
import io.heliu.flow.ShipmentFlow;
import io.heliu.flow.aftersales.AfterSalesFlow;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.flow.stock.CountFlow;
import io.heliu.inventory.StockLedger;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/** The flows between the merchant's books and one company's ERP. */
public final class ErpFlows {
  private final DataSource database;
  private final StockLedger ledger;
  private final Erp erp;
  private final DispatchFlow dispatch;
  private final ShipmentFlow shipment;
  private final ReceiptFlow receipts;
  private final AfterSalesFlow afterSales;
  private final Clock clock;

  public ErpFlows(
      DataSource database,
      StockLedger ledger,
      Catalog catalog,
      Erp erp,
      DispatchSettings settings,
      AfterSalesSettings returns,
      List<ShipmentSink> shops,
      Clock clock,
      Listener listener) {
    this.clock = clock;
    this.database = database;
    this.ledger = ledger;
    this.erp = erp;
    this.dispatch = new DispatchFlow(database, ledger, catalog, erp, settings, listener);
    this.shipment = new ShipmentFlow(database, erp, ledger, shops, listener);
    this.receipts = new ReceiptFlow(database, erp, listener);
    this.afterSales = new AfterSalesFlow(database, ledger, erp, returns, clock, listener);
  }

  public Erp erp() {
    return erp;
  }

  public DispatchFlow dispatch() {
    return dispatch;
  }

  public ShipmentFlow shipment() {
    return shipment;
  }

  public ReceiptFlow receipts() {
    return receipts;
  }

  public AfterSalesFlow afterSales() {
    return afterSales;
  }

  public CountFlow counts(CountFlow.Policy policy) {
    return new CountFlow(database, erp, ledger, policy, clock, Listener.none());
  }
}
