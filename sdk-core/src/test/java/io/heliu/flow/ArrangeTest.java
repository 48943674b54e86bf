package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.channel.RefundSource;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.SalesOrder;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.inventory.Command;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that rules split and merge by themselves. */
final class ArrangeTest extends FlowTest {
  private static final Location WEST = new Location("WEST");
  private static final String MERGE = "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"%s}]}";
  private static final String PAUSE = ",\"pause\":\"PT1H\"";
  private static final Recipient OTHER = new Recipient("N*", "1**", "P", "C", "D", "A*", "token-2");

  @BeforeEach
  void stock() {
    world.stock(TEA, 100);
    world.stock(CUP, 100);
    world.ledger.apply(new Command.Adjust("west", CUP, WEST, 50, "receipt"));
  }

  private void rules(String json) {
    world.settings =
        world
            .settings
            .withRouting((order, sku) -> sku.equals(CUP) && splits ? WEST : EAST)
            .withOrderRules(
                OrderRules.parse(json, Secret.of("synthetic key of a test")), world.clock);
  }

  private boolean splits;

  private ChannelOrder.Builder of(String number, Instant paidAt) {
    return paid(world.shop.shop(), number, NOON, line("1", "tea", 1, 1000))
        .paidAt(paidAt)
        .buyer("b-1");
  }

  private void put(ChannelOrder.Builder... orders) {
    for (ChannelOrder.Builder order : orders) {
      world.book.put(order.build());
    }
  }

  private void runAll() {
    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }
  }

  private Order order(String number) {
    return world.order("fake:one/" + number);
  }

  private List<DocumentLine> document(String number) {
    return ((SalesOrder) world.erp.document(number)).lines();
  }

  @Test
  void merge_sameBuyerAndRecipient_givesOneDocument() {
    rules(MERGE.formatted(""));
    put(of("A1", NOON), of("A2", NOON.plusSeconds(60)));

    runAll();

    assertThat(order("A1").sources()).hasSize(2);
    assertThat(order("A2").state()).isEqualTo(OrderState.CLOSED);
    assertThat(order("A2").holdCode()).isEqualTo("MERGED");
    assertThat(document("SO-fake-A1")).hasSize(2);
    assertThat(world.erp.taken).hasSize(1);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void merge_whatDiffers_staysApart() {
    rules(MERGE.formatted(""));
    put(
        of("A1", NOON),
        of("A2", NOON).buyer("b-2"),
        of("A3", NOON).buyer(null),
        of("A4", NOON).recipient(OTHER),
        of("A5", NOON).recipient(new Recipient("N*", "1**", "P", "C", "D", "A*", null)),
        of("A6", NOON).recipient(new Recipient("N*", "1**", "P", "C", "D", "A*", null)),
        of("A7", NOON.plus(Duration.ofMinutes(61))),
        of("A9", NOON)
            .lines(List.of(line("1", "tea", 1, 1000, Lifecycle.PENDING_PAYMENT, false)))
            .status(Lifecycle.PENDING_PAYMENT, "COD")
            .flags(Set.of(OrderFlag.CASH_ON_DELIVERY)),
        paid(world.other.shop(), "A8", NOON, line("1", "tea", 1, 1000)).buyer("b-1"));

    runAll();

    assertThat(world.erp.taken).hasSize(9);
  }

  @Test
  void merge_clearRecipients_areComparedWhole() {
    rules(MERGE.formatted(""));
    Recipient clear = new Recipient("Made Up", "10000000001", "P", "C", "D", "Road 1", null);
    put(
        of("A1", NOON).recipient(clear),
        of("A2", NOON)
            .recipient(new Recipient("Made Up", "+8610000000001", "P", "C", "D", "Road 1", null)),
        of("A3", NOON)
            .recipient(new Recipient("Other", "10000000001", "P", "C", "D", "Road 1", null)));

    runAll();

    assertThat(order("A1").sources()).hasSize(2);
    assertThat(order("A3").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void merge_most_boundsHowManyBecomeOne() {
    rules(MERGE.formatted(",\"most\":2"));
    put(of("A1", NOON), of("A2", NOON), of("A3", NOON), of("A4", NOON), of("A5", NOON));

    runAll();

    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder("SO-fake-A1", "SO-fake-A3", "SO-fake-A5");
  }

  @Test
  void merge_acrossShops_joinsShopsOfOneCustomer() {
    world.catalog.putCustomer(world.other.shop(), "C1");
    rules(MERGE.formatted(",\"acrossShops\":true"));
    put(
        of("A1", NOON),
        paid(world.other.shop(), "B1", NOON, line("1", "cup", 1, 500)).buyer("b-1"));

    runAll();

    assertThat(order("A1").sources()).hasSize(2);
    assertThat(document("SO-fake-A1"))
        .extracting(DocumentLine::amount)
        .containsExactly(Money.fen(1000), Money.fen(500));
  }

  @Test
  void merge_pause_reservesAndWaitsForOthers() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(of("A1", now));
    runAll();

    assertThat(order("A1").holdCode()).isEqualTo("MERGE_WAIT");
    assertThat(world.balance(TEA).reserved()).isEqualTo(1);
    assertThat(world.erp.taken).isEmpty();

    world.clock.advance(Duration.ofMinutes(59));
    put(of("A2", world.clock.instant()));
    runAll();
    assertThat(world.erp.taken).isEmpty();

    world.clock.advance(Duration.ofMinutes(1));
    runAll();

    assertThat(document("SO-fake-A1")).hasSize(2);
    assertThat(order("A2").holdCode()).isEqualTo("MERGED");
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void merge_pauseWithoutOthers_goesOutAlone() {
    rules(MERGE.formatted(PAUSE));
    put(of("A1", world.clock.instant()));
    runAll();
    world.clock.advance(Duration.ofHours(1));
    runAll();

    assertThat(document("SO-fake-A1")).hasSize(1);
    assertThat(world.query("SELECT order_id FROM heliu_order_merge", 1)).isEmpty();
  }

  @Test
  void merge_othersOnBothSides_becomeOneOnlyWithinTheWindow() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(of("A1", now), of("A3", now.plus(Duration.ofMinutes(100))));
    runAll();
    rules(MERGE.formatted(""));
    world.clock.advance(Duration.ofMinutes(50));
    put(of("A2", world.clock.instant()));
    runAll();

    assertThat(order("A2").sources())
        .extracting(Order.Source::number)
        .containsExactlyInAnyOrder("A1", "A2");
    assertThat(order("A3").holdCode()).isEqualTo("MERGE_WAIT");
  }

  @Test
  void merge_splitByHandWhileWaiting_staysApartUntilReleased() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(
        of("A1", now).lines(List.of(line("1", "tea", 1, 1000), line("2", "cup", 1, 500))),
        of("A2", now));
    runAll();
    String part = world.book.split("fake:one/A1", Set.of(2)).orElseThrow();
    world.clock.advance(Duration.ofHours(1));
    runAll();
    List<String> held = List.of(order("A1").holdCode(), world.order(part).holdCode());
    int merged = order("A2").sources().size();
    world.book.release("fake:one/A1", "test");
    world.book.release(part, "test");
    runAll();

    assertThat(held).containsExactly("SPLIT_BY_HAND", "SPLIT_BY_HAND");
    assertThat(merged).isOne();
    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder("SO-fake-A1", "SO-fake-A1-2", "SO-fake-A2");
    assertThat(world.query("SELECT order_id FROM heliu_order_merge", 1)).isEmpty();
  }

  @Test
  void merge_mergedByHandWhileWaiting_waitsForThePersonOnly() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(of("A1", now), of("A2", now), of("A3", now));
    runAll();
    world.book.merge("fake:one/A2", "fake:one/A1");
    world.clock.advance(Duration.ofHours(1));
    runAll();
    String held = order("A1").holdCode();
    world.book.release("fake:one/A1", "test");
    runAll();

    assertThat(held).isEqualTo("MERGED_BY_HAND");
    assertThat(document("SO-fake-A1")).hasSize(2);
    assertThat(document("SO-fake-A3")).hasSize(1);
  }

  @Test
  void merge_cancelledWhileWaiting_leavesNothingBehind() {
    rules(MERGE.formatted(PAUSE));
    put(of("A1", world.clock.instant()));
    runAll();
    put(
        Orders.cancelled(world.shop.shop(), "A1", NOON.plusSeconds(9), line("1", "tea", 1, 1000))
            .buyer("b-1"));
    runAll();

    assertThat(order("A1").state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.query("SELECT order_id FROM heliu_order_merge", 1)).isEmpty();
  }

  @Test
  void merge_addressChangedWhileWaiting_staysApart() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(of("A1", now), of("A2", now));
    runAll();
    put(of("A2", now).recipient(OTHER).modifiedAt(NOON.plusSeconds(9)));
    world.clock.advance(Duration.ofHours(1));
    runAll();

    assertThat(world.erp.taken).hasSize(2);
  }

  @Test
  void merge_releasedByHand_doesNotWait() {
    rules(MERGE.formatted(PAUSE));
    put(of("A1", world.clock.instant()));
    runAll();

    assertThat(world.book.release("fake:one/A1", "urgent")).isTrue();
    runAll();

    assertThat(order("A1").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void merge_lineRefundedBeforeDispatch_isLeftOut() {
    rules(MERGE.formatted(PAUSE));
    Instant now = world.clock.instant();
    put(of("A1", now), of("A2", now));
    runAll();
    put(
        Orders.cancelled(world.shop.shop(), "A2", NOON.plusSeconds(9), line("1", "tea", 1, 1000))
            .buyer("b-1"));
    world.clock.advance(Duration.ofHours(1));
    runAll();

    assertThat(document("SO-fake-A1")).hasSize(1);
    assertThat(world.balance(TEA).reserved()).isEqualTo(1);
  }

  @Test
  void split_byLocation_givesADocumentForEach() {
    splits = true;
    rules("{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}]}");
    put(
        paid(
            world.shop.shop(),
            "A1",
            NOON,
            line("1", "tea", 1, 1000),
            line("2", "cup", 2, 501),
            line("3", "tea", 3, 300)));

    runAll();

    assertThat(document("SO-fake-A1"))
        .extracting(DocumentLine::location, DocumentLine::quantity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(EAST, 1L),
            org.assertj.core.groups.Tuple.tuple(EAST, 3L));
    assertThat(document("SO-fake-A1-2"))
        .containsExactly(new DocumentLine("2", CUP, WEST, 2, Money.fen(501), null, null));
    assertThat(world.book.idsOf(world.shop.shop(), "A1")).hasSize(2);
  }

  @Test
  void split_goodsSentForAnExchange_stayTogetherAndKeepTheirKind() {
    splits = true;
    rules("{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}]}");
    put(paid(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 1000)));
    runAll();
    world.erp.shipOrder("P1", "SO-fake-A1");
    world.shipment().runOnce();
    world.refund(
        FakeRefunds.refund("R1", "A1", "1", 0)
            .kind(RefundSource.Kind.EXCHANGE)
            .state(RefundSource.State.SETTLED));
    world
        .afterSales()
        .goodsBack(
            world.shop.shop(),
            "R1",
            List.of(new GoodsBack.Goods(TEA, 1, EAST)),
            List.of(new GoodsBack.Instead(TEA, 1), new GoodsBack.Instead(CUP, 1)));
    world.settle();

    assertThat(document("SO-fake-A1-E1"))
        .extracting(DocumentLine::location)
        .containsExactly(EAST, WEST);
    assertThat(order("A1#E1").sources()).isEmpty();
    assertThat(world.book.idsOf(world.shop.shop(), "A1")).containsExactly("fake:one/A1");
  }

  @Test
  void merge_ruleAndAnExchange_leavesItsGoodsAlone() {
    rules(MERGE.formatted(PAUSE));
    world.clock.advance(Duration.ofHours(5));
    put(of("A1", NOON));
    runAll();
    world.erp.shipOrder("P1", "SO-fake-A1");
    world.shipment().runOnce();
    world.refund(
        FakeRefunds.refund("R1", "A1", "1", 0)
            .kind(RefundSource.Kind.EXCHANGE)
            .state(RefundSource.State.SETTLED)
            .goods(RefundSource.Goods.BACK));
    put(of("A2", world.clock.instant()));
    world.settle();

    assertThat(order("A1#E1").state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(order("A2").holdCode()).isEqualTo("MERGE_WAIT");
  }

  @Test
  void split_presale_doesNotHoldUpTheRest() {
    rules("{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"NEXT\"]}]}");
    world.catalog.putCode(null, "next", new Sku("NEXT"), 1);
    put(paid(world.shop.shop(), "A1", NOON, line("1", "next", 1, 1000), line("2", "tea", 1, 500)));

    runAll();

    assertThat(order("A1").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(order("A1#2").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void split_andMerge_neverUndoOneAnother() {
    splits = true;
    rules(
        "{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}],"
            + "\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]}");
    put(
        of("A1", NOON).lines(List.of(line("1", "tea", 1, 1000), line("2", "cup", 1, 1000))),
        of("A2", NOON),
        of("A3", NOON).lines(List.of(line("1", "cup", 1, 1000))),
        of("A4", NOON).lines(List.of(line("1", "cup", 1, 1000))));

    runAll();

    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder("SO-fake-A1", "SO-fake-A1-2", "SO-fake-A2", "SO-fake-A3");
  }

  /** Whatever point the process dies at, the same documents come out. */
  @Test
  void arrange_killedAtEachPoint_endsAsUndisturbed() {
    splits = true;
    rules(
        "{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}],"
            + "\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"pause\":\"PT1H\"}]}");
    Instant now = world.clock.instant();
    put(
        of("A1", now),
        of("A2", now.plusSeconds(1)),
        of("A3", now).lines(List.of(line("1", "tea", 1, 1000), line("2", "cup", 1, 1000))));
    CrashRun.untilThrough(world.crash, this::runAll);
    world.clock.advance(Duration.ofMinutes(61));

    CrashRun.untilThrough(world.crash, this::runAll);

    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder("SO-fake-A1", "SO-fake-A3", "SO-fake-A3-2");
    assertThat(document("SO-fake-A1")).hasSize(2);
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
  }
}
