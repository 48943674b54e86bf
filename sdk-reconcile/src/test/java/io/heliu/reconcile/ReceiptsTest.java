package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.EXACT;
import static io.heliu.reconcile.Samples.group;
import static io.heliu.reconcile.Samples.grouped;
import static io.heliu.reconcile.Samples.line;
import static io.heliu.reconcile.Samples.table;
import static io.heliu.reconcile.Samples.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Write-offs on their way to the ERP. */
final class ReceiptsTest {
  private final List<Receipt> made = new ArrayList<>();

  @AfterEach
  void everyNumberIsUsedOnce() {
    assertThat(made).extracting(Receipt::number).doesNotHaveDuplicates();
  }

  private List<Receipt> receipts(
      MatchPlan plan, LineTable left, LineTable right, Receivable... open) {
    List<Receipt> receipts =
        receipts(WriteOffRules.STANDARD, "Alipay", plan, left, right, List.of(open));
    made.addAll(receipts);
    return receipts;
  }

  private static List<Receipt> receipts(
      WriteOffRules rules,
      String comment,
      MatchPlan plan,
      LineTable left,
      LineTable right,
      List<Receivable> open) {
    WriteOffs writeOffs = WriteOffs.of(Reconciliation.run(plan, left, right), rules);
    return Receipts.of(writeOffs, open, "SK-", comment);
  }

  private static Receivable open(String plan, String customer, String yuan) {
    Money amount = Money.yuan(yuan);
    return new Receivable(
        "id-" + plan,
        plan,
        "AR-" + plan,
        customer,
        "R",
        Samples.DAY_1,
        Samples.DAY_1,
        amount,
        amount);
  }

  @Test
  void of_matchWithFee_clearsTheReceivableAndNamesTheFee() {
    Receipt only =
        receipts(
                MatchPlan.of(EXACT),
                table(line("a", "R", "100.00", 2).withFee(Money.yuan("0.60"))),
                table(line("x", "R", "100.00", 1)),
                open("x", "C1", "100.00"))
            .get(0);

    assertThat(only.customer()).isEqualTo("C1");
    assertThat(only.date()).isEqualTo(Samples.DAY_1.plusDays(1));
    assertThat(only.cleared()).isEqualTo(Money.yuan("100.00"));
    assertThat(only.fee()).isEqualTo(Money.yuan("0.60"));
    assertThat(only.number()).matches("SK-[0-9a-f]{16}");
  }

  @Test
  void of_roundingDifference_isPartOfTheFee() {
    Receipt only =
        receipts(
                MatchPlan.of(EXACT, tolerance(5)),
                table(line("a", "R", "9.97", 1)),
                table(line("x", "R", "10.00", 1)),
                open("x", "C1", "10.00"))
            .get(0);

    assertThat(only.cleared()).isEqualTo(Money.yuan("10.00"));
    assertThat(only.fee()).isEqualTo(Money.yuan("0.03"));
  }

  @Test
  void of_refund_clearsTheNegativeReceivable() {
    Receipt only =
        receipts(
                MatchPlan.of(EXACT),
                table(line("a", "R", "-40.00", 1)),
                table(line("x", "R", "-40.00", 1)),
                open("x", "C1", "-40.00"))
            .get(0);

    assertThat(only.cleared()).isEqualTo(Money.yuan("-40.00"));
  }

  @Test
  void of_saleAndReturnInOneMatch_areTwoDocuments() {
    List<Receipt> both =
        receipts(
            MatchPlan.of(group(0)),
            table(grouped("a", "R", "60.00")),
            table(grouped("x", "R", "100.00"), grouped("y", "R", "-40.00")),
            open("x", "C1", "100.00"),
            open("y", "C1", "-40.00"));

    assertThat(both)
        .extracting(Receipt::cleared)
        .containsExactlyInAnyOrder(Money.yuan("100.00"), Money.yuan("-40.00"));
  }

  @Test
  void of_sameMatchAgain_hasTheSameNumber() {
    LineTable left = table(line("a", "R", "100.00", 1));
    LineTable right = table(line("x", "R", "100.00", 1));
    String first =
        receipts(MatchPlan.of(EXACT), left, right, open("x", "C1", "100.00")).get(0).number();
    made.clear();

    assertThat(receipts(MatchPlan.of(EXACT), left, right, open("x", "C1", "100.00")))
        .extracting(Receipt::number)
        .containsExactly(first);
  }

  @Test
  void of_sameMatchAfterThePeriodWasClosed_hasTheSameNumberOnALaterDay() {
    LineTable left = table(line("a", "R", "100.00", 1));
    LineTable right = table(line("x", "R", "100.00", 1));
    List<Receivable> open = List.of(open("x", "C1", "100.00"));
    Receipt before =
        receipts(WriteOffRules.STANDARD, "Alipay", MatchPlan.of(EXACT), left, right, open).get(0);
    Receipt after =
        receipts(
                new WriteOffRules(
                    Money.fen(5), WriteOffRules.Shortfall.KEEP_OPEN, Samples.DAY_1.plusDays(30)),
                "Alipay bill",
                MatchPlan.of(EXACT),
                left,
                right,
                open)
            .get(0);

    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after.date()).isEqualTo(Samples.DAY_1.plusDays(30));
    assertThat(after.lines()).isEqualTo(before.lines());
  }

  @Test
  void of_lineThatIsNoReceivable_isLeftOut() {
    assertThat(
            receipts(
                MatchPlan.of(EXACT),
                table(line("a", "R", "100.00", 1)),
                table(line("order/R", "R", "100.00", 1))))
        .isEmpty();
  }

  @Test
  void of_receivableClearedMeanwhile_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                receipts(
                    MatchPlan.of(EXACT),
                    table(line("a", "R", "100.00", 1)),
                    table(line("x", "R", "100.00", 1)),
                    open("x", "C1", "60.00")))
        .withMessageStartingWith("cleared: ");
  }

  @Test
  void of_blankPrefix_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Receipts.of(new WriteOffs(List.of(), List.of()), List.of(), " ", "Alipay"))
        .withMessage("prefix: must not be blank");
  }
}
