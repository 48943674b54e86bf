package io.heliu.flow;

import static io.heliu.flow.FakeRefunds.refund;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.ShopId;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.order.OrderState;
import io.heliu.order.RefundBook;
import io.heliu.order.RefundCase;
import io.heliu.order.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refunds on their way from a shop into the book. */
@SuppressWarnings("NullAway.Init")
final class RefundIntakeFlowTest extends FlowTest {
  private FakeRefunds source;
  private RefundBook book;

  @BeforeEach
  void openBook() {
    source = new FakeRefunds(world.shop.shop());
    source.point = world.crash::pass;
    book = RefundBook.open(world.pool);
  }

  private RefundIntakeFlow flow() {
    return new RefundIntakeFlow(world.pool, source, NOON, world.clock, world.heard);
  }

  private StepReport pullAll() {
    IntakeFlow.Report report = flow().runOnce();
    StepReport sum = report.step();
    while (report.window().isPresent()) {
      report = flow().runOnce();
      sum = sum.plus(report.step());
    }
    return sum;
  }

  private RefundCase find(String id) {
    return book.find(world.shop.shop(), id).orElseThrow();
  }

  @Test
  void runOnce_refundsOfAWindow_areStoredAndProved() {
    source.put(refund("R1", "A1", "1", 100).build());
    source.put(refund("R2", "A1", "2", 200).kind(Kind.RETURN).quantity(2).build());
    source.put(refund("R3", "A2", null, 300).state(State.PAID).goods(Goods.BACK).build());
    IntakeFlow.Report report = flow().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.step().flow()).isEqualTo("refund-intake");
    assertThat(report.step().fresh()).isEqualTo(3);
    assertThat(find("R2").refund())
        .isEqualTo(refund("R2", "A1", "2", 200).kind(Kind.RETURN).quantity(2).build());
    assertThat(find("R3").refund().goods()).isEqualTo(Goods.BACK);
    assertThat(find("R1").state()).isEqualTo(RefundCase.State.NEW);
  }

  @Test
  void runOnce_endOfARefund_isStored() {
    source.put(
        refund("R1", "A1", "1", 100).state(State.PAID).build().completed(NOON.minusSeconds(9)));
    flow().runOnce();

    assertThat(find("R1").refund().completedAt()).isEqualTo(NOON.minusSeconds(9));
  }

  @Test
  void runOnce_sourceThatCannotCount_isListedTwice() {
    source.counts = false;
    source.put(refund("R1", "A1", "1", 100).build());

    assertThat(flow().runOnce().proved()).isTrue();
  }

  @Test
  void runOnce_refundThatAppearsWhileItIsRead_isThereInTheEnd() {
    source.put(refund("R1", "A1", "1", 100).build());
    source.beforeCall.put(3, () -> source.put(refund("R2", "A1", "2", 200).build()));
    IntakeFlow.Report report = flow().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.passes()).isEqualTo(2);
    assertThat(find("R2").refund().amount().minor()).isEqualTo(200);
    assertThat(world.heard.codes()).containsExactly("WINDOW_REOPENED");
  }

  @Test
  void runOnce_ordersAndRefundsOfAShop_haveWatermarksOfTheirOwn() {
    world.shop.put(
        paid(world.shop.shop(), "A1", NOON.plusSeconds(9), line("1", "tea", 1, 1)).build());
    source.put(refund("R1", "A1", "1", 100).build());
    pullAll();

    assertThat(world.intake().runOnce().step().fresh()).isOne();
  }

  @Test
  void runOnce_rowThatCannotBeRead_goesIntoQuarantineAndCostsNoOther() {
    source.put(refund("R1", "A1", "1", 100).build());
    source.putBroken("X1", NOON.plusSeconds(5));
    IntakeFlow.Report report = flow().runOnce();

    assertThat(report.proved()).isTrue();
    assertThat(report.step().failed()).isOne();
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("X1");
    assertThat(find("R1").refund().id()).isEqualTo("R1");
  }

  @Test
  void runOnce_laterVersion_replacesTheEarlierAndNeverTheOtherWay() {
    Refund later = refund("R1", "A1", "1", 90).state(State.PAID).at(NOON.plusSeconds(90)).build();
    source.put(later);
    pullAll();
    world.clock.advance(Duration.ofHours(1));
    source.put(refund("R1", "A1", "1", 100).at(NOON.plus(Duration.ofMinutes(115))).build());
    pullAll();
    long newest = find("R1").refund().amount().minor();
    source.put(later);
    pullAll();

    assertThat(newest).isEqualTo(100);
    assertThat(find("R1").refund().amount().minor()).isEqualTo(100);
  }

  @Test
  void runOnce_refundOfAReservedOrder_isScreenedAgainBeforeItsDocumentGoes() {
    world.stock(TEA, 5);
    world.book.put(paid(world.shop.shop(), "A1", NOON, line("1", "tea", 2, 100)).build());
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);
    world.dispatch().runOnce();
    OrderState before = world.order("fake:one/A1").state();
    source.put(refund("R1", "A1", "1", 100).build());
    pullAll();
    world.dispatch().runOnce();
    world.dispatch().runOnce();

    assertThat(before).isEqualTo(OrderState.RESERVED);
    assertThat(world.order("fake:one/A1").holdCode()).isEqualTo("REFUND_OPEN");
    assertThat(world.erp.taken).isEmpty();
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_killedAtAnyPoint_storesEachOnce() {
    source.put(refund("R1", "A1", "1", 100).build());
    source.put(refund("R2", "A1", "2", 200).build());
    source.put(refund("R3", "A1", "3", 200).at(NOON.plus(Duration.ofMinutes(59))).build());
    CrashRun.untilThrough(world.crash, this::pullAll);

    assertThat(book.counts()).isEqualTo(Map.of(RefundCase.State.NEW, 3L));
    assertThat(world.query("SELECT state FROM heliu_window WHERE stream = 'refunds'", 1))
        .containsOnly("PROVED");
  }

  @Test
  void put_refundOfAnOwnShop_stopsItsOrderAsAPulledOneDoes() {
    ShopId shop = world.shop.shop();
    world.stock(TEA, 5);
    world.book.put(paid(shop, "A1", NOON, line("1", "tea", 2, 100)).build());
    Stored first = book.put(shop, refund("R1", "A1", "1", 100).build());
    world.dispatch().runOnce();
    String held = world.order("fake:one/A1").holdCode();
    Refund paid =
        refund("R1", "A1", "1", 100)
            .state(State.PAID)
            .at(NOON.plusSeconds(90))
            .build()
            .completed(NOON.plusSeconds(80));
    Stored second = book.put(shop, paid);
    world.dispatch().runOnce();

    assertThat(first).isEqualTo(Stored.NEW);
    assertThat(held).isEqualTo("REFUND_OPEN");
    assertThat(second).isEqualTo(Stored.NEWER);
    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.erp.taken).isEmpty();
    assertThat(find("R1").refund()).isEqualTo(paid);
  }

  @Test
  void put_sameOrOlderVersion_changesNothing() {
    ShopId shop = world.shop.shop();
    Refund later = refund("R1", "A1", "1", 90).at(NOON.plusSeconds(90)).build();
    book.put(shop, later);

    assertThat(book.put(shop, later)).isEqualTo(Stored.REPEATED);
    assertThat(book.put(shop, refund("R1", "A1", "1", 100).build())).isEqualTo(Stored.OLDER);
    assertThat(find("R1").refund()).isEqualTo(later);
    assertThat(book.find(world.other.shop(), "R1")).isEmpty();
  }

  @Test
  void put_refundThatCouldNotBeRead_goesOffTheWorklist() {
    source.putBroken("R1", NOON.plusSeconds(5));
    flow().runOnce();
    int before = world.query("SELECT row_id FROM heliu_quarantine", 1).size();
    book.put(world.shop.shop(), refund("R1", "A1", "1", 100).build());

    assertThat(before).isOne();
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).isEmpty();
  }

  @Test
  void list_byStateShopAndPage_givesEachCaseOnce() {
    for (int i = 1; i <= 5; i++) {
      source.put(refund("R" + i, "A" + i % 2, "1", 100).build());
    }
    pullAll();
    List<RefundCase> first = book.list(RefundCase.State.NEW, world.shop.shop(), null, 3);
    List<RefundCase> second = book.list(RefundCase.State.NEW, null, first.get(2), 3);

    assertThat(first).extracting(one -> one.refund().id()).containsExactly("R1", "R2", "R3");
    assertThat(second).extracting(one -> one.refund().id()).containsExactly("R4", "R5");
    assertThat(book.list(RefundCase.State.HELD, null, null, 3)).isEmpty();
    assertThat(book.list(null, world.other.shop(), null, 3)).isEmpty();
    assertThat(book.ofOrder(world.shop.shop(), "A1"))
        .extracting(one -> one.refund().id())
        .containsExactly("R1", "R3", "R5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> book.list(null, null, null, 0))
        .withMessageStartingWith("limit: ");
  }
}
