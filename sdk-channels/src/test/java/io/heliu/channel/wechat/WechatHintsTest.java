package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Listener;
import io.heliu.channel.wechat.CallbackResult.Hint;
import io.heliu.channel.wechat.CallbackResult.Topic;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.channel.wechat.standin.WechatStandIn.Delivery;
import io.heliu.flow.HintFlow;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.store.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What buyers do reaches the order book by way of pushes. */
class WechatHintsTest extends WechatTest {
  private final JdbcDataSource dataSource = new JdbcDataSource();

  private final class Host extends StandIn {
    private final HintFlow hints;
    private final WechatCallback callback =
        WechatCallback.builder(WechatStandIn.APPID)
            .keys(List.of(WechatStandIn.PUSH_KEY))
            .clock(time)
            .build();

    Host(HintFlow hints) {
      super(time);
      this.hints = hints;
    }

    @Override
    protected Reply handle(Request request) {
      CallbackResult result = callback.receive(request.query(), request.body());
      if (result instanceof Hint hint && hint.topic() == Topic.ORDER) {
        hints.store(SHOP, List.of(Objects.requireNonNull(hint.entityId())));
      }
      return Reply.of(200, "text/plain", "success");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Delivery.class,
      names = {"IN_ORDER", "TWICE", "REVERSED"})
  void push_whatBuyersDo_isInTheBookAtOnce(Delivery delivery) throws SQLException, IOException {
    dataSource.setURL("jdbc:h2:mem:wechathints");
    try (Connection anchor = dataSource.getConnection()) {
      assertThat(anchor.isClosed()).isFalse();
      Schema.install(dataSource);
      HintFlow hints = new HintFlow(dataSource, List.of(client().orders()), time, Listener.none());
      try (Host host = new Host(hints)) {
        host.start();
        standIn.place(order(1, TEN).unpaid().build());
        standIn.pay(number(1));

        standIn.push(host.url("/push"), delivery);
        hints.runOnce();
      }

      assertThat(OrderBook.open(dataSource).channelOrder(SHOP, number(1)).orElseThrow().lifecycle())
          .isEqualTo(Lifecycle.PAID);
    }
  }
}
