package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import io.heliu.flow.StatementFlow.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statements by day: whole or not at all. */
final class StatementFlowTest extends FlowTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-11");
  private final FakeStatements source = new FakeStatements();

  private StatementFlow flow() {
    return new StatementFlow(world.pool, source, world.heard);
  }

  private static StatementLine line(String id, int row, long fen) {
    return new StatementLine(
        id,
        row,
        StatementLine.Kind.PAYMENT,
        "在线支付",
        "A" + id,
        null,
        Orders.NOON.plusSeconds(row),
        Money.fen(fen),
        Money.fen(-1));
  }

  private Outcome run(LocalDate day) {
    return flow().runOnce(day).outcome();
  }

  @Test
  void runOnce_statement_storesItsLinesInTheirOrder() {
    source.issue(DAY, "d1", List.of(line("2", 1, 200), line("1", 2, 100)));

    StatementFlow.Report report = flow().runOnce(DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(report.step().fresh()).isEqualTo(2);
    assertThat(flow().lines(DAY)).containsExactly(line("2", 1, 200), line("1", 2, 100));
  }

  @Test
  void runOnce_rowAndRefundNumber_areKept() {
    StatementLine refund =
        line("1", 1, -100).withMerchantRefund("R1").withRaw("`2026-11-11,`R1,`-1.00");
    source.issue(DAY, "d1", List.of(refund));
    source.issue(DAY.plusDays(1), "e1", List.of(refund));
    run(DAY);
    run(DAY.plusDays(1));
    assertThat(flow().lines(DAY)).containsExactly(refund);
    source.issue(DAY, "d2", List.of());
    run(DAY);

    assertThat(flow().lines(DAY.plusDays(1))).containsExactly(refund);
  }

  @Test
  void runOnce_manyLines_storesAll() {
    List<StatementLine> lines = new ArrayList<>();
    for (int row = 1; row <= 2500; row++) {
      lines.add(line("" + row, row, row));
    }
    source.issue(DAY, "d1", lines);
    run(DAY);

    assertThat(flow().lines(DAY)).isEqualTo(lines);
  }

  @Test
  void runOnce_sameFileAgain_changesNothing() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    run(DAY);
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));

    assertThat(run(DAY)).isEqualTo(Outcome.REPEATED);
    assertThat(flow().lines(DAY)).hasSize(1);
  }

  @Test
  void runOnce_reissued_replacesTheDay() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100), line("2", 2, 100)));
    run(DAY);
    source.issue(DAY, "d2", List.of(line("1", 1, 150)));

    assertThat(run(DAY)).isEqualTo(Outcome.REPLACED);
    assertThat(flow().lines(DAY)).containsExactly(line("1", 1, 150));
    assertThat(world.heard.codes()).containsExactly("STATEMENT_REPLACED");
  }

  @Test
  void runOnce_lineOfAnotherDayWithTheSameContent_isARepeat() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(1), "d2", List.of(line("1", 1, 100)));
    run(DAY);

    assertThat(flow().runOnce(DAY.plusDays(1)).step().repeated()).isOne();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_lineOfAnotherDayWithOtherContent_isAConflictAndTheFirstStays() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(1), "d2", List.of(line("1", 1, 999)));
    run(DAY);

    assertThat(flow().runOnce(DAY.plusDays(1)).step().held()).isOne();
    assertThat(world.heard.codes()).containsExactly("CONTENT_CONFLICT");
    assertThat(flow().lines(DAY)).containsExactly(line("1", 1, 100));
  }

  @Test
  void runOnce_reissueWithoutALineThatAnotherDayNamed_leavesItToTheOtherDay() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100), line("2", 2, 100)));
    run(DAY);
    source.issue(DAY.plusDays(1), "e1", List.of(line("1", 1, 100), line("3", 2, 100)));
    run(DAY.plusDays(1));
    source.issue(DAY, "d2", List.of(line("2", 1, 100)));
    run(DAY);
    source.issue(DAY.plusDays(1), "e1", List.of(line("1", 1, 100), line("3", 2, 100)));

    assertThat(run(DAY.plusDays(1))).isEqualTo(Outcome.REPEATED);
    assertThat(flow().lines(DAY)).containsExactly(line("2", 1, 100));
    assertThat(flow().lines(DAY.plusDays(1))).containsExactly(line("1", 1, 100), line("3", 2, 100));
    assertThat(world.heard.codes()).containsExactly("STATEMENT_REPLACED", "STATEMENT_LINE_MOVED");
  }

  @Test
  void runOnce_reissueWithoutALineThatTwoDaysNamed_leavesItToTheFirstOfThemOnly() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(2), "f1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(1), "e1", List.of(line("1", 1, 100)));
    run(DAY);
    run(DAY.plusDays(2));
    run(DAY.plusDays(1));
    source.issue(DAY, "d2", List.of(line("2", 1, 100)));
    run(DAY);

    assertThat(flow().lines(DAY.plusDays(1))).containsExactly(line("1", 1, 100));
    assertThat(flow().lines(DAY.plusDays(2))).isEmpty();
    source.issue(DAY.plusDays(1), "e2", List.of(line("4", 1, 100)));
    run(DAY.plusDays(1));
    assertThat(flow().lines(DAY.plusDays(2))).containsExactly(line("1", 1, 100));
  }

  @Test
  void runOnce_reissueWithoutTheFirstOfAConflict_leavesTheLineAsTheOtherDaySaysIt() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(1), "e1", List.of(line("1", 1, 999)));
    run(DAY);
    run(DAY.plusDays(1));
    source.issue(DAY, "d2", List.of(line("2", 1, 100)));
    run(DAY);

    assertThat(flow().lines(DAY.plusDays(1))).containsExactly(line("1", 1, 999));
  }

  @Test
  void runOnce_otherDayIssuedAgainWithoutTheLine_claimsItNoMore() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    source.issue(DAY.plusDays(1), "e1", List.of(line("1", 1, 100)));
    run(DAY);
    run(DAY.plusDays(1));
    source.issue(DAY.plusDays(1), "e2", List.of(line("3", 1, 100)));
    run(DAY.plusDays(1));
    source.issue(DAY, "d2", List.of(line("2", 1, 100)));
    run(DAY);

    assertThat(flow().lines(DAY)).containsExactly(line("2", 1, 100));
    assertThat(flow().lines(DAY.plusDays(1))).containsExactly(line("3", 1, 100));
  }

  @Test
  void runOnce_emptyAfterAnImport_keepsTheLinesAndSaysSo() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    run(DAY);
    source.put(DAY, new StatementSource.Empty());

    assertThat(run(DAY)).isEqualTo(Outcome.WITHDRAWN);
    assertThat(flow().lines(DAY)).hasSize(1);
    assertThat(world.heard.codes()).containsExactly("STATEMENT_WITHDRAWN");
  }

  @Test
  void runOnce_emptyAfterAFileWithoutLines_isEmpty() {
    source.issue(DAY, "d1", List.of());
    run(DAY);
    source.put(DAY, new StatementSource.Empty());

    assertThat(run(DAY)).isEqualTo(Outcome.EMPTY);
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_wrongTotal_leavesNothing() {
    source.wrongTotal = true;
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));

    assertThatThrownBy(() -> run(DAY)).isInstanceOf(Fault.Protocol.class);
    assertThat(flow().lines(DAY)).isEmpty();
  }

  @Test
  void runOnce_wrongTotalOfAReissue_leavesTheFirstIssue() {
    source.issue(DAY, "d1", List.of(line("1", 1, 100)));
    run(DAY);
    source.wrongTotal = true;
    source.issue(DAY, "d2", List.of(line("2", 1, 200)));

    assertThatThrownBy(() -> run(DAY)).isInstanceOf(Fault.Protocol.class);
    assertThat(flow().lines(DAY)).containsExactly(line("1", 1, 100));
  }

  @Test
  void runOnce_emptyDay_isEmpty() {
    assertThat(run(DAY)).isEqualTo(Outcome.EMPTY);
  }

  @Test
  void runOnce_notReady_saysWhenToAskAgain() {
    source.put(DAY, new StatementSource.NotReady(Orders.NOON));

    StatementFlow.Report report = flow().runOnce(DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.NOT_READY);
    assertThat(report.retryAt()).contains(Orders.NOON);
  }

  @Test
  void runOnce_killedAtAnyPoint_storesItOnce() {
    source.point = world.crash::pass;
    source.issue(DAY, "d1", List.of(line("1", 1, 100), line("2", 2, 200)));
    CrashRun.untilThrough(world.crash, () -> run(DAY));

    assertThat(flow().lines(DAY)).containsExactly(line("1", 1, 100), line("2", 2, 200));
  }
}
