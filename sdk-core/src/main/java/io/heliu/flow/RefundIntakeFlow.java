package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.channel.Page;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.flow.aftersales.AfterSalesFlow;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.RefundTable;
import io.heliu.order.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Pulls the refunds of one shop into the refund book, and proves that none was lost (退款拉取).
 *
 * <p>Windows, passes, the watermark and what becomes of rows that cannot be read are those of
 * {@link IntakeFlow}. A refund that is stored makes the orders it concerns be screened again unless
 * the ERP has them; what the ERP has is the business of {@link AfterSalesFlow}. One flow at a time
 * may work on a shop.
 */
public final class RefundIntakeFlow {
  private final Database database;
  private final RefundSource source;
  private final Clock clock;
  private final Listener listener;
  private final WindowPull<RefundSource.Refund> pull;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param source the shop
   * @param startAt where the very first window starts; ignored once a window is proved
   * @param clock tells which windows are over
   * @param listener hears of progress, of re-opened windows and of refunds set aside
   */
  public RefundIntakeFlow(
      DataSource dataSource, RefundSource source, Instant startAt, Clock clock, Listener listener) {
    this.database = Database.open(dataSource);
    this.source = Objects.requireNonNull(source, "source");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.pull =
        new WindowPull<>(
            database, "refund-intake", "refunds", source, new Refunds(), startAt, clock, listener);
  }

  /**
   * Reads the next window, if one is over.
   *
   * @throws io.heliu.Fault if the source or the database fails; the next step goes on where this
   *     one was
   */
  public IntakeFlow.Report runOnce() {
    return pull.runOnce();
  }

  private final class Refunds implements WindowPull.Sink<RefundSource.Refund> {
    @Override
    public String id(RefundSource.Refund row) {
      return row.id();
    }

    @Override
    public Set<String> store(
        Window window, Page<RefundSource.Refund> page, WindowPull.Tally tally) {
      List<Page.Malformed> fresh =
          database.inTransaction(
              "store refunds",
              tx -> {
                tally.startPage();
                List<String> read = new ArrayList<>();
                for (RefundSource.Refund refund : page.rows()) {
                  Stored version = RefundTable.put(tx, source.shop(), refund);
                  tally.count(version);
                  if (version != Stored.OLDER) {
                    read.add(refund.id());
                  }
                }
                String from = Quarantine.refundsOf(source.shop());
                Quarantine.read(tx, from, read);
                return UnreadRows.keep(tx, from, page.malformed(), clock.instant());
              });
      UnreadRows.alert(listener, "refund-intake", source.shop(), fresh);
      tally.endPage(page.rows().size() + page.malformed().size(), page.malformed().size());
      Set<String> stored = new HashSet<>();
      page.rows().forEach(row -> stored.add(row.id()));
      page.malformed().forEach(row -> stored.add(WindowPull.idOf(row)));
      return stored;
    }
  }
}
