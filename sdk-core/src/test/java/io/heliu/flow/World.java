package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.catalog.JdbcCatalog;
import io.heliu.erp.Document;
import io.heliu.erp.SalesOrder;
import io.heliu.flow.aftersales.AfterSalesFlow;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.StockFlow;
import io.heliu.flow.stock.StockSettings;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Command;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.inventory.Reservation;
import io.heliu.inventory.SyncMode;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.RefundBook;
import io.heliu.order.RefundCase;
import io.heliu.store.TestDatabase;
import io.heliu.store.standin.TestPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A merchant with one warehouse, an ERP and a shop; everything real but the remote sides. */
final class World implements AutoCloseable {
  static final Sku TEA = new Sku("TEA");
  static final Sku CUP = new Sku("CUP");
  static final Sku SET = new Sku("SET");
  static final Location EAST = new Location("EAST");

  final SetClock clock = new SetClock(Orders.NOON.plus(Duration.ofHours(2)));
  final CrashPoint crash = new CrashPoint();
  final Heard heard = new Heard();
  final TestPool pool;
  final CrashingLedger ledger;
  final FakeShop shop = new FakeShop("one");
  final FakeShop other = new FakeShop("two");
  final FakeErp erp = new FakeErp(clock);
  final OrderBook book;
  final JdbcCatalog catalog;
  private final Database database;
  final RefundBook refunds;
  DispatchSettings settings = DispatchSettings.from(EAST);
  StockSettings stockSettings =
      StockSettings.from(Map.of(shop.shop(), List.of(EAST), other.shop(), List.of(EAST)));
  List<FakeShop> stockShops = List.of(shop);
  AfterSalesSettings afterSalesSettings = AfterSalesSettings.from(EAST).trustingChannel();
  private int keys;

  World(TestDatabase kind, Path directory) {
    pool = kind.installed();
    ledger =
        new CrashingLedger(
            EmbeddedLedger.builder(directory)
                .clock(clock)
                .syncMode(SyncMode.OPERATING_SYSTEM)
                .open(),
            crash);
    book = OrderBook.open(pool);
    refunds = RefundBook.open(pool);
    catalog = JdbcCatalog.open(pool);
    database = Database.open(pool);
    catalog.putCode(null, "tea", TEA, 1);
    catalog.putCode(null, "cup", CUP, 1);
    catalog.putCode(null, "set", SET, 1);
    catalog.putKit(SET, Map.of(TEA, 2L, CUP, 1L));
    catalog.putCustomer(shop.shop(), "C1");
    catalog.putCustomer(other.shop(), "C2");
    pool.atEachPoint(crash::pass);
    shop.point = crash::pass;
    erp.point = crash::pass;
  }

  void stock(Sku sku, long units) {
    ledger.apply(new Command.Adjust("stock-" + keys++, sku, EAST, units, "receipt"));
  }

  IntakeFlow intake() {
    return new IntakeFlow(pool, shop, Orders.NOON, clock, heard);
  }

  DispatchFlow dispatch() {
    return new DispatchFlow(pool, ledger, JdbcCatalog.open(pool), erp, settings, heard);
  }

  ShipmentFlow shipment() {
    return new ShipmentFlow(pool, erp, ledger, List.of(shop, other), heard);
  }

  StockFlow stockFlow() {
    return new StockFlow(
        pool, ledger, JdbcCatalog.open(pool), stockShops, stockSettings, clock, heard);
  }

  CountFlow counts(CountFlow.Policy policy) {
    return new CountFlow(pool, erp, ledger, policy, clock, heard);
  }

  AfterSalesFlow afterSales() {
    return new AfterSalesFlow(pool, ledger, erp, afterSalesSettings, clock, heard);
  }

  /** Stores a refund as the intake does. */
  void refund(FakeRefunds.RefundBuilder refund) {
    database.inTransaction("refund", tx -> RefundTable.put(tx, shop.shop(), refund.build()));
  }

  RefundCase refundCase(String id) {
    return refunds.find(shop.shop(), id).orElseThrow();
  }

  /** Lets everything but the warehouse run until nothing moves any more. */
  void settle() {
    boolean more = true;
    for (int round = 0; more; round++) {
      assertThat(round).as("rounds without an end").isLessThan(50);
      more = dispatch().runOnce().more();
      more |= shipment().runOnce().more();
      more |= afterSales().runOnce().more();
      // A step may have work for one before it.
      more |= !query("SELECT id FROM heliu_order WHERE state = 'NEW'", 1).isEmpty();
      more |= !query("SELECT number FROM heliu_document WHERE state = 'PENDING'", 1).isEmpty();
    }
  }

  /** Puts an order and dispatches it. */
  String dispatched(ChannelOrder order) {
    book.put(order);
    dispatch().runOnce();
    return id(order);
  }

  /** Puts an order, dispatches it and returns ours. */
  Order afterDispatch(ChannelOrder order) {
    return order(dispatched(order));
  }

  /** Starts a paid order of two teas in the shop. */
  ChannelOrder.Builder tea(String number) {
    return Orders.paid(shop.shop(), number, Orders.NOON, Orders.line("1", "tea", 2, 1000));
  }

  /** Returns the sales order that the ERP has under a number. */
  SalesOrder salesOrder(String number) {
    return (SalesOrder) erp.document(number);
  }

  static String id(ChannelOrder order) {
    return order.shop() + "/" + order.number();
  }

  Order order(String id) {
    return book.find(id).orElseThrow();
  }

  Balance balance(Sku sku) {
    return ledger.balance(sku, EAST);
  }

  List<String> query(String sql, int columns) {
    return database.inTransaction(
        "query",
        tx ->
            tx.query(
                sql,
                row -> {
                  List<String> values = new ArrayList<>();
                  for (int i = 1; i <= columns; i++) {
                    values.add(row.textOrNull(i));
                  }
                  return String.join("|", values);
                }));
  }

  /** Returns everything that must be the same however often the process died. */
  List<String> state() {
    List<String> state = new ArrayList<>();
    state.addAll(
        query("SELECT shop, number, content_hash FROM heliu_channel_order ORDER BY 1, 2", 3));
    state.addAll(query("SELECT id, state, hold_code FROM heliu_order ORDER BY 1", 3));
    state.addAll(query("SELECT number, state, payload FROM heliu_document ORDER BY 1", 3));
    state.addAll(
        query("SELECT id, state, code, document, replacement FROM heliu_refund ORDER BY 1", 5));
    state.addAll(query("SELECT id, arrival, document FROM heliu_arrival ORDER BY 1, 2", 3));
    state.addAll(query("SELECT number, state FROM heliu_parcel ORDER BY 1", 2));
    state.addAll(query("SELECT parcel, number, part, state FROM heliu_notice ORDER BY 1, 2, 3", 4));
    state.addAll(query("SELECT source, digest FROM heliu_quarantine ORDER BY 1, 2", 2));
    state.addAll(query("SELECT to_at, state FROM heliu_window ORDER BY to_at", 2));
    state.addAll(query("SELECT item, published_quantity FROM heliu_listing ORDER BY 1", 2));
    for (Balance balance : ledger.balances()) {
      state.add(balance.sku() + " " + balance.onHand() + " " + balance.reserved());
    }
    new TreeMap<>(erp.taken).forEach((number, documents) -> state.add(number + documents));
    shop.parcels.forEach(parcel -> state.add(parcel.toString()));
    state.add(shop.levels.toString());
    return state;
  }

  private List<String> documentsDone() {
    return query(
        "SELECT number FROM heliu_document WHERE state = 'DONE' AND erp = '" + erp.name() + "'", 1);
  }

  /** Checks what must hold after every step. */
  void checkInvariants() {
    ledger.verify();
    shop.checkParcels(book);
    other.checkParcels(book);
    for (Map.Entry<String, List<Document>> one : erp.taken.entrySet()) {
      assertThat(one.getValue()).as("document " + one.getKey() + " in the ERP").hasSize(1);
    }
    for (String number : documentsDone()) {
      assertThat(erp.taken).as("documents that are done").containsKey(number);
    }
    assertThat(
            query(
                "SELECT c.number FROM heliu_channel_order c WHERE NOT EXISTS (SELECT 1 FROM"
                    + " heliu_order_source s WHERE s.shop = c.shop AND s.number = c.number)",
                1))
        .as("channel orders without an order")
        .isEmpty();
    checkReserved();
    // What a person arranged keeps what it held before until it is released.
    boolean underWay =
        !query(
                "SELECT id FROM heliu_order WHERE reservation <> '' AND (state = 'NEW' OR hold_code"
                    + " IN ('SPLIT_BY_HAND', 'MERGED_BY_HAND'))",
                1)
            .isEmpty();
    underWay |= !query("SELECT reservation FROM heliu_surplus", 1).isEmpty();
    if (!underWay) {
      assertThat(reservedInLedger()).as("reserved units").isEqualTo(reservedByOrders());
    }
  }

  private Map<String, Long> reservedInLedger() {
    Map<String, Long> units = new HashMap<>();
    for (Balance balance : ledger.balances()) {
      if (balance.reserved() != 0) {
        units.put(balance.sku().code(), balance.reserved());
      }
    }
    return units;
  }

  /** Whatever moves: no unit is reserved that no order, and nothing to be given back, names. */
  void checkReserved() {
    Map<String, Long> units = new HashMap<>();
    for (Reservation one : openReservations()) {
      one.lines().forEach(line -> units.merge(line.sku().code(), line.remaining(), Long::sum));
    }
    units.values().removeIf(sum -> sum == 0);
    assertThat(reservedInLedger()).as("reserved units").isEqualTo(units);
  }

  /** Returns what the ledger holds for orders, or holds until it is given back. */
  List<Reservation> openReservations() {
    return query(
            "SELECT reservation FROM heliu_order WHERE reservation <> '' UNION SELECT reservation"
                + " FROM heliu_surplus",
            1)
        .stream()
        .flatMap(id -> ledger.reservation(id).stream())
        .filter(one -> one.state().open())
        .toList();
  }

  private Map<String, Long> reservedByOrders() {
    String holding =
        "(o.state IN ('RESERVED', 'DISPATCHED') OR (o.state = 'HELD' AND o.hold_code IN"
            + " ('ERP_REJECTED', 'NUMBER_TAKEN', 'MERGE_WAIT'))) AND o.reservation NOT LIKE '%/sold'";
    return database.inTransaction(
        "reserved",
        tx -> {
          Map<String, Long> units = new HashMap<>();
          sum(
              tx,
              units,
              1,
              "SELECT l.sku, SUM(l.quantity) FROM heliu_order o JOIN heliu_order_line l"
                  + " ON l.order_id = o.id WHERE "
                  + holding
                  + " GROUP BY l.sku");
          sum(
              tx,
              units,
              -1,
              "SELECT w.sku, SUM(l.quantity) FROM heliu_order o JOIN heliu_parcel_line"
                  + " l ON l.order_id = o.id JOIN heliu_order_line w ON w.order_id = l.order_id AND"
                  + " w.line = l.order_line WHERE l.taken = TRUE AND "
                  + holding
                  + " GROUP BY w.sku");
          sum(
              tx,
              units,
              -1,
              "SELECT l.sku, SUM(l.quantity) FROM heliu_order o JOIN heliu_given_up"
                  + " l ON l.order_id = o.id WHERE l.released = TRUE AND "
                  + holding
                  + " GROUP BY l.sku");
          addKept(tx, units);
          units.values().removeIf(sum -> sum == 0);
          return units;
        });
  }

  /** What orders keep while they wait is theirs only; lines with an open refund are among it. */
  private void addKept(Tx tx, Map<String, Long> units) throws java.sql.SQLException {
    for (String id :
        tx.query(
            "SELECT reservation FROM heliu_order WHERE state = 'HELD' AND reservation <> '' AND"
                + " hold_code NOT IN ('ERP_REJECTED', 'NUMBER_TAKEN', 'MERGE_WAIT')",
            row -> row.text(1))) {
      Reservation kept = ledger.reservation(id).orElseThrow();
      assertThat(kept.state()).as("state of " + id).isEqualTo(Reservation.State.HELD);
      kept.lines().forEach(one -> units.merge(one.sku().code(), one.remaining(), Long::sum));
    }
  }

  private static void sum(Tx tx, Map<String, Long> units, int sign, String sql)
      throws java.sql.SQLException {
    tx.query(sql, row -> units.merge(row.text(1), sign * row.number(2), Long::sum));
  }

  @Override
  public void close() {
    crash.restart();
    ledger.close();
    pool.close();
  }
}
