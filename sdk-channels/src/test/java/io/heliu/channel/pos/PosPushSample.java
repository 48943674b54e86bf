package io.heliu.channel.pos;

/** The push of the documents, and parts of it. */
final class PosPushSample {
  static final String SALE =
      """
      {"ticketNo":"000117","revision":1,"type":"SALE","businessDate":"2026-07-12",
       "occurredAt":"2026-07-12T19:44:10+08:00","cashier":"op01",
       "member":{"phone":"13800000001","cardNo":"M0001"},
       "lines":[{"lineNo":1,"sku":"SKU-CUP-WH","barcode":"6900000000017","qty":"1",
                 "listPrice":"49.90","price":"44.50","discount":"5.40","amount":"44.50"},
                {"lineNo":2,"sku":"SKU-APPLE","qty":"0.735","listPrice":"19.80","price":"19.80",
                 "discount":"0.00","amount":"14.55"}],
       "tenders":[{"type":"WECHAT_PAY","amount":"50.00","channelRef":"4200000000202607120000000044"},
                  {"type":"CASH","amount":"9.05"}],
       "total":"59.05","rounding":"0.00"}""";
  static final String RETURN =
      """
      {"ticketNo":"000118","revision":1,"type":"RETURN","businessDate":"2026-07-12",
       "occurredAt":"2026-07-12T19:50:00+08:00",
       "original":{"store":"S01","terminal":"POS-05","businessDate":"2026-07-10","ticketNo":"000042"},
       "lines":[{"lineNo":1,"sku":"SKU-UMB","qty":"-1","price":"45.00","amount":"-45.00"}],
       "tenders":[{"type":"WECHAT_PAY","amount":"-45.00",
                   "channelRef":"50300000002026071200000000001"}],"total":"-45.00"}""";

  private PosPushSample() {}

  static String batch(String... tickets) {
    return "{\"batchId\":\"S01-POS-07-20260712-0003\",\"sentAt\":\"2026-07-13T01:12:09+08:00\","
        + "\"offline\":true,\"tickets\":["
        + String.join(",", tickets)
        + "]}";
  }

  /** Returns a void; of the ticket of its own number, unless it names another one. */
  static String voided(String number, String original) {
    return "{\"ticketNo\":\""
        + number
        + "\",\"type\":\"VOID\",\"businessDate\":\"2026-07-12\""
        + (original.isEmpty()
            ? ""
            : ",\"original\":{\"store\":\"S01\",\"terminal\":\"POS-07\","
                + "\"businessDate\":\"2026-07-12\",\"ticketNo\":\""
                + original
                + "\"}")
        + "}";
  }
}
