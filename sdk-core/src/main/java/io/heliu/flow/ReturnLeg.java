package io.heliu.flow;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
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
import java.util.List;
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
      Tx tx, RefundCase told, List<GoodsBack.Goods> goods, List<GoodsBack.Instead> instead)
      throws SQLException {
    Optional<List<ReturnTable.Line>> lines = SoldGoods.read(tx, told).assign(told, goods);
    List<ReturnTable.Line> before = ReturnTable.of(tx, told);
    if (!before.isEmpty()) {
      boolean same =
          lines.isPresent()
              && lines.get().equals(before)
              && sends(before.get(0), instead).equals(ReturnTable.sends(tx, told));
      return same
          ? new GoodsBack.Taken(true)
          : refused(GoodsBack.Reason.ALREADY_BACK, before.size() + " lines are back");
    }
    Kind kind = told.refund().kind();
    boolean possible = kind != Kind.REPAIR && kind != Kind.RESEND && kind != Kind.UNKNOWN;
    if (!possible || told.refund().state() == State.CLOSED) {
      return refused(GoodsBack.Reason.NO_RETURN, kind + " " + told.refund().status());
    }
    if (!instead.isEmpty() && kind != Kind.EXCHANGE) {
      return refused(GoodsBack.Reason.NO_RETURN, "is no exchange");
    }
    if (lines.isEmpty()) {
      String note = "more, or other goods, than have left";
      RefundTable.setState(
          tx, told, RefundCase.State.HELD, CaseJudge.RETURN_EXCEEDS, note, clock.instant());
      return refused(GoodsBack.Reason.EXCEEDS_SOLD, note);
    }
    begin(tx, told, lines.get(), sends(lines.get().get(0), instead));
    return new GoodsBack.Taken(false);
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
  void begin(Tx tx, RefundCase told, List<ReturnTable.Line> lines, List<ReturnTable.Line> send)
      throws SQLException {
    ReturnTable.put(tx, told, lines, send);
    RefundTable.setState(tx, told, RefundCase.State.TAKING_BACK, "", "", clock.instant());
  }

  /** Returns the command that puts the goods on hand; the same whenever it is asked for. */
  static Command consume(Tx tx, RefundCase told) throws SQLException {
    List<StockLine> lines = new ArrayList<>();
    for (ReturnTable.Line line : ReturnTable.of(tx, told)) {
      lines.add(new StockLine(line.sku(), line.location(), -line.quantity()));
    }
    String key = Keys.of(told.shop().toString(), "return", told.refund().id());
    return new Command.Consume(key, key, lines);
  }

  /** Queues the return document of goods that the ledger has. */
  CaseJudge.Move record(Tx tx, RefundCase told, Answer answer) throws SQLException {
    String number = settings.numbering().apply(told);
    String owner = "refund:" + told.shop() + "/" + told.refund().id();
    if (answer instanceof Answer.Refused refused) {
      String note = refused.reason() + " " + refused.detail();
      return new CaseJudge.Move(RefundCase.State.HELD, "STOCK_REFUSED", note);
    }
    if (Outbox.isTaken(tx, number, owner)) {
      return new CaseJudge.Move(RefundCase.State.HELD, "NUMBER_TAKEN", number);
    }
    Outbox.enqueue(tx, erp, document(tx, told, number), owner);
    RefundTable.setDocument(tx, told, number);
    return new CaseJudge.Move(RefundCase.State.POSTING, "", "");
  }

  private Outbound document(Tx tx, RefundCase told, String number) throws SQLException {
    List<DocumentLine> lines = new ArrayList<>();
    List<ReturnTable.Line> back = ReturnTable.of(tx, told);
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
    List<Order.Line> lines = new ArrayList<>();
    Order of = OrderTable.find(tx, back.get(0).orderId()).orElseThrow();
    Order.Source source = new Order.Source(told.shop(), told.refund().orderNumber());
    Money nothing = Money.zero(told.refund().amount().currency());
    for (ReturnTable.Line line : send.isEmpty() ? back : send) {
      String channelLine =
          of.lines().stream()
              .filter(one -> one.line() == line.orderLine())
              .map(Order.Line::channelLine)
              .findFirst()
              .orElse("");
      lines.add(
          new Order.Line(
              lines.size() + 1, source, channelLine, line.sku(), line.quantity(), nothing));
    }
    String id = told.shop() + "/" + told.refund().orderNumber();
    RefundTable.setReplacement(
        tx, told, OrderTable.openReplacement(tx, id, lines, clock.instant()));
  }
}
