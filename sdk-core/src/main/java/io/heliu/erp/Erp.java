package io.heliu.erp;

/** An ERP with everything that the flows need of it. Thread-safe. */
public interface Erp {

  /** Returns a name that tells it from other ERPs of the host; cursors are kept under it. */
  String name();

  /** Returns the port for sales orders. */
  DocumentPort<SalesOrder> salesOrders();

  /** Returns the port for outbounds. */
  DocumentPort<Outbound> outbounds();

  /** Returns the port for receipts. */
  DocumentPort<Receipt> receipts();

  /** Returns what can be read. */
  ErpFeeds feeds();
}
