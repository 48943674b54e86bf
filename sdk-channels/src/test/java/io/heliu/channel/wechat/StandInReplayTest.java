package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.WechatStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stand-in went through happens again when it starts from its journal. */
class StandInReplayTest extends WechatTest {
  @TempDir Path folder;

  private WechatStandIn seeded() {
    WechatStandIn seeded = new WechatStandIn(time);
    seeded.journal(folder.resolve("wechat.journal"));
    for (int i = 0; i < 30; i++) {
      seeded.put(order(i, TEN.minusSeconds(60 + i)).build());
    }
    seeded.putProduct(product(10, 20));
    seeded.modifyWhilePaged(4);
    return seeded;
  }

  private TreeMap<String, String> state() {
    TreeMap<String, String> state = new TreeMap<>();
    for (String number : standIn.orderNumbers()) {
      state.put(number, standIn.order(number).text());
    }
    return state;
  }

  @Test
  void start_fromJournal_hasTheSameOrdersStockAndToken() throws IOException {
    replaceStandIn(seeded());
    WechatClient client = client();
    readAll(client.orders(), new Window(TEN.minusSeconds(600), TEN), 10);
    time.advance(Duration.ofSeconds(5));
    assertThat(client.shipments().ship(new Parcel(number(3), List.of(), "SF", "SF1")))
        .isEqualTo(Result.SENT);
    client.stock().publish(List.of(new Level(CUP, WHITE, 9)));
    standIn.place(order(99, time.instant()).unpaid().build());
    standIn.expireTokenAfter(0);
    client.orders().get(number(3));
    TreeMap<String, String> before = state();

    time.advance(Duration.ofHours(1));
    replaceStandIn(seeded());

    assertThat(state()).isEqualTo(before).containsKey(number(99));
    assertThat(standIn.stock(CUP, WHITE)).hasValue(7);
    assertThat(client().orders().get(number(3)).rows()).hasSize(1);
    // The two in the journal, and none since: the token still lives.
    assertThat(standIn.calls("/cgi-bin/stable_token")).isEqualTo(2);
  }
}
