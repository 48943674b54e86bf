package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.HALF_HOUR;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.WEST;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Sku;
import io.heliu.inventory.Reservation.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReserveTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  @Test
  void reserve_enough_holdsUnits() {
    books.stock(TEA, EAST, 5);

    books.hold("order", 3);

    assertThat(books.balance().onHand()).isEqualTo(5);
    assertThat(books.balance().reserved()).isEqualTo(3);
    assertThat(books.balance().free()).isEqualTo(2);
    Reservation made = books.reservation("order");
    assertThat(made.state()).isEqualTo(State.HELD);
    assertThat(made.owner()).isEqualTo("owner-order");
    assertThat(made.expiresAt()).isEqualTo(books.clock().instant().plus(HALF_HOUR));
    assertThat(made.lines()).containsExactly(new Reservation.Line(TEA, EAST, 3, 3, 0));
  }

  @Test
  void reserve_exactlyTheRest_isAccepted() {
    books.stock(TEA, EAST, 5);
    books.hold("first", 3);

    books.hold("second", 2);

    assertThat(books.ledger().sellable(TEA, EAST)).isZero();
  }

  @Test
  void reserve_oneTooMany_saysWhatIsFree() {
    books.stock(TEA, EAST, 5);
    books.hold("first", 3);

    Answer.Refused refused = books.refuse(reserve("second", 3), Reason.INSUFFICIENT);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 3, 2, 1));
    assertThat(books.ledger().reservation("second")).isEmpty();
  }

  @Test
  void reserve_sameCellTwice_isSummedBeforeTheCheck() {
    books.stock(TEA, EAST, 3);
    List<StockLine> twice = List.of(new StockLine(TEA, EAST, 2), new StockLine(TEA, EAST, 2));

    Answer.Refused refused =
        books.refuse(new Command.Reserve("order", "o", twice, null), Reason.INSUFFICIENT);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 4, 3, 1));
  }

  @Test
  void reserve_sameCellTwiceWithEnough_isOneLine() {
    books.stock(TEA, EAST, 4);
    List<StockLine> twice = List.of(new StockLine(TEA, EAST, 1), new StockLine(TEA, EAST, 3));

    books.accept(new Command.Reserve("order", "o", twice, null));

    assertThat(books.reservation("order").lines())
        .containsExactly(new Reservation.Line(TEA, EAST, 4, 4, 0));
  }

  @Test
  void reserve_severalShortLines_listsEveryOneAndHoldsNone() {
    books.stock(TEA, EAST, 1);
    books.stock(CUP, EAST, 2);
    books.stock(TEA, WEST, 9);
    List<StockLine> lines =
        List.of(
            new StockLine(TEA, WEST, 1), new StockLine(TEA, EAST, 2), new StockLine(CUP, EAST, 5));

    Answer.Refused refused =
        books.refuse(new Command.Reserve("order", "o", lines, null), Reason.INSUFFICIENT);

    assertThat(refused.shortages())
        .containsExactlyInAnyOrder(
            new Shortage(TEA, EAST, 2, 1, 1), new Shortage(CUP, EAST, 5, 2, 3));
  }

  @Test
  void reserve_unknownCell_isNotStockedAndStaysUnknown() {
    books.stock(TEA, EAST, 1);
    List<StockLine> lines =
        List.of(new StockLine(new Sku("NONE"), EAST, 2), new StockLine(TEA, EAST, 4));

    Answer.Refused refused =
        books.refuse(new Command.Reserve("order", "o", lines, null), Reason.NOT_STOCKED);

    assertThat(refused.shortages())
        .containsExactlyInAnyOrder(
            new Shortage(new Sku("NONE"), EAST, 2, 0, 2), new Shortage(TEA, EAST, 4, 1, 3));
  }

  @Test
  void reserve_knownCellWithoutStock_isInsufficient() {
    books.stock(TEA, EAST, 0);

    books.refuse(reserve("order", 1), Reason.INSUFFICIENT);
  }

  @Test
  void reserve_withinBuffer_isRefused() {
    books.stock(TEA, EAST, 5);
    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 2, 0));

    Answer.Refused refused = books.refuse(reserve("order", 4), Reason.INSUFFICIENT);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 4, 5, 1));
    assertThat(books.ledger().sellable(TEA, EAST)).isEqualTo(3);
  }

  @Test
  void reserve_withAllowance_goesBelowZeroOnlySoFar() {
    books.stock(TEA, EAST, 1);
    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 0, 2));

    books.hold("first", 3);
    books.refuse(reserve("second", 1), Reason.INSUFFICIENT);

    assertThat(books.balance().free()).isEqualTo(-2);
    assertThat(books.balance().shortBy()).isZero();
  }

  @Test
  void policy_bufferAboveFree_sellsNothingAndKeepsHolds() {
    books.stock(TEA, EAST, 5);
    books.hold("order", 3);

    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 100, 0));

    assertThat(books.ledger().sellable(TEA, EAST)).isZero();
    books.accept(new Command.Ship(books.newKey(), "order", tea(3)));
  }

  @Test
  void balance_unknownCell_isZeroWithVersionZero() {
    assertThat(books.ledger().balance(CUP, WEST)).isEqualTo(new Balance(CUP, WEST, 0, 0, 0, 0, 0));
    assertThat(books.ledger().sellable(CUP, WEST)).isZero();
  }

  @Test
  void balances_several_areSorted() {
    books.stock(TEA, WEST, 1);
    books.stock(CUP, WEST, 1);
    books.stock(TEA, EAST, 1);

    assertThat(books.ledger().balances())
        .extracting(balance -> balance.sku() + "@" + balance.location())
        .containsExactly("CUP@WEST", "TEA@EAST", "TEA@WEST");
  }
}
