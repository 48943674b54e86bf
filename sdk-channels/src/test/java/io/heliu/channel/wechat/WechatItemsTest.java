package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.ItemSource.Item;
import io.heliu.channel.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WechatItemsTest extends WechatTest {

  @Test
  void items_product_isARowForEachVariant() {
    standIn.putProduct(product(10, 20));

    Page<Item> page = client().items().items(null);

    assertThat(page.rows())
        .containsExactly(
            new Item(CUP, WHITE, "SKU-CUP-WH", "6900000000017", "保温杯", 10),
            new Item(CUP, BLACK, "SKU-CUP-BK", null, "保温杯", 20));
    assertThat(page.hasMore()).isFalse();
  }

  @Test
  void items_notOnSale_areLeftOut() {
    standIn.putProduct(product(10, 20).replace("\"status\":5", "\"status\":11"));

    assertThat(client().items().items(null).rows()).isEmpty();
  }

  @Test
  void items_moreThanAPage_followTheCursor() {
    for (int i = 0; i < 65; i++) {
      standIn.putProduct(product(1, 1).replace(CUP, "" + (30_000_000_000_000L + i)));
    }
    List<String> ids = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more = true;
    while (more) {
      Page<Item> page = client().items().items(cursor);
      page.rows().forEach(row -> ids.add(row.itemId() + row.variantId()));
      more = page.hasMore();
      cursor = page.nextCursor();
    }

    assertThat(ids).hasSize(130).doesNotHaveDuplicates();
    assertThat(standIn.calls("/channels/ec/product/list/get")).isEqualTo(3);
  }

  @Test
  void items_unreadableProduct_costsNoOther() {
    standIn.putProduct(product(10, 20));
    standIn.putProduct("{\"product_id\":\"5\",\"title\":\"x\",\"status\":5,\"skus\":null}");

    Page<Item> page = client().items().items(null);

    assertThat(page.rows()).hasSize(2);
    assertThat(page.malformed().get(0).reason()).isEqualTo("skus: must not be missing or empty");
  }
}
