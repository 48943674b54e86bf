package io.heliu.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Lines of statements. */
final class StatementLineTest {
  private static final StatementLine LINE =
      new StatementLine(
          "1",
          1,
          StatementLine.Kind.REFUND,
          "REFUND",
          "T1",
          "C1",
          Instant.parse("2026-07-12T00:00:00Z"),
          Money.fen(-100),
          Money.fen(1));

  @Test
  void withRaw_longRow_isCutAtTheLimit() {
    assertThat(LINE.withRaw("x".repeat(5000)).raw()).hasSize(StatementLine.MAX_RAW);
  }

  @Test
  void withRaw_characterAcrossTheLimit_isLeftOut() {
    String row = "x".repeat(StatementLine.MAX_RAW - 1) + "\uD83D\uDE00" + "y";

    assertThat(LINE.withRaw(row).raw()).isEqualTo("x".repeat(StatementLine.MAX_RAW - 1));
  }

  @Test
  void toString_rowWithABuyersAccount_leavesItOut() {
    StatementLine line = LINE.withRaw("`oDemoOpenId0000001").withMerchantRefund("R1");

    assertThat(line.toString()).contains("T1", "R1").doesNotContain("oDemoOpenId");
    assertThat(line.net()).isEqualTo(Money.fen(-99));
  }
}
