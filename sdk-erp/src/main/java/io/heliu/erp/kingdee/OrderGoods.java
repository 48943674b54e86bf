package io.heliu.erp.kingdee;

import java.util.List;

/** Finds what was made of a sales order to send its goods; void documents do not count. */
final class OrderGoods {
  private final Wire wire;
  private final KingdeeSettings settings;

  OrderGoods(Wire wire, KingdeeSettings settings) {
    this.wire = wire;
    this.settings = settings;
  }

  /** Goods may be sent by way of a delivery notice: then only the order's number is carried on. */
  boolean hasOutbound(String order) {
    return any(Outbounds.FORM, Outbounds.ENTRY_ID, Query.equal("FSoorDerno", order))
        || any(
            Outbounds.FORM,
            Outbounds.ENTRY_ID,
            Query.equal("FSrcType", SalesOrders.FORM) + " and " + Query.equal("FSrcBillNo", order));
  }

  /** Tells whether the warehouse was told to send, as far as the settings say where to look. */
  boolean hasNotice(String order) {
    KingdeeSettings.Downstream notices = settings.deliveryNotices();
    return notices != null
        && any(
            notices.form(),
            notices.entry() + "_FEntryID",
            Query.equal(notices.orderField(), order));
  }

  private boolean any(String form, String entryId, String condition) {
    List<String> fields = List.of("FID", entryId);
    String filter = Query.without(settings.voiding()) + " and " + condition;
    Query query = new Query(form, fields, filter, "FID," + entryId);
    return !wire.page(query, 0).rows().isEmpty();
  }
}
