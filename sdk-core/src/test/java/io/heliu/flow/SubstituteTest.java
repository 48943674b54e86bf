package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.ShipmentSink;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goods that the ERP sends instead of what was ordered. */
@SuppressWarnings("NullAway.Init")
final class SubstituteTest extends AfterSalesTest {
  private static final Location WEST = new Location("WEST");
  private Worklist list;

  @BeforeEach
  void openList() {
    list = Worklist.open(world.pool);
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = world.shipment().runOnce().more();
    }
  }

  private Worklist.HeldParcel held() {
    return list.heldParcels(world.erp.name(), 10).get(0);
  }

  /** Sends cups for the second line of an order. */
  private Worklist.HeldParcel substituted(long cups) {
    dispatched(ordered("L1", "tea", 2, 200), ordered("L2", "tea", 1, 100));
    world.erp.ship("P1", line("TEA", EAST, 2, NUMBER, "1"), line("CUP", EAST, cups, NUMBER, null));
    run();
    return held();
  }

  @Test
  void heldParcels_substitute_isToldAsGoodsOfNoLine() {
    assertThat(substituted(1).goods())
        .containsExactly(new Worklist.Goods(ID, Worklist.NO_LINE, CUP, EAST, 1));
  }

  @Test
  void standsFor_aLineOfTheOrder_theOrderIsCompleteAndTold() {
    Worklist.HeldParcel parcel = substituted(1);
    assertThat(list.standsFor(parcel, parcel.goods().get(0), 2)).isTrue();
    assertThat(held().goods()).containsExactly(new Worklist.Goods(ID, 2, CUP, EAST, 1));
    assertThat(list.haveLeft(parcel)).isTrue();
    run();

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(18);
    assertThat(world.balance(CUP).onHand()).isEqualTo(19);
    assertThat(world.shop.parcels)
        .flatExtracting(ShipmentSink.Parcel::lines)
        .extracting(ShipmentSink.Line::number)
        .contains("L2");
  }

  @Test
  void standsFor_killedAtAnyPoint_takesOnce() {
    Worklist.HeldParcel parcel = substituted(1);
    list.standsFor(parcel, parcel.goods().get(0), 2);
    list.haveLeft(parcel);
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(reserved()).isZero();
    assertThat(world.balance(CUP).onHand()).isEqualTo(19);
  }

  @Test
  void standsFor_whatCannotBe_isRefused() {
    Worklist.HeldParcel parcel = substituted(1);
    Worklist.Goods cup = parcel.goods().get(0);

    assertThat(list.standsFor(parcel, cup, 1)).as("a line of which all has left").isFalse();
    assertThat(list.standsFor(parcel, cup, 3)).as("a line that is not there").isFalse();
    assertThat(list.standsFor(parcel, cup, Worklist.NO_LINE)).as("no line").isFalse();
    assertThat(list.standsFor(parcel, new Worklist.Goods(ID, 0, TEA, EAST, 1), 2)).isFalse();
    assertThat(list.standsFor(parcel, cup, 2)).isTrue();
    assertThat(list.standsFor(parcel, cup, 2)).as("it stands for a line").isFalse();
    list.haveLeft(parcel);
    run();
    assertThat(list.standsFor(parcel, cup, 2)).as("it is taken").isFalse();
  }

  @Test
  void standsFor_moreUnitsThanTheLineHas_isRefused() {
    Worklist.HeldParcel parcel = substituted(2);

    assertThat(list.standsFor(parcel, parcel.goods().get(0), 2)).isFalse();
    list.haveLeft(parcel);
    run();
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isOne();
    assertThat(world.balance(CUP).onHand()).isEqualTo(18);
  }

  @Test
  void standsFor_lineOfAParcelThatWasDropped_hasRoomForIt() {
    dispatched(ordered("L1", "tea", 1, 100));
    world.erp.ship("P1", line("TEA", WEST, 1, NUMBER, "1"));
    run();
    list.drop(held());
    world.erp.correct("P1", line("TEA", WEST, 1, "SO-of-a-clerk", "1"));
    world.erp.ship("P2", line("CUP", EAST, 1, NUMBER, null));
    run();
    Worklist.HeldParcel parcel = held();

    assertThat(list.standsFor(parcel, parcel.goods().get(0), 1)).isTrue();
    list.haveLeft(parcel);
    run();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_substituteComesBack_isOnHandAgain() {
    Worklist.HeldParcel parcel = substituted(1);
    list.standsFor(parcel, parcel.goods().get(0), 2);
    list.haveLeft(parcel);
    run();
    world.refund(r1(State.PAID, "L2", 100).kind(Kind.RETURN).goods(Goods.BACK));
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(world.balance(CUP).onHand()).isEqualTo(20);
    assertThat(onHand()).isEqualTo(18);
  }
}
