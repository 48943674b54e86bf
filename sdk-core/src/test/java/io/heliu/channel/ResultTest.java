package io.heliu.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What answers of channels print. */
final class ResultTest {

  @Test
  void toString_refusedLevel_hasTheCodeWithoutThePlatformsWords() {
    StockSink.Result refused = StockSink.Result.refused("I7", "buyer N. of P. has it");

    assertThat(refused).hasToString("REFUSED I7");
    assertThat(StockSink.Result.ACCEPTED).hasToString("ACCEPTED");
  }

  @Test
  void toString_refusedParcel_hasTheCodeWithoutThePlatformsWords() {
    ShipmentSink.Result refused = ShipmentSink.Result.refused("B150", "buyer N. of P. has it");

    assertThat(refused).hasToString("REFUSED B150");
    assertThat(ShipmentSink.Result.ALREADY_SENT).hasToString("ALREADY_SENT");
  }
}
