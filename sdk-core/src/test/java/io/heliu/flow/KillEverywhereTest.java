package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.erp.SalesOrder;
import io.heliu.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One small trade from the order to the shipment notice, killed once at each of its points: what
 * comes out is what comes out undisturbed.
 */
@SuppressWarnings("NullAway.Init")
final class KillEverywhereTest {
  private static final Instant START = NOON.plus(Duration.ofHours(1));

  @TempDir Path directory;

  private World open(int number) {
    World world = new World(TestDatabase.H2, directory.resolve("ledger" + number));
    world.stock(TEA, 10);
    world.stock(CUP, 10);
    world.catalog.putItem(world.shop.shop(), "item-tea", null, TEA, 1);
    world.catalog.putItem(world.shop.shop(), "item-set", null, SET, 1);
    world.shop.put(
        paid(world.shop.shop(), "A1", START.plusSeconds(60), line("1", "tea", 2, 100)).build());
    world.shop.put(
        paid(world.shop.shop(), "A2", START.plusSeconds(61), line("1", "set", 1, 100)).build());
    world.shop.put(
        Orders.ticket(world.shop.shop(), "T1", line("1", "tea", 1, 100))
            .modifiedAt(START.plusSeconds(62))
            .build());
    world.shop.putBroken("X1", START.plusSeconds(63), "{}");
    return world;
  }

  private static IntakeFlow intake(World world) {
    return new IntakeFlow(world.pool, world.shop, START, world.clock, world.heard);
  }

  private static void trade(World world) {
    boolean more = true;
    while (more) {
      more = intake(world).runOnce().window().isPresent();
      more |= world.dispatch().runOnce().more();
      warehouse(world);
      more |= world.shipment().runOnce().more();
      more |= world.stockFlow().runOnce().more();
    }
  }

  /** Ships what the ERP has and has not shipped yet; the warehouse is not killed with us. */
  private static void warehouse(World world) {
    for (String number : List.of("SO-fake-A1", "SO-fake-A2")) {
      if (world.erp.taken.containsKey(number) && !world.erp.hasShipped("P-" + number)) {
        SalesOrder order = (SalesOrder) world.erp.document(number);
        world.erp.ship(
            "P-" + number,
            order.lines().stream()
                .map(l -> FakeErp.line(l.sku().code(), EAST, l.quantity(), number, l.line()))
                .toArray(io.heliu.erp.DocumentLine[]::new));
      }
    }
  }

  @Test
  void trade_killedAtEachPoint_endsAsUndisturbed() {
    List<String> undisturbed;
    try (World world = open(0)) {
      trade(world);
      world.checkInvariants();
      undisturbed = world.state();
    }
    assertThat(undisturbed).anyMatch(line -> line.contains("SHIPPED"));
    boolean through = false;
    for (int point = 1; !through; point++) {
      try (World world = open(point)) {
        through = CrashRun.goesThrough(world.crash, point, () -> trade(world));
        trade(world);
        world.checkInvariants();
        assertThat(world.state()).as("killed at point " + point).isEqualTo(undisturbed);
      }
    }
  }

  @Test
  void trade_withOneConnection_goesThrough() {
    try (World world = open(0)) {
      world.pool.limit(1);
      trade(world);
      world.checkInvariants();
      assertThat(world.shop.parcels).hasSize(2);
    }
  }
}
