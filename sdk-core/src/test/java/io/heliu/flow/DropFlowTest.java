package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.OrderDrop;
import io.heliu.channel.Page;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of counter tickets. */
final class DropFlowTest extends FlowTest {
  private final FakeDrop drop = new FakeDrop();

  @BeforeEach
  void letItDie() {
    drop.point = world.crash::pass;
  }

  private StepReport run() {
    return new DropFlow(world.pool, drop, world.clock, world.heard).runOnce();
  }

  private ChannelOrder sale(String number, long fen) {
    return ticket(world.shop.shop(), number, line("1", "tea", 1, fen)).build();
  }

  private static OrderDrop.Content content(ChannelOrder... orders) {
    return new OrderDrop.Content("", List.of(orders), List.of(), List.of());
  }

  private List<Order.Source> voids(String... numbers) {
    return Stream.of(numbers).map(n -> new Order.Source(world.shop.shop(), n)).toList();
  }

  @Test
  void runOnce_voidOfAStoredSale_isSetAsideForAPerson() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", new OrderDrop.Content("", List.of(), List.of(), voids("T1", "T2")));
    run();

    StepReport report = run();

    assertThat(report.held()).isOne();
    assertThat(report.repeated()).isOne();
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("T1");
  }

  @Test
  void runOnce_repeatAndNew_tellsTheDropWhatBecameOfEach() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 100), sale("T2", 100), sale("T1", 200)));
    run();
    run();

    assertThat(drop.results.get("f2"))
        .containsExactly(Stored.REPEATED, Stored.NEW, Stored.CONFLICT);
  }

  @Test
  void runOnce_emptyDrop_isIdle() {
    assertThat(run()).isEqualTo(StepReport.idle("drop", "fake-drop"));
  }

  @Test
  void runOnce_file_storesItsTicketsAndPutsItAway() {
    drop.drop(
        "f1", new OrderDrop.Content("", List.of(sale("T1", 100)), List.of(), voids("T8", "T9")));

    StepReport report = run();

    assertThat(report.fetched()).isEqualTo(3);
    assertThat(report.fresh()).isOne();
    assertThat(report.repeated()).isEqualTo(2);
    assertThat(drop.done).containsExactly("f1");
    assertThat(world.book.size(world.shop.shop())).isOne();
  }

  @Test
  void runOnce_twoFiles_takesThemInTheirOrder() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T2", 100)));

    assertThat(run().more()).isTrue();
    assertThat(run().more()).isFalse();
    assertThat(drop.done).containsExactly("f1", "f2");
  }

  @Test
  void runOnce_sameTicketAgain_isARepeat() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 100)));
    run();

    assertThat(run().repeated()).isOne();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_otherContentUnderTheSameNumber_isKeptAsideAndTheFirstStays() {
    drop.drop("f1", content(sale("T1", 100)));
    drop.drop("f2", content(sale("T1", 999)));
    run();

    assertThat(run().held()).isOne();
    assertThat(world.heard.codes()).containsExactly("TICKET_CONFLICT");
    assertThat(world.book.channelOrder(world.shop.shop(), "T1"))
        .map(o -> o.paid().minor())
        .contains(100L);
    assertThat(world.query("SELECT row_id FROM heliu_quarantine", 1)).containsExactly("T1");
  }

  @Test
  void runOnce_unreadableTicket_isQuarantinedAndCostsNoOther() {
    drop.drop(
        "f1",
        new OrderDrop.Content(
            "",
            List.of(sale("T1", 100)),
            List.of(new Page.Malformed("T2", "T2;x", "amount")),
            List.of()));

    StepReport report = run();

    assertThat(report.failed()).isOne();
    assertThat(report.fresh()).isOne();
    assertThat(world.query("SELECT raw FROM heliu_quarantine", 1)).containsExactly("T2;x");
  }

  @Test
  void runOnce_fileRefusedWhole_isPutAsideAndTheNextIsTaken() {
    drop.drop("f1", null);
    drop.drop("f2", content(sale("T1", 100)));

    assertThat(run().failed()).isOne();
    assertThat(run().fresh()).isOne();
    assertThat(drop.refused).containsOnlyKeys("f1");
    assertThat(world.heard.codes()).containsExactly("FILE_REFUSED");
  }

  @Test
  void runOnce_killedAtAnyPoint_storesEveryTicketOnce() {
    drop.drop("f1", content(sale("T1", 100), sale("T2", 100)));
    drop.drop("f2", content(sale("T2", 100), sale("T3", 100)));
    CrashRun.untilThrough(
        world.crash,
        () -> {
          while (run().more()) {
            assertThat(world.heard.codes()).isEmpty();
          }
        });

    assertThat(world.book.size(world.shop.shop())).isEqualTo(3);
    assertThat(drop.done).containsExactly("f1", "f2");
    assertThat(world.query("SELECT COUNT(*) FROM heliu_quarantine", 1)).containsExactly("0");
  }
}
