package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.aftersales.GoodsBack.Instead;
import io.heliu.flow.aftersales.GoodsBack.Reason;
import io.heliu.flow.stock.CountFlow;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Refunds of goods that have left: money only, returns, exchanges. */
final class AfterSalesReturnTest extends AfterSalesTest {
  private static final Location SCRAP = new Location("SCRAP");
  private static final String RETURN = "RT-fake-R1";

  private FakeRefunds.RefundBuilder back(Kind kind, State state, String line, long fen) {
    return r1(state, line, fen).kind(kind).goods(Goods.BACK);
  }

  private GoodsBack goodsBack(Sku sku, long quantity, Location where) {
    return world
        .afterSales()
        .goodsBack(world.shop.shop(), "R1", List.of(new GoodsBack.Goods(sku, quantity, where)));
  }

  private static Reason reason(GoodsBack answer) {
    return ((GoodsBack.Refused) answer).reason();
  }

  @Test
  void runOnce_allTheMoneyAfterShipment_movesNoGoodsAndIsToldOnce() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.settle();
    RefundCase.State between = r1().state();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(between).isEqualTo(RefundCase.State.WAITING);
    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
    assertThat(onHand()).isEqualTo(18);
    assertThat(world.erp.taken).hasSize(1);
    assertThat(world.heard.codes()).containsExactly("REFUNDED_AFTER_SHIPMENT");
  }

  @Test
  void runOnce_returnThatTheChannelSaysIsBack_isOnHandAndInTheErpOnce() {
    shipped(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.OPEN, "1", 100).kind(Kind.RETURN).goods(Goods.AWAITED));
    world.settle();
    RefundCase.State between = r1().state();
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();

    assertThat(between).isEqualTo(RefundCase.State.GOODS_AWAITED);
    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(r1().document()).isEqualTo(RETURN);
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.erp.onHand(TEA, EAST)).isEqualTo(20);
    assertThat(returned(RETURN).lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(-100), "P1", "E1"));
    assertThat(returned(RETURN).customer()).isEqualTo("C1");
    assertThat(returned(RETURN).externalNumber()).isEqualTo("A1");
    assertThat(returned(RETURN).date()).isEqualTo("2026-11-11");
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_someUnitsComeBack_onlyTheseAreTaken() {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(back(Kind.RETURN, State.PAID, "1", 250).quantity(2));
    world.settle();

    assertThat(returned(RETURN).lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(-250), "P1", "E1"));
    assertThat(onHand()).isEqualTo(19);
  }

  @Test
  void runOnce_kitComesBack_itsPartsShareTheMoney() {
    shipped(ordered("1", "set", 2, 900));
    world.refund(back(Kind.RETURN, State.PAID, "1", 450).quantity(1));
    world.settle();

    assertThat(returned(RETURN).lines())
        .extracting(DocumentLine::sku, DocumentLine::quantity)
        .containsExactlyInAnyOrder(tuple(TEA, -2L), tuple(CUP, -1L));
    assertThat(returned(RETURN).lines().stream().mapToLong(l -> l.amount().minor()).sum())
        .isEqualTo(-450);
  }

  @Test
  void runOnce_settingsAskForAnInspection_theChannelsWordIsNotEnough() {
    world.afterSalesSettings = AfterSalesSettings.from(World.EAST);
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "RETURN");
    assertThat(onHand()).isEqualTo(18);
    assertThat(goodsBack(TEA, 2, EAST)).isEqualTo(new GoodsBack.Taken(false));
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void goodsBack_partDamagedAndPartMissing_takesWhatIsThereForTheWholeMoney() {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(r1(State.PAID, "1", 900).kind(Kind.RETURN));
    world.settle();
    GoodsBack answer =
        world
            .afterSales()
            .goodsBack(
                world.shop.shop(),
                "R1",
                List.of(new GoodsBack.Goods(TEA, 1, EAST), new GoodsBack.Goods(TEA, 1, SCRAP)));
    world.settle();

    assertThat(answer).isEqualTo(new GoodsBack.Taken(false));
    assertThat(returned(RETURN).lines())
        .containsExactly(
            new DocumentLine("1", TEA, EAST, -1, Money.fen(-450), "P1", "E1"),
            new DocumentLine("2", TEA, SCRAP, -1, Money.fen(-450), "P1", "E1"));
    assertThat(onHand()).isEqualTo(18);
    assertThat(world.ledger.balance(TEA, SCRAP).onHand()).isOne();
  }

  @Test
  void goodsBack_stoppedParcelOfARefundThatCameTooLate_isReturned() {
    dispatched(ordered("1", "tea", 2, 100));
    world.erp.shipOrder("P1", NUMBER);
    world.refund(r1(State.PAID, "1", 100));
    world.afterSales().runOnce();
    world.settle();
    assertThat(goodsBack(TEA, 2, EAST)).isEqualTo(new GoodsBack.Taken(false));
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void goodsBack_toldTwice_isTakenOnceAndOtherGoodsAreRefused() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN));
    goodsBack(TEA, 2, EAST);
    GoodsBack atOnce = goodsBack(TEA, 2, EAST);
    world.settle();

    assertThat(atOnce).isEqualTo(new GoodsBack.Taken(true));
    assertThat(goodsBack(TEA, 2, EAST)).isEqualTo(new GoodsBack.Taken(true));
    assertThat(reason(goodsBack(TEA, 1, EAST))).isEqualTo(Reason.ALREADY_BACK);
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void goodsBack_moreOrOtherThanHasLeft_isRefusedAndHeld() {
    shipped(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN));

    assertThat(reason(goodsBack(TEA, 3, EAST))).isEqualTo(Reason.EXCEEDS_SOLD);
    assertCase(RefundCase.State.HELD, "RETURN_EXCEEDS");
    assertThat(world.heard.codes()).containsExactly("REFUND_HELD");
    assertThat(reason(goodsBack(CUP, 1, EAST))).isEqualTo(Reason.EXCEEDS_SOLD);
    assertThat(goodsBack(TEA, 2, EAST)).isEqualTo(new GoodsBack.Taken(false));
    world.settle();
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void goodsBack_whatCannotComeBack_isRefused() {
    shipped(ordered("1", "tea", 2, 100));

    assertThat(reason(goodsBack(TEA, 1, EAST))).isEqualTo(Reason.UNKNOWN_REFUND);
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.RESEND));
    assertThat(reason(goodsBack(TEA, 1, EAST))).isEqualTo(Reason.NO_RETURN);
    world.refund(r1(State.CLOSED, "1", 100).kind(Kind.RETURN));
    assertThat(reason(goodsBack(TEA, 1, EAST))).isEqualTo(Reason.NO_RETURN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.afterSales().goodsBack(world.shop.shop(), "R1", List.of()))
        .withMessageStartingWith("goods: ");
  }

  @Test
  void runOnce_twoReturnsOfOneLine_neverTakeMoreThanHasLeft() {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(back(Kind.RETURN, State.PAID, "1", 300).quantity(1));
    world.refund(
        FakeRefunds.refund("R2", "A1", "1", 300)
            .state(State.PAID)
            .kind(Kind.RETURN)
            .goods(Goods.BACK)
            .quantity(2));
    world.refund(
        FakeRefunds.refund("R3", "A1", "1", 300)
            .state(State.PAID)
            .kind(Kind.RETURN)
            .goods(Goods.BACK)
            .quantity(1));
    world.settle();

    assertThat(onHand()).isEqualTo(20);
    assertThat(world.refundCase("R2").code()).isEqualTo("RETURNED");
    assertThat(world.refundCase("R3").code()).isEqualTo("RETURNED");
    assertCase(RefundCase.State.HELD, "RETURN_EXCEEDS");
  }

  @Test
  void runOnce_moreMoneyThanWasPaid_isHeldUntilAPersonAgrees() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 101));
    world.settle();
    assertCase(RefundCase.State.HELD, "AMOUNT_EXCEEDS");
    world.settle();
    assertThat(world.heard.codes()).containsExactly("REFUND_HELD");
    world.refunds.release(world.shop.shop(), "R1", "goodwill");
    world.settle();

    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
  }

  @Test
  void runOnce_returnDocumentRefused_isHeldAndGoesOutAgain() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.afterSales().runOnce();
    world.erp.next.add(FakeErp.Next.REJECT);
    world.settle();
    assertCase(RefundCase.State.HELD, "RETURN_REJECTED");
    assertThat(world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA)).drifts()).isEmpty();
    world.refunds.release(world.shop.shop(), "R1", "customer thawed");
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(returned(RETURN).lines()).hasSize(1);
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void close_returnDocumentRefused_explainsNoDifferenceOfTheCountsAnyMore() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.afterSales().runOnce();
    world.erp.next.add(FakeErp.Next.REJECT);
    world.settle();
    boolean closed = world.refunds.close(world.shop.shop(), "R1", "entered by a clerk");
    world.erp.stock(TEA, EAST, 20);
    CountFlow.Report counts = world.counts(CountFlow.Policy.ADOPT).run(Set.of(TEA));

    assertThat(closed).isTrue();
    assertThat(counts.drifts()).isEmpty();
    assertThat(onHand()).isEqualTo(20);
    assertThat(Worklist.open(world.pool).stuckDocuments(10)).isEmpty();
    assertThat(world.refunds.close(world.shop.shop(), "R1", "again")).isFalse();
  }

  @Test
  void runOnce_returnConsumedWhileCounting_isNotCountedTwice() {
    shipped(ordered("1", "tea", 2, 100));
    world.counts(CountFlow.Policy.ADOPT).run(Set.of(TEA));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.erp.stock(TEA, EAST, 15);
    world.erp.afterCounts = () -> world.afterSales().runOnce();
    CountFlow.Report during = world.counts(CountFlow.Policy.ADOPT).run(Set.of(TEA));
    long left = onHand();
    world.erp.afterCounts = () -> {};
    world.counts(CountFlow.Policy.ADOPT).run(Set.of(TEA));

    assertThat(during.leftOut()).isOne();
    assertThat(left).isEqualTo(20);
    assertThat(onHand()).isEqualTo(17);
  }

  @Test
  void runOnce_answerToTheReturnDocumentLost_isThereOnce() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.afterSales().runOnce();
    world.erp.next.add(FakeErp.Next.UNKNOWN_AFTER_COMMIT);
    world.settle();
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(returned(RETURN).lines()).hasSize(1);
  }

  @Test
  void runOnce_betweenLedgerAndErp_theCountsStillAgree() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN));
    goodsBack(TEA, 2, EAST);
    CountFlow.Report told = world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA));
    world.afterSales().runOnce();
    CountFlow.Report queued = world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA));
    world.dispatch().runOnce();
    CountFlow.Report unread = world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA));

    assertThat(told.leftOut()).isOne();
    assertThat(queued.drifts()).isEmpty();
    assertThat(queued.leftOut()).isZero();
    assertThat(unread.drifts()).isEmpty();
    assertThat(unread.leftOut()).isZero();
  }

  @Test
  void runOnce_withdrawnAfterTheGoodsCameBack_isHeld() {
    runOnce_returnThatTheChannelSaysIsBack_isOnHandAndInTheErpOnce();
    world.refund(r1(State.CLOSED, "1", 100).kind(Kind.RETURN));
    world.settle();

    assertCase(RefundCase.State.HELD, "WITHDRAWN_AFTER_RETURN");
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_otherAmountAfterTheReturn_isHeld() {
    runOnce_returnThatTheChannelSaysIsBack_isOnHandAndInTheErpOnce();
    world.refund(back(Kind.RETURN, State.PAID, "1", 90));
    world.settle();
    assertCase(RefundCase.State.HELD, "AMOUNT_CHANGED");
    world.refunds.release(world.shop.shop(), "R1", "booked by hand");
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(world.erp.taken).hasSize(2);
  }

  @Test
  void runOnce_exchange_takesTheGoodsBackAndSendsTheSameAgainForNothing() {
    shipped(ordered("1", "tea", 2, 100));
    world.shop.parcels.clear();
    world.refund(back(Kind.EXCHANGE, State.SETTLED, "1", 0));
    world.settle();

    assertCase(RefundCase.State.DONE, "EXCHANGED");
    assertThat(returned(RETURN).lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(0), "P1", "E1"));
    Order replacement = world.order(String.valueOf(r1().replacement()));
    assertThat(replacement.state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(replacement.sources()).isEmpty();
    assertThat(replacement.lines().get(0).source())
        .isEqualTo(new Order.Source(world.shop.shop(), "A1"));
    assertThat(sent("SO-fake-A1-E1"))
        .containsExactly(new DocumentLine("1", TEA, EAST, 2, Money.fen(0), null, null));
    assertThat(reserved()).isEqualTo(2);
    world.erp.shipOrder("P2", "SO-fake-A1-E1");
    world.settle();
    assertThat(world.order(replacement.id()).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels).as("told for the exchange").isEmpty();
    assertThat(onHand()).isEqualTo(18);
  }

  @Test
  void goodsBack_exchangeForSomethingElse_sendsThat() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.EXCHANGE));
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "RETURN");
    world
        .afterSales()
        .goodsBack(
            world.shop.shop(),
            "R1",
            List.of(new GoodsBack.Goods(TEA, 2, EAST)),
            List.of(new Instead(CUP, 1)));
    world.settle();

    assertThat(sent("SO-fake-A1-E1")).extracting(DocumentLine::sku).containsExactly(CUP);
    assertThat(world.balance(CUP).reserved()).isOne();
    assertThat(reserved()).isZero();
  }

  @Test
  void goodsBack_otherGoodsForAReturn_isRefused() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN));
    GoodsBack answer =
        world
            .afterSales()
            .goodsBack(
                world.shop.shop(),
                "R1",
                List.of(new GoodsBack.Goods(TEA, 2, EAST)),
                List.of(new Instead(CUP, 1)));

    assertThat(reason(answer)).isEqualTo(Reason.NO_RETURN);
  }

  @Test
  void runOnce_exchangeGoodsOutOfStock_waitLikeAnyOrder() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.EXCHANGE));
    world
        .afterSales()
        .goodsBack(
            world.shop.shop(),
            "R1",
            List.of(new GoodsBack.Goods(TEA, 2, SCRAP)),
            List.of(new Instead(CUP, 99)));
    world.settle();

    assertThat(world.order(ID + "#E1").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(world.book.split(ID + "#E1", Set.of(1))).isEmpty();
    assertThat(world.book.merge(ID + "#E1", ID)).isFalse();
  }

  @Test
  void runOnce_counterSaleComesBackThroughAChannelRefund_namesItsOutbound() {
    world.dispatched(ticket(world.shop.shop(), "A1", ordered("1", "tea", 2, 100)).build());
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();

    assertThat(returned(RETURN).lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(-100), NUMBER, "1"));
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_returnAtTheCounter_isNotTakenBackTwice() {
    world.dispatched(
        ticket(world.shop.shop(), "A1", ordered("1", "tea", -2, -100))
            .flags(Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN))
            .build());
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();

    assertCase(RefundCase.State.DONE, "COUNTER_RETURN");
    assertThat(onHand()).isEqualTo(22);
    assertThat(world.erp.taken).hasSize(1);
  }

  @Test
  void runOnce_shippedWithoutUs_isHeldForAPerson() {
    world.book.put(
        a1(Orders.line("1", "tea", 2, 100, Lifecycle.SHIPPED, false))
            .status(Lifecycle.SHIPPED, "GONE")
            .build());
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();

    assertCase(RefundCase.State.HELD, "SHIPPED_OUTSIDE");
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_numberOfAnotherDocument_isHeldAndGoesOnWithAnotherNumber() {
    world.afterSalesSettings =
        world
            .afterSalesSettings
            .withNumbering(told -> NUMBER)
            .withBooking(DispatchSettings.openFrom(LocalDate.parse("2026-12-01")));
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.RETURN, State.PAID, "1", 100));
    world.settle();
    assertCase(RefundCase.State.HELD, "NUMBER_TAKEN");
    world.afterSalesSettings = world.afterSalesSettings.withNumbering(told -> "X1");
    world.refunds.release(world.shop.shop(), "R1", "renumbered");
    world.settle();

    assertThat(returned("X1").date()).isEqualTo("2026-12-01");
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_killedAtAnyPoint_takesBackPostsAndSendsOnce() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(back(Kind.EXCHANGE, State.SETTLED, "1", 0).at(NOON.plusSeconds(500)));
    CrashRun.untilThrough(world.crash, world::settle);

    assertThat(returned(RETURN).lines()).hasSize(1);
    assertThat(world.erp.taken.keySet()).containsExactlyInAnyOrder(NUMBER, RETURN, "SO-fake-A1-E1");
    assertThat(onHand()).isEqualTo(20);
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "EXCHANGED");
  }
}
