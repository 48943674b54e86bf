package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Orders that pushes name. */
final class HintFlowTest extends FlowTest {

  private HintFlow flow() {
    return new HintFlow(world.pool, List.of(world.shop, world.other), world.clock, world.heard);
  }

  private ChannelOrder order(ShopId shop, String number, int minute, long fen) {
    return paid(shop, number, NOON.plus(Duration.ofMinutes(minute)), line("1", "tea", 1, fen))
        .build();
  }

  private void sell(String number, int minute, long fen) {
    world.shop.put(order(world.shop.shop(), number, minute, fen));
  }

  private long stored(String number) {
    return world
        .book
        .channelOrder(world.shop.shop(), number)
        .map(order -> order.paid().minor())
        .orElse(-1L);
  }

  private long waiting() {
    return Long.parseLong(world.query("SELECT COUNT(*) FROM heliu_hint", 1).get(0));
  }

  @Test
  void runOnce_noHints_readsNothing() {
    assertThat(flow().runOnce()).isEqualTo(StepReport.idle("hints", "all shops"));
    assertThat(world.shop.calls()).isZero();
  }

  @Test
  void runOnce_hintedOrder_isStoredAtOnce() {
    sell("A1", 1, 100);
    flow().store(world.shop.shop(), List.of("A1"));

    StepReport report = flow().runOnce();

    assertThat(report.fetched()).isOne();
    assertThat(report.fresh()).isOne();
    assertThat(stored("A1")).isEqualTo(100);
    assertThat(waiting()).isZero();
  }

  @Test
  void store_sameHintManyTimes_costsOneCall() {
    sell("A1", 1, 100);
    HintFlow flow = flow();
    flow.store(world.shop.shop(), List.of("A1", "A1"));
    flow.store(world.shop.shop(), List.of("A1"));

    flow.runOnce();

    assertThat(world.shop.calls()).isOne();
  }

  @Test
  void runOnce_hintComesAgainWhileTheOrderIsRead_readsItOnceMore() {
    sell("A1", 1, 100);
    HintFlow flow = flow();
    flow.store(world.shop.shop(), List.of("A1"));
    world.shop.beforeCall(1, () -> flow.store(world.shop.shop(), List.of("A1")));

    flow.runOnce();
    sell("A1", 2, 200);
    flow.runOnce();

    assertThat(stored("A1")).isEqualTo(200);
    assertThat(waiting()).isZero();
  }

  @Test
  void runOnce_lateHintOfAKnownVersion_changesNothing() {
    sell("A1", 1, 100);
    world.book.put(order(world.shop.shop(), "A1", 5, 300));
    flow().store(world.shop.shop(), List.of("A1"));

    StepReport report = flow().runOnce();

    assertThat(report.repeated()).isOne();
    assertThat(stored("A1")).isEqualTo(300);
  }

  @Test
  void runOnce_orderTheShopDoesNotKnow_isForgotten() {
    world.shop.unknown.add("A9");
    flow().store(world.shop.shop(), List.of("A9"));

    assertThat(flow().runOnce().failed()).isOne();
    assertThat(waiting()).isZero();
  }

  @Test
  void runOnce_orderThatCannotBeRead_isQuarantined() {
    world.shop.putBroken("A1", NOON, "{}");
    flow().store(world.shop.shop(), List.of("A1"));

    assertThat(flow().runOnce().failed()).isOne();
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("A1");
    assertThat(waiting()).isZero();
  }

  @Test
  void runOnce_oneShopIsDown_theOtherHasItsTurnAndTheHintStays() {
    sell("A1", 1, 100);
    world.other.put(order(world.other.shop(), "B1", 1, 200));
    HintFlow flow = flow();
    flow.store(world.shop.shop(), List.of("A1"));
    flow.store(world.other.shop(), List.of("B1"));
    world.shop.beforeCall(
        1,
        () -> {
          throw new Fault.Remote(Fault.Details.of("fake", "get", "down"), true);
        });

    assertThatThrownBy(flow::runOnce).isInstanceOf(Fault.Remote.class);
    assertThat(world.book.size(world.other.shop())).isOne();
    assertThat(waiting()).isOne();

    assertThat(flow.runOnce().fresh()).isOne();
    assertThat(stored("A1")).isEqualTo(100);
  }

  @Test
  void runOnce_oneOrderCannotBeTold_saysSoAndGoesOn() {
    sell("A1", 1, 100);
    sell("A2", 1, 200);
    flow().store(world.shop.shop(), List.of("A1", "A2"));
    world.shop.beforeCall(
        1,
        () -> {
          throw new Fault.Remote(Fault.Details.of("fake", "get", "not for you"), false);
        });

    StepReport report = flow().runOnce();

    assertThat(report.failed()).isOne();
    assertThat(stored("A2")).isEqualTo(200);
    assertThat(world.heard.codes()).containsExactly("ORDER_NOT_TOLD");
  }

  @Test
  void runOnce_moreThanABatch_saysSo() {
    for (int i = 0; i < 120; i++) {
      sell("A" + i, 1, 100);
      flow().store(world.shop.shop(), List.of("A" + i));
    }

    assertThat(flow().runOnce().more()).isTrue();
    assertThat(flow().runOnce().more()).isFalse();
    assertThat(world.book.size(world.shop.shop())).isEqualTo(120);
  }

  @Test
  void runOnce_randomHintsInAnyOrder_endsWithTheLatestVersions() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long[] latest = new long[6];
    for (int step = 1; step <= 60; step++) {
      int number = random.nextInt(latest.length);
      latest[number] = 100 + step;
      sell("A" + number, step, latest[number]);
      if (random.nextBoolean()) {
        flow().store(world.shop.shop(), List.of("A" + random.nextInt(latest.length)));
      }
      if (random.nextInt(4) == 0) {
        flow().runOnce();
      }
    }
    for (int number = 0; number < latest.length; number++) {
      if (latest[number] > 0) {
        flow().store(world.shop.shop(), List.of("A" + number));
      }
    }
    flow().runOnce();

    for (int number = 0; number < latest.length; number++) {
      assertThat(stored("A" + number))
          .as("seed " + seed)
          .isEqualTo(latest[number] == 0 ? -1 : latest[number]);
    }
  }

  @Test
  void runOnce_killedAtAnyPoint_losesNoHint() {
    sell("A1", 1, 100);
    sell("A2", 1, 200);
    CrashRun.untilThrough(
        world.crash,
        () -> {
          flow().store(world.shop.shop(), List.of("A1", "A2"));
          flow().runOnce();
        });

    assertThat(world.book.size(world.shop.shop())).isEqualTo(2);
    assertThat(waiting()).isZero();
  }

  @Test
  void store_shopOfNobody_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flow().store(new ShopId("fake", "three"), List.of("A1")))
        .withMessage("shop: must be one of the shops of the flow");
  }

  @Test
  void store_blankNumber_isRefusedAndNothingIsStored() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flow().store(world.shop.shop(), List.of("A1", " ")))
        .withMessage("numbers: must have 1 to 200 characters each");
    assertThat(waiting()).isZero();
  }
}
