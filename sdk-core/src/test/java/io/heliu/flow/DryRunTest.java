package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Secret;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What changed rules would do to orders that are there. */
final class DryRunTest extends FlowTest {
  private static final Secret KEY = Secret.of("synthetic key of a test");
  private static final DryRun.Range DAY =
      DryRun.Range.day(LocalDate.of(2026, 11, 11), ZoneId.of("Asia/Shanghai"));
  private static final String BIG =
      "{\"screen\":[{\"id\":\"big\",\"code\":\"BIG\",\"note\":\"call first\","
          + "\"when\":{\"amount\":{\"currency\":\"CNY\",\"min\":\"%s\"}}}]}";

  private DispatchSettings with(String json) {
    return world.settings.withOrderRules(OrderRules.parse(json, KEY), world.clock);
  }

  private DryRun dryRun(DispatchSettings after) {
    return new DryRun(world.pool, world.ledger, world.catalog, world.settings, after);
  }

  private String put(String number, long fen) {
    world.book.put(paid(world.shop.shop(), number, NOON, line("1", "tea", 1, fen)).build());
    return "fake:one/" + number;
  }

  @Test
  void page_changedRule_showsWhatEachOrderBecomes() {
    world.stock(TEA, 10);
    put("A1", 50_000);
    put("A2", 100);

    assertThat(dryRun(with(BIG.formatted("500.00"))).page(DAY, null, 10).lines())
        .containsExactly(
            new DryRun.Line("fake:one/A1", DryRun.TAKEN, "BIG"),
            new DryRun.Line("fake:one/A2", DryRun.TAKEN, DryRun.TAKEN));
  }

  @Test
  void page_settingsForSomeShops_leavesTheOthersOut() {
    world.stock(TEA, 10);
    put("A1", 100);
    world.book.put(paid(world.other.shop(), "B1", NOON, line("1", "tea", 1, 100)).build());
    world.settings = world.settings.withShops(Set.of(world.shop.shop()));

    assertThat(dryRun(with(BIG.formatted("500.00"))).counts(DAY))
        .isEqualTo(Map.of(DryRun.TAKEN, Map.of(DryRun.TAKEN, 1L)));
  }

  @Test
  void page_ordersThatLeftAlready_areJudgedAsTheyWere() {
    world.stock(TEA, 10);
    put("A1", 50_000);
    world.dispatch().runOnce();
    world.book.put(
        paid(
                world.shop.shop(),
                "A1",
                NOON.plusSeconds(9),
                line("1", "tea", 1, 50_000, Lifecycle.SHIPPED, false))
            .status(Lifecycle.SHIPPED, "SENT")
            .build());

    assertThat(dryRun(with(BIG.formatted("1"))).page(DAY, null, 10).lines())
        .containsExactly(new DryRun.Line("fake:one/A1", DryRun.TAKEN, "BIG"));
  }

  @Test
  void page_splitAndMerge_areForetold() {
    world.stock(TEA, 10);
    world.stock(CUP, 10);
    world.book.put(
        paid(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 1), line("2", "cup", 1, 1))
            .build());
    world.book.put(
        paid(world.shop.shop(), "A2", NOON, line("1", "tea", 1, 1)).buyer("b-1").build());

    DispatchSettings after =
        with(
            "{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\",\"skus\":[\"CUP\"]}],"
                + "\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"}]}");
    assertThat(dryRun(after).page(DAY, null, 10).lines())
        .extracting(DryRun.Line::after)
        .containsExactly(DryRun.SPLIT, DryRun.MERGEABLE);
  }

  @Test
  void page_range_isOneDayOfTheZone() {
    for (int hour = -30; hour <= 30; hour++) {
      world.book.put(
          paid(world.shop.shop(), "H" + hour, NOON, line("1", "tea", 1, 1))
              .paidAt(NOON.plus(Duration.ofHours(hour)))
              .build());
    }

    assertThat(dryRun(world.settings).page(DAY, null, 100).lines())
        .hasSize(24)
        .extracting(DryRun.Line::orderId)
        .startsWith("fake:one/H-12")
        .endsWith("fake:one/H11");
  }

  @Test
  void page_byPage_givesEveryOrderOnce() {
    for (int i = 0; i < 25; i++) {
      put("A" + i, 100 + i);
    }
    DryRun dryRun = dryRun(world.settings);
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      DryRun.Page page = dryRun.page(DAY, cursor, 5);
      page.lines().forEach(line -> seen.add(line.orderId()));
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void counts_tellsHowManyGoWhere() {
    world.stock(TEA, 10);
    put("A1", 50_000);
    put("A2", 60_000);
    put("A3", 100);

    assertThat(dryRun(with(BIG.formatted("500"))).counts(DAY))
        .isEqualTo(Map.of(DryRun.TAKEN, Map.of("BIG", 2L, DryRun.TAKEN, 1L)));
  }

  @Test
  void page_writesNothing() {
    world.stock(TEA, 10);
    put("A1", 50_000);
    List<String> state = world.state();
    long sequence = world.ledger.sequence();

    dryRun(with(BIG.formatted("1"))).counts(DAY);

    assertThat(world.state()).isEqualTo(state);
    assertThat(world.ledger.sequence()).isEqualTo(sequence);
    assertThat(world.erp.taken).isEmpty();
  }

  @Test
  void page_badArguments_areRefused() {
    assertThatThrownBy(() -> dryRun(world.settings).page(DAY, null, 0))
        .hasMessage("limit: must be 1 to 1000");
    assertThatThrownBy(() -> dryRun(world.settings).page(DAY, "x", 1))
        .hasMessage("cursor: must be from a page");
  }

  /** The dry run says for each order what dispatch then does with it. */
  @Test
  void page_randomOrders_foretellsDispatch() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    world.stock(TEA, 1_000);
    for (int i = 0; i < 60; i++) {
      world.book.put(random(random, "R" + i));
    }
    DispatchSettings rules =
        with(
            """
            {"screen":[
              {"id":"big","code":"BIG","note":"n","when":{"amount":{"currency":"CNY","min":3}}},
              {"id":"far","code":"FAR","note":"n","priority":1,"when":{"region":{"deny":["Far"]}}},
              {"id":"low","code":"LOW","note":"n","when":{"stockBelow":997}},
              {"id":"cod","code":"COD","note":"n","when":{"payment":["CASH_ON_DELIVERY"]}},
              {"id":"say","code":"SAY","note":"n","when":{"remark":{"any":["wait"]}}},
              {"id":"bad","code":"BAD","note":"n","when":{"blacklist":{"buyers":["b-3"]}}}]}
            """);
    List<DryRun.Line> foretold = dryRun(rules).page(DAY, null, 100).lines();
    world.settings = rules;

    while (world.dispatch().runOnce().more()) {
      world.checkInvariants();
    }

    assertThat(foretold).hasSize(60);
    for (DryRun.Line line : foretold) {
      Order order = world.order(line.orderId());
      String outcome =
          switch (order.state()) {
            case HELD -> order.holdCode();
            case CLOSED -> DryRun.CLOSED;
            default -> DryRun.TAKEN;
          };
      assertThat(outcome).as("seed %d %s", seed, line).isEqualTo(line.after());
    }
    assertThat(world.book.counts().get(OrderState.NEW)).isNull();
  }

  private ChannelOrder random(Random random, String number) {
    ChannelOrder.Builder order =
        paid(
                world.shop.shop(),
                number,
                NOON,
                line(
                    "1",
                    random.nextInt(20) == 0 ? "unknown" : "tea",
                    1 + random.nextInt(5),
                    1 + random.nextInt(500)))
            .buyer("b-" + random.nextInt(10))
            .buyerRemark(random.nextInt(5) == 0 ? "please wait" : null)
            .recipient(
                new Recipient(
                    null, null, random.nextInt(5) == 0 ? "Far" : "Near", "C", "D", "A*", "t"));
    switch (random.nextInt(8)) {
      case 0 -> order.status(Lifecycle.PENDING_PAYMENT, "U");
      case 1 -> order.status(Lifecycle.CANCELLED, "C");
      case 2 -> order.flags(Set.of(OrderFlag.CASH_ON_DELIVERY));
      case 3 -> order.flags(Set.of(OrderFlag.REFUNDING));
      default -> order.paidAt(NOON.plusSeconds(random.nextInt(100)));
    }
    return order.build();
  }
}
