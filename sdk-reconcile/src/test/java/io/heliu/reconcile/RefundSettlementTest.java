package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.DAY_1;
import static io.heliu.reconcile.Samples.SHOP;
import static io.heliu.reconcile.Samples.open;
import static io.heliu.reconcile.Samples.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.RefundSource;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.StatementLine;
import io.heliu.erp.Receivable;
import io.heliu.order.RefundCase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Refunds in a statement find what the books have of them: the receivable of a return document has
 * the order's number and a negative amount, and a refund without a return stands for itself.
 */
class RefundSettlementTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final Instant AT = Instant.parse("2024-03-01T04:00:00Z");

  private static StatementLine statement(
      String id, StatementLine.Kind kind, String reference, String yuan) {
    return new StatementLine(
        id, 1, kind, kind.name(), reference, null, AT, Money.yuan(yuan), Money.fen(0));
  }

  private static Receivable receivable(String id, String order, String yuan) {
    Money amount = Money.yuan(yuan);
    return new Receivable(id, id, "AR" + id, "C1", order, DAY_1, DAY_1, amount, amount);
  }

  private static RefundCase refund(String id, String order, String yuan, String document) {
    Refund refund =
        new Refund(
            id,
            order,
            "1",
            document.isEmpty() ? RefundSource.Kind.REFUND_ONLY : RefundSource.Kind.RETURN,
            RefundSource.State.PAID,
            "SUCCESS",
            Money.yuan(yuan),
            null,
            RefundSource.Goods.UNTOLD,
            AT);
    return new RefundCase(
        SHOP,
        refund,
        RefundCase.State.DONE,
        document.isEmpty() ? "MONEY_ONLY" : "RETURNED",
        "",
        document.isEmpty() ? null : document,
        null);
  }

  /** A bill that names a refund by the refund's own number is led back to its order. */
  private static String order(StatementLine line, List<RefundCase> cases) {
    return cases.stream()
        .map(RefundCase::refund)
        .filter(refund -> refund.id().equals(line.reference()))
        .map(Refund::orderNumber)
        .findFirst()
        .orElse(line.reference());
  }

  private static MatchResult match(
      List<StatementLine> statement, List<Receivable> receivables, List<RefundCase> cases) {
    List<Line> left = new ArrayList<>();
    for (StatementLine line : statement) {
      LineKind kind = line.kind() == StatementLine.Kind.REFUND ? LineKind.REFUND : LineKind.PAYMENT;
      LocalDate day = LocalDate.ofInstant(line.occurredAt(), CHINA);
      String order = order(line, cases);
      left.add(Line.payment(line.id(), SHOP, order, line.gross(), day).withKind(kind));
    }
    List<Line> right = new ArrayList<>();
    for (Receivable one : receivables) {
      LineKind kind = one.open().isNegative() ? LineKind.REFUND : LineKind.PAYMENT;
      right.add(
          Line.payment(one.planId(), SHOP, one.externalNumber(), one.open(), one.date())
              .withKind(kind));
    }
    for (RefundCase one : cases) {
      if (one.document() == null) {
        Refund refund = one.refund();
        LocalDate day = LocalDate.ofInstant(refund.modifiedAt(), CHINA);
        right.add(
            Line.payment(
                    "refund/" + refund.id(),
                    SHOP,
                    refund.orderNumber(),
                    refund.amount().negated(),
                    day)
                .withKind(LineKind.REFUND));
      }
    }
    return Reconciliation.run(MatchPlan.standard(), LineTable.of(left), LineTable.of(right));
  }

  @Test
  void run_refundWithReturnDocument_isMatchedWithItsNegativeReceivable() {
    MatchResult result =
        match(
            List.of(
                statement("s1", StatementLine.Kind.PAYMENT, "A1", "88.00"),
                statement("s2", StatementLine.Kind.REFUND, "A1", "-30.00")),
            List.of(receivable("r1", "A1", "88.00"), receivable("r2", "A1", "-30.00")),
            List.of(refund("R1", "A1", "30.00", "RT-taobao-R1")));

    assertThat(pairs(result.matches())).containsExactlyInAnyOrder("s1-r1", "s2-r2");
    assertThat(open(result)).isEmpty();
  }

  @Test
  void run_refundOfMoneyOnly_isMatchedWithItsCase() {
    MatchResult result =
        match(
            List.of(
                statement("s1", StatementLine.Kind.PAYMENT, "A1", "88.00"),
                statement("s2", StatementLine.Kind.REFUND, "A1", "-30.00")),
            List.of(receivable("r1", "A1", "88.00")),
            List.of(refund("R1", "A1", "30.00", "")));

    assertThat(pairs(result.matches())).containsExactlyInAnyOrder("s1-r1", "s2-refund/R1");
  }

  @Test
  void run_billThatNamesTheRefund_isLedBackToTheOrder() {
    MatchResult result =
        match(
            List.of(statement("s1", StatementLine.Kind.REFUND, "R1", "-30.00")),
            List.of(receivable("r1", "A1", "-30.00")),
            List.of(refund("R1", "A1", "30.00", "RT-taobao-R1")));

    assertThat(pairs(result.matches())).containsExactly("s1-r1");
  }

  @Test
  void run_twoRefundsOfOneOrder_eachFindsItsOwn() {
    MatchResult result =
        match(
            List.of(
                statement("s1", StatementLine.Kind.REFUND, "A1", "-30.00"),
                statement("s2", StatementLine.Kind.REFUND, "A1", "-12.50")),
            List.of(receivable("r1", "A1", "-12.50")),
            List.of(refund("R1", "A1", "30.00", ""), refund("R2", "A1", "12.50", "RT-taobao-R2")));

    assertThat(pairs(result.matches())).containsExactlyInAnyOrder("s1-refund/R1", "s2-r1");
  }

  @Test
  void run_refundThatNobodyKnows_staysOpen() {
    MatchResult result =
        match(
            List.of(statement("s1", StatementLine.Kind.REFUND, "A9", "-30.00")),
            List.of(receivable("r1", "A1", "-30.50")),
            List.of());

    assertThat(result.matches()).isEmpty();
    assertThat(open(result)).anyMatch(line -> line.startsWith("LEFT:s1:"));
  }
}
