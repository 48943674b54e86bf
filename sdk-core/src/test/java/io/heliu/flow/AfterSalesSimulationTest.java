package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.SalesOrder;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.stock.CountFlow;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import io.heliu.store.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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
 * Orders, refunds, a warehouse and an ERP that all move at random while the process is killed; in
 * the end every unit is where it must be. To replay a failure, run with its seed.
 */
@SuppressWarnings("NullAway.Init")
final class AfterSalesSimulationTest {
  private static final int ORDERS = 8;
  private static final int STEPS = 120;
  private static final long STOCK = 60;
  private static final int MANY = 20;

  @TempDir Path directory;
  private World world;
  private Random random;
  private int seconds;
  private int refunds;
  private final Set<String> reached = new TreeSet<>();
  private final Map<String, FakeRefunds.RefundBuilder> open = new TreeMap<>();
  private final Map<String, List<OrderLine>> placed = new TreeMap<>();
  private final Map<String, Set<String>> shipped = new TreeMap<>();
  private final Set<String> stopped = new TreeSet<>();

  @ParameterizedTest
  @CsvSource({"H2, 20", "POSTGRESQL, 4"})
  void everythingAtRandom_inTheEnd_nothingLeaksAndNothingHappensTwice(
      TestDatabase kind, int rounds) {
    for (int seed = 1; seed <= rounds; seed++) {
      run(kind, seed, "seed " + seed + " on " + kind);
    }
    assertThat(reached)
        .as("ends that the seeds reached")
        .contains("BEFORE_SHIPMENT", "WITHDRAWN", "RETURNED", "TAKEN BACK");
    if (rounds >= MANY) {
      assertThat(reached).as("ends that many seeds reached").contains("GIVEN UP");
    }
  }

  private void run(TestDatabase kind, long seed, String context) {
    random = new Random(seed);
    open.clear();
    placed.clear();
    shipped.clear();
    stopped.clear();
    seconds = 0;
    refunds = 0;
    try (World opened = new World(kind, directory.resolve(kind + "-" + seed))) {
      world = opened;
      if (seed % 2 == 0) {
        splitCups();
      }
      for (Sku sku : List.of(TEA, CUP)) {
        world.stock(sku, STOCK);
        world.erp.stock(sku, EAST, STOCK);
      }
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      finish();
      check(context + "\n" + String.join("\n", opened.state()) + "\n");
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(context, e);
    }
  }

  /** Lets each order with teas and cups become two. */
  private void splitCups() {
    String rules = "{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"CUP\"]}]}";
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(rules, Secret.of("synthetic key of a test")), world.clock);
  }

  private void step() {
    world.crash.killAt(random.nextInt(4) == 0 ? 1 + random.nextInt(25) : Long.MAX_VALUE);
    try {
      switch (random.nextInt(11)) {
        case 10 -> close();
        case 0 -> place();
        case 1, 2 -> refund();
        case 3 -> upset();
        case 4 -> warehouse();
        case 5 -> inspect();
        case 6 -> world.shipment().runOnce();
        case 7, 8 -> world.dispatch().runOnce();
        default -> world.afterSales().runOnce();
      }
    } catch (CrashPoint.Killed | Fault e) {
      // The next step goes on; that it does is what is tested.
      seconds++;
    } finally {
      world.crash.restart();
    }
  }

  private void place() {
    String number = "A" + random.nextInt(ORDERS);
    if (placed.containsKey(number)) {
      return;
    }
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 1; i <= 1 + random.nextInt(3); i++) {
      String code = random.nextBoolean() ? "tea" : "cup";
      lines.add(Orders.line("" + i, code, 1 + random.nextInt(3), 100 * (1 + random.nextInt(9))));
    }
    placed.put(number, lines);
    world.book.put(order(number));
  }

  private ChannelOrder order(String number) {
    List<OrderLine> lines = placed.getOrDefault(number, List.of());
    return paid(
            world.shop.shop(), number, NOON.plusSeconds(seconds++), lines.toArray(OrderLine[]::new))
        .build();
  }

  /** Opens a refund, or moves one on. */
  private void refund() {
    String id = "R" + random.nextInt(refunds + 1);
    FakeRefunds.RefundBuilder builder = open.get(id);
    if (builder == null) {
      String number = "A" + random.nextInt(ORDERS);
      List<OrderLine> lines = placed.get(number);
      if (lines == null) {
        return;
      }
      id = "R" + refunds++;
      OrderLine line = lines.get(random.nextInt(lines.size()));
      long fen = line.amount().minor();
      builder =
          FakeRefunds.refund(id, number, line.number(), random.nextInt(3) == 0 ? 1 + fen / 3 : fen);
      Kind kind = List.of(Kind.REFUND_ONLY, Kind.RETURN, Kind.EXCHANGE).get(random.nextInt(3));
      builder.kind(kind);
      if (random.nextInt(3) == 0) {
        builder.quantity(1 + random.nextInt(line.quantity().intValue()));
      }
    } else {
      builder.state(List.of(State.PAID, State.CLOSED, State.OPEN).get(random.nextInt(3)));
      builder.goods(random.nextBoolean() ? Goods.BACK : Goods.AWAITED);
    }
    open.put(id, builder.at(NOON.plusSeconds(seconds++)));
    world.refund(builder);
  }

  private void upset() {
    switch (random.nextInt(8)) {
      case 0 -> world.erp.next.add(FakeErp.Next.UNKNOWN_AFTER_COMMIT);
      case 1 -> world.erp.next.add(FakeErp.Next.UNKNOWN_BEFORE_COMMIT);
      case 2 -> world.erp.next.add(FakeErp.Next.FAULT);
      case 3 -> world.erp.next.add(FakeErp.Next.REJECT);
      case 4 -> world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
      case 5 -> world.erp.cancelLosesAnswer = true;
      case 6 -> world.erp.duringPush = this::refund;
      default -> world.erp.duringPush = () -> {};
    }
  }

  /** Sends off orders in one parcel or in several. The warehouse is not killed with us. */
  private void warehouse() {
    world.crash.restart();
    for (Map.Entry<String, List<Document>> one : world.erp.taken.entrySet()) {
      String number = one.getKey();
      boolean idle = world.erp.cancelled.contains(number) || stopped.contains(number);
      if (one.getValue().get(0) instanceof SalesOrder order && !idle && random.nextInt(3) == 0) {
        Set<String> sent = shipped.computeIfAbsent(number, none -> new TreeSet<>());
        List<DocumentLine> open =
            order.lines().stream().filter(line -> !sent.contains(line.line())).toList();
        int count = random.nextInt(3) == 0 ? Math.min(1, open.size()) : open.size();
        send(number, sent, open.subList(0, count));
      }
    }
  }

  private void send(String number, Set<String> sent, List<DocumentLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    String parcel = "P-" + number + "-" + sent.size();
    List<DocumentLine> packed = new ArrayList<>();
    for (DocumentLine line : lines) {
      sent.add(line.line());
      packed.add(
          new DocumentLine(
              "E" + line.line(),
              line.sku(),
              line.location(),
              line.quantity(),
              Money.fen(0),
              number,
              line.line()));
    }
    world.erp.ship(parcel, packed.toArray(DocumentLine[]::new));
  }

  private void close() {
    List<RefundCase> cases = new ArrayList<>();
    cases.addAll(world.refunds.list(RefundCase.State.GOODS_AWAITED, null, null, 99));
    cases.addAll(world.refunds.list(RefundCase.State.HELD, null, null, 99));
    // What the ERP refused of a return would be the person's to enter there.
    cases.removeIf(told -> told.code().equals("RETURN_REJECTED"));
    if (!cases.isEmpty()) {
      close(cases.get(random.nextInt(cases.size())));
    }
  }

  /** A person stops the goods of a case in the ERP, if they are still there, and closes it. */
  private void close(RefundCase told) {
    String order = "SO-fake-" + told.refund().orderNumber();
    world.erp.taken.keySet().stream()
        .filter(number -> number.equals(order) || number.startsWith(order + "-"))
        .forEach(stopped::add);
    world.refunds.close(told.shop(), told.refund().id(), "closed in the ERP");
  }

  private void inspect() {
    for (RefundCase told : world.refunds.list(RefundCase.State.GOODS_AWAITED, null, null, 3)) {
      GoodsBack.Goods goods =
          new GoodsBack.Goods(random.nextBoolean() ? TEA : CUP, 1 + random.nextInt(2), EAST);
      GoodsBack.Arrival arrival =
          random.nextBoolean()
              ? GoodsBack.Arrival.ONLY
              : new GoodsBack.Arrival(1 + random.nextInt(3), random.nextInt(4) == 0);
      world
          .afterSales()
          .goodsBack(told.shop(), told.refund().id(), arrival, List.of(goods), List.of());
    }
  }

  /** Nobody dies or refuses any more, refunds are decided, and people release what is held. */
  private void finish() {
    world.erp.next.clear();
    world.erp.cancelAnswers.clear();
    world.erp.cancelLosesAnswer = false;
    world.erp.duringPush = () -> {};
    for (String number : placed.keySet()) {
      if (world.book.channelOrder(world.shop.shop(), number).isEmpty()) {
        world.book.put(order(number));
      }
    }
    for (FakeRefunds.RefundBuilder builder : open.values()) {
      State end = random.nextBoolean() ? State.PAID : State.CLOSED;
      world.refund(builder.state(end).at(NOON.plusSeconds(seconds++)));
    }
    for (int i = 0; i < 3; i++) {
      world.settle();
      for (RefundCase told : world.refunds.list(RefundCase.State.HELD, null, null, 99)) {
        world.refunds.release(told.shop(), told.refund().id(), "looked at");
      }
      world.book.screenAgain("ERP_REJECTED");
      for (Order order : world.book.list(OrderState.HELD, 99)) {
        world.book.release(order.id(), "looked at");
      }
      for (RefundCase told : world.refunds.list(RefundCase.State.GOODS_AWAITED, null, null, 99)) {
        if (told.code().equals("TOO_LATE")) {
          close(told);
        }
      }
      Worklist list = Worklist.open(world.pool);
      list.heldParcels(world.erp.name(), 99).forEach(list::haveLeft);
    }
    world.settle();
  }

  private void check(String context) {
    world.checkInvariants();
    Map<Sku, Long> gone = new HashMap<>();
    Map<String, Long> perLine = new HashMap<>();
    for (String row :
        world.query(
            "SELECT o.shop, o.number, o.channel_line, p.sku, p.quantity, p.order_id FROM"
                + " heliu_parcel_line p JOIN heliu_order_line o ON o.order_id = p.order_id AND"
                + " o.line = p.order_line WHERE p.taken = TRUE",
            6)) {
      String[] cells = row.split("\\|", -1);
      gone.merge(new Sku(cells[3]), Long.parseLong(cells[4]), Long::sum);
      if (!cells[5].contains("#E")) {
        perLine.merge(cells[1] + "/" + cells[2], Long.parseLong(cells[4]), Long::sum);
      }
    }
    Map<Sku, Long> back = new HashMap<>();
    for (String row :
        world.query("SELECT sku, quantity FROM heliu_refund_line WHERE leg = 'BACK'", 2)) {
      String[] cells = row.split("\\|", -1);
      back.merge(new Sku(cells[0]), Long.parseLong(cells[1]), Long::sum);
    }
    for (Sku sku : List.of(TEA, CUP)) {
      long onHand = STOCK - gone.getOrDefault(sku, 0L) + back.getOrDefault(sku, 0L);
      assertThat(world.balance(sku).onHand()).as(context + " on hand of " + sku).isEqualTo(onHand);
      assertThat(world.erp.onHand(sku, EAST)).as(context + " in the ERP").isEqualTo(onHand);
    }
    perLine.forEach((line, units) -> assertNotMoreThanOrdered(context, line, units));
    checkDocuments(context);
    checkCases(context);
    CountFlow.Report counts = world.counts(CountFlow.Policy.REPORT).run(Set.of(TEA, CUP));
    assertThat(counts.drifts()).as(context).isEmpty();
    assertThat(counts.leftOut()).as(context).isZero();
  }

  private void assertNotMoreThanOrdered(String context, String line, long units) {
    String[] parts = line.split("/", -1);
    long ordered =
        placed.getOrDefault(parts[0], List.of()).stream()
            .filter(one -> one.number().equals(parts[1]))
            .mapToLong(one -> one.quantity().longValue())
            .sum();
    assertThat(units).as(context + " shipped of " + line).isLessThanOrEqualTo(ordered);
  }

  /**
   * What the ERP was told to send and did not take back is reserved, gone or given up, unit by
   * unit.
   */
  private void checkDocuments(String context) {
    Map<Sku, Long> promised = new HashMap<>();
    Set<String> spent =
        new TreeSet<>(
            world.query("SELECT number FROM heliu_document WHERE state = 'CANCELLED'", 1));
    world.erp.taken.forEach(
        (number, documents) -> {
          if (documents.get(0) instanceof SalesOrder order && !spent.contains(number)) {
            for (DocumentLine line : order.lines()) {
              if (!shipped.getOrDefault(number, Set.of()).contains(line.line())) {
                promised.merge(line.sku(), line.quantity(), Long::sum);
              }
            }
          }
        });
    for (String row : world.query("SELECT sku, quantity FROM heliu_given_up", 2)) {
      String[] cells = row.split("\\|", -1);
      promised.merge(new Sku(cells[0]), -Long.parseLong(cells[1]), Long::sum);
      reached.add("GIVEN UP");
    }
    for (Sku sku : List.of(TEA, CUP)) {
      assertThat(world.balance(sku).reserved())
          .as(context + " reserved of " + sku)
          .isEqualTo(promised.getOrDefault(sku, 0L));
    }
  }

  private void checkCases(String context) {
    if (!world.erp.cancelled.isEmpty()) {
      reached.add("TAKEN BACK");
    }
    Set<RefundCase.State> ends =
        EnumSet.of(RefundCase.State.DONE, RefundCase.State.HELD, RefundCase.State.GOODS_AWAITED);
    for (RefundCase told : world.refunds.list(null, null, null, 999)) {
      reached.add(told.code());
      assertThat(ends).as(context + " " + told).contains(told.state());
      assertThat(told.document() == null || world.erp.taken.containsKey(told.document()))
          .as(context + " document of " + told)
          .isTrue();
    }
    assertThat(world.book.counts().getOrDefault(OrderState.NEW, 0L)).as(context).isZero();
    assertThat(world.book.counts().getOrDefault(OrderState.RESERVED, 0L)).as(context).isZero();
  }
}
