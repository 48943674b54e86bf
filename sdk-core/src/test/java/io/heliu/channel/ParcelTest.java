package io.heliu.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParcelTest {

  private static Parcel parcel(Line... lines) {
    return new Parcel("A1", List.of(lines), "SF", "SF1");
  }

  @Test
  void lineNumbers_partOfAnOrder_areThoseOfItsLines() {
    assertThat(parcel(new Line("L1", 2), new Line("L2", 1)).lineNumbers())
        .containsExactly("L1", "L2");
    assertThat(parcel().lineNumbers()).isEmpty();
  }

  @Test
  void parcel_lineNamedTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parcel(new Line("L1", 2), new Line("L1", 1)))
        .withMessage("lines: must name each line once");
  }

  @Test
  void parcel_blankCarrierOrWaybill_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parcel("A1", List.of(), " ", "SF1"))
        .withMessage("carrier: must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parcel("A1", List.of(), "SF", ""))
        .withMessage("waybill: must not be blank");
  }

  @Test
  void line_noUnits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Line("L1", 0))
        .withMessage("units: must be positive");
  }
}
