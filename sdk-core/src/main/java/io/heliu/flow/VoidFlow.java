package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.channel.Page;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.LinkedReturns;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.internal.store.VoidTable;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Undoes sales at a counter that were voided after they had been booked (作废冲销).
 *
 * <p>As long as the ERP does not have the sale, its order is closed and the units go back on hand.
 * If the ERP has it, the units go back and the ERP gets an outbound with the same lines and their
 * signs turned, numbered like the sale with {@code -V} at its end, by way of {@link DispatchFlow}
 * as the documents of returns do. While nobody knows whether the ERP has it, the void waits. What
 * cannot be undone so is told ({@code VOID_HELD}) and is among {@link Worklist#unreadRows}.
 *
 * <p>Thread-safe; several flows, also of several processes, may work on one database.
 */
public final class VoidFlow {
  private final Database database;
  private final StockLedger ledger;
  private final DispatchSettings settings;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param ledger the stock ledger
   * @param settings those of the dispatch: its booking, batch, shops and clock are used
   * @param listener hears of sales that were undone ({@code SALE_VOIDED}) and of held voids
   */
  public VoidFlow(
      DataSource dataSource, StockLedger ledger, DispatchSettings settings, Listener listener) {
    this.database = Database.open(dataSource);
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** What came of looking at a void. */
  private enum Result {
    WAITING,
    BEGUN,
    DONE,
    HELD
  }

  /** A result and what to tell of it. */
  private record Told(Order.Source sale, Result result, String note) {}

  /**
   * Undoes a batch of voided sales.
   *
   * @return fetched voids that were looked at; fresh are sales undone, repeated wait for an answer
   *     about the sale, held are for a person. There is more as long as a further step finds a void
   *     that no step has looked at as often as those of this one, or one that is half undone
   * @throws io.heliu.Fault if the ledger or the database fails; the next step goes on where this
   *     one was
   */
  public StepReport runOnce() {
    int batch = settings.batch();
    List<VoidTable.Due> due =
        database.inTransaction("due voids", tx -> VoidTable.due(tx, settings.shops(), batch));
    List<Told> all = new ArrayList<>();
    for (VoidTable.Due one : due) {
      all.add(database.inTransaction("begin void", tx -> begin(tx, one.sale())));
    }
    List<VoidTable.Reversal> reversing =
        database.inTransaction(
            "voids under way", tx -> VoidTable.reversing(tx, settings.shops(), batch));
    List<Answer> answers =
        ledger.applyAll(reversing.stream().<Command>map(VoidFlow::command).toList());
    for (int i = 0; i < reversing.size(); i++) {
      VoidTable.Reversal one = reversing.get(i);
      Answer answer = answers.get(i);
      all.add(database.inTransaction("record void", tx -> record(tx, one, answer)));
    }
    return report(all, database.inTransaction("voids left", tx -> isLeft(tx, due)));
  }

  /**
   * What waits for an answer of the ERP must not keep the host busy: it counts as left only until
   * it was looked at as often as the first of the batch.
   */
  private boolean isLeft(Tx tx, List<VoidTable.Due> batch) throws SQLException {
    if (!VoidTable.reversing(tx, settings.shops(), 1).isEmpty()) {
      return true;
    }
    List<VoidTable.Due> next = VoidTable.due(tx, settings.shops(), 1);
    return !batch.isEmpty() && !next.isEmpty() && next.get(0).tries() <= batch.get(0).tries();
  }

  private StepReport report(List<Told> all, boolean more) {
    long[] figures = new long[Result.values().length];
    for (Told one : all) {
      figures[one.result.ordinal()]++;
      if (one.result == Result.DONE || one.result == Result.HELD) {
        String code = one.result == Result.DONE ? "SALE_VOIDED" : "VOID_HELD";
        listener.alerted(new Listener.Alert("void", code, one.sale + ": " + one.note));
      }
    }
    long done = figures[Result.DONE.ordinal()];
    long waiting = figures[Result.WAITING.ordinal()];
    long held = figures[Result.HELD.ordinal()];
    listener.progressed(new Listener.Progress("void", "tickets", done + waiting + held, -1));
    return new StepReport("void", "tickets", done + waiting + held, done, waiting, held, 0, more);
  }

  /** Documents are locked before their order, as by whoever sends them. */
  private Told begin(Tx tx, Order.Source sale) throws SQLException {
    if (!VoidTable.lock(tx, sale, VoidTable.State.DUE)) {
      return new Told(sale, Result.BEGUN, "");
    }
    LinkedReturns.lock(tx, sale);
    if (!LinkedReturns.booked(tx, sale).isEmpty()) {
      return hold(tx, sale, "goods of the sale have come back before");
    }
    List<String> ids = OrderTable.idsOf(tx, sale);
    if (ids.size() != 1) {
      return hold(tx, sale, "the sale was split over several orders");
    }
    List<Outbox.Entry> documents = Outbox.lockOfOrder(tx, ids.get(0));
    Order order = OrderTable.lock(tx, ids.get(0)).orElseThrow();
    if (order.sources().size() != 1) {
      return hold(tx, sale, "the sale was merged with others");
    }
    if (documents.isEmpty()) {
      return withoutDocument(tx, sale, order);
    }
    if (documents.size() != 1 || !(documents.get(0).document() instanceof Outbound sold)) {
      return hold(tx, sale, "the sale has other documents than one outbound");
    }
    return switch (documents.get(0).state()) {
      case PENDING, REJECTED -> {
        Outbox.withdraw(tx, sold.number());
        Outbox.dropRejected(tx, order.id());
        close(tx, sale, order);
        yield reverse(tx, new VoidTable.Reversal(sale, "", turned(sold)));
      }
      case DONE -> {
        ChannelOrderTable.cancelTicket(tx, sale);
        String erp = Outbox.erpOf(tx, sold.number());
        yield reverse(tx, new VoidTable.Reversal(sale, erp, turned(sold)));
      }
      case SENDING, UNKNOWN, CANCELLING -> waits(tx, sale);
      case CANCELLED -> hold(tx, sale, "the ERP took " + sold.number() + " back");
    };
  }

  /** Where a reservation is noted, the ledger may have the sale, and its document is to come. */
  private Told withoutDocument(Tx tx, Order.Source sale, Order order) throws SQLException {
    boolean untouched = order.reservation().isEmpty();
    boolean open = order.state() == OrderState.NEW || order.state() == OrderState.HELD;
    if (order.state() == OrderState.CLOSED || (open && untouched)) {
      close(tx, sale, order);
      VoidTable.setState(tx, sale, VoidTable.State.DONE);
      return new Told(sale, Result.DONE, "closed before its goods were taken");
    }
    if (order.state() == OrderState.NEW || order.state() == OrderState.RESERVED) {
      return waits(tx, sale);
    }
    return hold(tx, sale, "no document says what goods the sale took");
  }

  private static void close(Tx tx, Order.Source sale, Order order) throws SQLException {
    OrderTable.setState(tx, order.id(), OrderState.CLOSED, "VOIDED", "");
    ChannelOrderTable.cancelTicket(tx, sale);
  }

  private static Told reverse(Tx tx, VoidTable.Reversal reversal) throws SQLException {
    VoidTable.begin(tx, reversal);
    return new Told(reversal.sale(), Result.BEGUN, "");
  }

  private static Told waits(Tx tx, Order.Source sale) throws SQLException {
    VoidTable.wait(tx, sale);
    return new Told(sale, Result.WAITING, "");
  }

  private Told hold(Tx tx, Order.Source sale, String why) throws SQLException {
    VoidTable.setState(tx, sale, VoidTable.State.HELD);
    Page.Malformed row =
        new Page.Malformed(sale.number(), "void of " + sale, "void not undone: " + why);
    Quarantine.keepAside(tx, sale.shop().toString(), row, settings.clock().instant());
    return new Told(sale, Result.HELD, why);
  }

  private Outbound turned(Outbound sold) {
    LocalDate date = settings.booking().apply(sold.date());
    List<DocumentLine> lines = new ArrayList<>();
    for (DocumentLine line : sold.lines()) {
      lines.add(
          new DocumentLine(
              line.line(),
              line.sku(),
              line.location(),
              -line.quantity(),
              line.amount().negated(),
              null,
              null));
    }
    String number = sold.number() + "-V";
    return new Outbound(number, date, sold.customer(), sold.externalNumber(), null, null, lines);
  }

  private static Command.Consume command(VoidTable.Reversal reversal) {
    List<StockLine> lines = new ArrayList<>();
    for (DocumentLine line : reversal.document().lines()) {
      lines.add(new StockLine(line.sku(), line.location(), line.quantity()));
    }
    Order.Source sale = reversal.sale();
    String key = Keys.of(sale.shop().toString(), "void", sale.number());
    return new Command.Consume(key, key, lines);
  }

  private Told record(Tx tx, VoidTable.Reversal reversal, Answer answer) throws SQLException {
    Order.Source sale = reversal.sale();
    if (!VoidTable.lock(tx, sale, VoidTable.State.REVERSING)) {
      return new Told(sale, Result.BEGUN, "");
    }
    if (answer instanceof Answer.Refused refused) {
      return hold(tx, sale, "the ledger refused: " + refused.reason());
    }
    String number = reversal.document().number();
    if (!reversal.erp().isEmpty()) {
      String owner = "void:" + sale.shop() + "/" + sale.number();
      if (Outbox.isTaken(tx, number, owner)) {
        return hold(tx, sale, "the units are back, but the number " + number + " is taken");
      }
      Outbox.enqueue(tx, reversal.erp(), reversal.document(), owner);
    }
    VoidTable.setState(tx, sale, VoidTable.State.DONE);
    String what = reversal.erp().isEmpty() ? "the ERP never had it" : "returned as " + number;
    return new Told(sale, Result.DONE, what);
  }
}
