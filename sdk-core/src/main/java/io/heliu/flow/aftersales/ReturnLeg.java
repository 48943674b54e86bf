package io.heliu.flow.aftersales;

import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
import io.heliu.internal.flow.Cell;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goods on their way back: into the ledger, into a return document, and out again as others. */
final class ReturnLeg {
  private final String erp;
  private final AfterSalesSettings settings;
  private final Clock clock;

  ReturnLeg(String erp, AfterSalesSettings settings, Clock clock) {
    this.erp = erp;
    this.settings = settings;
    this.clock = clock;
  }

  /** Notes what the host says is back, unless a rule is against it. */
  GoodsBack goodsBack(
      Tx tx,
      RefundCase told,
      GoodsBack.Arrival arrival,
      List<GoodsBack.Goods> goods,
      List<GoodsBack.Instead> instead)
      throws SQLException {
    for (ReturnTable.Arrival before : ReturnTable.arrivals(tx, told.shop(), told.refund().id())) {
      if (before.number() == arrival.number()) {
        return isSame(tx, told, before, arrival, goods, instead)
            ? new GoodsBack.Taken(true)
            : refused(GoodsBack.Reason.ALREADY_BACK, "parcel " + before.number() + " is back");
      }
    }
    Optional<GoodsBack> impossible = refuse(tx, told, instead);
    if (impossible.isPresent()) {
      return impossible.get();
    }
    Optional<List<ReturnTable.Line>> lines = assign(tx, told, arrival, goods);
    if (lines.isEmpty()) {
      return exceeds(tx, told);
    }
    begin(tx, told, arrival, lines.get(), sends(lines.get().get(0), instead));
    return new GoodsBack.Taken(false);
  }

  private static boolean isSame(
      Tx tx,
      RefundCase told,
      ReturnTable.Arrival before,
      GoodsBack.Arrival arrival,
      List<GoodsBack.Goods> goods,
      List<GoodsBack.Instead> instead)
      throws SQLException {
    Map<Cell, Long> back = new HashMap<>();
    for (GoodsBack.Goods one : goods) {
      back.merge(new Cell(one.sku(), one.location()), one.quantity(), Long::sum);
    }
    Map<Cell, Long> known = new HashMap<>();
    for (ReturnTable.Line one : ReturnTable.of(tx, told, before.number())) {
      known.merge(new Cell(one.sku(), one.location()), one.quantity(), Long::sum);
    }
    return before.last() == arrival.last()
        && back.equals(known)
        && instead(ReturnTable.sends(tx, told, before.number())).equals(instead);
  }

  private static List<GoodsBack.Instead> instead(List<ReturnTable.Line> sends) {
    return sends.stream().map(line -> new GoodsBack.Instead(line.sku(), line.quantity())).toList();
  }

  /** Tells which rule is against goods that come back, whatever they are. */
  private static Optional<GoodsBack> refuse(Tx tx, RefundCase told, List<GoodsBack.Instead> instead)
      throws SQLException {
    Kind kind = told.refund().kind();
    boolean possible = kind != Kind.REPAIR && kind != Kind.RESEND && kind != Kind.UNKNOWN;
    if (!possible || told.refund().state() == State.CLOSED) {
      String note = kind + " " + told.refund().status();
      return Optional.of(refused(GoodsBack.Reason.NO_RETURN, note));
    }
    if (!instead.isEmpty() && kind != Kind.EXCHANGE) {
      return Optional.of(refused(GoodsBack.Reason.NO_RETURN, "is no exchange"));
    }
    List<ReturnTable.Line> sends = ReturnTable.sends(tx, told);
    boolean decided = told.replacement() != null || !sends.isEmpty();
    return decided && !instead.isEmpty() && !instead(sends).equals(instead)
        ? Optional.of(refused(GoodsBack.Reason.ALREADY_BACK, "other goods go out"))
        : Optional.empty();
  }

  private static Optional<List<ReturnTable.Line>> assign(
      Tx tx, RefundCase told, GoodsBack.Arrival arrival, List<GoodsBack.Goods> goods)
      throws SQLException {
    SoldGoods sold = SoldGoods.read(tx, told);
    Money rest = told.refund().amount();
    for (ReturnTable.Line before : ReturnTable.of(tx, told)) {
      boolean same = before.amount().currency().equals(rest.currency());
      rest = same ? rest.minus(before.amount()) : rest;
    }
    rest = rest.isNegative() ? Money.zero(rest.currency()) : rest;
    boolean last = arrival.last() || ReturnTable.isAllBack(tx, told);
    return sold.assign(told, goods, rest, last ? List.of() : sold.toCome(tx, told));
  }

  /** What is under way of the case goes on; else a person must look. */
  private GoodsBack exceeds(Tx tx, RefundCase told) throws SQLException {
    String note = "more, or other goods, than have left";
    boolean underWay =
        told.state() == RefundCase.State.TAKING_BACK || told.state() == RefundCase.State.POSTING;
    if (!underWay) {
      RefundTable.setState(
          tx, told, RefundCase.State.HELD, CaseJudge.RETURN_EXCEEDS, note, clock.instant());
    }
    return refused(GoodsBack.Reason.EXCEEDS_SOLD, note);
  }

  private static GoodsBack refused(GoodsBack.Reason reason, String detail) {
    return new GoodsBack.Refused(reason, detail);
  }

  private static List<ReturnTable.Line> sends(
      ReturnTable.Line of, List<GoodsBack.Instead> instead) {
    List<ReturnTable.Line> send = new ArrayList<>();
    for (GoodsBack.Instead one : instead) {
      send.add(
          new ReturnTable.Line(
              of.orderId(),
              of.orderLine(),
              one.sku(),
              of.location(),
              one.quantity(),
              of.amount(),
              null,
              null));
    }
    return send;
  }

  /** Notes that goods are about to be put back, before the ledger is asked. */
  void begin(
      Tx tx,
      RefundCase told,
      GoodsBack.Arrival arrival,
      List<ReturnTable.Line> lines,
      List<ReturnTable.Line> send)
      throws SQLException {
    ReturnTable.Arrival parcel = new ReturnTable.Arrival(arrival.number(), arrival.last(), null);
    ReturnTable.put(tx, told, parcel, lines, send);
    RefundTable.setState(tx, told, RefundCase.State.TAKING_BACK, "", "", clock.instant());
  }

  /**
   * A parcel whose goods are to be put on hand.
   *
   * @param told the case
   * @param arrival the parcel's number
   * @param command what the ledger is told; the same whenever it is asked for
   */
  record Pending(RefundCase told, int arrival, Command command) {}

  /** Returns the parcels of a case whose goods are to be put on hand. */
  static List<Pending> pending(Tx tx, RefundCase told) throws SQLException {
    List<Pending> pending = new ArrayList<>();
    String id = told.refund().id();
    for (ReturnTable.Arrival arrival : ReturnTable.arrivals(tx, told.shop(), id)) {
      if (arrival.document() == null) {
        List<StockLine> lines = new ArrayList<>();
        for (ReturnTable.Line line : ReturnTable.of(tx, told, arrival.number())) {
          lines.add(new StockLine(line.sku(), line.location(), -line.quantity()));
        }
        String what = "return" + (arrival.number() == 1 ? "" : "-" + arrival.number());
        String key = Keys.of(told.shop().toString(), what, id);
        pending.add(new Pending(told, arrival.number(), new Command.Consume(key, key, lines)));
      }
    }
    return pending;
  }

  /** Queues the return document of goods that the ledger has. */
  CaseJudge.Move record(Tx tx, RefundCase told, int arrival, Answer answer) throws SQLException {
    String number = settings.numbering().apply(told) + (arrival == 1 ? "" : "-A" + arrival);
    String owner = "refund:" + told.shop() + "/" + told.refund().id();
    if (answer instanceof Answer.Refused refused) {
      String note = refused.reason() + " " + refused.detail();
      return new CaseJudge.Move(RefundCase.State.HELD, "STOCK_REFUSED", note);
    }
    List<ReturnTable.Arrival> open =
        ReturnTable.arrivals(tx, told.shop(), told.refund().id()).stream()
            .filter(one -> one.document() == null)
            .toList();
    if (open.stream().anyMatch(one -> one.number() == arrival)) {
      if (Outbox.isTaken(tx, number, owner)) {
        return new CaseJudge.Move(RefundCase.State.HELD, "NUMBER_TAKEN", number);
      }
      List<ReturnTable.Line> back = ReturnTable.of(tx, told, arrival);
      Outbox.enqueue(tx, erp, document(tx, told, number, back), owner);
      ReturnTable.setDocument(tx, told, arrival, number);
    }
    boolean more = open.stream().anyMatch(one -> one.number() != arrival);
    RefundCase.State next = more ? RefundCase.State.TAKING_BACK : RefundCase.State.POSTING;
    return new CaseJudge.Move(next, "", "");
  }

  private Outbound document(Tx tx, RefundCase told, String number, List<ReturnTable.Line> back)
      throws SQLException {
    List<DocumentLine> lines = new ArrayList<>();
    for (ReturnTable.Line line : back) {
      lines.add(
          new DocumentLine(
              "" + (lines.size() + 1),
              line.sku(),
              line.location(),
              -line.quantity(),
              line.amount().negated(),
              line.outbound(),
              line.outboundLine()));
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    return new Outbound(
        number,
        settings.booking().apply(today),
        customer(tx, back.get(0).orderId()),
        told.refund().orderNumber(),
        null,
        null,
        lines);
  }

  /** The goods come back from the customer that they were sent to. */
  private static String customer(Tx tx, String orderId) throws SQLException {
    for (Outbox.Entry entry : Outbox.ofOrder(tx, orderId)) {
      if (entry.document() instanceof SalesOrder order) {
        return order.customer();
      }
      if (entry.document() instanceof Outbound outbound) {
        return outbound.customer();
      }
    }
    throw new SQLException("order " + orderId + " has left without a document");
  }

  /** Opens the order that sends the goods of an exchange, once what it replaces is posted. */
  void exchange(Tx tx, RefundCase told) throws SQLException {
    List<ReturnTable.Line> back = ReturnTable.of(tx, told);
    List<ReturnTable.Line> send = ReturnTable.sends(tx, told);
    Order.Source source = new Order.Source(told.shop(), told.refund().orderNumber());
    Money nothing = Money.zero(told.refund().amount().currency());
    Map<Sent, Long> units = new LinkedHashMap<>();
    for (ReturnTable.Line line : send.isEmpty() ? back : send) {
      units.merge(new Sent(channelLine(tx, line), line.sku()), line.quantity(), Long::sum);
    }
    List<Order.Line> lines = new ArrayList<>();
    units.forEach(
        (what, quantity) ->
            lines.add(
                new Order.Line(
                    lines.size() + 1, source, what.channelLine, what.sku, quantity, nothing)));
    String id = told.shop() + "/" + told.refund().orderNumber();
    RefundTable.setReplacement(
        tx, told, OrderTable.openReplacement(tx, id, lines, clock.instant()));
  }

  /** What goes out for a line of the channel. */
  private record Sent(String channelLine, Sku sku) {}

  /** The channel's order may have left as several of ours, each with lines numbered from 1. */
  private static String channelLine(Tx tx, ReturnTable.Line line) throws SQLException {
    return OrderTable.find(tx, line.orderId()).orElseThrow().lines().stream()
        .filter(one -> one.line() == line.orderLine())
        .map(Order.Line::channelLine)
        .findFirst()
        .orElse("");
  }
}
