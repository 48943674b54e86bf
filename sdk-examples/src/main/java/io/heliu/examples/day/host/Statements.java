package io.heliu.examples.day.host;

import io.heliu.Listener;
import io.heliu.channel.StatementLine;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Payments;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.PaymentDesk;
import io.heliu.flow.StatementFlow;
import io.heliu.flow.StatementFlow.Outcome;
import io.heliu.http.Transport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Fetches what a provider publishes on the morning after: first nothing, then a file that is not
 * complete, then the file that the provider issues in its place. The day before had no trade.
 */
public final class Statements {
  private static final int EARLY = 8 * 60;
  private static final int FIRST_ISSUE = 10 * 60 + 30;
  private static final int SECOND_ISSUE = 14 * 60;

  private final LocalDate day;
  private final DayClock clock;
  private final PaymentDesk desk;
  private final List<Payments.Payment> payments;
  private final StatementFlow trades;
  private final StatementFlow funds;

  public Statements(
      DataSource database,
      LocalDate day,
      DayClock clock,
      PaymentDesk desk,
      Transport transport,
      List<Payments.Payment> payments) {
    this.day = day;
    this.clock = clock;
    this.desk = desk;
    this.payments = payments;
    this.trades = new StatementFlow(database, desk.trades(transport), Listener.none());
    this.funds = new StatementFlow(database, desk.funds(transport), Listener.none());
  }

  public void early() {
    clock.moveTo(morning(EARLY));
    run(day, Set.of(Outcome.NOT_READY));
  }

  public void firstIssue() {
    clock.moveTo(morning(FIRST_ISSUE));
    desk.publish(payments.subList(0, payments.size() * 2 / 3));
    // A day that was killed may have the second issue already.
    run(day, Set.of(Outcome.IMPORTED, Outcome.REPEATED, Outcome.REPLACED));
    run(day.minusDays(1), Set.of(Outcome.EMPTY));
  }

  public void secondIssue() {
    clock.moveTo(morning(SECOND_ISSUE));
    desk.publish(payments);
    run(day, Set.of(Outcome.REPLACED));
    run(day, Set.of(Outcome.REPEATED));
  }

  public PaymentDesk desk() {
    return desk;
  }

  public List<StatementLine> trades() {
    return trades.lines(day);
  }

  public List<StatementLine> funds() {
    return funds.lines(day);
  }

  private void run(LocalDate wanted, Set<Outcome> expected) {
    for (StatementFlow flow : List.of(trades, funds)) {
      StatementFlow.Report report = Steps.retry(() -> flow.runOnce(wanted));
      while (report.outcome() == Outcome.NOT_READY && !expected.contains(Outcome.NOT_READY)) {
        clock.moveTo(report.retryAt().orElseThrow());
        report = Steps.retry(() -> flow.runOnce(wanted));
      }
      Outcome actual = report.outcome();
      if (!expected.contains(actual)) {
        throw new IllegalStateException("statement: " + actual + " instead of " + expected);
      }
    }
  }

  private Instant morning(int minutes) {
    return day.plusDays(1).atStartOfDay(Story.CHINA).plusMinutes(minutes).toInstant();
  }
}
