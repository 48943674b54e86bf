package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of ids.
 *
 * @param ids the ids
 * @param hasMore whether another page follows
 * @param nextKey the cursor of the page that follows, or null
 */
record Listing(List<String> ids, boolean hasMore, @Nullable String nextKey) {
  static Listing read(JsonNode answer, String list) {
    boolean more = WechatJson.isTrue(answer, "has_more");
    return new Listing(
        WechatJson.ids(answer, list), more, more ? WechatJson.optional(answer, "next_key") : null);
  }
}
