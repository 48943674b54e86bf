package io.heliu.erp;

/** An ERP with everything that the flows need of it. Thread-safe. */
public interface Erp {

  /** Returns a name that tells it from other ERPs of the host; cursors are kept under it. */
  String name();

  /** Returns the port for sales orders. */
  DocumentPort<SalesOrder> salesOrders();

  /**
   * Takes a sales order back whose goods have not left. Safe to repeat, also after a fault, and to
   * be repeated then before anything is pushed under the number; the number of a cancelled order is
   * spent and never pushed again.
   *
   * <p>An order that is not there counts as cancelled. A push whose outcome is {@code Unknown} may
   * still arrive: settle it before, by pushing it again.
   *
   * <p>What keeps only this order from being cancelled for now, for example a person who has it
   * open, is {@link CancelOutcome.Pending} and not a fault, so that other orders can be asked for.
   *
   * @param number our number of the sales order
   * @throws io.heliu.Fault if the ERP cannot be asked, or whether it cancelled is not known
   */
  CancelOutcome cancel(String number);

  /** Returns the port for outbounds; with negative quantities they are returned goods (退货). */
  DocumentPort<Outbound> outbounds();

  /** Returns the port for receipts. */
  DocumentPort<Receipt> receipts();

  /** Returns what can be read. */
  ErpFeeds feeds();
}
