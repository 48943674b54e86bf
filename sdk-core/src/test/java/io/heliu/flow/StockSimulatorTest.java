package io.heliu.flow;

import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.StockSink;
import io.heliu.flow.stock.StockFlow;
import io.heliu.flow.stock.StockSettings;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Allocation.Rule;
import io.heliu.inventory.Allocation.Share;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Three shops that share one SKU, with sales, counts, lost and late requests, refusals and a
 * process that dies anywhere. Each shop checks every level it is sent against what all shops really
 * show.
 */
final class StockSimulatorTest extends FlowTest {
  private static final Duration SETTLE = Duration.ofMinutes(1);
  private static final int ACTIONS = 60;

  private final List<Shop> shops = new ArrayList<>();
  private final Map<Shop, Long> unheard = new LinkedHashMap<>();
  private Random random = new Random(0);
  private String replay = "";
  private boolean orderly;
  private boolean calm;
  private int keys;

  /** A level on its way that nobody waits for any more. */
  private record Late(long level, Instant arrivesBefore) {}

  /** A shop as it is: what it shows, what is still on the way to it. */
  private final class Shop implements StockSink {
    final ShopId id;
    final long units;
    final List<Late> late = new ArrayList<>();
    long shown;

    Shop(String account, long units) {
      this.id = new ShopId("fake", account);
      this.units = units;
    }

    @Override
    public ShopId shop() {
      return id;
    }

    @Override
    public int batchSize() {
      return 10;
    }

    long mostUnits() {
      long most = late.stream().mapToLong(Late::level).reduce(shown, Math::max);
      return most * units;
    }

    @Override
    public List<Result> publish(List<Level> levels) {
      world.crash.pass();
      long level = levels.get(0).quantity();
      checkFits(this, level);
      int dice = calm ? 0 : random.nextInt(12);
      if (dice == 1) {
        throw fault();
      }
      if (dice == 2 && !orderly) {
        late.add(new Late(level, world.clock.instant().plus(SETTLE)));
        throw fault();
      }
      if (dice == 3 || dice == 4) {
        return List.of(Result.refused("E1", "not now"));
      }
      shown = level;
      if (dice == 5) {
        throw fault();
      }
      world.crash.pass();
      return List.of(Result.ACCEPTED);
    }
  }

  private static Fault fault() {
    return new Fault.Transport(Fault.Details.of("fake", "publish", "the line broke"), null);
  }

  private long room() {
    return world.ledger.sellable(TEA, EAST);
  }

  private void checkFits(Shop told, long level) {
    long others = shops.stream().filter(shop -> shop != told).mapToLong(Shop::mostUnits).sum();
    if (level > 0) {
      assertThat(level * told.units + others)
          .as("units of all shops when %s is told %d, %s", told.id, level, replay)
          .isLessThanOrEqualTo(room());
    }
  }

  private void open(RepetitionInfo run) {
    long seed = 40_000 + run.getCurrentRepetition();
    random = new Random(seed);
    replay = "seed " + seed;
    orderly = random.nextBoolean();
    List<Rule> rules = new ArrayList<>();
    Map<ShopId, List<io.heliu.Location>> locations = new LinkedHashMap<>();
    int left = Share.WHOLE;
    for (String account : List.of("a", "b", "c")) {
      Shop shop = new Shop(account, account.equals("b") ? 2 : 1);
      int ratio = random.nextInt(left + 1);
      left -= ratio;
      shops.add(shop);
      locations.put(shop.id, List.of(EAST));
      rules.add(
          Rule.of(shop.id, new Share(random.nextInt(6), ratio, 0, 0, 5 + random.nextInt(40))));
      world.catalog.putItem(shop.id, "tea-" + account, null, TEA, shop.units);
    }
    world.stockSettings =
        new StockSettings(
            new Allocation(locations, rules),
            100,
            Duration.ZERO,
            Duration.ofSeconds(10),
            null,
            Duration.ZERO,
            SETTLE);
    world.stock(TEA, 20 + random.nextInt(40));
  }

  private StepReport step() {
    return new StockFlow(
            world.pool,
            world.ledger,
            world.catalog,
            shops,
            world.stockSettings,
            world.clock,
            world.heard)
        .runOnce();
  }

  /** Runs a step that may die at any of its points or meet a broken line. */
  private void riskyStep() {
    world.crash.killAt(random.nextInt(4) == 0 ? 1 + random.nextInt(40) : Long.MAX_VALUE);
    try {
      step();
    } catch (CrashPoint.Killed | Fault.Transport e) {
      assertThat(e).as(replay).isNotNull();
    } finally {
      world.crash.restart();
    }
  }

  private void act() {
    Shop shop = shops.get(random.nextInt(shops.size()));
    switch (random.nextInt(orderly ? 6 : 9)) {
      case 0, 1 -> sell(shop);
      case 2 -> world.stock(TEA, 1 + random.nextInt(5));
      case 3 -> world.clock.advance(Duration.ofSeconds(1 + random.nextInt(40)));
      case 4, 5 -> riskyStep();
      case 6 -> world.stock(TEA, -random.nextInt(6));
      case 7 -> unheard.forEach(this::hear);
      default -> arrive(shop, false);
    }
    for (Shop one : shops) {
      arrive(one, true);
    }
  }

  private void sell(Shop shop) {
    if (shop.shown == 0) {
      return;
    }
    long items = 1 + random.nextInt((int) Math.min(3, shop.shown));
    shop.shown -= items;
    unheard.merge(shop, items * shop.units, Long::sum);
    if (orderly) {
      assertThat(room()).as("oversold, " + replay).isGreaterThanOrEqualTo(items * shop.units);
      unheard.forEach(this::hear);
    }
  }

  private void hear(Shop shop, long units) {
    if (units > 0) {
      String key = "sale" + keys++;
      world.ledger.apply(
          new Command.Consume(key, shop.id.toString(), List.of(new StockLine(TEA, EAST, units))));
      unheard.put(shop, 0L);
    }
  }

  /** Lets late levels arrive: those that must, or one that may. */
  private void arrive(Shop shop, boolean due) {
    List<Late> arriving = new ArrayList<>(shop.late);
    arriving.removeIf(one -> due && world.clock.instant().isBefore(one.arrivesBefore));
    for (Late one : arriving) {
      shop.late.remove(one);
      shop.shown = one.level;
    }
  }

  private void checkShown() {
    if (orderly) {
      assertThat(shops.stream().mapToLong(shop -> shop.shown * shop.units).sum())
          .as("units shown by all shops, " + replay)
          .isLessThanOrEqualTo(room());
    }
  }

  @RepeatedTest(10)
  void step_whateverHappens_neverShowsAUnitTwiceAndConverges(RepetitionInfo run) {
    open(run);
    for (int i = 0; i < ACTIONS; i++) {
      act();
      checkShown();
    }
    calm = true;
    unheard.forEach(this::hear);
    for (int i = 0; i < 3; i++) {
      world.clock.advance(Duration.ofMinutes(20));
      shops.forEach(shop -> arrive(shop, false));
      while (step().more()) {
        checkShown();
      }
    }

    Map<ShopId, Long> wanted =
        world
            .stockSettings
            .allocation()
            .divide(shops.get(0).id, TEA, world.clock.instant(), room(), Map.of());
    for (Shop shop : shops) {
      assertThat(shop.shown)
          .as("%s of %s, %s", shop.id, wanted, replay)
          .isEqualTo(wanted.getOrDefault(shop.id, 0L) / shop.units);
    }
    assertThat(world.query("SELECT item FROM heliu_listing WHERE flight_quantity >= 0", 1))
        .as("levels in flight, " + replay)
        .isEmpty();
  }
}
