package io.heliu.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefundSourceTest {
  private static Refund refund(
      String id, String order, @Nullable String line, long fen, @Nullable BigDecimal quantity) {
    return new Refund(
        id,
        order,
        line,
        Kind.RETURN,
        State.OPEN,
        "WAIT",
        Money.fen(fen),
        quantity,
        Goods.UNTOLD,
        Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource({
    "'', A1, 1, 100, 1, id",
    "R1, '', 1, 100, 1, orderNumber",
    "R1, A1, 1, -1, 1, amount",
    "R1, A1, 1, 100, 0, quantity",
    "R1, A1, 1, 100, -1, quantity",
    "R1, A1, , 100, 1, quantity"
  })
  void refund_brokenRule_isRefusedByName(
      String id, String order, String line, long fen, BigDecimal quantity, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refund(id, order, line, fen, quantity))
        .withMessageStartingWith(name + ": ");
  }

  @Test
  void completed_openRefund_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refund("R1", "A1", "1", 100, null).completed(Instant.EPOCH))
        .withMessageStartingWith("completedAt: ");
    assertThat(refund("R1", "A1", "1", 100, null).completedAt()).isNull();
  }

  @Test
  void refund_longId_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refund("R".repeat(201), "A1", null, 1, null))
        .withMessageStartingWith("id: ");
  }

  @Test
  void concerns_withoutALine_isForEveryLine() {
    assertThat(refund("R1", "A1", null, 100, null).concerns("7")).isTrue();
    assertThat(refund("R1", "A1", "7", 100, null).concerns("7")).isTrue();
    assertThat(refund("R1", "A1", "7", 100, null).concerns("8")).isFalse();
  }
}
