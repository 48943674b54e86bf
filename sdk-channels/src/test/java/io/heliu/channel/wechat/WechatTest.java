package io.heliu.channel.wechat;

import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.TokenStore;
import io.heliu.http.Transport;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client and the stand-in it talks to over HTTP; the time is ten o'clock in China. */
abstract class WechatTest {
  static final ShopId SHOP = new ShopId("wechat", "qinghe");
  static final Instant TEN = Instant.parse("2026-07-14T02:00:00Z");
  static final String CUP = "10000000000001";
  static final String WHITE = "20000000000001";
  static final String BLACK = "20000000000002";

  final ManualTime time = new ManualTime(TEN);
  final TokenStore tokens = TokenStore.inMemory();
  private final Transport transport = Transport.http();
  WechatStandIn standIn = new WechatStandIn(time);

  @BeforeEach
  final void startStandIn() throws IOException {
    standIn.start();
  }

  /** Closing tells of every failure inside the stand-in. */
  @AfterEach
  final void stopStandIn() {
    transport.close();
    standIn.checkBooks();
    standIn.close();
  }

  /** Puts another stand-in in the place of the one that was started. */
  final void replaceStandIn(WechatStandIn other) throws IOException {
    standIn.close();
    standIn = other;
    startStandIn();
  }

  final WechatClient.Builder builder() {
    return WechatClient.builder(SHOP)
        .endpoint(standIn.url())
        .credential(WechatStandIn.APPID, WechatStandIn.APP_SECRET)
        .tokens(tokens)
        .transport(transport)
        .clock(time)
        .waiter(time);
  }

  final WechatClient client() {
    return builder().build();
  }

  final Transport transport() {
    return transport;
  }

  /** Lets the next request of a path go wrong. */
  final void next(String path, Misbehaviour what) {
    standIn.faults().next(1, WechatStandIn.calling(path), what);
  }

  /** Lets every request from now on whose body names an id go wrong, if it goes to a path. */
  final void always(String path, String id, Misbehaviour what) {
    standIn
        .faults()
        .next(
            Integer.MAX_VALUE,
            request -> request.path().equals(path) && request.text().contains(id),
            what);
  }

  static String number(int order) {
    return Long.toString(3_705_115_058_471_200_000L + order);
  }

  /** Returns a paid order of two lines: two white cups and a black one. */
  static StandInOrder.Builder order(int number, Instant at) {
    return StandInOrder.builder(number(number), at)
        .line(CUP, WHITE, "SKU-CUP-WH", 2, 4450)
        .line(CUP, BLACK, "SKU-CUP-BK", 1, 4990);
  }

  static String line(String skuId) {
    return CUP + ":" + skuId;
  }

  static String product(long white, long black) {
    return ("{'product_id':'"
            + CUP
            + "','title':'保温杯','status':5,'skus':["
            + "{'sku_id':'"
            + WHITE
            + "','sku_code':'SKU-CUP-WH','bar_code':'6900000000017',"
            + "'stock_num':"
            + white
            + "},"
            + "{'sku_id':'"
            + BLACK
            + "','out_sku_id':'SKU-CUP-BK','stock_num':"
            + black
            + "}]}")
        .replace('\'', '"');
  }

  /** Reads a window to its end. */
  static List<OrderSource.Head> readAll(OrderSource orders, Window window, int size) {
    List<OrderSource.Head> heads = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more = true;
    for (int number = 1; more; number++) {
      Page<OrderSource.Head> page = orders.list(new PageRequest(window, number, cursor, size));
      heads.addAll(page.rows());
      more = page.hasMore();
      cursor = page.nextCursor();
    }
    return heads;
  }

  /** Returns a list that gets the body of each request to a path from now on. */
  final List<String> bodiesOf(String path) {
    List<String> bodies = new CopyOnWriteArrayList<>();
    standIn
        .faults()
        .next(
            1,
            request -> {
              if (request.path().equals(path)) {
                bodies.add(request.text());
              }
              return false;
            },
            new Misbehaviour.Disconnect());
    return bodies;
  }

  /** Runs what must fail and returns its fault. */
  static Fault faultOf(Runnable call) {
    try {
      call.run();
    } catch (Fault e) {
      return e;
    }
    throw new AssertionError("no fault");
  }
}
