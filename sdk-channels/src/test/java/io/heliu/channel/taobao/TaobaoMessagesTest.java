package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.taobao.TaobaoMessage.Kind;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.taobao.standin.TaobaoStandIn.Delivery;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The message service over the gateway. */
class TaobaoMessagesTest extends TaobaoTest {
  private static final String CONSUME = "taobao.tmc.messages.consume";
  private static final String CONFIRM = "taobao.tmc.messages.confirm";

  @TempDir Path folder;
  private final List<TaobaoMessage> stored = new ArrayList<>();

  private TaobaoMessages open() {
    TaobaoMessages messages = client().messages();
    messages.permit(Set.of());
    return messages;
  }

  private int pull(TaobaoMessages messages) {
    return messages.pull("default", 10, stored::addAll);
  }

  private TaobaoMessage only(String topic, String content) {
    TaobaoMessages messages = open();
    standIn.publish(topic, content);
    pull(messages);
    assertThat(stored).hasSize(1);
    return stored.get(0);
  }

  @Test
  void pull_buyerOrdersAndPays_namesTheTrade() {
    TaobaoMessages messages = open();
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

  @Test
  void pull_nothingThere_confirmsNothing() {
    TaobaoMessages messages = open();

    assertThat(pull(messages)).isZero();
    assertThat(pull(messages)).isZero();
    assertThat(standIn.calls(CONFIRM)).isZero();
  }

  @Test
  void pull_storingFails_confirmsNothingAndTheMessageComesAgain() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    IllegalStateException full = new IllegalStateException("the disk is full");

    assertThatThrownBy(
            () ->
                messages.pull(
                    "default",
                    10,
                    batch -> {
                      throw full;
                    }))
        .isSameAs(full);
    assertThat(standIn.calls(CONFIRM)).isZero();

    assertThat(pull(messages)).isOne();
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @Test
  void pull_confirmsOnlyAfterStoring() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");

    messages.pull("default", 10, batch -> assertThat(standIn.calls(CONFIRM)).isZero());

    assertThat(standIn.calls(CONFIRM)).isOne();
  }

  @Test
  void pull_answerOfConfirmIsLost_confirmsAgain() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    standIn.faults().next(1, TaobaoStandIn.calling(CONFIRM), new Misbehaviour.LoseAnswer());

    assertThat(pull(messages)).isOne();
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TaobaoStandIn.THROTTLED,
        TaobaoStandIn.PLATFORM_FAULT,
        TaobaoStandIn.UNAVAILABLE,
        TaobaoStandIn.SESSION_EXPIRED
      })
  void pull_passingTrouble_isRetried(String trouble) {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    standIn.faults().next(1, TaobaoStandIn.calling(CONSUME), new Misbehaviour.Special(trouble));

    assertThat(pull(messages)).isOne();
  }

  @Test
  void pull_groupThatIsNotThere_isAFault() {
    TaobaoMessages messages = open();

    assertThatThrownBy(() -> messages.pull("vip", 10, stored::addAll))
        .isInstanceOfSatisfying(
            Fault.Remote.class,
            fault -> assertThat(fault.subCode()).isEqualTo("isv.group-not-exist"));
  }

  @Test
  void pull_moreThanAsked_takesThemInSeveralSteps() {
    TaobaoMessages messages = open();
    IntStream.range(0, 25)
        .forEach(i -> standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}"));

    assertThat(List.of(pull(messages), pull(messages), pull(messages), pull(messages)))
        .containsExactly(10, 10, 5, 0);
    assertThat(stored).extracting(TaobaoMessage::id).doesNotHaveDuplicates().hasSize(25);
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void pull_inAnyOrderAndTwice_confirmsEach(Delivery delivery) {
    TaobaoMessages messages = open();
    standIn.deliverMessages(delivery);
    IntStream.range(0, 200)
        .forEach(i -> standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}"));

    messages.pull("default", 200, stored::addAll);

    assertThat(stored.stream().flatMap(message -> message.orders().stream()).distinct())
        .hasSize(200);
    assertThat(standIn.unconfirmedMessages()).isZero();
    assertThat(standIn.calls(CONFIRM)).isOne();
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
    TaobaoMessages messages = open();
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

  private static final ShopId OUTLET = new ShopId("taobao", "outlet");

  /** Messages of two sellers and of one that is nobody's shop. */
  private TaobaoMessages ofThreeSellers() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    standIn.publishOf("2074082787", "taobao_trade_TradeSuccess", "{\"tid\":2}");
    standIn.publishOf("2074082788", "taobao_trade_TradeSuccess", "{\"tid\":3}");
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":4}");
    return messages;
  }

  private static final Map<String, ShopId> SHOPS = Map.of("2074082786", SHOP, "2074082787", OUTLET);

  private static List<String> numbers(List<TaobaoMessage> messages) {
    return messages.stream().flatMap(message -> message.orders().stream()).toList();
  }

  @Test
  void pull_severalSellers_givesEachShopItsOwn() {
    Map<ShopId, List<String>> byShop = new HashMap<>();
    List<String> foreign = new ArrayList<>();

    int count =
        ofThreeSellers()
            .pull(
                "default",
                10,
                SHOPS,
                (shop, some) -> byShop.put(shop, numbers(some)),
                some -> foreign.addAll(numbers(some)));

    assertThat(count).isEqualTo(4);
    assertThat(byShop).isEqualTo(Map.of(SHOP, List.of("1", "4"), OUTLET, List.of("2")));
    assertThat(foreign).containsExactly("3");
    assertThat(standIn.unconfirmedMessages()).isZero();
  }

  @Test
  void pull_unknownSellerRefused_confirmsNothing() {
    IllegalStateException unknown = new IllegalStateException("unknown seller");

    assertThatThrownBy(
            () ->
                ofThreeSellers()
                    .pull(
                        "default",
                        10,
                        SHOPS,
                        (shop, some) -> stored.addAll(some),
                        some -> {
                          throw unknown;
                        }))
        .isSameAs(unknown);
    assertThat(stored).hasSize(3);
    assertThat(standIn.unconfirmedMessages()).isEqualTo(4);
    assertThat(standIn.calls(CONFIRM)).isZero();
  }

  @Test
  void pull_onlyKnownSellers_callsNoOthers() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");

    int count =
        messages.pull(
            "default",
            10,
            SHOPS,
            (shop, some) -> stored.addAll(some),
            some -> {
              throw new AssertionError("there are no others");
            });

    assertThat(count).isOne();
  }

  @Test
  void standIn_confirmOfAMessageNotTold_isRefusedUntilItIsTold() {
    TaobaoMessages messages = open();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    Map<String, String> ids = Map.of("s_message_ids", "2160700000000000001");

    assertThat(raw(CONFIRM, ids).at("/error_response/sub_code").asText())
        .isEqualTo("isv.invalid-parameter:s_message_ids");
    assertThat(standIn.unconfirmedMessages()).isOne();

    pull(messages);
    assertThat(raw(CONFIRM, ids).has("error_response")).isFalse();
  }

  @Test
  void permit_topics_replacesThoseBefore() {
    TaobaoMessages messages = client().messages();
    messages.permit(Set.of("taobao_trade_TradeClose", "taobao_trade_TradeSuccess"));
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    messages.permit(Set.of("taobao_trade_TradeClose"));
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":2}");
    standIn.publish("taobao_trade_TradeClose", "{\"tid\":3}");

    pull(messages);

    assertThat(stored)
        .extracting(TaobaoMessage::orders)
        .containsExactly(List.of("1"), List.of("3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a,b"})
  void permit_badTopic_isRefused(String topic) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().messages().permit(Set.of(topic)))
        .withMessage("topics: must not be blank or have a comma");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9, 201})
  void pull_quantityOutOfRange_isRefused(int quantity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().messages().pull("default", quantity, stored::addAll))
        .withMessage("quantity: must be from 10 to 200");
  }

  @Test
  void pull_blankGroup_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().messages().pull(" ", 10, stored::addAll))
        .withMessage("group: must not be blank");
  }

  @ParameterizedTest
  @CsvSource({
    "taobao.tmc.messages.consume, quantity, 9",
    "taobao.tmc.messages.consume, quantity, 201",
    "taobao.tmc.messages.consume, quantity, many",
    "taobao.tmc.messages.consume, topics, x",
    "taobao.tmc.messages.confirm, s_message_ids, 17",
    "taobao.tmc.messages.confirm, s_message_ids, x",
    "taobao.tmc.messages.confirm, message_ids, 1",
    "taobao.tmc.user.permit, topic, x",
    "taobao.tmc.user.permit, topics, taobao_trade_TradeExploded",
    "taobao.tmc.user.permit, topics, TradeSuccess"
  })
  void standIn_callTheGatewayWouldRefuse_isRefused(String method, String name, String value) {
    assertThat(raw(method, Map.of(name, value)).at("/error_response/sub_code").asText())
        .matches("isv\\.(invalid|missing)-parameter:.*");
  }

  @Test
  void standIn_fromJournal_hasTheSameMessages() throws IOException {
    TaobaoStandIn first = new TaobaoStandIn(clock);
    first.journal(folder.resolve("taobao.journal"));
    replaceStandIn(first);
    TaobaoMessages messages = open();
    for (int i = 0; i < 12; i++) {
      standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}");
    }
    pull(messages);
    TaobaoStandIn second = new TaobaoStandIn(clock);
    second.journal(folder.resolve("taobao.journal"));
    replaceStandIn(second);

    assertThat(standIn.unconfirmedMessages()).isEqualTo(2);
    pull(client().messages());
    assertThat(stored).extracting(TaobaoMessage::id).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void pull_buyerAsksForHerMoneyAndGetsIt_namesTradeAndRefund() {
    standIn.place(trade(1, TEN).build());
    TaobaoMessages messages = open();
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
  void pull_messagesAreLate_comeWhenTheirTimeHasCome() {
    TaobaoMessages messages = open();
    standIn.delayMessages(Duration.ofHours(1));
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");

    assertThat(pull(messages)).isZero();
    assertThat(standIn.unconfirmedMessages()).isOne();

    clock.move(Duration.ofHours(1));
    assertThat(pull(messages)).isOne();
  }

  @Test
  void standIn_losesMessages_theSameOnesAfterARestart() throws IOException {
    for (int start = 0; start < 2; start++) {
      TaobaoStandIn next = new TaobaoStandIn(clock);
      next.journal(folder.resolve("taobao.journal"));
      next.loseMessages(3);
      replaceStandIn(next);
      if (start == 0) {
        client().messages().permit(Set.of());
        IntStream.range(0, 9)
            .forEach(i -> standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}"));
      }
      assertThat(standIn.publishedMessages()).isEqualTo(9);
      assertThat(standIn.lostMessages()).isEqualTo(3);
    }

    assertThat(pull(client().messages())).isEqualTo(6);
    assertThat(stored.stream().flatMap(message -> message.orders().stream()))
        .containsExactly("0", "1", "3", "4", "6", "7");
  }

  @Test
  void pull_platformAtItsWorst_losesNoHint() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TaobaoMessages messages = open();
    Set<String> told = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}");
      told.add("" + i);
    }
    Set<String> hints = new HashSet<>();
    for (int round = 0; round < 200 && standIn.unconfirmedMessages() > 0; round++) {
      standIn.deliverMessages(Delivery.values()[random.nextInt(3)]);
      boolean fails = random.nextInt(3) == 0;
      try {
        messages.pull(
            "default",
            10,
            batch -> {
              if (fails) {
                throw new IllegalStateException("killed");
              }
              batch.forEach(message -> hints.addAll(message.orders()));
            });
      } catch (IllegalStateException killed) {
        assertThat(fails).isTrue();
      }
    }

    assertThat(hints).as("seed " + seed).isEqualTo(told);
  }

  @Test
  void toString_message_leavesContentOut() {
    TaobaoMessage message =
        only("taobao_trade_TradeBuyerPay", "{\"tid\":37,\"buyer_nick\":\"made-up\"}");

    assertThat(message.toString()).contains("37").doesNotContain("made-up");
  }
}
