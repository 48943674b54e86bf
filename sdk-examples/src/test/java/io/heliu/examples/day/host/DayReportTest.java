package io.heliu.examples.day.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the owner's report takes from the merchant's books. */
class DayReportTest {
  private static final Instant PAID = Instant.parse("1997-01-01T15:59:00Z");
  private static final Instant CHANGED = Instant.parse("1997-01-01T16:01:00Z");

  private static Refund refund() {
    return new Refund(
        "7",
        "1",
        null,
        Kind.REFUND_ONLY,
        State.PAID,
        "SUCCESS",
        Money.fen(100),
        null,
        Goods.UNTOLD,
        CHANGED);
  }

  @Test
  void bookedAt_endIsTold_isTheEndAndNotALaterChange() {
    assertThat(DayReport.bookedAt(refund().completed(PAID))).isEqualTo(PAID);
  }

  @Test
  void bookedAt_endIsNotTold_isTheTimeOfTheVersion() {
    assertThat(DayReport.bookedAt(refund())).isEqualTo(CHANGED);
  }
}
