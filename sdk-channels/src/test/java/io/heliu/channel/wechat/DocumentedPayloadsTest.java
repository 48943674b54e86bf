package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.PageRequest;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of the platform's pages, on the wire as they stand there. */
class DocumentedPayloadsTest extends WechatTest {
  private static final String NUMBER = "3705115058471208928";

  private static String sample() throws IOException {
    try (InputStream in = DocumentedPayloadsTest.class.getResourceAsStream("order.json")) {
      return new String(
          Objects.requireNonNull(in, "order.json").readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void waitForTheOrder() {
    time.advance(Duration.ofHours(2));
  }

  @Test
  void list_documentedDay_isTheDocumentedRequest() {
    List<String> bodies = bodiesOf("/channels/ec/order/list/get");
    Window day =
        new Window(Instant.ofEpochSecond(1_783_900_800), Instant.ofEpochSecond(1_783_987_201));

    client().orders().list(new PageRequest(day, 1, null, 50));

    assertThat(bodies)
        .extracting(Json::parse)
        .containsExactly(
            Json.parse(
                "{\"update_time_range\":{\"start_time\":1783900800,\"end_time\":1783987200},"
                    + "\"page_size\":50}"));
  }

  @Test
  void listing_documentedAnswer_hasItsNumbersAndItsCursor() {
    String answer =
        "{\"errcode\":0,\"errmsg\":\"ok\",\"order_id_list\":[\"3705115058471208928\","
            + "\"3705115058471209440\"],\"next_key\":\"THE_KEY_1\",\"has_more\":true}";

    assertThat(Listing.read(Json.parse(answer), "order_id_list"))
        .isEqualTo(new Listing(List.of(NUMBER, "3705115058471209440"), true, "THE_KEY_1"));
  }

  @Test
  void get_documentedOrder_comesThroughTheStandInUnchanged() throws IOException {
    standIn.put(StandInOrder.of(Json.write(Json.parse(sample()).path("order"))));

    assertThat(client().orders().get(NUMBER).rows())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new OrderReader(SHOP, Set.of("12", "13")).read(Json.parse(sample()).path("order")));
  }

  @Test
  void ship_documentedParcel_isTheDocumentedRequest() throws IOException {
    standIn.put(
        StandInOrder.of(Json.write(Json.parse(sample()).path("order")))
            .with("/order_detail/product_infos/0/sku_cnt", "1"));
    List<String> bodies = bodiesOf("/channels/ec/order/delivery/send");

    assertThat(client().shipments().ship(new Parcel(NUMBER, List.of(), "SF", "SF0000000000001")))
        .isEqualTo(Result.SENT);

    assertThat(bodies)
        .extracting(Json::parse)
        .containsExactly(
            Json.parse(
                """
                {"order_id":"3705115058471208928","delivery_list":[
                 {"delivery_id":"SF","waybill_id":"SF0000000000001","deliver_type":1,
                  "product_infos":[{"product_id":"10000000000001","sku_id":"20000000000001","product_cnt":1}]}]}
                """));
  }

  /** The platform's table and example differ: the cursor may be there without a page to follow. */
  @Test
  void listing_lastPageWithACursor_hasNoNext() {
    assertThat(
            Listing.read(
                Json.parse("{\"order_id_list\":null,\"next_key\":\"K\",\"has_more\":false}"),
                "order_id_list"))
        .isEqualTo(new Listing(List.of(), false, null));
  }
}
