package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.taobao.standin.TaobaoStandIn.Delivery;
import io.heliu.http.standin.Misbehaviour;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking messages over the gateway, and confirming them once they are stored. */
class TaobaoMessagesTest extends TaobaoTest {
  private static final String CONSUME = "taobao.tmc.messages.consume";
  private static final String CONFIRM = "taobao.tmc.messages.confirm";

  private final List<TaobaoMessage> stored = new ArrayList<>();

  private int pull(TaobaoMessages messages) {
    return messages.pull("default", 10, stored::addAll);
  }

  @Test
  void pull_nothingThere_confirmsNothing() {
    TaobaoMessages messages = openMessages();

    assertThat(pull(messages)).isZero();
    assertThat(pull(messages)).isZero();
    assertThat(standIn.calls(CONFIRM)).isZero();
  }

  @Test
  void pull_storingFails_confirmsNothingAndTheMessageComesAgain() {
    TaobaoMessages messages = openMessages();
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
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");

    messages.pull("default", 10, batch -> assertThat(standIn.calls(CONFIRM)).isZero());

    assertThat(standIn.calls(CONFIRM)).isOne();
  }

  @Test
  void pull_answerOfConfirmIsLost_confirmsAgain() {
    TaobaoMessages messages = openMessages();
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
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    standIn.faults().next(1, TaobaoStandIn.calling(CONSUME), new Misbehaviour.Special(trouble));

    assertThat(pull(messages)).isOne();
  }

  @Test
  void pull_groupThatIsNotThere_isAFault() {
    TaobaoMessages messages = openMessages();

    assertThatThrownBy(() -> messages.pull("vip", 10, stored::addAll))
        .isInstanceOfSatisfying(
            Fault.Remote.class,
            fault -> assertThat(fault.subCode()).isEqualTo("isv.group-not-exist"));
  }

  @Test
  void pull_moreThanAsked_takesThemInSeveralSteps() {
    TaobaoMessages messages = openMessages();
    IntStream.range(0, 25)
        .forEach(i -> standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}"));

    assertThat(List.of(pull(messages), pull(messages), pull(messages), pull(messages)))
        .containsExactly(10, 10, 5, 0);
    assertThat(stored).extracting(TaobaoMessage::id).doesNotHaveDuplicates().hasSize(25);
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void pull_inAnyOrderAndTwice_confirmsEach(Delivery delivery) {
    TaobaoMessages messages = openMessages();
    standIn.deliverMessages(delivery);
    IntStream.range(0, 200)
        .forEach(i -> standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":" + i + "}"));

    messages.pull("default", 200, stored::addAll);

    assertThat(stored.stream().flatMap(message -> message.orders().stream()).distinct())
        .hasSize(200);
    assertThat(standIn.unconfirmedMessages()).isZero();
    assertThat(standIn.calls(CONFIRM)).isOne();
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

  @Test
  void pull_platformAtItsWorst_losesNoHint() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TaobaoMessages messages = openMessages();
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
}
