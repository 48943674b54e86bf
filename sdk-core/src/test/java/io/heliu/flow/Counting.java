package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.flow.stock.StockDrift;
import java.util.List;

/** Comparisons of counts in a world, and what happens between two of them. */
final class Counting {
  private final World world;

  Counting(World world) {
    this.world = world;
  }

  CountFlow.Report count(Policy policy) {
    return world.counts(policy).run(List.of(TEA));
  }

  static List<String> figures(CountFlow.Report report) {
    return report.drifts().stream()
        .map(
            drift ->
                drift.sku()
                    + "@"
                    + drift.location()
                    + " "
                    + drift.counted()
                    + " "
                    + drift.explained()
                    + " "
                    + drift.expected())
        .toList();
  }

  static StockDrift only(CountFlow.Report report) {
    assertThat(report.drifts()).hasSize(1);
    return report.drifts().get(0);
  }

  void reserve(long units) {
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, Orders.line("1", "tea", units, 100)).build());
  }

  void bothKnow(long units) {
    world.erp.stock(TEA, EAST, units);
    count(Policy.REPORT);
  }

  void sell(long units) {
    world.book.put(ticket(world.shop.shop(), "T1", Orders.line("1", "tea", units, 100)).build());
    world.dispatch().runOnce();
  }

  void ship() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("1", "tea", 3, 100)).build());
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
  }
}
