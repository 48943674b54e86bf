package io.heliu.flow.aftersales;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.Erp;
import io.heliu.flow.DispatchFlow;
import io.heliu.flow.StepReport;
import io.heliu.internal.flow.DocumentPusher;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.StockLedger;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Carries refunds, returns and exchanges through the ERP and the stock ledger (售后).
 *
 * <p>What has not gone to the ERP is dealt with by the {@link DispatchFlow}, which knows of every
 * stored refund. A sales order that the ERP has, and of which goods must not go, is taken back; its
 * units stay reserved until it is screened again, and what is left of it goes out under another
 * number. If it is too late for that, the case waits for the goods. Goods that come back, on the
 * channel's word or on the host's, are put on hand and become a return document, which the {@link
 * DispatchFlow} brings into the ERP; an exchange then sends its goods with an order of its own.
 * Units that a closed case keeps from leaving are given back, and their order ends.
 *
 * <p>Thread-safe; several flows, also of several processes, may work on one database.
 */
public final class AfterSalesFlow {
  private static final String FLOW = "after-sales";

  /** Stands for an answer that did not come because of a fault. */
  private static final String FAULT = "FAULT";

  private final Database database;
  private final StockLedger ledger;
  private final Erp erp;
  private final AfterSalesSettings settings;
  private final CaseJudge judge;
  private final ReturnLeg leg;
  private final GivingUp givingUp;
  private final Clock clock;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param ledger the stock ledger
   * @param erp that takes sales orders back and gets the return documents
   * @param settings locations, numbering
   * @param clock dates the documents, and tells which cases were not looked at for long
   * @param listener hears of progress and of cases that need a person
   */
  public AfterSalesFlow(
      DataSource dataSource,
      StockLedger ledger,
      Erp erp,
      AfterSalesSettings settings,
      Clock clock,
      Listener listener) {
    this.database = Database.open(dataSource);
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.erp = Objects.requireNonNull(erp, "erp");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.judge = new CaseJudge(erp.name(), settings);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.leg = new ReturnLeg(erp.name(), settings, clock);
    this.givingUp = new GivingUp(database, ledger, settings);
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Looks at a batch of cases that changed and a batch of those that wait, takes goods back and
   * follows their documents.
   *
   * @return fetched are the cases looked at; fresh are those that are done now, repeated are those
   *     that wait, held are those that a person must look at
   * @throws Fault if the ERP, the ledger or the database fails; the next step goes on where this
   *     one was
   */
  public StepReport runOnce() {
    Tally tally = new Tally();
    tally.moved |= givingUp.run();
    List<RefundCase> waiting = due(RefundCase.State.WAITING);
    due(RefundCase.State.NEW).forEach(told -> look(told, tally));
    waiting.forEach(told -> look(told, tally));
    tally.moved |= cancel();
    takeBack(tally);
    due(RefundCase.State.POSTING).forEach(told -> look(told, tally));
    return tally.report();
  }

  private List<RefundCase> due(RefundCase.State state) {
    return database.inTransaction(
        "due cases", tx -> RefundTable.due(tx, state, settings.shops(), settings.batch()));
  }

  private void look(RefundCase told, Tally tally) {
    CaseJudge.Verdict verdict = database.inTransaction("look at refund", tx -> look(tx, told));
    if (verdict instanceof CaseJudge.Move move) {
      alert(told, move);
      tally.count(told, move.state(), move.code());
    } else {
      tally.countBegun();
    }
    listener.progressed(new Listener.Progress(FLOW, erp.name(), tally.fetched, -1));
  }

  private CaseJudge.Verdict look(Tx tx, RefundCase seen) throws SQLException {
    RefundTable.Row row = RefundTable.lock(tx, seen.shop(), seen.refund().id()).orElseThrow();
    RefundCase told = row.told();
    if (told.state() != seen.state()) {
      return staying(seen);
    }
    CaseJudge.Verdict verdict = judge.judge(tx, row);
    if (verdict instanceof CaseJudge.Move move) {
      move(tx, told, move);
      if (move.code().equals(CaseJudge.EXCHANGED) && told.replacement() == null) {
        leg.exchange(tx, told);
      }
    } else if (verdict instanceof CaseJudge.Cancel cancel) {
      Outbox.setCancelling(tx, cancel.number(), clock.instant());
      String note = cancel.number() + " is being taken back";
      move(tx, told, new CaseJudge.Move(RefundCase.State.WAITING, CaseJudge.CANCELLING, note));
    } else if (verdict instanceof CaseJudge.TakeBack back) {
      leg.begin(tx, told, GoodsBack.Arrival.ONLY, back.lines(), List.of());
    }
    return verdict;
  }

  private void move(Tx tx, RefundCase told, CaseJudge.Move move) throws SQLException {
    RefundTable.setState(tx, told, move.state(), move.code(), move.note(), clock.instant());
  }

  /** Somebody else works on the case. */
  private static CaseJudge.Move staying(RefundCase seen) {
    return new CaseJudge.Move(seen.state(), seen.code(), seen.note());
  }

  /** A person hears of a case once for each reason. */
  private void alert(RefundCase before, CaseJudge.Move move) {
    boolean late =
        move.state() == RefundCase.State.GOODS_AWAITED && move.code().equals(CaseJudge.TOO_LATE);
    boolean person = move.state() == RefundCase.State.HELD || late;
    if (person && !before.code().equals(move.code())) {
      alert(before.shop(), before.refund().id(), move.code());
    }
    if (move.alert() != null && before.state() != move.state()) {
      String name = before.shop() + " refund " + before.refund().id();
      listener.alerted(new Listener.Alert(FLOW, move.alert(), name));
    }
  }

  /** The case's note may hold words of the ERP, which are for the refund book only. */
  private void alert(ShopId shop, String refundId, String code) {
    String name = code.equals(CaseJudge.TOO_LATE) ? "REFUND_TOO_LATE" : "REFUND_HELD";
    listener.alerted(new Listener.Alert(FLOW, name, shop + " refund " + refundId + ": " + code));
  }

  /**
   * Asks the ERP for the documents that are to be taken back. It was noted before that it is asked,
   * so that whoever comes after a crash asks again, even if the refund is off by then.
   *
   * <p>Those that stay open do not count towards the batch: however many they are, the ones behind
   * them are asked for in the same step.
   */
  private boolean cancel() {
    boolean moved = false;
    int settled = 0;
    String last = "";
    List<Outbox.Entry> wanted;
    do {
      wanted = toTakeBack(last);
      for (Outbox.Entry entry : wanted) {
        last = entry.document().number();
        CancelOutcome outcome = cancel(last);
        if (outcome instanceof CancelOutcome.Pending pending) {
          waitFor(last, pending);
        } else {
          settled++;
          moved |= database.inTransaction("record cancel", tx -> record(tx, entry, outcome));
        }
      }
    } while (wanted.size() == settings.batch() && settled < settings.batch());
    return moved;
  }

  /** A person hears once of an ERP that does not answer. */
  private void waitFor(String number, CancelOutcome.Pending pending) {
    Instant askedBefore = clock.instant().minus(settings.cancelAge());
    if (database.inTransaction(
        "cancel without an answer", tx -> Outbox.setOverdue(tx, number, askedBefore))) {
      String detail = number + " is not taken back yet: " + pending.code();
      listener.alerted(new Listener.Alert(FLOW, Outbox.CANCEL_OVERDUE, detail));
    }
  }

  private List<Outbox.Entry> toTakeBack(String after) {
    return database.inTransaction(
        "documents to take back",
        tx ->
            Outbox.listAfter(
                tx,
                erp.name(),
                DocumentCodec.Kind.SALES_ORDER,
                Outbox.State.CANCELLING,
                Outbox.State.CANCELLING,
                after,
                settings.batch()));
  }

  /** A fault that is due to this document leaves it open like an answer that has not come. */
  private CancelOutcome cancel(String number) {
    try {
      return erp.cancel(number);
    } catch (Fault fault) {
      if (!DocumentPusher.concernsDocument(fault)) {
        throw fault;
      }
      listener.alerted(new Listener.Alert(FLOW, "CANCEL_FAULTS", number + ": " + fault));
      return new CancelOutcome.Pending(FAULT);
    }
  }

  /** Its units stay reserved; screening gives back what is not wanted any more. */
  private static boolean record(Tx tx, Outbox.Entry entry, CancelOutcome outcome)
      throws SQLException {
    String number = entry.document().number();
    if (outcome instanceof CancelOutcome.TooLate late) {
      return Outbox.setKept(tx, number, Outbox.TOO_LATE, late.code());
    }
    if (outcome instanceof CancelOutcome.Refused refused) {
      String message = refused.code() + " " + refused.message();
      return Outbox.setKept(tx, number, Outbox.CANCEL_REFUSED, message);
    }
    OrderTable.lockStanding(tx, entry.orderId());
    if (!ParcelTable.linesOfOrder(tx, entry.orderId()).isEmpty()) {
      String message = "it was taken back, and yet goods have left";
      return Outbox.setKept(tx, number, Outbox.CANCEL_REFUSED, message);
    }
    boolean fresh = Outbox.setCancelled(tx, number);
    if (fresh) {
      OrderTable.takenBack(tx, entry.orderId());
    }
    return fresh;
  }

  private void takeBack(Tally tally) {
    List<ReturnLeg.Pending> pending = new ArrayList<>();
    for (RefundCase told : due(RefundCase.State.TAKING_BACK)) {
      pending.addAll(database.inTransaction("read return", tx -> ReturnLeg.pending(tx, told)));
    }
    List<Answer> answers =
        ledger.applyAll(pending.stream().map(ReturnLeg.Pending::command).toList());
    for (int i = 0; i < answers.size(); i++) {
      ReturnLeg.Pending one = pending.get(i);
      Answer answer = answers.get(i);
      CaseJudge.Move move =
          database.inTransaction("record return", tx -> recordReturn(tx, one, answer));
      alert(one.told(), move);
      tally.count(one.told(), move.state(), move.code());
    }
  }

  private CaseJudge.Move recordReturn(Tx tx, ReturnLeg.Pending one, Answer answer)
      throws SQLException {
    RefundCase seen = one.told();
    RefundCase told = RefundTable.lock(tx, seen.shop(), seen.refund().id()).orElseThrow().told();
    boolean held = told.state() == RefundCase.State.HELD;
    if (!held && told.state() != RefundCase.State.TAKING_BACK) {
      return staying(seen);
    }
    CaseJudge.Move move = leg.record(tx, told, one.arrival(), answer);
    if (held) {
      // Another parcel of the case needs a person, but the goods of this one are on hand.
      return staying(seen);
    }
    move(tx, told, move);
    return move;
  }

  /**
   * Tells that returned goods are back and were looked at (退货验收入库), all of them in one parcel. Also
   * for goods of a refund without return whose parcel was stopped or refused.
   *
   * @param goods what is really there, and where it was put; quantities may differ from what was
   *     announced
   * @throws IllegalArgumentException if there are no goods
   * @throws io.heliu.Fault.Store if the database fails
   */
  public GoodsBack goodsBack(ShopId shop, String refundId, List<GoodsBack.Goods> goods) {
    return goodsBack(shop, refundId, goods, List.of());
  }

  /**
   * Tells that goods of an exchange are back, all of them in one parcel, and which go out instead,
   * for example another size.
   *
   * @param goods what is really there, and where it was put
   * @param instead what goes out; empty for the same again
   * @throws IllegalArgumentException if there are no goods
   * @throws io.heliu.Fault.Store if the database fails
   */
  public GoodsBack goodsBack(
      ShopId shop, String refundId, List<GoodsBack.Goods> goods, List<GoodsBack.Instead> instead) {
    return goodsBack(shop, refundId, GoodsBack.Arrival.ONLY, goods, instead);
  }

  /**
   * Tells that goods are back in one of several parcels. Each gives a return document of its own,
   * the later ones numbered {@code <number of the first>-A<arrival>}, and is taken once, however
   * often it is told. The case is done, and an exchange sends its goods, once all is back, or when
   * a parcel is the last one, or when {@link io.heliu.order.RefundBook#allBack} says so.
   *
   * @param arrival which of the parcels; they may be told in any order
   * @param goods what is really there, and where it was put
   * @param instead what goes out for an exchange, told with any of the parcels; empty for the same
   *     again, or for what was told before
   * @throws IllegalArgumentException if there are no goods
   * @throws io.heliu.Fault.Store if the database fails
   */
  public GoodsBack goodsBack(
      ShopId shop,
      String refundId,
      GoodsBack.Arrival arrival,
      List<GoodsBack.Goods> goods,
      List<GoodsBack.Instead> instead) {
    if (goods.isEmpty()) {
      throw new IllegalArgumentException("goods: must not be empty");
    }
    GoodsBack answer =
        database.inTransaction(
            "goods back",
            tx -> {
              Optional<RefundTable.Row> row = RefundTable.lock(tx, shop, refundId);
              return row.isEmpty()
                  ? new GoodsBack.Refused(GoodsBack.Reason.UNKNOWN_REFUND, shop + " " + refundId)
                  : leg.goodsBack(tx, row.get().told(), arrival, goods, instead);
            });
    if (answer instanceof GoodsBack.Refused refused
        && refused.reason() == GoodsBack.Reason.EXCEEDS_SOLD) {
      alert(shop, refundId, CaseJudge.RETURN_EXCEEDS);
    }
    return answer;
  }

  /** Adds up a step. */
  private final class Tally {
    private long fetched;
    private long done;
    private long waiting;
    private long held;
    private boolean moved;

    void count(RefundCase before, RefundCase.State state, String code) {
      fetched++;
      switch (state) {
        case DONE -> done++;
        case HELD -> held++;
        default -> waiting++;
      }
      moved |= before.state() != state || !before.code().equals(code);
    }

    /** Counts a case of which something was begun that the next steps go on with. */
    void countBegun() {
      fetched++;
      waiting++;
      moved = true;
    }

    StepReport report() {
      return new StepReport(FLOW, erp.name(), fetched, done, waiting, held, 0, moved);
    }
  }
}
