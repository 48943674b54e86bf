package io.heliu.flow;

import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Kits whose recipe changes after they were sold: what was promised then is what counts. */
final class KitRecipeTest extends AfterSalesTest {

  @Test
  void recipeChangesAfterDispatch_whatWasReservedLeavesAndNothingStaysHeld() {
    dispatched(ordered("L1", "set", 2, 600));
    world.catalog.putKit(SET, Map.of(TEA, 1L, CUP, 3L));
    world.erp.shipOrder("P1", NUMBER);
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(16);
    assertThat(world.balance(CUP).onHand()).isEqualTo(18);
    assertThat(reserved() + world.balance(CUP).reserved()).isZero();
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void recipeChangesAfterShipment_whatLeftComesBack() {
    shipped(ordered("L1", "set", 2, 600));
    world.catalog.putKit(SET, Map.of(TEA, 1L, CUP, 3L));
    world.refund(r1(State.PAID, "L1", 300).kind(Kind.RETURN).quantity(1).goods(Goods.BACK));
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(returned("RT-fake-R1").lines())
        .extracting(DocumentLine::sku, DocumentLine::location, DocumentLine::quantity)
        .containsExactlyInAnyOrder(Tuple.tuple(TEA, EAST, -2L), Tuple.tuple(CUP, EAST, -1L));
    assertThat(onHand()).isEqualTo(18);
    assertThat(world.balance(CUP).onHand()).isEqualTo(19);
  }

  @Test
  void recipeChangesBeforeARefundTakesTheKitBack_allThatWasHeldIsFree() {
    dispatched(ordered("L1", "set", 2, 600));
    world.catalog.putKit(SET, Map.of(TEA, 1L, CUP, 3L));
    world.refund(r1(State.PAID, "L1", 600).kind(Kind.REFUND_ONLY));
    world.settle();

    assertThat(reserved() + world.balance(CUP).reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
  }
}
