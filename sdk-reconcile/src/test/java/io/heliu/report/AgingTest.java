package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivables by age. */
final class AgingTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);

  private static Receivables.Item item(
      String id, String customer, LocalDate due, String yuan, Receivables.Payment... payments) {
    return new Receivables.Item(
        id, customer, due.minusDays(30), due, Money.yuan(yuan), List.of(payments), true);
  }

  private static Aging aging(Receivables receivables, Aging.Buckets buckets) {
    return Aging.of(receivables, Money.CNY, AS_OF, Aging.Basis.DUE_DATE, buckets);
  }

  private static Aging aging(Receivables.Item... items) {
    return aging(new Receivables(List.of(items), List.of()), Aging.Buckets.STANDARD);
  }

  private static String bucket(Aging aging) {
    for (int i = 0; i < aging.buckets().size(); i++) {
      if (!aging.total().amounts().get(i).isZero()) {
        return aging.buckets().name(i);
      }
    }
    return "none";
  }

  @ParameterizedTest
  @CsvSource({
    "2024-04-01, NOT_DUE",
    "2024-03-31, NOT_DUE",
    "2024-03-30, 1-30",
    "2024-03-01, 1-30",
    "2024-02-29, 31-60",
    "2024-01-31, 31-60",
    "2024-01-30, 61-90",
    "2024-01-01, 61-90",
    "2023-12-31, 91+"
  })
  void of_dueDate_fallsIntoTheBucketOfTheTable(LocalDate due, String bucket) {
    assertThat(bucket(aging(item("R1", "A", due, "1.00")))).isEqualTo(bucket);
  }

  @Test
  void of_documentDate_agesFromTheDocument() {
    Receivables.Item item = item("R1", "A", AS_OF, "1.00");
    Aging aging =
        Aging.of(
            new Receivables(List.of(item), List.of()),
            Money.CNY,
            AS_OF,
            Aging.Basis.DOCUMENT_DATE,
            Aging.Buckets.STANDARD);

    assertThat(bucket(aging)).isEqualTo("1-30");
  }

  @Test
  void of_paymentAfterTheDay_isNotDeductedButShown() {
    Aging aging =
        aging(
            item(
                "R1",
                "A",
                AS_OF,
                "100.00",
                new Receivables.Payment(AS_OF, Money.yuan("30.00")),
                new Receivables.Payment(AS_OF.plusDays(1), Money.yuan("20.00"))));

    assertThat(aging.total().balance()).isEqualTo(Money.yuan("70.00"));
    assertThat(aging.total().futurePayments()).isEqualTo(Money.yuan("20.00"));
  }

  @Test
  void of_documentAfterTheDay_isNotThereYet() {
    assertThat(aging(item("R1", "A", AS_OF.plusDays(31), "1.00")).rows()).isEmpty();
  }

  @Test
  void of_paidReceivable_hasNoRow() {
    Aging aging =
        aging(item("R1", "A", AS_OF, "5.00", new Receivables.Payment(AS_OF, Money.yuan("5.00"))));

    assertThat(aging.rows()).isEmpty();
    assertThat(aging.total().balance()).isEqualTo(Money.fen(0));
    assertThat(aging.total().reconciledShare()).isNull();
  }

  @Test
  void of_credits_standInTheirOwnRowsWithTheirDate() {
    Receivables receivables =
        new Receivables(
            List.of(item("R1", "A", AS_OF, "100.00")),
            List.of(
                new Receivables.Credit("C2", "A", AS_OF.minusDays(40), Money.yuan("10.00")),
                new Receivables.Credit("C9", "A", AS_OF.plusDays(1), Money.yuan("1.00")),
                new Receivables.Credit("C1", "B", AS_OF, Money.yuan("5.00"))));
    Aging aging = aging(receivables, Aging.Buckets.STANDARD);

    assertThat(
            aging.rows().stream()
                .map(
                    row -> row.customer() + " " + row.kind() + " " + row.balance().toPlainString()))
        .containsExactly("A RECEIVABLE 100.00", "A CREDIT -10.00", "B CREDIT -5.00");
    assertThat(aging.rows().get(1).date()).isEqualTo(AS_OF.minusDays(40));
    assertThat(aging.rows().get(1).amounts().get(2)).isEqualTo(Money.yuan("-10.00"));
    assertThat(aging.total().balance()).isEqualTo(Money.yuan("85.00"));
    assertThat(aging.total().reconciledShare()).isEqualTo(Ratio.of(100, 115));
    assertThat(aging.total().lineIds()).containsExactly("C1", "C2", "R1");
  }

  @Test
  void of_instalments_ageEachByItsDueDate() {
    Aging aging =
        aging(item("R1-1", "A", AS_OF.minusDays(31), "50.00"), item("R1-2", "A", AS_OF, "50.00"));

    assertThat(aging.rows()).hasSize(1);
    assertThat(aging.total().amounts())
        .containsExactly(
            Money.yuan("50.00"), Money.fen(0), Money.yuan("50.00"), Money.fen(0), Money.fen(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void of_otherBuckets_neverChangeATotal(long seed) {
    Random random = new Random(seed);
    List<Receivables.Item> items = new ArrayList<>();
    List<Receivables.Credit> credits = new ArrayList<>();
    long expected = 0;
    for (int i = 0; i < 200; i++) {
      LocalDate due = AS_OF.minusDays(random.nextInt(200) - 25);
      long amount = random.nextInt(100_000) - 10_000;
      items.add(item("R" + i, "C" + random.nextInt(9), due, Money.fen(amount).toPlainString()));
      expected += amount;
      if (random.nextInt(5) == 0) {
        long credit = random.nextInt(9_000);
        credits.add(
            new Receivables.Credit(
                "K" + i, "C" + random.nextInt(12), AS_OF.minusDays(i), Money.fen(credit)));
        expected -= credit;
      }
    }
    Receivables receivables = new Receivables(items, credits);
    List<Integer> bounds =
        random.ints(1 + random.nextInt(6), 1, 150).distinct().sorted().boxed().toList();
    Aging aging = aging(receivables, new Aging.Buckets(bounds));

    assertThat(aging.total().balance()).as("seed %d", seed).isEqualTo(Money.fen(expected));
    for (Aging.Row row : aging.rows()) {
      assertThat(sum(row.amounts())).as("seed %d", seed).isEqualTo(row.balance());
    }
    assertThat(sum(aging.rows().stream().map(Aging.Row::balance).toList()))
        .as("seed %d", seed)
        .isEqualTo(aging.total().balance());
    assertThat(aging(receivables, Aging.Buckets.STANDARD).total().balance())
        .as("seed %d", seed)
        .isEqualTo(aging.total().balance());
  }

  private static Receivables.Unmatched unmatched(
      String id, String platform, LocalDate statement, String yuan) {
    return new Receivables.Unmatched(id, platform, statement, Money.yuan(yuan));
  }

  @ParameterizedTest
  @EnumSource(Aging.Basis.class)
  void of_unmatchedSettlements_ageFromTheStatementDateOutsideTheLedger(Aging.Basis basis) {
    Receivables receivables =
        new Receivables(List.of(item("R1", "A", AS_OF, "100.00")), List.of())
            .withUnmatched(
                List.of(
                    unmatched("U1", "Alipay", LocalDate.of(2024, 3, 1), "7.00"),
                    unmatched("U2", "Alipay", LocalDate.of(2024, 2, 29), "-2.00"),
                    unmatched("U3", "WeChat Pay", LocalDate.of(2023, 12, 31), "1.00"),
                    unmatched("U4", "WeChat Pay", AS_OF.plusDays(1), "50.00")));
    Aging aging = Aging.of(receivables, Money.CNY, AS_OF, basis, Aging.Buckets.STANDARD);

    assertThat(aging.total().balance()).isEqualTo(Money.yuan("100.00"));
    assertThat(aging.unmatched())
        .extracting(Aging.Row::customer)
        .containsExactly("Alipay", "WeChat Pay");
    assertThat(aging.unmatchedTotal().amounts())
        .containsExactly(
            Money.fen(0),
            Money.yuan("7.00"),
            Money.yuan("-2.00"),
            Money.fen(0),
            Money.yuan("1.00"));
    assertThat(aging.unmatchedTotal().balance()).isEqualTo(Money.yuan("6.00"));
    assertThat(aging.unmatchedTotal().lineIds()).containsExactly("U1", "U2", "U3");
    assertThat(aging.unmatchedTotal().reconciledShare()).isEqualTo(Ratio.of(0, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-31, NOT_DUE",
    "2024-03-30, 1-30",
    "2024-01-31, 31-60",
    "2024-01-01, 61-90",
    "2023-12-31, 91+"
  })
  void of_unmatchedSettlement_fallsIntoTheBucketOfItsAge(LocalDate statement, String bucket) {
    Receivables receivables =
        Receivables.none().withUnmatched(List.of(unmatched("U", "Alipay", statement, "1.00")));
    Aging aging = aging(receivables, Aging.Buckets.STANDARD);
    int index = aging.unmatchedTotal().amounts().indexOf(Money.yuan("1.00"));

    assertThat(aging.buckets().name(index)).isEqualTo(bucket);
    assertThat(aging.rows()).isEmpty();
  }

  private static Money sum(List<Money> amounts) {
    return amounts.stream().reduce(Money.fen(0), Money::plus);
  }

  @ParameterizedTest
  @CsvSource({"'30,30'", "'0,10'", "'60,30'"})
  void buckets_notIncreasing_areRefused(String bounds) {
    List<Integer> list =
        java.util.Arrays.stream(bounds.split(",", -1)).map(Integer::valueOf).toList();

    assertThatThrownBy(() -> new Aging.Buckets(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("upperBounds: must be positive and strictly increasing");
  }

  @Test
  void of_otherCurrency_isRefused() {
    Receivables receivables = new Receivables(List.of(item("R1", "A", AS_OF, "1.00")), List.of());

    assertThatThrownBy(
            () ->
                Aging.of(
                    receivables,
                    java.util.Currency.getInstance("HKD"),
                    AS_OF,
                    Aging.Basis.DUE_DATE,
                    Aging.Buckets.STANDARD))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
