package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.catalog.Catalog;
import io.heliu.erp.Erp;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.SalesOrder;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.Reason;
import io.heliu.inventory.StockLedger;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Takes new orders from the order book through screening and the stock ledger into the ERP (审单, 预占,
 * 下推).
 *
 * <p>An online order is reserved and becomes a sales order; goods handed over at a counter are
 * consumed, whatever the stock, and become an outbound. Each order gives one document, each
 * document reaches the ERP once.
 */
public final class DispatchFlow {
  private final Database database;
  private final StockLedger ledger;
  private final Screening screening;
  private final DispatchSettings settings;
  private final Listener listener;
  private final DocumentPusher<SalesOrder> salesOrders;
  private final DocumentPusher<Outbound> outbounds;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param ledger the stock ledger
   * @param catalog resolves items
   * @param erp where the documents go
   * @param settings rules, routing, numbering
   * @param listener hears of progress, oversales and rejections
   */
  public DispatchFlow(
      DataSource dataSource,
      StockLedger ledger,
      Catalog catalog,
      Erp erp,
      DispatchSettings settings,
      Listener listener) {
    this.database = Database.open(dataSource);
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.screening = new Screening(catalog, settings);
    this.settings = settings;
    this.listener = Objects.requireNonNull(listener, "listener");
    DocumentPusher.Hooks hooks = new OrderHooks();
    this.salesOrders =
        new DocumentPusher<>(
            database,
            DocumentCodec.Kind.SALES_ORDER,
            SalesOrder.class,
            erp.salesOrders(),
            hooks,
            listener);
    this.outbounds =
        new DocumentPusher<>(
            database,
            DocumentCodec.Kind.OUTBOUND,
            Outbound.class,
            erp.outbounds(),
            hooks,
            listener);
  }

  /**
   * What a step did.
   *
   * @param screening orders that were screened: fresh are taken on, held are held, repeated are
   *     closed
   * @param push documents that were sent: fresh are accepted, repeated were there before, held are
   *     unknown, failed are rejected
   * @param oversold units that counters sold although nobody had them, in this step
   */
  public record Report(StepReport screening, StepReport push, long oversold) {
    /** Tells whether another step has work at once. */
    public boolean more() {
      return screening.more() || push.more();
    }
  }

  /**
   * Screens a batch of new orders and pushes a batch of documents.
   *
   * @throws io.heliu.Fault if the ERP, the ledger or the database fails; the next step goes on
   *     where this one was
   */
  public Report runOnce() {
    long[] oversold = {0};
    StepReport screened = screen(oversold);
    StepReport pushed = salesOrders.push(settings.batch()).plus(outbounds.push(settings.batch()));
    boolean more = screened.fetched() == settings.batch() || pushed.fetched() > 0;
    return new Report(
        screened,
        new StepReport(
            "push",
            "documents",
            pushed.fetched(),
            pushed.fresh(),
            pushed.repeated(),
            pushed.held(),
            pushed.failed(),
            more),
        oversold[0]);
  }

  private record Screened(Order order, Screening.Verdict verdict) {}

  private StepReport screen(long[] oversold) {
    List<Screened> batch = database.inTransaction("screen orders", this::prepare);
    List<Command> commands = new ArrayList<>();
    for (Screened one : batch) {
      release(one).ifPresent(commands::add);
      if (one.verdict instanceof Screening.Take take) {
        commands.add(take.command());
      }
    }
    List<Answer> answers = ledger.applyAll(commands);
    long[] figures = new long[3];
    database.inTransaction(
        "record screening",
        tx -> {
          java.util.Arrays.fill(figures, 0);
          oversold[0] = 0;
          int at = 0;
          for (Screened one : batch) {
            at += release(one).isPresent() ? 1 : 0;
            boolean takes = one.verdict instanceof Screening.Take;
            at += takes ? 1 : 0;
            if (isOutdated(tx, one.order)) {
              continue;
            }
            if (one.verdict instanceof Screening.Take take) {
              Answer answer = answers.get(at - 1);
              oversold[0] += oversold(one.order, answer);
              figures[record(tx, one.order, take, answer) ? 0 : 1]++;
            } else {
              figures[record(tx, one) ? 2 : 1]++;
            }
          }
          return true;
        });
    boolean more = batch.size() == settings.batch();
    if (!batch.isEmpty()) {
      listener.progressed(new Listener.Progress("screen", "orders", batch.size(), -1));
    }
    return new StepReport(
        "screen", "orders", batch.size(), figures[0], figures[2], figures[1], 0, more);
  }

  /** Tells whether the order changed since it was screened; then it is screened again. */
  private static boolean isOutdated(Tx tx, Order screened) throws SQLException {
    Optional<Order> now = OrderTable.lock(tx, screened.id());
    return now.isEmpty()
        || now.get().state() != OrderState.NEW
        || now.get().attempt() != screened.attempt();
  }

  /** Screens a batch and notes which reservations are about to be made. */
  private List<Screened> prepare(Tx tx) throws SQLException {
    List<Screened> batch = new ArrayList<>();
    for (Order order : OrderTable.list(tx, OrderState.NEW, settings.batch())) {
      Screening.Verdict verdict = screening.screen(tx, order);
      if (verdict instanceof Screening.Take take) {
        OrderTable.setReservation(tx, order.id(), take.command().key());
      }
      batch.add(new Screened(order, verdict));
    }
    return batch;
  }

  /** Returns the release of what an earlier version of the order may still hold. */
  private static Optional<Command> release(Screened one) {
    String before = one.order.reservation();
    boolean same =
        one.verdict instanceof Screening.Take take && take.command().key().equals(before);
    if (before.isEmpty() || same) {
      return Optional.empty();
    }
    return Optional.of(
        new Command.Release("release/" + before, before, List.of(), "the order changed"));
  }

  private long oversold(Order order, Answer answer) {
    if (!(answer instanceof Answer.Accepted accepted) || accepted.shortages().isEmpty()) {
      return 0;
    }
    long missing = accepted.shortages().stream().mapToLong(s -> s.missing()).sum();
    listener.alerted(
        new Listener.Alert("dispatch", "OVERSOLD", order.id() + ": " + accepted.shortages()));
    return missing;
  }

  private static boolean record(Tx tx, Order order, Screening.Take take, Answer answer)
      throws SQLException {
    OrderTable.setLines(tx, order.id(), take.lines());
    if (answer instanceof Answer.Refused refused) {
      boolean stock =
          refused.reason() == Reason.INSUFFICIENT || refused.reason() == Reason.NOT_STOCKED;
      OrderTable.setState(
          tx,
          order.id(),
          OrderState.HELD,
          stock ? "OUT_OF_STOCK" : refused.reason().name(),
          refused.shortages().isEmpty() ? refused.detail() : refused.shortages().toString());
      OrderTable.nextAttempt(tx, order.id());
      return false;
    }
    Outbox.enqueue(tx, take.document(), order.id());
    OrderTable.setState(tx, order.id(), OrderState.RESERVED, "", "");
    return true;
  }

  /** Records a verdict that takes nothing; tells whether the order is closed. */
  private static boolean record(Tx tx, Screened one) throws SQLException {
    if (one.verdict instanceof Screening.Close close) {
      OrderTable.setState(tx, one.order.id(), OrderState.CLOSED, close.code(), "");
      return true;
    }
    if (one.verdict instanceof Screening.Hold hold) {
      OrderTable.setLines(tx, one.order.id(), hold.lines());
      OrderTable.setState(tx, one.order.id(), OrderState.HELD, hold.code(), hold.note());
    }
    return false;
  }

  /** Keeps an order in step with its document. */
  private final class OrderHooks implements DocumentPusher.Hooks {
    @Override
    public boolean claim(Tx tx, Outbox.Entry entry) throws SQLException {
      Optional<Order> order = OrderTable.lock(tx, entry.orderId());
      boolean changed =
          order.isPresent()
              && order.get().state() == OrderState.RESERVED
              && order.get().holdCode().equals("CHANGED");
      if (changed && entry.attempts() == 0) {
        Outbox.withdraw(tx, entry.document().number());
        OrderTable.setState(tx, entry.orderId(), OrderState.NEW, "", "");
        return false;
      }
      return true;
    }

    @Override
    public void settle(Tx tx, Outbox.Entry entry, PushOutcome outcome) throws SQLException {
      String code = OrderTable.lock(tx, entry.orderId()).map(Order::holdCode).orElse("");
      if (outcome instanceof PushOutcome.Rejected rejected) {
        OrderTable.setState(
            tx,
            entry.orderId(),
            OrderState.HELD,
            "ERP_REJECTED",
            rejected.code() + " " + rejected.message());
      } else if (!(outcome instanceof PushOutcome.Unknown)) {
        boolean left = entry.document() instanceof Outbound;
        OrderTable.setState(
            tx, entry.orderId(), left ? OrderState.SHIPPED : OrderState.DISPATCHED, code, "");
      }
    }
  }
}
