package io.heliu.flow;

import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.aftersales.GoodsBack.Arrival;
import io.heliu.flow.aftersales.GoodsBack.Instead;
import io.heliu.flow.aftersales.GoodsBack.Reason;
import io.heliu.flow.stock.CountFlow;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goods of one refund that come back in several parcels. */
final class AfterSalesArrivalTest extends AfterSalesTest {
  private static final GoodsBack FRESH = new GoodsBack.Taken(false);
  private static final GoodsBack BEFORE = new GoodsBack.Taken(true);
  private static final String FIRST = "RT-fake-R1";
  private static final String SECOND = "RT-fake-R1-A2";
  private static final Location SCRAP = new Location("SCRAP");

  private GoodsBack back(Arrival arrival, long tea, Instead... instead) {
    List<GoodsBack.Goods> goods = List.of(new GoodsBack.Goods(TEA, tea, EAST));
    return world.afterSales().goodsBack(world.shop.shop(), "R1", arrival, goods, List.of(instead));
  }

  private GoodsBack simply(long tea) {
    return world
        .afterSales()
        .goodsBack(world.shop.shop(), "R1", List.of(new GoodsBack.Goods(TEA, tea, EAST)));
  }

  private static Reason reason(GoodsBack answer) {
    return ((GoodsBack.Refused) answer).reason();
  }

  /** Three teas left, and come back for nine yuan. */
  private void returning(Kind kind, long fen) {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(r1(State.SETTLED, "1", fen).kind(kind));
    world.settle();
  }

  private List<Long> amounts(String number) {
    return returned(number).lines().stream().map(line -> line.amount().minor()).toList();
  }

  @Test
  void goodsBack_inTwoParcels_eachHasADocumentWithItsShareOfTheMoney() {
    returning(Kind.RETURN, 901);
    assertThat(back(Arrival.part(1), 1)).isEqualTo(FRESH);
    world.settle();
    long between = onHand();
    assertCase(RefundCase.State.GOODS_AWAITED, "PARTLY_BACK");
    assertThat(back(Arrival.part(2), 2)).isEqualTo(FRESH);
    world.settle();

    assertThat(between).isEqualTo(18);
    assertThat(onHand()).isEqualTo(20);
    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(r1().document()).isEqualTo(FIRST);
    assertThat(world.refunds.documents(world.shop.shop(), "R1")).containsExactly(FIRST, SECOND);
    assertThat(returned(FIRST).lines())
        .extracting(DocumentLine::quantity, DocumentLine::sourceDocument)
        .containsExactly(tuple(-1L, "P1"));
    assertThat(returned(SECOND).lines())
        .extracting(DocumentLine::quantity, DocumentLine::sourceDocument)
        .containsExactly(tuple(-2L, "P1"));
    assertThat(amounts(FIRST).get(0) + amounts(SECOND).get(0)).isEqualTo(-901);
    assertThat(amounts(FIRST).get(0)).isBetween(-301L, -300L);
  }

  @Test
  void goodsBack_partThatTheChannelCallsPaid_waitsForTheRestAllTheSame() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    world.refund(r1(State.PAID, "1", 900).kind(Kind.RETURN).goods(Goods.BACK));
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "PARTLY_BACK");
    assertThat(r1().note()).isEqualTo("2 units are to come back");
    back(Arrival.part(2), 2);
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void goodsBack_sameParcelToldAgain_isTakenOnceAndOtherGoodsOfItAreRefused() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(7), 1);
    GoodsBack atOnce = back(Arrival.part(7), 1);
    back(Arrival.part(3), 2);
    world.settle();

    assertThat(atOnce).isEqualTo(BEFORE);
    assertThat(back(Arrival.part(7), 1)).isEqualTo(BEFORE);
    assertThat(back(Arrival.part(3), 2)).isEqualTo(BEFORE);
    assertThat(reason(back(Arrival.part(7), 2))).isEqualTo(Reason.ALREADY_BACK);
    assertThat(reason(back(Arrival.last(7), 1))).isEqualTo(Reason.ALREADY_BACK);
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.refunds.documents(world.shop.shop(), "R1"))
        .containsExactly("RT-fake-R1-A3", "RT-fake-R1-A7");
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  @Test
  void goodsBack_simpleCallToldAgainAfterOthers_isTheFirstParcel() {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(r1(State.PAID, "1", 900).kind(Kind.RETURN));
    simply(1);
    world.settle();
    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(back(Arrival.part(2), 2)).isEqualTo(FRESH);
    world.settle();

    assertThat(simply(1)).isEqualTo(BEFORE);
    assertThat(amounts(FIRST)).containsExactly(-900L);
    assertThat(amounts(SECOND)).containsExactly(0L);
    assertThat(onHand()).isEqualTo(20);
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  @Test
  void goodsBack_secondParcelWhileTheFirstIsTaken_bothAreTaken() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    back(Arrival.part(2), 1);
    CountFlow.Report told = world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA));
    world.afterSales().runOnce();
    back(Arrival.part(3), 1);
    world.settle();

    assertThat(told.leftOut()).isOne();
    assertThat(world.refunds.documents(world.shop.shop(), "R1"))
        .containsExactly(FIRST, SECOND, "RT-fake-R1-A3");
    assertThat(amounts("RT-fake-R1-A3")).containsExactly(-300L);
    assertThat(onHand()).isEqualTo(20);
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  @Test
  void goodsBack_moreThanHasLeft_isRefusedAndHeldUntilAPersonLetsItGoOn() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    assertThat(reason(back(Arrival.part(2), 3))).isEqualTo(Reason.EXCEEDS_SOLD);
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "PARTLY_BACK");
    assertThat(reason(back(Arrival.part(2), 3))).isEqualTo(Reason.EXCEEDS_SOLD);
    assertCase(RefundCase.State.HELD, "RETURN_EXCEEDS");
    world.refunds.release(world.shop.shop(), "R1", "the third was another buyer's");
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "PARTLY_BACK");
    assertThat(back(Arrival.part(2), 2)).isEqualTo(FRESH);
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.heard.codes()).containsExactly("REFUND_HELD", "REFUND_HELD");
  }

  @Test
  void goodsBack_asManyAsTheChannelAnnounced_isAll() {
    shipped(ordered("1", "tea", 3, 900));
    world.refund(r1(State.PAID, "1", 600).kind(Kind.RETURN).quantity(2));
    back(Arrival.part(1), 1);
    world.settle();
    RefundCase.State between = r1().state();
    back(Arrival.part(2), 1);
    world.settle();

    assertThat(between).isEqualTo(RefundCase.State.GOODS_AWAITED);
    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(amounts(FIRST)).containsExactly(-300L);
    assertThat(amounts(SECOND)).containsExactly(-300L);
  }

  @Test
  void goodsBack_lastParcelWithLessThanLeft_hasTheRestOfTheMoney() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    world.settle();
    back(Arrival.last(2), 1);
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(amounts(SECOND)).containsExactly(-600L);
    assertThat(onHand()).isEqualTo(19);
  }

  @Test
  void goodsBack_partOfTwoLines_isSharedOutByWhatTheyWereSoldFor() {
    shipped(ordered("1", "tea", 2, 200), ordered("2", "cup", 1, 800));
    world.refund(r1(State.PAID, null, 1000).kind(Kind.RETURN));
    back(Arrival.part(1), 2);
    world.settle();
    world
        .afterSales()
        .goodsBack(
            world.shop.shop(),
            "R1",
            Arrival.part(2),
            List.of(new GoodsBack.Goods(CUP, 1, SCRAP)),
            List.of());
    world.settle();

    assertThat(amounts(FIRST)).containsExactly(-200L);
    assertThat(amounts(SECOND)).containsExactly(-800L);
    assertThat(world.ledger.balance(CUP, SCRAP).onHand()).isOne();
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  @Test
  void goodsBack_exchangeInTwoParcels_sendsItsGoodsOnceAllIsBack() {
    returning(Kind.EXCHANGE, 0);
    back(Arrival.part(1), 1);
    world.settle();
    String between = r1().replacement();
    back(Arrival.part(2), 2);
    world.settle();

    assertThat(between).isNull();
    assertCase(RefundCase.State.DONE, "EXCHANGED");
    assertThat(sent("SO-fake-A1-E1"))
        .containsExactly(new DocumentLine("1", TEA, EAST, 3, Money.fen(0), null, null));
    assertThat(world.query("SELECT id FROM heliu_order WHERE id LIKE '%#E%'", 1)).hasSize(1);
    assertThat(reserved()).isEqualTo(3);
  }

  @Test
  void goodsBack_exchangeForSomethingElse_isToldWithAnyParcelAndDecidedOnce() {
    returning(Kind.EXCHANGE, 0);
    back(Arrival.part(1), 1);
    assertThat(back(Arrival.part(2), 1, new Instead(CUP, 1))).isEqualTo(FRESH);
    assertThat(reason(back(Arrival.part(3), 1, new Instead(CUP, 2))))
        .isEqualTo(Reason.ALREADY_BACK);
    assertThat(back(Arrival.part(3), 1, new Instead(CUP, 1))).isEqualTo(FRESH);
    world.settle();

    assertThat(sent("SO-fake-A1-E1"))
        .extracting(DocumentLine::sku, DocumentLine::quantity)
        .containsExactly(tuple(CUP, 1L));
    assertThat(world.balance(CUP).reserved()).isOne();
  }

  @Test
  void allBack_exchangeOfWhichPartIsBack_sendsItsGoods() {
    returning(Kind.EXCHANGE, 0);
    assertThat(world.refunds.allBack(world.shop.shop(), "R1", "")).isFalse();
    back(Arrival.part(1), 1);
    world.settle();
    assertThat(world.refunds.allBack(world.shop.shop(), "R1", "the rest is lost")).isTrue();
    assertThat(world.refunds.allBack(world.shop.shop(), "R1", "again")).isFalse();
    world.settle();

    assertCase(RefundCase.State.DONE, "EXCHANGED");
    assertThat(sent("SO-fake-A1-E1")).extracting(DocumentLine::quantity).containsExactly(1L);
    assertThat(back(Arrival.part(2), 1)).isEqualTo(FRESH);
    world.settle();
    assertThat(world.query("SELECT id FROM heliu_order WHERE id LIKE '%#E%'", 1)).hasSize(1);
    assertThat(onHand()).isEqualTo(19);
  }

  @Test
  void allBack_returnThatIsPaidInFull_isDoneWithWhatIsBack() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    world.refund(r1(State.PAID, "1", 900).kind(Kind.RETURN));
    world.settle();
    world.refunds.allBack(world.shop.shop(), "R1", "the buyer keeps two");
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(world.refunds.documents(world.shop.shop(), "R1")).containsExactly(FIRST);
    assertThat(amounts(FIRST)).containsExactly(-300L);
    assertThat(world.refunds.allBack(world.shop.shop(), "R1", "again")).isFalse();
  }

  @Test
  void close_exchangeOfWhichPartIsBack_sendsNothing() {
    returning(Kind.EXCHANGE, 0);
    back(Arrival.part(1), 1);
    world.settle();
    assertThat(world.refunds.close(world.shop.shop(), "R1", "money instead")).isTrue();
    world.settle();

    assertCase(RefundCase.State.DONE, "CLOSED_BY_HAND");
    assertThat(r1().replacement()).isNull();
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_documentOfTheSecondParcelRefused_goesOutAgainAlone() {
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    world.settle();
    back(Arrival.part(2), 2);
    world.afterSales().runOnce();
    world.erp.next.add(FakeErp.Next.REJECT);
    world.settle();
    assertCase(RefundCase.State.HELD, "RETURN_REJECTED");
    assertThat(r1().note()).startsWith(SECOND);
    world.refunds.release(world.shop.shop(), "R1", "customer thawed");
    world.settle();

    assertCase(RefundCase.State.DONE, "RETURNED");
    assertThat(world.erp.taken).containsOnlyKeys(NUMBER, FIRST, SECOND);
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_numberOfOneParcelIsTaken_theOtherIsPostedAllTheSame() {
    world.afterSalesSettings = world.afterSalesSettings.withNumbering(told -> NUMBER);
    returning(Kind.RETURN, 900);
    back(Arrival.part(1), 1);
    back(Arrival.part(2), 2);
    world.settle();
    assertCase(RefundCase.State.HELD, "NUMBER_TAKEN");
    assertThat(world.heard.codes()).containsExactly("REFUND_HELD");
    world.afterSalesSettings = world.afterSalesSettings.withNumbering(told -> "X1");
    world.refunds.release(world.shop.shop(), "R1", "renumbered");
    world.settle();

    assertThat(world.refunds.documents(world.shop.shop(), "R1"))
        .containsExactly("X1", NUMBER + "-A2");
    assertThat(onHand()).isEqualTo(20);
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  @Test
  void goodsBack_killedAtAnyPoint_eachParcelIsTakenOnce() {
    returning(Kind.EXCHANGE, 0);
    CrashRun.untilThrough(
        world.crash,
        () -> {
          back(Arrival.part(1), 1);
          world.afterSales().runOnce();
          back(Arrival.part(2), 2, new Instead(CUP, 2));
          world.settle();
        });

    assertThat(onHand()).isEqualTo(20);
    assertThat(world.erp.taken).containsOnlyKeys(NUMBER, FIRST, SECOND, "SO-fake-A1-E1");
    assertThat(world.balance(CUP).reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "EXCHANGED");
  }

  @Test
  void runOnce_whatLeftIsBackButNotAllHasLeft_waitsUntilAPersonClosesIt() {
    dispatched(ordered("1", "tea", 3, 900));
    world.erp.ship("P1", FakeErp.line("TEA", EAST, 1, NUMBER, "1"));
    world.shipment().runOnce();
    world.refund(r1(State.PAID, "1", 900));
    world.settle();
    simply(1);
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "TOO_LATE");
    assertThat(reserved()).isEqualTo(2);
    world.refunds.close(world.shop.shop(), "R1", "closed in the ERP");
    world.settle();

    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertCase(RefundCase.State.DONE, "CLOSED_BY_HAND");
  }

  @Test
  void arrival_numberBelowOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrival.part(0))
        .withMessage("number: must be at least 1");
  }
}
