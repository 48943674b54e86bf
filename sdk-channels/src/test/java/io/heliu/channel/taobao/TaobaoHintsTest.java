package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Listener;
import io.heliu.channel.taobao.standin.TaobaoStandIn.Delivery;
import io.heliu.flow.HintFlow;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.store.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What buyers do reaches the order book by way of messages, before any window is over. */
class TaobaoHintsTest extends TaobaoTest {
  private final JdbcDataSource dataSource = new JdbcDataSource();

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void pull_whatBuyersDo_isInTheBookAtOnce(Delivery delivery) throws SQLException {
    dataSource.setURL("jdbc:h2:mem:taobaohints");
    try (Connection anchor = dataSource.getConnection()) {
      assertThat(anchor.isClosed()).isFalse();
      Schema.install(dataSource);
      play(delivery);
    }
  }

  private void play(Delivery delivery) {
    TaobaoClient client = client();
    client.messages().permit(Set.of());
    standIn.deliverMessages(delivery);
    standIn.place(trade(1, TEN).status("WAIT_BUYER_PAY").build());
    standIn.place(trade(2, TEN).status("WAIT_BUYER_PAY").build());
    clock.move(Duration.ofSeconds(5));
    standIn.pay(tid(1));
    standIn.cancel(tid(2));
    standIn.publishOf("2074082787", "taobao_trade_TradeSuccess", "{\"tid\":37}");
    List<TaobaoMessage> foreign = new ArrayList<>();
    HintFlow hints = new HintFlow(dataSource, List.of(client.orders()), clock, Listener.none());

    client
        .messages()
        .pull(
            "default",
            10,
            Map.of("2074082786", SHOP),
            (shop, messages) -> messages.forEach(message -> hints.store(shop, message.orders())),
            foreign::addAll);
    hints.runOnce();

    assertThat(foreign).allMatch(message -> "2074082787".equals(message.sellerId())).isNotEmpty();
    OrderBook book = OrderBook.open(dataSource);
    assertThat(book.channelOrder(SHOP, tid(1)).orElseThrow().lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(book.channelOrder(SHOP, tid(2)).orElseThrow().lifecycle())
        .isEqualTo(Lifecycle.CANCELLED);
    assertThat(standIn.calls("taobao.trade.fullinfo.get")).isEqualTo(2);
  }
}
