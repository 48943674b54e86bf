package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the platform calls a line by: product and variant. Its lines have no number of their own.
 *
 * @param productId the product
 * @param skuId the variant
 */
record LineKey(String productId, String skuId) {
  static LineKey read(JsonNode row) {
    return new LineKey(
        WechatJson.requireId(row, "product_id"), WechatJson.requireId(row, "sku_id"));
  }

  /**
   * Returns the line's number in our words. A variant may be bought and given away in one order:
   * from the second line of a variant on, the number says the how-manieth it is.
   *
   * @param occurrence 1 for the first line of the variant
   */
  String number(int occurrence) {
    String number = productId + ":" + skuId;
    return occurrence == 1 ? number : number + ":" + occurrence;
  }
}
