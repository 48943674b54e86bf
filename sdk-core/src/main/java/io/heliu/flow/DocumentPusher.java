package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.PushOutcome;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes queued documents of one kind, each exactly once. What may have reached the ERP before is
 * looked up first.
 */
final class DocumentPusher<D extends Document> {
  private static final int CHUNK = 20;

  private final Database database;
  private final DocumentCodec.Kind kind;
  private final Class<D> type;
  private final DocumentPort<D> port;
  private final Hooks hooks;
  private final Listener listener;

  DocumentPusher(
      Database database,
      DocumentCodec.Kind kind,
      Class<D> type,
      DocumentPort<D> port,
      Hooks hooks,
      Listener listener) {
    this.database = database;
    this.kind = kind;
    this.type = type;
    this.port = port;
    this.hooks = hooks;
    this.listener = listener;
  }

  /** What the flow does around a push, in the same transaction as the document's state. */
  interface Hooks {
    /** Decides whether a queued document may go out now; if not, it has dealt with it. */
    boolean claim(Tx tx, Outbox.Entry entry) throws SQLException;

    /** Takes note of what became of a document. */
    void settle(Tx tx, Outbox.Entry entry, PushOutcome outcome) throws SQLException;
  }

  /** Pushes up to a batch of documents. */
  StepReport push(int batch) {
    StepReport report = StepReport.idle("push", kind.name());
    List<Outbox.Entry> unsure =
        database.inTransaction(
            "unsure documents",
            tx -> Outbox.list(tx, kind, Outbox.State.SENDING, Outbox.State.UNKNOWN, batch));
    report = report.plus(send(unsure, true));
    List<Outbox.Entry> queued = database.inTransaction("claim documents", tx -> claim(tx, batch));
    report = report.plus(send(queued, false));
    return report;
  }

  private List<Outbox.Entry> claim(Tx tx, int batch) throws SQLException {
    List<Outbox.Entry> claimed = new ArrayList<>();
    for (Outbox.Entry entry :
        Outbox.list(tx, kind, Outbox.State.PENDING, Outbox.State.PENDING, batch)) {
      if (hooks.claim(tx, entry)) {
        claimed.add(entry);
      }
    }
    Outbox.markSending(tx, claimed);
    return claimed;
  }

  private StepReport send(List<Outbox.Entry> entries, boolean lookUpFirst) {
    StepReport report = StepReport.idle("push", kind.name());
    List<Sent> chunk = new ArrayList<>(CHUNK);
    int at = 0;
    try {
      for (; at < entries.size(); at++) {
        Outbox.Entry entry = entries.get(at);
        PushOutcome outcome = lookUpFirst ? resolve(entry) : push(entry);
        chunk.add(new Sent(entry, outcome));
        report = report.plus(figures(outcome));
        if (chunk.size() == CHUNK) {
          settle(chunk);
          chunk.clear();
          listener.progressed(
              new Listener.Progress("dispatch", kind.name(), at + 1L, entries.size()));
        }
      }
    } catch (Fault fault) {
      settle(chunk);
      if (!lookUpFirst) {
        putBack(entries.subList(at, entries.size()));
      }
      throw fault;
    }
    settle(chunk);
    return report;
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

  private void settle(List<Sent> chunk) {
    if (chunk.isEmpty()) {
      return;
    }
    List<Sent> sent = List.copyOf(chunk);
    database.inTransaction(
        "settle documents",
        tx -> {
          for (Sent one : sent) {
            Outbox.record(tx, one.entry.document().number(), one.outcome);
            hooks.settle(tx, one.entry, one.outcome);
          }
          return true;
        });
    for (Sent one : sent) {
      if (one.outcome instanceof PushOutcome.Rejected rejected) {
        listener.alerted(
            new Listener.Alert(
                "dispatch",
                "DOCUMENT_REJECTED",
                one.entry.document().number() + ": " + rejected.code() + " " + rejected.message()));
      }
    }
  }

  /** The one that faulted was certainly not taken, the ones behind it were never sent. */
  private void putBack(List<Outbox.Entry> entries) {
    database.inTransaction(
        "put documents back",
        tx -> {
          for (Outbox.Entry entry : entries) {
            Outbox.markPending(tx, entry.document().number());
          }
          return true;
        });
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

  private record Sent(Outbox.Entry entry, PushOutcome outcome) {}
}
