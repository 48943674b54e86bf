package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.erp.SalesOrder;
import io.heliu.order.OrderState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that change or are merged take what they want before they give up what they hold. */
final class TakeBeforeGiveTest extends FlowTest {
  private static final String MERGE = "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"%s}]}";
  private final List<Long> reserved = new ArrayList<>();

  @BeforeEach
  void stock() {
    world.stock(TEA, 100);
  }

  private void rules(String more) {
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(MERGE.formatted(more), Secret.of("synthetic key of a test")),
            world.clock);
  }

  private void put(String number, long units, Instant modifiedAt) {
    world.book.put(
        paid(world.shop.shop(), number, modifiedAt, line("1", "tea", units, 1000))
            .paidAt(world.clock.instant())
            .buyer("b-1")
            .build());
  }

  private void runAll() {
    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }
  }

  /** A document that is withdrawn before it is sent leaves its order for the next step. */
  private void runAfterChange() {
    world.dispatch().runOnce();
    runAll();
  }

  /** Reserves an order whose push fails for certain, so that it can change. */
  private void reservedOnly(String number, long units) {
    put(number, units, NOON);
    world.erp.next.add(FakeErp.Next.FAULT);
    assertThatThrownBy(() -> world.dispatch().runOnce()).isInstanceOf(Fault.Transport.class);
  }

  private void watch() {
    world.ledger.beforeApply = () -> reserved.add(world.balance(TEA).reserved());
  }

  private long units(String number) {
    return ((SalesOrder) world.erp.document(number))
        .lines().stream().mapToLong(one -> one.quantity()).sum();
  }

  private void twoWaiting(long units) {
    rules(",\"pause\":\"PT1H\"");
    put("A1", units, NOON);
    put("A2", units, NOON);
    runAll();
    world.clock.advance(Duration.ofHours(1));
  }

  @Test
  void merge_stockCoversBoth_unitsAreNeverFreeInBetween() {
    twoWaiting(10);
    watch();
    runAll();

    assertThat(units("SO-fake-A1")).isEqualTo(20);
    assertThat(reserved).isNotEmpty().allMatch(held -> held >= 20);
    assertThat(world.balance(TEA).reserved()).isEqualTo(20);
  }

  @Test
  void merge_stockDoesNotCoverBoth_givesFirst() {
    twoWaiting(40);
    runAll();

    assertThat(units("SO-fake-A1")).isEqualTo(80);
    assertThat(world.balance(TEA).reserved()).isEqualTo(80);
  }

  @Test
  void merge_killedAtEachPointWithScarceStock_endsAsUndisturbed() {
    twoWaiting(40);
    CrashRun.untilThrough(world.crash, this::runAll);

    assertThat(world.erp.taken.keySet()).containsExactly("SO-fake-A1");
    assertThat(world.balance(TEA).reserved()).isEqualTo(80);
    assertThat(world.query("SELECT reservation FROM heliu_surplus", 1)).isEmpty();
  }

  @Test
  void mergeByHand_heldUnits_areKeptForTheOrderThatTheyBecame() {
    rules(",\"pause\":\"PT1H\"");
    put("A1", 10, NOON);
    put("A2", 20, NOON);
    runAll();
    world.book.merge("fake:one/A2", "fake:one/A1");
    OrderState state = world.order("fake:one/A2").state();
    world.dispatch().runOnce();

    assertThat(state).isEqualTo(OrderState.CLOSED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(30);
  }

  @Test
  void change_stockCoversBoth_unitsAreNeverFreeInBetween() {
    reservedOnly("A1", 10);
    put("A1", 9, NOON.plusSeconds(1));
    watch();
    runAfterChange();

    assertThat(units("SO-fake-A1")).isEqualTo(9);
    assertThat(reserved).isNotEmpty().allMatch(held -> held >= 9);
    assertThat(world.balance(TEA).reserved()).isEqualTo(9);
  }

  @Test
  void change_stockDoesNotCoverBoth_neitherItNorOthersAreHeldForIt() {
    reservedOnly("A1", 60);
    put("A1", 59, NOON.plusSeconds(1));
    world.dispatch().runOnce();
    put("A2", 41, NOON);
    runAll();

    assertThat(units("SO-fake-A1")).isEqualTo(59);
    assertThat(units("SO-fake-A2")).isEqualTo(41);
    assertThat(world.balance(TEA).free()).isZero();
  }

  @Test
  void change_neededByARuleOnStock_whatIsSetAsideCountsAsFree() {
    world.settings =
        world.settings.withOrderRules(
            OrderRules.parse(
                "{\"screen\":[{\"id\":\"s\",\"when\":{\"stockBelow\":40},\"code\":\"LOW\","
                    + "\"note\":\"low\"}]}",
                Secret.of("synthetic key of a test")),
            world.clock);
    reservedOnly("A1", 50);
    put("A1", 49, NOON.plusSeconds(1));
    runAfterChange();

    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void change_toMoreThanThereIs_isHeldWithWhatItHas() {
    reservedOnly("A1", 60);
    put("A1", 160, NOON.plusSeconds(1));
    runAfterChange();

    assertThat(world.order("fake:one/A1").holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(world.balance(TEA).reserved()).isEqualTo(60);
  }
}
