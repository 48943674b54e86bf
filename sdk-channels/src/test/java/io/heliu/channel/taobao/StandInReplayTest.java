package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.Window;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.TokenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stand-in went through happens again when it starts from its journal. */
class StandInReplayTest extends TaobaoTest {
  private static final String BOWL = "601234567891";

  @TempDir Path folder;

  private TaobaoStandIn seeded() {
    TaobaoStandIn seeded = new TaobaoStandIn(clock);
    seeded.journal(folder.resolve("taobao.journal"));
    for (int i = 0; i < 60; i++) {
      seeded.put(trade(i, TEN.minusSeconds(60 + i)).build());
    }
    seeded.put(new StandInItem(BOWL, "碗", null, 30, true, TEN.minusSeconds(60), List.of()));
    seeded.modifyWhilePaged(4);
    return seeded;
  }

  private TreeMap<String, String> state() {
    TreeMap<String, String> state = new TreeMap<>();
    for (String tid : standIn.tradeNumbers()) {
      state.put(tid, standIn.trade(tid).status() + " " + standIn.trade(tid).modifiedAt());
    }
    return state;
  }

  @Test
  void start_fromJournal_hasTheSameTradesStockAndSession() throws IOException {
    replaceStandIn(seeded());
    TaobaoClient client = client();
    readBackwards(client.orders(), new Window(TEN.minusSeconds(600), TEN), 20);
    clock.move(Duration.ofSeconds(5));
    assertThat(client.shipments().ship(new Parcel(tid(3), List.of(), "ZTO", "78901234567890")))
        .isEqualTo(Result.SENT);
    client.stock().publish(List.of(new Level(BOWL, null, 9)));
    standIn.place(trade(99, clock.instant()).status("WAIT_BUYER_PAY").build());
    standIn.expireSessionAfter(0);
    client.orders().get(tid(3));
    TreeMap<String, String> before = state();
    TokenStore session = tokens;

    clock.move(Duration.ofHours(1));
    replaceStandIn(seeded());
    tokens = session;

    assertThat(state()).isEqualTo(before).containsKey(tid(99));
    assertThat(standIn.stock(BOWL, null)).hasValue(8);
    assertThat(client().orders().get(tid(3)).rows().get(0).number()).isEqualTo(tid(3));
    // The one in the journal, and none since: the session still lives.
    assertThat(standIn.calls("taobao.top.auth.token.refresh")).isEqualTo(1);
  }
}
