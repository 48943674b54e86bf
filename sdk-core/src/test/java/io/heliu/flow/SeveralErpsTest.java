package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Listener;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.catalog.JdbcCatalog;
import io.heliu.channel.RefundSource;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.order.OrderState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two companies on one database, each with an ERP of its own. */
final class SeveralErpsTest extends FlowTest {
  private FakeErp second;
  private String one;
  private String other;

  @BeforeEach
  void twoCompanies() {
    second = new FakeErp(world.clock, "second-erp");
    world.stock(TEA, 20);
    one = put(world.shop.shop(), "A1");
    other = put(world.other.shop(), "B1");
  }

  private String put(ShopId shop, String number) {
    world.book.put(paid(shop, number, NOON, Orders.line("L1", "tea", 2, 100)).build());
    return shop + "/" + number;
  }

  private DispatchFlow dispatch(FakeErp erp, ShopId shop) {
    return new DispatchFlow(
        world.pool,
        world.ledger,
        JdbcCatalog.open(world.pool),
        erp,
        world.settings.withShops(Set.of(shop)),
        Listener.none());
  }

  private ShipmentFlow shipment(FakeErp erp) {
    return new ShipmentFlow(
        world.pool, erp, world.ledger, List.of(world.shop, world.other), Listener.none());
  }

  private void dispatchBoth() {
    dispatch(world.erp, world.shop.shop()).runOnce();
    dispatch(second, world.other.shop()).runOnce();
  }

  @Test
  void dispatch_flowOfOneErp_takesTheOrdersOfItsShopsOnly() {
    dispatch(world.erp, world.shop.shop()).runOnce();

    assertThat(world.order(one).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(other).state()).isEqualTo(OrderState.NEW);
  }

  @Test
  void dispatch_eachFlow_pushesTheDocumentsOfItsErpOnly() {
    second.next.add(FakeErp.Next.UNKNOWN_BEFORE_COMMIT);
    dispatchBoth();
    dispatch(world.erp, world.shop.shop()).runOnce();

    assertThat(world.erp.taken.keySet()).containsExactly(DispatchSettings.number(world.order(one)));
    assertThat(world.order(other).state()).isEqualTo(OrderState.RESERVED);
    dispatch(second, world.other.shop()).runOnce();
    assertThat(second.taken.keySet()).containsExactly(DispatchSettings.number(world.order(other)));
  }

  @Test
  void shipment_sameParcelNumberInBothErps_isTwoParcels() {
    dispatchBoth();
    String first = DispatchSettings.number(world.order(one));
    world.erp.ship("P1", line("TEA", EAST, 2, first, "1"));
    second.ship("P1", line("TEA", EAST, 2, DispatchSettings.number(world.order(other)), "1"));

    shipment(world.erp).runOnce();
    shipment(second).runOnce();

    assertThat(world.shop.parcels).containsExactly(new Parcel("A1", List.of(), "SF", "WB-P1"));
    assertThat(world.other.parcels).containsExactly(new Parcel("B1", List.of(), "SF", "WB-P1"));
    assertThat(world.balance(TEA).onHand()).isEqualTo(16);
  }

  @Test
  void shipment_parcelThatNamesAnotherErpsDocument_isNotOurs() {
    dispatchBoth();
    second.ship("P1", line("TEA", EAST, 2, DispatchSettings.number(world.order(one)), "1"));

    shipment(second).runOnce();

    assertThat(world.order(one).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.shop.parcels).isEmpty();
  }

  @Test
  void dispatch_rulesThatMergeAcrossShops_neverMergeAcrossErps() {
    world.catalog.putCustomer(world.other.shop(), "C1");
    String rules =
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"pause\":\"PT1H\",\"acrossShops\":true}]}";
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(rules, Secret.of("synthetic key of a test")), world.clock);
    for (FakeShop shop : List.of(world.shop, world.other)) {
      String number = shop == world.shop ? "M1" : "M2";
      world.book.put(
          paid(shop.shop(), number, NOON, Orders.line("L1", "tea", 1, 100))
              .paidAt(world.clock.instant())
              .buyer("b-1")
              .build());
    }
    dispatchBoth();
    String held = world.order(one.replace("A1", "M1")).holdCode();
    world.clock.advance(Duration.ofHours(1));
    dispatchBoth();
    dispatchBoth();

    assertThat(held).isEqualTo(Arranger.WAITING);
    assertThat(world.order(one.replace("A1", "M1")).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(other.replace("B1", "M2")).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void dispatch_goodsSentForAnExchange_goToTheErpOfTheirShopOnly() {
    dispatchBoth();
    String document = DispatchSettings.number(world.order(one));
    world.erp.ship("P1", line("TEA", EAST, 2, document, "1"));
    shipment(world.erp).runOnce();
    world.refund(
        FakeRefunds.refund("R1", "A1", "L1", 0)
            .kind(RefundSource.Kind.EXCHANGE)
            .state(RefundSource.State.SETTLED)
            .goods(RefundSource.Goods.BACK));
    world.afterSales().runOnce();
    dispatch(world.erp, world.shop.shop()).runOnce();
    world.afterSales().runOnce();
    String sent = String.valueOf(world.refundCase("R1").replacement());
    dispatch(second, world.other.shop()).runOnce();
    OrderState between = world.order(sent).state();
    dispatch(world.erp, world.shop.shop()).runOnce();

    assertThat(between).isEqualTo(OrderState.NEW);
    assertThat(second.taken).hasSize(1);
    assertThat(world.order(sent).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.erp.taken).containsKey(DispatchSettings.number(world.order(sent)));
  }

  @Test
  void dispatch_orderMergedAway_itsUnitsAreKeptByEitherFlow() {
    world.erp.next.addAll(List.of(FakeErp.Next.REJECT, FakeErp.Next.REJECT));
    world.dispatch().runOnce();
    world.book.merge(other, one);
    OrderState between = world.order(other).state();
    dispatch(world.erp, world.shop.shop()).runOnce();

    assertThat(between).isEqualTo(OrderState.CLOSED);
    dispatch(second, world.other.shop()).runOnce();
    assertThat(world.order(other).holdCode()).isEqualTo("MERGED");
    assertThat(world.balance(TEA).reserved()).isEqualTo(4);
    world.book.release(one, "test");
    dispatchBoth();
    assertThat(world.balance(TEA).reserved()).isEqualTo(4);
  }

  @Test
  void dispatch_orderMergedOverTheShopsOfBoth_waitsForAPerson() {
    world.erp.next.addAll(List.of(FakeErp.Next.REJECT, FakeErp.Next.REJECT));
    world.dispatch().runOnce();
    world.book.merge(other, one);
    world.book.release(one, "test");
    dispatchBoth();

    assertThat(world.order(one).holdCode()).isEqualTo("SEVERAL_ERPS");
    assertThat(world.erp.taken).isEmpty();
    assertThat(second.taken).isEmpty();
  }
}
