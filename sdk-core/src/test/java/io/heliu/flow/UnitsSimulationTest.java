package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.channel.RefundSource.State;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Reservation;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import io.heliu.store.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Orders of scarce goods that are split, merged, undone, held, released, changed and refunded at
 * random, by people and by rules, while the process is killed and another one steps in between: no
 * order that wants its units ever loses them. To replay a failure, run with its seed.
 */
@SuppressWarnings("NullAway.Init")
final class UnitsSimulationTest {
  private static final int ORDERS = 6;
  private static final int STEPS = 90;
  private static final String SPLIT =
      "\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"CUP\"]}]";
  private static final String MERGE = "\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]";

  @TempDir Path directory;
  private World world;
  private Random random;
  private int seconds;
  private final Map<String, Told> told = new TreeMap<>();
  private final Map<String, String> joined = new TreeMap<>();
  private final Set<String> reached = new TreeSet<>();

  /** What a channel says of an order; the units that were refunded by line. */
  private static final class Told {
    final List<Long> units = new ArrayList<>();
    final Map<Integer, Long> paidBack = new TreeMap<>();
    final Set<Integer> open = new TreeSet<>();
    boolean waits;
    boolean elsewhere;
    boolean over;

    static String code(int line) {
      return line % 2 == 0 ? "tea" : "cup";
    }

    long left(int line) {
      return over ? 0 : Math.max(0, units.get(line) - paidBack.getOrDefault(line, 0L));
    }
  }

  @ParameterizedTest
  @CsvSource({"H2, 20", "POSTGRESQL, 2"})
  void everythingAtRandom_noOrderLosesUnitsThatItWants(TestDatabase kind, int rounds) {
    for (int seed = 1; seed <= rounds; seed++) {
      run(kind, seed, "seed " + seed + " on " + kind);
    }
    if (rounds > 9) {
      assertThat(reached).as("what the seeds reached").contains("SPLIT", "MERGED", "KILLED");
    }
  }

  private void run(TestDatabase kind, long seed, String context) {
    random = new Random(seed);
    told.clear();
    joined.clear();
    seconds = 0;
    try (World opened = new World(kind, directory.resolve(kind + "-" + seed))) {
      world = opened;
      world.stock(TEA, 9);
      world.stock(CUP, 7);
      rules((int) (seed % 4));
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      finish();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(context, e);
    }
  }

  private void rules(int which) {
    List<String> parts = List.of("", SPLIT, MERGE, SPLIT + "," + MERGE);
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse("{" + parts.get(which) + "}", Secret.of("synthetic key of a test")),
            world.clock);
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0, 1 -> place();
      case 2 -> change();
      case 3 -> refund();
      case 4 -> split();
      case 5 -> merge();
      case 6 -> release();
      case 7 -> world.book.screenAgain("OUT_OF_STOCK");
      default -> dispatch();
    }
    check();
  }

  private void place() {
    String number = "A" + random.nextInt(ORDERS);
    if (!told.containsKey(number)) {
      Told one = new Told();
      for (int i = random.nextInt(3); i >= 0; i--) {
        one.units.add(1L + random.nextInt(3));
      }
      one.waits = random.nextBoolean();
      told.put(number, one);
      put(number);
    }
  }

  private void put(String number) {
    Told one = told.getOrDefault(number, new Told());
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < one.units.size(); i++) {
      long units = one.units.get(i);
      lines.add(Orders.line("" + i, Told.code(i), units, 100 * units));
    }
    ChannelOrder.Builder order =
        paid(
                world.shop.shop(),
                number,
                NOON.plusSeconds(seconds++),
                lines.toArray(OrderLine[]::new))
            .buyer("b-1")
            .flags(one.waits ? Set.of(OrderFlag.CHANNEL_HOLD) : Set.of());
    if (one.elsewhere) {
      order.recipient(new Recipient("M*", "1**", "Q", "C", "D", "A*", "token-2"));
    }
    if (one.over) {
      order.status(Lifecycle.CANCELLED, "TRADE_CLOSED");
    }
    world.book.put(order.build());
  }

  private void change() {
    if (told.isEmpty()) {
      return;
    }
    String number = pick(told.keySet());
    Told one = told.getOrDefault(number, new Told());
    switch (random.nextInt(6)) {
      case 0 -> one.elsewhere = !one.elsewhere;
      case 1 -> one.over = random.nextBoolean();
      case 2 -> one.units.set(random.nextInt(one.units.size()), 1L + random.nextInt(4));
      default -> one.waits = !one.waits;
    }
    put(number);
  }

  /** Opens a refund of units of a line, pays it, or takes it off. */
  private void refund() {
    if (told.isEmpty()) {
      return;
    }
    String number = pick(told.keySet());
    Told one = told.getOrDefault(number, new Told());
    int line = random.nextInt(one.units.size());
    State state = List.of(State.OPEN, State.PAID, State.CLOSED).get(random.nextInt(3));
    world.refund(
        FakeRefunds.refund("R-" + number + "-" + line, number, "" + line, 100)
            .quantity(1)
            .state(state)
            .at(NOON.plusSeconds(seconds++)));
    one.paidBack.put(line, state == State.PAID ? 1L : 0L);
    one.open.remove(line);
    if (state == State.OPEN) {
      one.open.add(line);
    }
  }

  private String pick(Set<String> numbers) {
    return List.copyOf(numbers).get(random.nextInt(numbers.size()));
  }

  private Optional<Order> anyHeld() {
    List<Order> held = world.book.list(OrderState.HELD, 99);
    return held.isEmpty() ? Optional.empty() : Optional.of(held.get(random.nextInt(held.size())));
  }

  /** Who releases an order gives up its lines with an open refund. */
  private void release() {
    if (told.values().stream().allMatch(one -> one.open.isEmpty())) {
      anyHeld().ifPresent(order -> world.book.release(order.id(), "looked at"));
    }
  }

  private void split() {
    anyHeld()
        .filter(order -> order.lines().size() > 1)
        .ifPresent(
            order -> {
              Order.Line line = order.lines().get(random.nextInt(order.lines().size()));
              world.book.split(order.id(), Set.of(line.line()));
              reached.add("SPLIT");
            });
  }

  private void merge() {
    anyHeld()
        .ifPresent(
            one ->
                anyHeld()
                    .filter(other -> !other.id().equals(one.id()))
                    .filter(other -> world.book.merge(one.id(), other.id()))
                    .ifPresent(
                        other -> {
                          join(one.id(), other.id());
                          reached.add("MERGED");
                        }));
  }

  private void dispatch() {
    world.settings = world.settings.withBatch(1 + random.nextInt(4));
    if (random.nextInt(6) == 0) {
      world.erp.next.add(FakeErp.Next.FAULT);
    }
    boolean[] stepsIn = {random.nextInt(4) == 0};
    world.ledger.beforeApply =
        () -> {
          if (stepsIn[0]) {
            stepsIn[0] = false;
            world.dispatch().runOnce();
          }
        };
    Map<String, Long> before = safe();
    world.crash.killAt(random.nextInt(3) == 0 ? 1 + random.nextInt(25) : Long.MAX_VALUE);
    try {
      world.dispatch().runOnce();
    } catch (CrashPoint.Killed | Fault e) {
      reached.add(e instanceof Fault ? "FAULT" : "KILLED");
    } finally {
      world.crash.restart();
      world.ledger.beforeApply = () -> {};
    }
    joinMerged();
    assertNoneLost(before);
  }

  /** Orders that had to do with each other are looked at together from then on. */
  private void joinMerged() {
    for (String row :
        world.query(
            "SELECT a.number, b.number FROM heliu_order_source a JOIN heliu_order_source b ON"
                + " a.order_id = b.order_id WHERE a.number < b.number",
            2)) {
      String[] cells = row.split("\\|", -1);
      join(cells[0], cells[1]);
    }
  }

  private void join(String one, String other) {
    joined.put(group(one), group(other));
    joined.values().removeIf(String::isEmpty);
    joined.remove(group(other));
  }

  /** Returns the group of an order, by any of its ids or numbers. */
  private String group(String id) {
    String number = id.substring(id.indexOf('/') + 1).split("#", -1)[0];
    String next = joined.get(number);
    return next == null || next.equals(number) ? number : group(next);
  }

  private static void add(Map<String, Long> units, String key, long quantity) {
    units.merge(key, quantity, Long::sum);
  }

  /** Returns the units that the ledger holds by group and SKU. */
  private Map<String, Long> held() {
    Map<String, Long> units = new TreeMap<>();
    for (Reservation one : world.openReservations()) {
      for (Reservation.Line line : one.lines()) {
        add(units, group(one.owner()) + " " + line.sku().code(), line.remaining());
      }
    }
    return units;
  }

  /** Returns which units nobody may lose, by group and SKU: what orders hold and certainly want. */
  private Map<String, Long> safe() {
    Map<String, Long> wanted = wanted();
    Map<String, Long> safe = new TreeMap<>();
    heldByOrders()
        .forEach(
            (key, units) -> {
              long kept = Math.min(units, wanted.getOrDefault(key, 0L));
              String[] cells = key.split(" ", -1);
              add(safe, group(cells[0]) + " " + cells[1], kept);
            });
    return safe;
  }

  /** Returns what orders hold, by order and SKU, with their shares of what is to be divided. */
  private Map<String, Long> heldByOrders() {
    Map<String, Long> held = new TreeMap<>();
    Map<String, Long> pools = new TreeMap<>();
    for (String row :
        world.query(
            "SELECT reservation, id, '' FROM heliu_order WHERE reservation <> '' UNION SELECT"
                + " reservation, order_id, divided FROM heliu_surplus WHERE part_of = ''",
            3)) {
      String[] cells = row.split("\\|", -1);
      world.ledger.reservation(cells[0]).filter(one -> one.state().open()).stream()
          .flatMap(one -> one.lines().stream())
          .forEach(
              line -> {
                boolean own = !cells[1].isEmpty();
                String key = (own ? cells[1] : cells[2]) + " " + line.sku().code();
                add(own ? held : pools, key, line.remaining());
              });
    }
    for (String row :
        world.query(
            "SELECT s.part_of, s.order_id, u.sku, u.quantity FROM heliu_surplus s JOIN"
                + " heliu_surplus_unit u ON u.reservation = s.reservation ORDER BY s.reservation",
            4)) {
      String[] cells = row.split("\\|", -1);
      String pool = cells[0] + " " + cells[2];
      long share = Math.min(Long.parseLong(cells[3]), pools.getOrDefault(pool, 0L));
      add(pools, pool, -share);
      if (!cells[1].isEmpty()) {
        add(held, cells[1] + " " + cells[2], share);
      }
    }
    return held;
  }

  /** Returns what each order wants at least, by order and SKU, whoever gives up what is gone. */
  private Map<String, Long> wanted() {
    Map<String, Long> wanted = new TreeMap<>();
    Map<String, Long> given = new TreeMap<>();
    List<String> parts =
        world.query(
            "SELECT order_id, number, channel_line, sku, quantity FROM heliu_order_part", 5);
    for (String row : parts) {
      String[] cells = row.split("\\|", -1);
      add(given, cells[1] + " " + cells[2], Long.parseLong(cells[4]));
    }
    for (String row : parts) {
      String[] cells = row.split("\\|", -1);
      long left = told.getOrDefault(cells[1], new Told()).left(Integer.parseInt(cells[2]));
      long gone = Math.max(0, given.getOrDefault(cells[1] + " " + cells[2], 0L) - left);
      long least = Math.max(0, Long.parseLong(cells[4]) - gone);
      add(wanted, cells[0] + " " + cells[3], least);
    }
    for (String row :
        world.query(
            "SELECT order_id, number FROM heliu_order_source s WHERE NOT EXISTS (SELECT 1 FROM"
                + " heliu_order_part p WHERE p.order_id = s.order_id)",
            2)) {
      String[] cells = row.split("\\|", -1);
      Told one = told.getOrDefault(cells[1], new Told());
      for (int line = 0; line < one.units.size(); line++) {
        Sku sku = Told.code(line).equals("tea") ? TEA : CUP;
        add(wanted, cells[0] + " " + sku.code(), one.left(line));
      }
    }
    return wanted;
  }

  private void assertNoneLost(Map<String, Long> before) {
    Map<String, Long> safe = new TreeMap<>();
    before.forEach(
        (key, units) -> {
          String[] cells = key.split(" ", -1);
          add(safe, group(cells[0]) + " " + cells[1], units);
        });
    Map<String, Long> has = held();
    safe.forEach(
        (key, units) ->
            assertThat(has.getOrDefault(key, 0L))
                .as("units of " + key + " after a step")
                .isGreaterThanOrEqualTo(units));
  }

  private void check() {
    world.ledger.verify();
    world.checkReserved();
    for (Balance balance : world.ledger.balances()) {
      assertThat(balance.reserved()).as("reserved").isLessThanOrEqualTo(balance.onHand());
    }
  }

  /** Everybody decides, what did not go is cancelled, and nothing is left behind. */
  private void finish() {
    world.erp.next.clear();
    for (int i = 0; i < 3; i++) {
      settle();
      world.book.list(OrderState.HELD, 99).forEach(one -> world.book.release(one.id(), "end"));
    }
    settle();
    told.forEach(
        (number, one) -> {
          one.over = true;
          put(number);
        });
    settle();
    world.book.list(OrderState.HELD, 99).forEach(one -> world.book.close(one.id(), "end"));
    settle();
    assertThat(world.query("SELECT reservation FROM heliu_surplus", 1)).isEmpty();
    assertThat(world.query("SELECT reservation FROM heliu_surplus_unit", 1)).isEmpty();
    Set<OrderState> ends = EnumSet.of(OrderState.DISPATCHED, OrderState.CLOSED);
    assertThat(ends).containsAll(world.book.counts().keySet());
    world.checkInvariants();
  }

  private void settle() {
    for (int i = 0; i < 60 && (world.dispatch().runOnce().more() || i < 2); i++) {
      check();
    }
  }
}
