package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.flow.stock.StockSettings;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Allocation.Rule;
import io.heliu.inventory.Allocation.Share;
import io.heliu.inventory.Command;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stock, quota, buffer, counts and returns together: what shops show, and what is accepted. */
final class StockEdgeTest extends FlowTest {
  private int keys;

  @BeforeEach
  void list() {
    world.stockShops = List.of(world.shop, world.other);
    world.catalog.putItem(world.shop.shop(), "tea-1", null, TEA, 1);
    world.catalog.putItem(world.other.shop(), "tea-2", null, TEA, 1);
  }

  private void quotaOfTheFirst(long quota, int ratio) {
    Map<ShopId, List<Location>> places =
        Map.of(world.shop.shop(), List.of(EAST), world.other.shop(), List.of(EAST));
    Share share = new Share(quota, ratio, 0, 0, Long.MAX_VALUE);
    world.stockSettings =
        StockSettings.of(new Allocation(places, List.of(Rule.of(world.shop.shop(), share))));
  }

  private void buffer(long units) {
    world.ledger.apply(new Command.SetPolicy("policy-" + keys++, TEA, EAST, units, 0));
  }

  private List<Long> shown() {
    boolean more = true;
    while (more) {
      more = world.stockFlow().runOnce().more();
    }
    return List.of(
        world.shop.levels.getOrDefault("tea-1", -1L),
        world.other.levels.getOrDefault("tea-2", -1L));
  }

  private Order ordered(FakeShop shop, String number, long units) {
    return world.afterDispatch(
        paid(shop.shop(), number, NOON, Orders.line("1", "tea", units, 100)).build());
  }

  private void bothHave(long units) {
    world.erp.stock(TEA, EAST, units);
    count();
  }

  private void count() {
    world.counts(Policy.ADOPT).run(List.of(TEA));
  }

  @Test
  void runOnce_bufferRaisedAboveTheStock_showsNothingAndKeepsWhatIsHeld() {
    quotaOfTheFirst(4, 10_000);
    world.stock(TEA, 5);
    Order held = ordered(world.shop, "A1", 2);
    assertThat(shown()).containsExactly(3L, 1L);
    buffer(9);

    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    assertThat(held.state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_quotaThatReachesIntoTheBuffer_showsOnlyWhatTheLedgerAccepts() {
    quotaOfTheFirst(4, 0);
    world.stock(TEA, 5);
    buffer(3);
    assertThat(shown()).containsExactly(2L, 0L);

    assertThat(ordered(world.shop, "A1", 2).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(ordered(world.shop, "A2", 1).holdCode()).isEqualTo("OUT_OF_STOCK");
  }

  @Test
  void runOnce_orderBeyondItsShopsQuota_isTakenFromWhatTheOthersShare() {
    quotaOfTheFirst(2, 0);
    world.stock(TEA, 8);
    assertThat(shown()).containsExactly(2L, 6L);

    assertThat(ordered(world.shop, "A1", 5).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(shown()).containsExactly(0L, 3L);
  }

  @Test
  void runOnce_quotaLoweredBelowWhatIsHeld_existingOrdersLeaveAndNothingIsShown() {
    quotaOfTheFirst(6, 0);
    world.stock(TEA, 10);
    ordered(world.shop, "A1", 5);
    quotaOfTheFirst(2, 0);
    assertThat(shown()).containsExactly(0L, 5L);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    world.settle();

    assertThat(world.order(world.shop.shop() + "/A1").state()).isEqualTo(OrderState.SHIPPED);
    assertThat(shown()).containsExactly(2L, 3L);
  }

  @Test
  void runOnce_orderThatTakesTheLastAndAnErpThatStillHasIt_isNotShownAgainByACount() {
    world.stock(TEA, 2);
    bothHave(2);
    ordered(world.shop, "A1", 2);
    assertThat(shown()).containsExactly(0L, 0L);
    count();
    assertThat(shown()).containsExactly(0L, 0L);
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    count();

    assertThat(shown()).containsExactly(0L, 0L);
    world.settle();
    count();
    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(world.balance(TEA).onHand()).isZero();
  }

  @Test
  void runOnce_countBelowWhatIsReserved_showsNothingAndAcceptsNoMore() {
    world.stock(TEA, 6);
    bothHave(6);
    ordered(world.shop, "A1", 4);
    world.erp.stock(TEA, EAST, 3);
    count();

    assertThat(world.balance(TEA).shortBy()).isOne();
    assertThat(world.balance(TEA).reserved()).isEqualTo(4);
    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(ordered(world.shop, "A2", 1).holdCode()).isEqualTo("OUT_OF_STOCK");
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    world.settle();
    assertThat(world.balance(TEA).onHand()).isZero();
    assertThat(world.balance(TEA).reserved()).isOne();
  }

  @Test
  void run_adoptedCountBelowWhatIsReserved_namesWhatIsMissingAndWhoWaitsForIt() {
    world.stock(TEA, 6);
    bothHave(6);
    ordered(world.shop, "A1", 3);
    ordered(world.other, "A2", 1);
    world.erp.stock(TEA, EAST, 2);
    count();
    count();

    assertThat(world.heard.codes()).containsExactly("STOCK_DRIFT", "STOCK_SHORT");
    assertThat(world.heard.alerts.get(1).message())
        .contains("TEA at EAST")
        .contains("short by 2 units")
        .contains("fake:two/A2, fake:one/A1");
  }

  @Test
  void run_adoptedCountThatCoversWhatIsReserved_isNotShort() {
    world.stock(TEA, 6);
    bothHave(6);
    ordered(world.shop, "A1", 3);
    world.erp.stock(TEA, EAST, 3);
    count();

    assertThat(world.heard.codes()).containsExactly("STOCK_DRIFT");
  }

  @Test
  void runOnce_negativeCountOfACellThatIsNotKnown_opensItShortAndShowsNothing() {
    world.erp.stock(TEA, EAST, -3);
    count();

    assertThat(world.balance(TEA).onHand()).isEqualTo(-3);
    assertThat(world.balance(TEA).shortBy()).isEqualTo(3);
    assertThat(shown()).containsExactly(0L, 0L);
    assertThat(ordered(world.shop, "A1", 1).holdCode()).isEqualTo("OUT_OF_STOCK");
  }

  @Test
  void runOnce_goodsThatCameBack_areShownAgainButNotWhatCannotBeSold() {
    Location damaged = new Location("DAMAGED");
    world.stock(TEA, 4);
    ordered(world.shop, "A1", 4);
    world.erp.ship("P1", line("TEA", EAST, 4, "SO-fake-A1", "1"));
    world.settle();
    world.refund(
        FakeRefunds.refund("R1", "A1", "1", 100)
            .kind(Kind.RETURN)
            .state(State.PAID)
            .goods(Goods.AWAITED));
    world.afterSales().runOnce();
    assertThat(shown()).containsExactly(0L, 0L);
    List<GoodsBack.Goods> goods =
        List.of(new GoodsBack.Goods(TEA, 3, EAST), new GoodsBack.Goods(TEA, 1, damaged));
    world.afterSales().goodsBack(world.shop.shop(), "R1", goods, List.of());
    world.settle();

    assertThat(shown()).containsExactly(3L, 3L);
    assertThat(world.ledger.balance(TEA, damaged).onHand()).isOne();
  }
}
