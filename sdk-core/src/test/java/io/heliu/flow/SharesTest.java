package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.internal.store.PartTable;
import io.heliu.order.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a channel's line, shared out to the orders that have parts of it. */
final class SharesTest {
  private static final Order.Source SOURCE = new Order.Source(new ShopId("fake", "one"), "A1");
  private static final Sku TEA = new Sku("TEA");

  private static Order.Line part(int number, long units, long fen) {
    return new Order.Line(number, SOURCE, "1", TEA, units, Money.fen(fen));
  }

  private static Shares.Given given(
      Order.Line line, boolean mine, Order.@Nullable Line underWay, long of, long ofFen) {
    PartTable.Part part = new PartTable.Part(line, BigDecimal.valueOf(of), Money.fen(ofFen));
    return new Shares.Given(part, mine, underWay);
  }

  /** Shares to parts of 2, 3 and 5 of 10 units for 1000; those under way have all of theirs. */
  private static List<String> shares(long leftUnits, long leftFen, int... underWay) {
    List<Order.Line> parts = List.of(part(1, 2, 200), part(2, 3, 300), part(3, 5, 500));
    List<String> shares = new ArrayList<>();
    for (int mine = 0; mine < parts.size(); mine++) {
      List<Shares.Given> given = new ArrayList<>();
      boolean open = true;
      for (int i = 0; i < parts.size(); i++) {
        boolean stays = contains(underWay, i);
        open &= !(stays && i == mine);
        given.add(given(parts.get(i), i == mine, stays ? parts.get(i) : null, 10, 1000));
      }
      if (open) {
        Shares.share(given, line("1", "tea", leftUnits, leftFen))
            .forEach(one -> shares.add(one.quantity() + " for " + one.amount().minor()));
      }
    }
    return shares;
  }

  private static boolean contains(int[] numbers, int number) {
    return Arrays.stream(numbers).anyMatch(one -> one == number);
  }

  @Test
  void share_nothingRefunded_givesEachItsOwn() {
    assertThat(shares(10, 1000)).containsExactly("2 for 200", "3 for 300", "5 for 500");
  }

  @Test
  void share_unitsRefunded_theLastGivesUpFirst() {
    assertThat(shares(7, 700)).containsExactly("2 for 200", "3 for 300", "2 for 200");
    assertThat(shares(4, 400)).containsExactly("2 for 200", "2 for 200");
  }

  @Test
  void share_moneyRefunded_isTakenOffInProportion() {
    assertThat(shares(10, 901)).containsExactly("2 for 180", "3 for 270", "5 for 451");
  }

  @Test
  void share_oneIsUnderWay_theOthersGiveUp() {
    assertThat(shares(6, 600, 2)).containsExactly("1 for 100");
    assertThat(shares(5, 500, 2)).isEmpty();
  }

  @Test
  void share_moneyRefundedWhenOneIsUnderWay_sumsToWhatIsLeft() {
    assertThat(shares(10, 900, 0)).containsExactly("3 for 263", "5 for 437");
  }

  @Test
  void share_moreThanTheOthersHaveIsRefunded_theOneUnderWayIsToBeTakenBack() {
    assertThat(shares(3, 300, 1, 2)).isEmpty();
  }

  @Test
  void share_moreThanWasGiven_goesToTheFirst() {
    assertThat(shares(12, 1200)).containsExactly("4 for 400", "3 for 300", "5 for 500");
  }

  @Test
  void share_partOfAUnit_isIndivisible() {
    Shares.Given two = given(part(1, 2, 100), true, null, 3, 100);

    assertThatThrownBy(() -> Shares.share(List.of(two), line("1", "tea", 2, 50)))
        .isInstanceOf(Shares.IndivisibleException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void share_returnedGoods_staysAsItIs() {
    Shares.Given back = given(part(1, -2, -100), true, null, -2, -100);

    assertThat(Shares.share(List.of(back), line("1", "tea", -2, -100)))
        .containsExactly(part(1, -2, -100));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void share_atRandom_losesNeitherUnitNorFen(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Order.Line> parts = new ArrayList<>();
      long units = 0;
      long fen = 0;
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        parts.add(part(i + 1, 1 + random.nextInt(9), random.nextInt(1000)));
        units += parts.get(i).quantity();
        fen += parts.get(i).amount().minor();
      }
      long leftUnits = 1 + random.nextInt((int) units);
      long leftFen = fen == 0 ? 0 : random.nextLong(fen + 1);
      long sumUnits = 0;
      long sumFen = 0;
      for (int mine = 0; mine < parts.size(); mine++) {
        for (Order.Line one : shareOf(parts, mine, units, fen, leftUnits, leftFen)) {
          sumUnits += one.quantity();
          sumFen += one.amount().minor();
        }
      }
      assertThat(sumUnits).as("seed " + seed + " round " + round).isEqualTo(leftUnits);
      assertThat(sumFen).as("seed " + seed + " round " + round).isEqualTo(leftFen);
    }
  }

  private static List<Order.Line> shareOf(
      List<Order.Line> parts, int mine, long units, long fen, long leftUnits, long leftFen) {
    List<Shares.Given> given = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      given.add(given(parts.get(i), i == mine, null, units, fen));
    }
    return Shares.share(given, line("1", "tea", leftUnits, leftFen));
  }
}
