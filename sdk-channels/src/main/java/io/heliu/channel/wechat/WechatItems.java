package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.ShopId;
import io.heliu.channel.ItemSource;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items on sale, every variant a row. The list says ids only, so each is one more call. */
final class WechatItems implements ItemSource {
  private static final String LIST = "/channels/ec/product/list/get";
  private static final String DETAIL = "/channels/ec/product/get";
  private static final int ON_SALE = 5;
  private static final int ONLINE_DATA = 1;

  /** The most that the platform gives at once. */
  private static final int PAGE_SIZE = 30;

  private final Wechat wechat;

  WechatItems(Wechat wechat) {
    this.wechat = wechat;
  }

  @Override
  public ShopId shop() {
    return wechat.shop();
  }

  @Override
  public Page<Item> items(@Nullable String cursor) {
    ObjectNode body = Json.object().put("status", ON_SALE).put("page_size", PAGE_SIZE);
    if (cursor != null) {
      body.put("next_key", cursor);
    }
    Listing listing = wechat.read(LIST, body, WechatItems::listing);
    List<Item> rows = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (String id : listing.ids()) {
      try {
        rows.addAll(detail(id));
      } catch (MalformedJson e) {
        malformed.add(new Page.Malformed(id, id, String.valueOf(e.getMessage())));
      }
    }
    return new Page<>(rows, malformed, listing.hasMore(), listing.nextKey());
  }

  /** This list does not say whether there is more: it ends with an empty page or cursor. */
  private static Listing listing(JsonNode answer) {
    List<String> ids = WechatJson.ids(answer, "product_ids");
    String next = ids.isEmpty() ? null : WechatJson.optional(answer, "next_key");
    return new Listing(ids, next != null, next);
  }

  private List<Item> detail(String id) {
    WechatAnswer<JsonNode> answer =
        wechat.ask(
            DETAIL,
            Json.object().put("product_id", id).put("data_type", ONLINE_DATA),
            body -> Json.require(body, "product"));
    if (answer instanceof WechatAnswer.Refused<JsonNode> refused) {
      throw new MalformedJson("product: must be readable, but was refused: " + refused.code());
    }
    return variants(((WechatAnswer.Given<JsonNode>) answer).value());
  }

  private static List<Item> variants(JsonNode product) {
    String id = WechatJson.requireId(product, "product_id");
    String title = Json.requireText(product, "title");
    List<JsonNode> skus = Json.list(product, "skus");
    if (skus.isEmpty()) {
      throw new MalformedJson("skus: must not be missing or empty");
    }
    List<Item> variants = new ArrayList<>(skus.size());
    for (JsonNode sku : skus) {
      String code = WechatJson.id(sku, "sku_code");
      variants.add(
          new Item(
              id,
              WechatJson.requireId(sku, "sku_id"),
              code == null ? WechatJson.id(sku, "out_sku_id") : code,
              WechatJson.id(sku, "bar_code"),
              title,
              Json.requireLong(sku, "stock_num")));
    }
    return variants;
  }
}
