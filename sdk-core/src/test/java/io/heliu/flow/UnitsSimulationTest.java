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
    boolean waits;
    boolean elsewhere;
    boolean over;

    static String code(int line) {
      return line % 2 == 0 ? "tea" : "cup";
    }

    long wanted(String code) {
      long sum = 0;
      for (int i = 0; i < units.size(); i++) {
        boolean same = !over && code(i).equals(code);
        sum += same ? Math.max(0, units.get(i) - paidBack.getOrDefault(i, 0L)) : 0;
      }
      return sum;
    }
  }

  @ParameterizedTest
  @CsvSource({"H2, 24", "POSTGRESQL, 3"})
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
      case 6 -> held().ifPresent(order -> world.book.release(order.id(), "looked at"));
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
  }

  private String pick(Set<String> numbers) {
    return List.copyOf(numbers).get(random.nextInt(numbers.size()));
  }

  private java.util.Optional<Order> held() {
    List<Order> held = world.book.list(OrderState.HELD, 99);
    return held.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(held.get(random.nextInt(held.size())));
  }

  private void split() {
    held()
        .filter(order -> order.lines().size() > 1)
        .ifPresent(
            order -> {
              Order.Line line = order.lines().get(random.nextInt(order.lines().size()));
              world.book.split(order.id(), Set.of(line.line()));
              reached.add("SPLIT");
            });
  }

  private void merge() {
    held()
        .ifPresent(
            one ->
                held()
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
    world.crash.killAt(random.nextInt(3) == 0 ? 1 + random.nextInt(25) : Long.MAX_VALUE);
    Map<String, Long> before = held(TEA, CUP);
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

  /** Returns the units that the ledger holds for each group and SKU. */
  private Map<String, Long> held(Sku... skus) {
    Map<String, Long> units = new TreeMap<>();
    for (Reservation one : world.openReservations()) {
      for (Reservation.Line line : one.lines()) {
        if (one.owner().contains("/") && List.of(skus).contains(line.sku())) {
          units.merge(key(group(one.owner()), line.sku()), line.remaining(), Long::sum);
        }
      }
    }
    return units;
  }

  private static String key(String group, Sku sku) {
    return group + " " + sku.code();
  }

  private void assertNoneLost(Map<String, Long> before) {
    Map<String, Long> had = new TreeMap<>();
    before.forEach(
        (key, units) -> {
          String[] parts = key.split(" ", -1);
          had.merge(group(parts[0]) + " " + parts[1], units, Long::sum);
        });
    Map<String, Long> wanted = new TreeMap<>();
    told.forEach(
        (number, one) -> {
          wanted.merge(key(group(number), TEA), one.wanted("tea"), Long::sum);
          wanted.merge(key(group(number), CUP), one.wanted("cup"), Long::sum);
        });
    Map<String, Long> has = held(TEA, CUP);
    had.forEach(
        (key, units) ->
            assertThat(has.getOrDefault(key, 0L))
                .as("units of " + key + " after a step, had " + units)
                .isGreaterThanOrEqualTo(Math.min(units, wanted.getOrDefault(key, 0L))));
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
