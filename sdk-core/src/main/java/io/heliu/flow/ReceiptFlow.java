package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.erp.Erp;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.Receipt;
import io.heliu.internal.flow.DocumentPusher;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Tx;
import java.util.Collection;
import javax.sql.DataSource;

/** Posts receipts that clear receivables to the ERP, each once (核销下推). */
public final class ReceiptFlow {
  private static final int BATCH = 100;

  private final Database database;
  private final String erp;
  private final DocumentPusher<Receipt> pusher;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param erp where the receipts go
   * @param listener hears of progress and rejections
   */
  public ReceiptFlow(DataSource dataSource, Erp erp, Listener listener) {
    this.database = Database.open(dataSource);
    this.erp = erp.name();
    this.pusher =
        new DocumentPusher<>(
            database,
            erp.name(),
            DocumentCodec.Kind.RECEIPT,
            Receipt.class,
            erp.receipts(),
            new DocumentPusher.Hooks() {
              @Override
              public boolean claim(Tx tx, Outbox.Entry entry) {
                return true;
              }

              @Override
              public void settle(Tx tx, Outbox.Entry entry, PushOutcome outcome) {}
            },
            listener);
  }

  /**
   * Queues receipts. A receipt whose number is queued, posted or refused already changes nothing if
   * it clears the same of the same customer, also with another date or comment: the first one
   * counts.
   *
   * @return how many are new
   * @throws io.heliu.Fault.Configuration if a number was used for another customer or clears other
   *     amounts; then none is queued
   */
  public int enqueue(Collection<Receipt> receipts) {
    return database.inTransaction(
        "queue receipts",
        tx -> {
          int fresh = 0;
          for (Receipt receipt : receipts) {
            fresh += Outbox.enqueue(tx, erp, receipt, "") ? 1 : 0;
          }
          return fresh;
        });
  }

  /**
   * Posts a batch.
   *
   * @return fresh are accepted, repeated were there before, held are unknown, failed are rejected
   * @throws io.heliu.Fault if the ERP or the database fails; the next step goes on
   */
  public StepReport runOnce() {
    StepReport pushed = pusher.push(BATCH);
    return new StepReport(
        "receipt",
        "receipts",
        pushed.fetched(),
        pushed.fresh(),
        pushed.repeated(),
        pushed.held(),
        pushed.failed(),
        pushed.more());
  }
}
