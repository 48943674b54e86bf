package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.taobao.standin.TaobaoStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message service of the stand-in. */
class StandInMessagesTest extends TaobaoTest {
  private static final String CONFIRM = "taobao.tmc.messages.confirm";

  @TempDir Path folder;
  private final List<TaobaoMessage> stored = new ArrayList<>();

  private int pull(TaobaoMessages messages) {
    return messages.pull("default", 10, stored::addAll);
  }

  @Test
  void standIn_confirmOfAMessageNotTold_isRefusedUntilItIsTold() {
    TaobaoMessages messages = openMessages();
    standIn.publish("taobao_trade_TradeSuccess", "{\"tid\":1}");
    Map<String, String> ids = Map.of("s_message_ids", "2160700000000000001");

    assertThat(raw(CONFIRM, ids).at("/error_response/sub_code").asText())
        .isEqualTo("isv.invalid-parameter:s_message_ids");
    assertThat(standIn.unconfirmedMessages()).isOne();

    pull(messages);
    assertThat(raw(CONFIRM, ids).has("error_response")).isFalse();
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
    TaobaoMessages messages = openMessages();
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
  void pull_messagesAreLate_comeWhenTheirTimeHasCome() {
    TaobaoMessages messages = openMessages();
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
}
