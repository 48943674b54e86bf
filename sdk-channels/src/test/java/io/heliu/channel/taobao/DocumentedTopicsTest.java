package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.taobao.TaobaoMessage.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every topic of the message service that the platform documents. */
class DocumentedTopicsTest extends TaobaoTest {
  private final List<TaobaoMessage> stored = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "TRADE, taobao_trade_, TradeCreate TradeModifyFee TradeBuyerPay TradeBuyerStepPay"
        + " TradePartlySellerShip TradeSellerShip TradePartlyRefund TradePartlyConfirmPay"
        + " TradeSuccess TradeClose TradeCloseAndModifyDetailOrder TradeChanged"
        + " TradeLogisticsAddressChanged TradeMemoModified TradeDelayConfirmPay"
        + " TradeTimeoutRemind",
    "REFUND, taobao_refund_, RefundCreated RefundSellerAgreeAgreement"
        + " RefundSellerRefuseAgreement RefundBuyerModifyAgreement RefundBuyerReturnGoods"
        + " RefundClosed RefundSuccess",
    "ITEM, taobao_item_, ItemAdd ItemUpdate ItemUpshelf ItemDownshelf ItemDelete ItemZeroStock"
        + " ItemSkuZeroStock"
  })
  void pull_documentedTopics_canBePermittedAndAreOfTheirKind(
      Kind kind, String prefix, String names) {
    List<String> topics = Arrays.stream(names.split(" ", -1)).map(name -> prefix + name).toList();
    TaobaoMessages messages = client().messages();
    messages.permit(Set.copyOf(topics));
    topics.forEach(topic -> standIn.publish(topic, "{}"));

    messages.pull("default", 200, stored::addAll);

    assertThat(stored).extracting(TaobaoMessage::topic).containsExactlyElementsOf(topics);
    assertThat(stored).extracting(TaobaoMessage::kind).containsOnly(kind);
  }
}
