package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Customers;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.HintTable;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads orders again that a channel's pushes name (推送提示), so that what happened is known at once.
 *
 * <p>A push is a hint and nothing more: {@link #store} the order's number, acknowledge the push,
 * and let a step read the order from the channel. Hints may come twice, late and in any order; of
 * two versions of an order the later one stays. The pull of {@link IntakeFlow} is complete without
 * hints, so one that is lost costs time only. Thread-safe.
 */
public final class HintFlow {
  private static final int BATCH = 100;

  private final Database database;
  private final Map<ShopId, OrderSource> shops = new LinkedHashMap<>();
  private final Clock clock;
  private final Listener listener;
  private final @Nullable CustomerResolver customers;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param shops the shops whose orders can be read
   * @param clock tells when something was set aside
   * @param listener hears of orders that cannot be read
   */
  public HintFlow(
      DataSource dataSource, List<? extends OrderSource> shops, Clock clock, Listener listener) {
    this(dataSource, shops, clock, listener, null);
  }

  /**
   * Creates the flow with somebody who tells whose an order is, as {@link IntakeFlow} has: an order
   * that a hint brought first is known to the pull already, which does not ask again.
   *
   * @param dataSource where the schema is installed
   * @param shops the shops whose orders can be read
   * @param clock tells when something was set aside
   * @param listener hears of orders that cannot be read
   * @param customers tells whose an order is; null if nobody does
   */
  public HintFlow(
      DataSource dataSource,
      List<? extends OrderSource> shops,
      Clock clock,
      Listener listener,
      @Nullable CustomerResolver customers) {
    this.customers = customers;
    this.database = Database.open(dataSource);
    shops.forEach(shop -> this.shops.put(shop.shop(), shop));
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Stores which orders are to be read again, all or none. When this returns, the pushes that named
   * them may be acknowledged.
   *
   * @param shop the shop they are of
   * @param numbers the orders' numbers
   * @throws IllegalArgumentException if the shop is not one of the flow's, or a number is blank or
   *     longer than 200 characters
   * @throws Fault.Store if the database fails; then nothing was stored
   */
  public void store(ShopId shop, Collection<String> numbers) {
    if (!shops.containsKey(shop)) {
      throw new IllegalArgumentException("shop: must be one of the shops of the flow");
    }
    for (String number : numbers) {
      if (number.isBlank() || number.length() > 200) {
        throw new IllegalArgumentException("numbers: must have 1 to 200 characters each");
      }
    }
    database.inTransaction(
        "store hints",
        tx -> {
          // In one order, lest two that store the same hints wait for each other.
          for (String number : new TreeSet<>(numbers)) {
            HintTable.put(tx, shop, number);
          }
          return true;
        });
  }

  /**
   * Reads up to 100 orders of each shop again.
   *
   * @return fetched orders; fresh are new versions, repeated are known ones, failed could not be
   *     read or are not known to the channel
   * @throws Fault if a shop or the database fails, after the other shops had their turn; hints that
   *     were not dealt with stay for the next step
   */
  public StepReport runOnce() {
    StepReport sum = StepReport.idle("hints", "all shops");
    Faults faults = new Faults();
    boolean more = false;
    for (OrderSource shop : shops.values()) {
      StepReport one = faults.keep(() -> read(shop), StepReport.idle("hints", "all shops"));
      more |= one.more();
      sum = sum.plus(one);
    }
    faults.rethrow();
    return new StepReport(
        sum.flow(),
        sum.subject(),
        sum.fetched(),
        sum.fresh(),
        sum.repeated(),
        0,
        sum.failed(),
        more);
  }

  private StepReport read(OrderSource shop) {
    List<HintTable.Due> due =
        database.inTransaction("find hints", tx -> HintTable.due(tx, shop.shop(), BATCH));
    long fresh = 0;
    long repeated = 0;
    for (HintTable.Due hint : due) {
      Page<ChannelOrder> answer = ask(shop, hint.number());
      Customers asked = Customers.of(answer.rows(), customers);
      List<Page.Malformed> unread = new ArrayList<>();
      List<Stored> stored =
          database.inTransaction(
              "store hinted",
              tx -> {
                unread.clear();
                unread.addAll(keep(tx, shop.shop(), hint, answer));
                return store(tx, shop.shop(), hint, answer, asked);
              });
      UnreadRows.alert(listener, "hints", shop.shop(), unread);
      boolean changed = stored.contains(Stored.NEW) || stored.contains(Stored.NEWER);
      fresh += changed ? 1 : 0;
      repeated += changed || stored.isEmpty() ? 0 : 1;
    }
    long failed = due.size() - fresh - repeated;
    boolean more = due.size() == BATCH;
    return new StepReport("hints", "all shops", due.size(), fresh, repeated, 0, failed, more);
  }

  /** An order that cannot be told is left to the pull, which keeps its window open for it. */
  private Page<ChannelOrder> ask(OrderSource shop, String number) {
    try {
      return shop.get(number);
    } catch (Fault.Protocol | Fault.Remote fault) {
      if (fault.retryable()) {
        throw fault;
      }
      listener.alerted(new Listener.Alert("hints", "ORDER_NOT_TOLD", number + ": " + fault));
      return new Page<>(List.of(), List.of(), false, null);
    }
  }

  private List<Page.Malformed> keep(
      Tx tx, ShopId shop, HintTable.Due hint, Page<ChannelOrder> answer) throws SQLException {
    List<Page.Malformed> rows =
        answer.malformed().stream()
            .map(row -> new Page.Malformed(hint.number(), row.raw(), row.reason()))
            .toList();
    return UnreadRows.keep(tx, shop.toString(), rows, clock.instant());
  }

  private List<Stored> store(
      Tx tx, ShopId shop, HintTable.Due hint, Page<ChannelOrder> answer, Customers asked)
      throws SQLException {
    List<Stored> stored = new ArrayList<>();
    for (ChannelOrder order : answer.rows()) {
      Stored version = ChannelOrderTable.put(tx, order, false, false);
      stored.add(version);
      if (version != Stored.OLDER) {
        Quarantine.read(tx, shop.toString(), List.of(order.number()));
      }
    }
    asked.store(tx);
    HintTable.done(tx, shop, hint);
    return stored;
  }
}
