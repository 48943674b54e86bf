package io.heliu.internal.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.PushOutcome;
import io.heliu.flow.StepReport;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pushes an ERP's queued documents of one kind, each exactly once. What may have reached the ERP
 * before is looked up first.
 *
 * <p>Several pushers, also of several processes, may work on one database: a document is claimed
 * before it is sent and its row stays locked during the call, so one connection is in use that
 * long. A pusher that dies loses the lock; whoever comes next looks the document up.
 */
public final class DocumentPusher<D extends Document> {
  private static final int PROGRESS = 20;

  private final Database database;
  private final String erp;
  private final DocumentCodec.Kind kind;
  private final Class<D> type;
  private final DocumentPort<D> port;
  private final Hooks hooks;
  private final Listener listener;

  public DocumentPusher(
      Database database,
      String erp,
      DocumentCodec.Kind kind,
      Class<D> type,
      DocumentPort<D> port,
      Hooks hooks,
      Listener listener) {
    this.database = database;
    this.erp = erp;
    this.kind = kind;
    this.type = type;
    this.port = port;
    this.hooks = hooks;
    this.listener = listener;
  }

  /** What the flow does around a push, in the same transaction as the document's state. */
  public interface Hooks {
    /** Decides whether a queued document may go out now; if not, it has dealt with it. */
    boolean claim(Tx tx, Outbox.Entry entry) throws SQLException;

    /** Takes note of what became of a document. */
    void settle(Tx tx, Outbox.Entry entry, PushOutcome outcome) throws SQLException;
  }

  /** Pushes up to a batch of unsure and a batch of queued documents; more if any went through. */
  public StepReport push(int batch) {
    List<Outbox.Entry> unsure =
        database.inTransaction(
            "claim unsure documents",
            tx ->
                Outbox.claim(
                    tx,
                    Outbox.lock(tx, erp, kind, Outbox.State.SENDING, Outbox.State.UNKNOWN, batch)));
    StepReport report = send(unsure, true);
    List<Outbox.Entry> queued = database.inTransaction("claim documents", tx -> claim(tx, batch));
    report = report.plus(send(queued, false));
    boolean more = report.fresh() + report.repeated() + report.failed() > 0;
    return new StepReport(
        "push",
        kind.name(),
        report.fetched(),
        report.fresh(),
        report.repeated(),
        report.held(),
        report.failed(),
        more);
  }

  private List<Outbox.Entry> claim(Tx tx, int batch) throws SQLException {
    List<Outbox.Entry> wanted = new ArrayList<>();
    for (Outbox.Entry entry :
        Outbox.lock(tx, erp, kind, Outbox.State.PENDING, Outbox.State.PENDING, batch)) {
      if (hooks.claim(tx, entry)) {
        wanted.add(entry);
      }
    }
    return Outbox.claim(tx, wanted);
  }

  /** What came of a send: an outcome, or a fault that says that nothing was taken, or neither. */
  private record Sent(@Nullable PushOutcome outcome, @Nullable Fault fault) {}

  private StepReport send(List<Outbox.Entry> claimed, boolean lookUpFirst) {
    StepReport report = StepReport.idle("push", kind.name());
    for (int at = 0; at < claimed.size(); at++) {
      Outbox.Entry entry = claimed.get(at);
      Sent sent = database.once("send document", tx -> send(tx, entry, lookUpFirst));
      if (sent.fault != null && concernsDocument(sent.fault)) {
        report = report.plus(new StepReport("push", kind.name(), 1, 0, 0, 1, 0, true));
        listener.alerted(
            new Listener.Alert(
                "dispatch", "DOCUMENT_FAULTS", entry.document().number() + ": " + sent.fault));
        continue;
      }
      if (sent.fault != null) {
        if (!lookUpFirst) {
          putBack(claimed.subList(at + 1, claimed.size()));
        }
        throw sent.fault;
      }
      if (sent.outcome != null) {
        report = report.plus(figures(sent.outcome));
        alert(entry, sent.outcome);
      }
      if ((at + 1) % PROGRESS == 0 || at + 1 == claimed.size()) {
        listener.progressed(
            new Listener.Progress("dispatch", kind.name(), at + 1L, claimed.size()));
      }
    }
    return report;
  }

  /** Tells whether a fault may be due to the document; the ones behind it are still sent. */
  public static boolean concernsDocument(Fault fault) {
    return Faults.concernsOnlyOne(fault) || fault instanceof Fault.Configuration;
  }

  private Sent send(Tx tx, Outbox.Entry entry, boolean lookUpFirst) throws SQLException {
    if (!Outbox.lockClaimed(tx, entry)) {
      return new Sent(null, null);
    }
    PushOutcome outcome;
    try {
      outcome = lookUpFirst ? resolve(entry) : push(entry);
    } catch (Fault fault) {
      // An earlier send of an unsure document may still arrive, so that one stays unsure.
      if (!lookUpFirst) {
        Outbox.putBack(tx, entry);
      }
      return new Sent(null, fault);
    }
    Outbox.record(tx, entry.document().number(), outcome);
    hooks.settle(tx, entry, outcome);
    return new Sent(outcome, null);
  }

  private PushOutcome push(Outbox.Entry entry) {
    return port.push(type.cast(entry.document()));
  }

  private PushOutcome resolve(Outbox.Entry entry) {
    Optional<DocumentPort.Found> found = port.lookUp(entry.document().number());
    if (found.isPresent() && found.get().complete()) {
      return new PushOutcome.Duplicate(found.get().id(), found.get().number());
    }
    return push(entry);
  }

  private void putBack(List<Outbox.Entry> neverSent) {
    database.inTransaction(
        "put documents back",
        tx -> {
          for (Outbox.Entry entry : neverSent) {
            Outbox.putBack(tx, entry);
          }
          return true;
        });
  }

  private void alert(Outbox.Entry entry, PushOutcome outcome) {
    if (outcome instanceof PushOutcome.Rejected rejected) {
      listener.alerted(
          new Listener.Alert(
              "dispatch", "DOCUMENT_REJECTED", entry.document().number() + ": " + rejected.code()));
    }
  }

  private StepReport figures(PushOutcome outcome) {
    boolean duplicate = outcome instanceof PushOutcome.Duplicate;
    boolean accepted = outcome instanceof PushOutcome.Accepted;
    boolean unknown = outcome instanceof PushOutcome.Unknown;
    boolean rejected = outcome instanceof PushOutcome.Rejected;
    return new StepReport(
        "push",
        kind.name(),
        1,
        accepted ? 1 : 0,
        duplicate ? 1 : 0,
        unknown ? 1 : 0,
        rejected ? 1 : 0,
        true);
  }
}
