package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.catalog.Catalog;
import io.heliu.erp.Document;
import io.heliu.erp.Erp;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
import io.heliu.flow.aftersales.AfterSalesFlow;
import io.heliu.internal.flow.DocumentPusher;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.ListingTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Reason;
import io.heliu.inventory.Shortage;
import io.heliu.inventory.StockLedger;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes new orders from the order book through screening and the stock ledger into the ERP (审单, 预占,
 * 下推).
 *
 * <p>An online order is reserved and becomes a sales order; goods handed over at a counter are
 * consumed, whatever the stock, and become an outbound. Each order gives one document, each
 * document reaches the ERP once; the return documents of {@link AfterSalesFlow} go the same way.
 *
 * <p>Thread-safe; several flows, also of several processes, may work on one database. While a
 * document is being sent, one connection of the data source is in use.
 */
public final class DispatchFlow {
  /** What is undone can be merged, or split, anew at once. */
  private static final int ARRANGEMENTS = 3;

  private final Database database;
  private final String erp;
  private final Catalog catalog;
  private final Screening screening;
  private final Arranger arranger;
  private final Reserving reserving;
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
    this.erp = erp.name();
    Objects.requireNonNull(ledger, "ledger");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.screening = new Screening(catalog, settings, ledger);
    this.arranger = new Arranger(database, erp.name(), settings.shops(), settings.clock());
    this.reserving = new Reserving(database, ledger, settings.batch());
    this.settings = settings;
    this.listener = Objects.requireNonNull(listener, "listener");
    DocumentPusher.Hooks hooks = new OrderHooks();
    this.salesOrders =
        new DocumentPusher<>(
            database,
            erp.name(),
            DocumentCodec.Kind.SALES_ORDER,
            SalesOrder.class,
            erp.salesOrders(),
            hooks,
            listener);
    this.outbounds =
        new DocumentPusher<>(
            database,
            erp.name(),
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
    StepReport sales = salesOrders.push(settings.batch());
    StepReport pushed = sales.plus(outbounds.push(settings.batch()));
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
            sales.more() || pushed.more()),
        oversold[0]);
  }

  /**
   * An order, and what is to be done with it.
   *
   * @param refunds the refunds that were known of it
   * @param whole whether all goes that its channel orders name
   * @param own what is set aside for it
   * @param kept of which lines it keeps the units of that if it waits
   */
  record Screened(
      Order order,
      Screening.Verdict verdict,
      List<RefundCase> refunds,
      boolean whole,
      List<Reservations.Surplus> own,
      List<Order.Line> kept) {}

  private List<Order> news(Tx tx) throws SQLException {
    return OrderTable.list(tx, OrderState.NEW, settings.shops(), settings.batch());
  }

  private StepReport screen(long[] oversold) {
    arranger.wake();
    List<Screened> batch = read();
    boolean arranged = false;
    for (int i = 0; i < ARRANGEMENTS && arranger.arrange(batch); i++) {
      arranged = true;
      batch = read();
    }
    boolean moved = reserving.setAside(batch);
    if (reserving.divide() || moved) {
      batch = read();
    }
    List<Screened> noted = reserving.note(batch.stream().filter(Reserving::canGoOn).toList());
    List<Optional<Answer>> answers = reserving.apply(noted);
    Recorded recorded = recordAll(noted, answers);
    oversold[0] = recorded.oversold;
    if (oversold[0] > 0) {
      alertOversold(noted, answers);
    }
    boolean divided = reserving.divide();
    reserving.giveBack(recorded.unwanted);
    boolean more =
        arranged
            || divided
            || recorded.of(Result.AGAIN) > 0
            || recorded.unwanted.size() == settings.batch()
            || batch.size() == settings.batch();
    if (!batch.isEmpty()) {
      listener.progressed(new Listener.Progress("screen", "orders", batch.size(), -1));
    }
    return recorded.report(batch.size(), more);
  }

  /**
   * What came of a batch.
   *
   * @param results what came of each order
   * @param oversold units that counters sold although nobody had them
   * @param unwanted reservations that can be given back now
   */
  private record Recorded(
      List<Result> results, long oversold, List<Reservations.Surplus> unwanted) {
    long of(Result result) {
      return results.stream().filter(one -> one == result).count();
    }

    StepReport report(int fetched, boolean more) {
      return new StepReport(
          "screen",
          "orders",
          fetched,
          of(Result.TAKEN),
          of(Result.CLOSED),
          of(Result.HELD),
          0,
          more);
    }
  }

  private Recorded recordAll(List<Screened> noted, List<Optional<Answer>> answers) {
    TakenOff takenOff = TakenOff.read(database, catalog, noted);
    return database.inTransaction(
        "record screening",
        tx -> {
          List<Result> results = new ArrayList<>();
          List<Integer> lacking = new ArrayList<>();
          long oversold = 0;
          for (int i = 0; i < noted.size(); i++) {
            Answer answer = answers.get(i).orElse(null);
            if (isShort(answer)) {
              lacking.add(i);
            } else if (isUnchanged(tx, noted.get(i).order)) {
              oversold += oversold(answer);
              results.add(record(tx, noted.get(i), answer, takenOff));
            }
          }
          // What some lack may be among the units that others do not want any more.
          List<Reservations.Surplus> unwanted = Reservations.unwanted(tx, settings.batch());
          for (int i : lacking) {
            Screened one = noted.get(i);
            if (isUnchanged(tx, one.order)) {
              results.add(
                  unwanted.isEmpty()
                      ? record(tx, one, answers.get(i).orElse(null), takenOff)
                      : again(tx, one));
            }
          }
          return new Recorded(results, oversold, unwanted);
        });
  }

  private enum Result {
    TAKEN,
    HELD,
    CLOSED,
    AGAIN
  }

  /** It is screened again when they are given back. */
  private static Result again(Tx tx, Screened one) throws SQLException {
    Reservations.forget(tx, one.order.id());
    return Result.AGAIN;
  }

  /** Reads a batch of new orders; the catalog is asked outside of the transaction. */
  private List<Screened> read() {
    List<Candidate> candidates =
        database.inTransaction("new orders", tx -> Candidate.read(tx, news(tx)));
    return candidates.stream()
        .map(
            candidate ->
                new Screened(
                    candidate.order(),
                    screening.screen(candidate),
                    candidate.refunds(),
                    candidate.isWhole(),
                    candidate.own(),
                    candidate.own().isEmpty() ? List.of() : screening.kept(candidate)))
        .toList();
  }

  /** Tells whether the order is as it was screened; if not, it is screened again. */
  static boolean isUnchanged(Tx tx, Order screened) throws SQLException {
    Optional<OrderTable.Standing> now = OrderTable.lockStanding(tx, screened.id());
    return now.isPresent()
        && now.get().state() == OrderState.NEW
        && now.get().attempt() == screened.attempt();
  }

  private static long oversold(@Nullable Answer answer) {
    return answer instanceof Answer.Accepted accepted
        ? accepted.shortages().stream().mapToLong(Shortage::missing).sum()
        : 0;
  }

  private void alertOversold(List<Screened> noted, List<Optional<Answer>> answers) {
    for (int i = 0; i < noted.size(); i++) {
      if (answers.get(i).orElse(null) instanceof Answer.Accepted accepted
          && !accepted.shortages().isEmpty()) {
        String id = noted.get(i).order.id();
        listener.alerted(
            new Listener.Alert("dispatch", "OVERSOLD", id + ": " + accepted.shortages()));
      }
    }
  }

  private Result record(Tx tx, Screened one, @Nullable Answer answer, TakenOff takenOff)
      throws SQLException {
    String id = one.order.id();
    reserving.settle(tx, one, answer);
    if (one.verdict instanceof Screening.Close close) {
      OrderTable.setState(tx, id, OrderState.CLOSED, close.code(), one.order.holdNote());
      takenOff.showAgain(tx, one.order);
      return Result.CLOSED;
    }
    if (one.verdict instanceof Screening.Hold hold) {
      return hold(tx, one.order, hold, takenOff);
    }
    if (answer instanceof Answer.Refused refused) {
      refuse(tx, id, refused);
      ListingTable.orderNotTaken(tx, ((Screening.Take) one.verdict).lines());
      takenOff.showAgain(tx, one.order);
      return Result.HELD;
    }
    Screening.Take take = (Screening.Take) one.verdict;
    if (take.merging() != null && arranger.waits(take.merging())) {
      return hold(tx, id, Arranger.WAITING, Arranger.waitNote(take.merging().until()));
    }
    Document document = take.document();
    if (Outbox.isTaken(tx, document.number(), id)) {
      return hold(tx, id, "NUMBER_TAKEN", document.number() + " is another order's");
    }
    if (!one.order.byHand() && Outbox.isRefusedWithOtherContent(tx, document)) {
      String note = document.number() + " may lie half-way in the ERP: remove it, then release";
      return hold(tx, id, "ERP_HAS_OLDER", note);
    }
    Outbox.dropRejected(tx, id);
    Outbox.enqueue(tx, erp, document, id);
    RefundTable.setSeen(tx, id, one.refunds);
    OrderTable.setState(tx, id, OrderState.RESERVED, "", "");
    takenOff.showAgain(tx, one.order);
    return Result.TAKEN;
  }

  private static boolean isShort(@Nullable Answer answer) {
    return answer instanceof Answer.Refused refused
        && (refused.reason() == Reason.INSUFFICIENT || refused.reason() == Reason.NOT_STOCKED);
  }

  /** An order that waits without units waits nevertheless: its reason is the one to deal with. */
  private static Result hold(Tx tx, Order order, Screening.Hold hold, TakenOff takenOff)
      throws SQLException {
    OrderTable.setLines(tx, order.id(), hold.lines());
    ListingTable.orderNotTaken(tx, hold.lines());
    takenOff.showAgain(tx, order);
    return hold(tx, order.id(), hold.code(), hold.note());
  }

  private static Result hold(Tx tx, String id, String code, String note) throws SQLException {
    OrderTable.setState(tx, id, OrderState.HELD, code, note);
    return Result.HELD;
  }

  private static void refuse(Tx tx, String id, Answer.Refused refused) throws SQLException {
    OrderTable.setState(
        tx,
        id,
        OrderState.HELD,
        isShort(refused) ? "OUT_OF_STOCK" : refused.reason().name(),
        refused.shortages().isEmpty() ? refused.detail() : refused.shortages().toString());
  }
}
