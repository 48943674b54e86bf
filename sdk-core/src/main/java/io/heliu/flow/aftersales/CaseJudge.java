package io.heliu.flow.aftersales;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundEffect;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done with a refund case, by where its order is. */
final class CaseJudge {
  static final String BEFORE_SHIPMENT = "BEFORE_SHIPMENT";
  static final String TOO_LATE = Outbox.TOO_LATE;
  static final String CANCELLING = "CANCELLING";
  private static final String MONEY_ONLY = "MONEY_ONLY";
  private static final String REFUNDED_AFTER_SHIPMENT = "REFUNDED_AFTER_SHIPMENT";
  static final String EXCHANGED = "EXCHANGED";
  private static final String CURRENCY = "CURRENCY";
  static final String RETURN_EXCEEDS = "RETURN_EXCEEDS";

  private final String erp;
  private final AfterSalesSettings settings;

  CaseJudge(String erp, AfterSalesSettings settings) {
    this.erp = erp;
    this.settings = settings;
  }

  /** What is to be done. */
  sealed interface Verdict {}

  /**
   * The case goes to a state.
   *
   * @param alert what a person is to hear once though nothing is to be decided; null for nothing
   */
  record Move(RefundCase.State state, String code, String note, @Nullable String alert)
      implements Verdict {
    Move(RefundCase.State state, String code, String note) {
      this(state, code, note, null);
    }
  }

  /** The ERP is asked to take a sales order back. */
  record Cancel(String number) implements Verdict {}

  /** Goods are back. */
  record TakeBack(List<ReturnTable.Line> lines) implements Verdict {}

  /** Decides; what it read of the orders stays locked until the transaction ends. */
  Verdict judge(Tx tx, RefundTable.Row row) throws SQLException {
    RefundCase told = row.told();
    Refund refund = told.refund();
    if (GivenUpTable.isSaid(tx, told)) {
      return waiting("GIVING_UP", "what has not left is being given back");
    }
    List<ReturnTable.Arrival> arrivals = ReturnTable.arrivals(tx, told.shop(), refund.id());
    if (arrivals.stream().anyMatch(arrival -> arrival.document() == null)) {
      return new Move(RefundCase.State.TAKING_BACK, "", "");
    }
    if (!arrivals.isEmpty()) {
      return returned(tx, row, arrivals);
    }
    SoldGoods sold = SoldGoods.read(tx, told);
    Optional<ChannelOrder> known = ChannelOrderTable.find(tx, told.shop(), refund.orderNumber());
    if (known.isEmpty()) {
      return waiting("NO_ORDER", "its order is not stored yet");
    }
    ChannelOrder order = known.get();
    if (RefundEffect.isForeign(order, refund)) {
      return held(CURRENCY, "the order is in " + order.paid().currency());
    }
    List<RefundCase> cases = casesOf(tx, told, order);
    if (order.flags().contains(OrderFlag.RETURN)) {
      return done("COUNTER_RETURN", "the order is itself the return, and is dispatched as such");
    }
    if (refund.state() == State.CLOSED) {
      return withdrawn(tx, told, sold, order);
    }
    if (refund.kind() == Kind.CANCELLATION && RefundEffect.coverClosed(order, cases)) {
      return done("COVERED", "its refunds say more");
    }
    Optional<Verdict> person = byHand(row, order, cases);
    if (person.isPresent()) {
      return person.get();
    }
    boolean late = isLate(tx, told, sold);
    return motion(tx, told, order, cases, sold)
        .orElseGet(() -> settled(told, order, cases, sold, late));
  }

  /** Returns the refunds of a refund's order, but those in a currency of which nobody can tell. */
  static List<RefundCase> casesOf(Tx tx, RefundCase told, ChannelOrder order) throws SQLException {
    return RefundTable.ofOrder(tx, told.shop(), told.refund().orderNumber()).stream()
        .filter(one -> !RefundEffect.isForeign(order, one.refund()))
        .toList();
  }

  private static Move waiting(String code, String note) {
    return new Move(RefundCase.State.WAITING, code, note);
  }

  private static Move done(String code, String note) {
    return new Move(RefundCase.State.DONE, code, note);
  }

  private static Move held(String code, String note) {
    return new Move(RefundCase.State.HELD, code, note);
  }

  private Verdict returned(Tx tx, RefundTable.Row row, List<ReturnTable.Arrival> arrivals)
      throws SQLException {
    RefundCase told = row.told();
    Refund refund = told.refund();
    Optional<Verdict> posting = posting(tx, arrivals);
    if (posting.isPresent()) {
      return posting.get();
    }
    if (told.replacement() != null && !refund.sendsGoods()) {
      Optional<Verdict> stopped = stopReplacement(tx, row, told.replacement());
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
    if (refund.state() == State.CLOSED && !row.byHand()) {
      return held("WITHDRAWN_AFTER_RETURN", "the goods are back, but the refund is off");
    }
    Optional<Verdict> more = awaited(tx, told);
    if (more.isPresent()) {
      return more.get();
    }
    Optional<Money> posted =
        ReturnTable.of(tx, told).stream().map(ReturnTable.Line::amount).reduce(Money::plus);
    boolean other = refund.state() == State.PAID && !posted.equals(Optional.of(refund.amount()));
    if (other && !row.byHand()) {
      return held("AMOUNT_CHANGED", "the return document has " + posted.orElseThrow());
    }
    return done(refund.sendsGoods() ? EXCHANGED : "RETURNED", "");
  }

  /** Tells whether the ERP has the return documents; empty if it has all of them. */
  private Optional<Verdict> posting(Tx tx, List<ReturnTable.Arrival> arrivals) throws SQLException {
    Optional<Verdict> posting = Optional.empty();
    for (ReturnTable.Arrival arrival : arrivals) {
      String number = String.valueOf(arrival.document());
      Optional<Outbox.Entry> entry = Outbox.find(tx, erp, number);
      if (entry.isPresent() && entry.get().state() == Outbox.State.REJECTED) {
        return Optional.of(held("RETURN_REJECTED", number + " was refused by the ERP"));
      }
      if (entry.isPresent() && entry.get().state() != Outbox.State.DONE) {
        posting = Optional.of(new Move(RefundCase.State.POSTING, "", ""));
      }
    }
    return posting;
  }

  /** Tells whether more of a refund is to come back, or has not left though it should not go. */
  private static Optional<Verdict> awaited(Tx tx, RefundCase told) throws SQLException {
    if (told.refund().state() == State.CLOSED) {
      return Optional.empty();
    }
    SoldGoods sold = SoldGoods.read(tx, told);
    List<SoldGoods.Due> due = ReturnTable.isAllBack(tx, told) ? List.of() : sold.toCome(tx, told);
    if (!due.isEmpty()) {
      long units = due.stream().mapToLong(SoldGoods.Due::units).sum();
      String note = units + " units are to come back";
      return Optional.of(new Move(RefundCase.State.GOODS_AWAITED, "PARTLY_BACK", note));
    }
    List<UnsentUnits> unsent = UnsentUnits.of(tx, told, sold.orders());
    return unsent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Move(
                RefundCase.State.GOODS_AWAITED,
                TOO_LATE,
                unsent.get(0).order().id() + " is leaving"));
  }

  /** Stops what was to go out for an exchange that is none any more; empty if there is nothing. */
  private static Optional<Verdict> stopReplacement(Tx tx, RefundTable.Row row, String id)
      throws SQLException {
    Order own = OrderTable.lock(tx, id).orElseThrow();
    if (own.state() == OrderState.CLOSED) {
      return Optional.empty();
    }
    if (OrderTable.screenAgain(tx, id)) {
      return Optional.of(waiting("ORDER_IN_MOTION", id + " is not to go any more"));
    }
    if (own.state() == OrderState.RESERVED) {
      OrderTable.setChanged(tx, id);
      return Optional.of(waiting("ORDER_IN_MOTION", id + " is on its way to the ERP"));
    }
    boolean dispatched = own.state() == OrderState.DISPATCHED;
    Verdict asked =
        dispatched && ParcelTable.linesOfOrder(tx, id).isEmpty()
            ? inErp(tx, own)
            : new Move(RefundCase.State.GOODS_AWAITED, TOO_LATE, "");
    boolean late = asked instanceof Move move && move.code().equals(TOO_LATE);
    if (late && row.byHand()) {
      return Optional.empty();
    }
    return Optional.of(
        late ? held("REPLACEMENT_LEFT", id + " has left, or is leaving, for nothing") : asked);
  }

  /** Orders that the ERP does not have were opened again when the refund was stored. */
  private static Verdict withdrawn(Tx tx, RefundCase told, SoldGoods sold, ChannelOrder order)
      throws SQLException {
    Refund refund = told.refund();
    for (GivenUpTable.Line line : GivenUpTable.of(tx, told)) {
      if (line.quantity() > 0) {
        return held("LINE_LEFT_OUT", line.quantity() + " of " + line.sku() + " were given up");
      }
    }
    boolean gone = sold.orders().stream().anyMatch(CaseJudge::isDispatched);
    for (OrderLine line : order.lines()) {
      boolean planned =
          sold.orders().stream()
              .flatMap(own -> own.lines().stream())
              .anyMatch(own -> own.channelLine().equals(line.number()));
      if (gone && refund.concerns(line.number()) && line.toBeShipped() && !planned) {
        String note = "line " + line.number() + " was left out of what was sent";
        return held("LINE_LEFT_OUT", note);
      }
    }
    return done("WITHDRAWN", "");
  }

  private static boolean isDispatched(Order order) {
    return order.state() == OrderState.RESERVED
        || order.state() == OrderState.DISPATCHED
        || order.state() == OrderState.SHIPPED;
  }

  /** Returns why a person must decide, if so. */
  private static Optional<Verdict> byHand(
      RefundTable.Row row, ChannelOrder order, List<RefundCase> cases) {
    Refund refund = row.told().refund();
    if (refund.kind() == Kind.REPAIR || refund.kind() == Kind.RESEND) {
      boolean over = refund.state() == State.SETTLED;
      return Optional.of(
          over ? done(refund.kind().name(), "") : held(refund.kind().name(), "handle by hand"));
    }
    if (refund.kind() == Kind.UNKNOWN || refund.state() == State.UNKNOWN) {
      return Optional.of(held("UNKNOWN_STATUS", "status " + refund.status()));
    }
    if (refund.state() != State.PAID || row.byHand()) {
      return Optional.empty();
    }
    Money sum = Money.zero(refund.amount().currency());
    for (RefundCase one : cases) {
      sum = one.refund().state() == State.PAID ? sum.plus(one.refund().amount()) : sum;
    }
    Money paid = order.freight();
    for (OrderLine line : order.lines()) {
      paid = paid.plus(line.amount());
    }
    paid = paid.compareTo(order.paid()) > 0 ? paid : order.paid();
    return sum.compareTo(paid) > 0
        ? Optional.of(held("AMOUNT_EXCEEDS", "refunded " + sum + " of " + paid))
        : Optional.empty();
  }

  /** Looks at orders of which goods may still go out; empty if none is under way any more. */
  private static Optional<Verdict> motion(
      Tx tx, RefundCase told, ChannelOrder order, List<RefundCase> cases, SoldGoods sold)
      throws SQLException {
    for (Order own : sold.orders()) {
      boolean seen = RefundTable.isSeen(tx, told, own.id());
      if (own.state() == OrderState.NEW) {
        return Optional.of(waiting("ORDER_IN_MOTION", own.id() + " is being screened"));
      }
      if (own.state() == OrderState.RESERVED && (!seen || own.holdCode().equals("CHANGED"))) {
        OrderTable.setChanged(tx, own.id());
        return Optional.of(waiting("ORDER_IN_MOTION", own.id() + " is on its way to the ERP"));
      }
      if (own.state() == OrderState.DISPATCHED && !seen) {
        Optional<Verdict> verdict = dispatched(tx, told, order, cases, own);
        if (verdict.isPresent()) {
          return verdict;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> dispatched(
      Tx tx, RefundCase told, ChannelOrder order, List<RefundCase> cases, Order own)
      throws SQLException {
    Map<Integer, Long> givenUp = GivenUpTable.ofOrder(tx, own.id());
    List<Order.Line> stopped =
        own.lines().stream()
            .filter(line -> line.quantity() > givenUp.getOrDefault(line.line(), 0L))
            .filter(line -> stops(told, order, cases, line))
            .toList();
    if (stopped.isEmpty()) {
      return Optional.empty();
    }
    List<ParcelTable.Line> heard = ParcelTable.linesOfOrder(tx, own.id());
    if (heard.isEmpty()) {
      return Optional.of(inErp(tx, own));
    }
    long units = stopped.stream().mapToLong(Order.Line::quantity).sum();
    long taken = 0;
    var gone = ParcelTable.takenOfOrder(tx, own.id());
    for (Order.Line line : stopped) {
      taken += gone.getOrDefault(line.line(), 0L) + givenUp.getOrDefault(line.line(), 0L);
    }
    if (taken >= units) {
      return Optional.empty();
    }
    // An ERP takes back only orders of which nothing has left.
    return Optional.of(
        new Move(RefundCase.State.GOODS_AWAITED, TOO_LATE, own.id() + " is leaving"));
  }

  /** Decides on an order that the ERP has and of which nothing has left as far as we know. */
  private static Verdict inErp(Tx tx, Order own) throws SQLException {
    for (Outbox.Entry entry : Outbox.ofOrder(tx, own.id())) {
      String number = entry.document().number();
      Outbox.Reply reply = Outbox.reply(tx, number);
      String note = number + ": " + reply.message();
      if (entry.state() == Outbox.State.CANCELLING) {
        return waiting(CANCELLING, number + " is being taken back");
      }
      if (entry.state() == Outbox.State.DONE && reply.code().equals(TOO_LATE)) {
        return new Move(RefundCase.State.GOODS_AWAITED, TOO_LATE, note);
      }
      if (entry.state() == Outbox.State.DONE && reply.code().equals(Outbox.CANCEL_REFUSED)) {
        return held(Outbox.CANCEL_REFUSED, note);
      }
      if (entry.state() == Outbox.State.DONE) {
        return new Cancel(number);
      }
    }
    throw new SQLException("order " + own.id() + " is in the ERP without a document");
  }

  /** Tells whether the ERP was asked for a case and its goods leave nevertheless. */
  private static boolean isLate(Tx tx, RefundCase told, SoldGoods sold) throws SQLException {
    boolean asked = told.code().equals(CANCELLING);
    for (Order own : asked ? sold.orders() : List.<Order>of()) {
      for (Outbox.Entry entry : Outbox.ofOrder(tx, own.id())) {
        if (Outbox.reply(tx, entry.document().number()).code().equals(TOO_LATE)) {
          return true;
        }
      }
    }
    return told.code().equals(TOO_LATE);
  }

  static boolean stops(
      RefundCase told, ChannelOrder order, List<RefundCase> cases, Order.Line own) {
    boolean same =
        own.source().shop().equals(told.shop())
            && own.source().number().equals(told.refund().orderNumber());
    return same
        && order.lines().stream()
            .filter(line -> line.number().equals(own.channelLine()))
            .anyMatch(line -> RefundEffect.stops(order, cases, told, line));
  }

  /** Decides when nothing of it can go out any more. */
  private Verdict settled(
      RefundCase told, ChannelOrder order, List<RefundCase> cases, SoldGoods sold, boolean late) {
    Refund refund = told.refund();
    boolean comesBack = refund.kind() == Kind.RETURN || refund.kind() == Kind.EXCHANGE;
    boolean over = refund.state() != State.OPEN;
    boolean goods =
        order.lines().stream().anyMatch(line -> RefundEffect.stops(order, cases, told, line));
    if (!sold.hasLeft()) {
      if (comesBack && leftOutside(order, refund)) {
        return held("SHIPPED_OUTSIDE", "goods come back that did not leave through here");
      }
      String code = goods ? BEFORE_SHIPMENT : MONEY_ONLY;
      return over ? done(code, "") : waiting(code, "the refund is open");
    }
    if (!comesBack && late) {
      return new Move(RefundCase.State.GOODS_AWAITED, TOO_LATE, "its goods have left");
    }
    if (refund.kind() == Kind.REFUND_ONLY && over && goods) {
      String note = "the money of goods that have left";
      return new Move(RefundCase.State.DONE, MONEY_ONLY, note, REFUNDED_AFTER_SHIPMENT);
    }
    if (!comesBack) {
      return over ? done(MONEY_ONLY, "") : waiting(MONEY_ONLY, "the refund is open");
    }
    if (refund.goods() != Goods.BACK || !settings.trustsChannel()) {
      String code = late ? TOO_LATE : "RETURN";
      return new Move(RefundCase.State.GOODS_AWAITED, code, "its goods are to come back");
    }
    Optional<List<ReturnTable.Line>> lines =
        sold.expected(told, order, cases, settings.returns().apply(order))
            .flatMap(back -> sold.assign(told, back, told.refund().amount(), List.of()));
    return lines.isPresent()
        ? new TakeBack(lines.get())
        : held(RETURN_EXCEEDS, "more is said to be back than has left");
  }

  private static boolean leftOutside(ChannelOrder order, Refund refund) {
    return order.lines().stream()
        .filter(line -> refund.concerns(line.number()))
        .anyMatch(
            line ->
                line.lifecycle() == Lifecycle.SHIPPED || line.lifecycle() == Lifecycle.COMPLETED);
  }
}
