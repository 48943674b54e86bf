package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.erp.DocumentLine;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines that are spread over several parcels: which units a channel is told of with which. */
final class SplitParcelTest extends FlowTest {

  @BeforeEach
  void fillUp() {
    world.stock(TEA, 60);
    world.stock(CUP, 60);
    world.catalog.putCode(null, "dozen", TEA, 12);
  }

  private static OrderLine ordered(String number, String code, long quantity) {
    return Orders.line(number, code, quantity, 100 * quantity);
  }

  private String dispatched(OrderLine... lines) {
    return world.dispatched(paid(world.shop.shop(), "A1", NOON, lines).build());
  }

  /** Ships units of the order's lines, which are of tea and of cups. */
  private void ship(String parcel, long tea, long cups) {
    List<DocumentLine> lines = new ArrayList<>();
    if (tea > 0) {
      lines.add(line("TEA", EAST, tea, "SO-fake-A1", null));
    }
    if (cups > 0) {
      lines.add(line("CUP", EAST, cups, "SO-fake-A1", null));
    }
    world.erp.ship(parcel, lines.toArray(new DocumentLine[0]));
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = world.shipment().runOnce().more();
    }
  }

  private List<String> told() {
    return world.shop.parcels.stream().map(SplitParcelTest::text).toList();
  }

  private static String text(Parcel parcel) {
    List<String> lines =
        parcel.lines().stream().map(line -> line.number() + ":" + line.units()).toList();
    return parcel.waybill() + (lines.isEmpty() ? " all" : " " + String.join(" ", lines));
  }

  @Test
  void runOnce_kit_isToldWithTheParcelThatCompletesIt() {
    String id = dispatched(ordered("L1", "set", 2));
    ship("P1", 3, 0);
    ship("P2", 0, 1);
    ship("P3", 1, 0);
    ship("P4", 0, 1);
    run();

    assertThat(told()).containsExactly("WB-P2 L1:1", "WB-P4 L1:1");
    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_kitBesideALine_onlyWhatIsWholeIsTold() {
    dispatched(ordered("L1", "set", 1), ordered("L2", "cup", 2));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "2"), line("CUP", EAST, 1, "SO-fake-A1", "3"));
    world.erp.ship(
        "P2", line("CUP", EAST, 1, "SO-fake-A1", "1"), line("CUP", EAST, 1, "SO-fake-A1", "3"));
    run();

    assertThat(told()).containsExactly("WB-P1 L2:1", "WB-P2 L1:1 L2:1");
  }

  @Test
  void runOnce_unitOfTwelvePieces_isToldWhenAllTwelveHaveLeft() {
    dispatched(ordered("L1", "dozen", 2));
    ship("P1", 5, 0);
    ship("P2", 8, 0);
    ship("P3", 11, 0);
    run();

    assertThat(told()).containsExactly("WB-P2 L1:1", "WB-P3 L1:1");
  }

  @Test
  void runOnce_unitsThatARefundTookBefore_areNotWaitedFor() {
    world.book.put(
        paid(world.shop.shop(), "A1", NOON, ordered("L1", "dozen", 3), ordered("L2", "cup", 1))
            .build());
    world.refund(
        FakeRefunds.refund("R1", "A1", "L1", 100)
            .kind(Kind.REFUND_ONLY)
            .state(State.PAID)
            .quantity(1));
    world.settle();
    ship("P1", 12, 0);
    ship("P2", 12, 1);
    run();

    assertThat(told()).containsExactly("WB-P1 L1:1", "WB-P2 L1:1 L2:1");
  }

  @Test
  void runOnce_parcelTakenLaterAsAFact_tellsTheUnitsThatItCompletes() {
    dispatched(ordered("L1", "set", 2));
    ship("P1", 4, 9);
    run();
    List<String> before = told();
    Worklist list = Worklist.open(world.pool);
    assertThat(list.haveLeft(list.heldParcels(world.erp.name(), 1).get(0))).isTrue();
    run();

    assertThat(before).isEmpty();
    assertThat(told()).containsExactly("WB-P1 all");
  }

  @Test
  void runOnce_moreOfALineInAParcelThatWasTold_isToldWithAllThatIsInIt() {
    String id =
        world.dispatched(
            paid(world.shop.shop(), "A1", NOON, ordered("L1", "set", 2), ordered("L2", "tea", 1))
                .flags(Set.of(OrderFlag.CHANNEL_HOLD))
                .build());
    String cups = world.book.split(id, Set.of(1)).orElseThrow();
    assertThat(world.book.release(id, "by hand") && world.book.release(cups, "by hand")).isTrue();
    world.settle();
    world.erp.ship("P0", line("CUP", EAST, 1, "SO-fake-A1-2", "1"));
    world.erp.ship(
        "P1", line("TEA", EAST, 4, "SO-fake-A1", "2"), line("CUP", EAST, 9, "SO-fake-A1-2", "1"));
    run();
    Worklist list = Worklist.open(world.pool);
    assertThat(list.haveLeft(list.heldParcels(world.erp.name(), 1).get(0))).isTrue();
    run();

    assertThat(told()).containsExactly("WB-P1 L1:1", "WB-P1 L1:2");
  }

  @Test
  void runOnce_twoOutboundsWithOneWaybill_areOneParcelForTheChannel() {
    dispatched(ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.erp.ship("P1", "SF", "WB", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    world.erp.ship("P2", "SF", "WB", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();

    assertThat(told()).containsExactly("WB L1:2");
  }

  @Test
  void runOnce_laterOutboundWithAWaybillThatWasTold_tellsAllThatLeftWithIt() {
    dispatched(ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.erp.ship("P1", "SF", "WB", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.erp.ship("P2", "SF", "WB", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();

    assertThat(told()).containsExactly("WB L1:1", "WB L1:2");
  }

  @Test
  void runOnce_anySplitOfAnyLinesKilledAnywhere_tellsEachUnitOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long tea = 2 + random.nextInt(2);
    long cups = 1 + random.nextInt(3);
    String id = dispatched(ordered("L1", "tea", tea), ordered("L2", "cup", cups));
    long leftTea = tea;
    long leftCups = cups;
    for (int parcel = 1; leftTea + leftCups > 0; parcel++) {
      long t = leftTea == 0 ? 0 : random.nextLong(leftTea + 1);
      long c = leftCups == 0 ? 0 : random.nextLong(leftCups + 1);
      if (t + c > 0) {
        ship("P" + parcel, t, c);
      }
      leftTea -= t;
      leftCups -= c;
    }
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(world.order(id).state()).as("seed " + seed).isEqualTo(OrderState.SHIPPED);
    boolean whole = world.shop.parcels.size() == 1;
    assertThat(whole ? tea : units("L1")).as("seed " + seed).isEqualTo(tea);
    assertThat(whole ? cups : units("L2")).as("seed " + seed).isEqualTo(cups);
  }

  private long units(String number) {
    return world.shop.parcels.stream()
        .flatMap(parcel -> parcel.lines().stream())
        .filter(line -> line.number().equals(number))
        .mapToLong(Line::units)
        .sum();
  }
}
