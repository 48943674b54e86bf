package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliu.channel.taobao.TaobaoMessage.Kind;
import io.heliu.internal.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a message says. */
class TaobaoMessageTest extends TaobaoTest {
  private final List<TaobaoMessage> stored = new ArrayList<>();

  private int pull(TaobaoMessages messages) {
    return messages.pull("default", 10, stored::addAll);
  }

  private TaobaoMessage only(String topic, String content) {
    TaobaoMessages messages = openMessages();
    standIn.publish(topic, content);
    pull(messages);
    assertThat(stored).hasSize(1);
    return stored.get(0);
  }

  @Test
  void pull_buyerOrdersAndPays_namesTheTrade() {
    TaobaoMessages messages = openMessages();
    standIn.place(trade(1, TEN).status("WAIT_BUYER_PAY").build());
    standIn.pay(tid(1));

    assertThat(pull(messages)).isEqualTo(2);

    assertThat(stored)
        .extracting(TaobaoMessage::topic)
        .containsExactly("taobao_trade_TradeCreate", "taobao_trade_TradeBuyerPay");
    assertThat(stored).allMatch(message -> message.orders().equals(List.of(tid(1))));
    assertThat(stored).allMatch(message -> TEN.equals(message.publishedAt()));
    assertThat(stored).allMatch(message -> "2074082786".equals(message.sellerId()));
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @Test
  void pull_simplifiedAnswers_areRead() {
    TaobaoMessages messages = builder().simplified(true).build().messages();
    messages.permit(Set.of());
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":2189034567890000010}");

    assertThat(pull(messages)).isOne();
    assertThat(stored.get(0).orders()).containsExactly("2189034567890000010");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "taobao_trade_TradeBuyerPay|{'tid':2189034567890123401}|TRADE|2189034567890123401||",
        "taobao_trade_TradeClose|{'tid':'37'}|TRADE|37||",
        "taobao_refund_RefundCreated|{'tid':37,'oid':38,'refund_id':41}|REFUND|37|41|",
        "taobao_item_ItemZeroStock|{'num_iid':47}|ITEM|||47",
        "taobao_item_ItemSkuZeroStock|{'num_iid':47,'sku_id':48}|ITEM|||47",
        "taobao_something_New|{'tid':37}|OTHER|37||",
        "taobao_trade_TradeChanged|{'tid':3.7e18}|TRADE|||",
        "taobao_trade_TradeChanged|{'tid':'+86'}|TRADE|||",
        "taobao_trade_TradeChanged|{'tid':[37]}|TRADE|||",
        "taobao_trade_TradeChanged|<xml/>|TRADE|||",
        "taobao_trade_TradeChanged|[]|TRADE|||",
        "taobao_trade_TradeChanged|17|TRADE|||"
      })
  void pull_anyTopicAndContent_saysWhatItNames(
      String topic, String content, Kind kind, String order, String refund, String item) {
    TaobaoMessage message = only(topic, content.replace('\'', '"'));

    assertThat(message.kind()).isEqualTo(kind);
    assertThat(message.orders()).isEqualTo(order == null ? List.of() : List.of(order));
    assertThat(message.refunds()).isEqualTo(refund == null ? List.of() : List.of(refund));
    assertThat(message.items()).isEqualTo(item == null ? List.of() : List.of(item));
    assertThat(message.content()).isEqualTo(content.replace('\'', '"'));
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @Test
  void pull_unknownTopicAmongOthers_costsNoOther() {
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_something_New", "?");
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":37}");

    pull(messages);

    assertThat(stored).extracting(TaobaoMessage::kind).containsExactly(Kind.OTHER, Kind.TRADE);
  }

  @Test
  void read_deeplyNestedContent_namesNothing() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    TaobaoMessage message = only("taobao_trade_TradeChanged", "{\"tid\":" + deep + "}");

    assertThat(message.orders()).isEmpty();
  }

  @Test
  void read_timeThatIsNotOne_isLeftOut() {
    TaobaoMessage message =
        TaobaoMessage.read(Json.object().put("id", 7).put("topic", "t").put("pub_time", "now"));

    assertThat(message.publishedAt()).isNull();
    assertThat(message.content()).isEmpty();
  }

  @Test
  void pull_messageWithoutId_isLoggedWithoutContentAndCostsNoOther() {
    Logger logger = (Logger) LoggerFactory.getLogger(TaobaoMessages.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      assertThat(
              TaobaoMessages.messages(
                  Json.parse(
                      "{\"messages\":{\"tmc_message\":[{\"content\":\"13800000001\"},"
                          + "{\"id\":7,\"topic\":\"t\",\"content\":\"{}\"}]}}")))
          .hasSize(1);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("A message cannot be confirmed: id: must not be missing or empty");
  }

  @Test
  void pull_buyerAsksForHerMoneyAndGetsIt_namesTradeAndRefund() {
    standIn.place(trade(1, TEN).build());
    TaobaoMessages messages = openMessages();
    standIn.askRefund(
        "{\"refund_id\":\"41\",\"tid\":\"%s\",\"oid\":\"%s\",\"refund_fee\":\"129.00\"}"
            .formatted(tid(1), oid(1, 1)));
    standIn.payRefund("41");

    assertThat(pull(messages)).isEqualTo(2);

    assertThat(stored)
        .extracting(TaobaoMessage::topic)
        .containsExactly("taobao_refund_RefundCreated", "taobao_refund_RefundSuccess");
    assertThat(stored).allMatch(message -> message.kind() == Kind.REFUND);
    assertThat(stored).allMatch(message -> message.orders().equals(List.of(tid(1))));
    assertThat(stored).allMatch(message -> message.refunds().equals(List.of("41")));
  }

  @Test
  void toString_message_leavesContentOut() {
    TaobaoMessage message =
        only("taobao_trade_TradeBuyerPay", "{\"tid\":37,\"buyer_nick\":\"made-up\"}");

    assertThat(message.toString()).contains("37").doesNotContain("made-up");
  }
}
