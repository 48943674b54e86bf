package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.inventory.Reservation.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reservation that takes the place of others. */
class ReplaceTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  private static Command.Reserve replacing(String key, List<StockLine> lines, String... before) {
    return new Command.Reserve(key, "owner-" + key, lines, null, List.of(before));
  }

  @Test
  void reserve_replacingItsOwnUnits_needsOnlyTheDifference() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 4);

    books.accept(replacing("new", tea(5), "old"));

    assertThat(books.balance().reserved()).isEqualTo(5);
    assertThat(books.reservation("old").state()).isEqualTo(State.RELEASED);
    assertThat(books.reservation("new").state()).isEqualTo(State.HELD);
  }

  @Test
  void reserve_replacingWithFewer_givesTheRestBack() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 4);

    books.accept(replacing("new", tea(1), "old"));

    assertThat(books.balance().free()).isEqualTo(4);
  }

  @Test
  void reserve_replacingSeveral_takesAllTheirUnits() {
    books.stock(TEA, EAST, 5);
    books.hold("one", 2);
    books.hold("two", 3);

    books.accept(replacing("both", tea(5), "one", "two"));

    assertThat(books.balance().reserved()).isEqualTo(5);
    assertThat(books.reservation("one").state()).isEqualTo(State.RELEASED);
    assertThat(books.reservation("two").state()).isEqualTo(State.RELEASED);
  }

  @Test
  void reserve_replacingWithTooMany_leavesTheOldOneAsItWas() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 4);
    books.hold("other", 1);

    Answer.Refused refused = books.refuse(replacing("new", tea(5), "old"), Reason.INSUFFICIENT);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 5, 0, 1));
    assertThat(books.reservation("old").lines())
        .containsExactly(new Reservation.Line(TEA, EAST, 4, 4, 0));
  }

  @Test
  void reserve_replacingUnitsOfAnotherCell_givesThemBackAndChecksItsOwn() {
    books.stock(TEA, EAST, 5);
    books.stock(CUP, EAST, 1);
    books.hold("old", 5);

    books.accept(replacing("new", List.of(new StockLine(CUP, EAST, 1)), "old"));

    assertThat(books.balance().free()).isEqualTo(5);
  }

  @Test
  void reserve_replacinganUnknownOne_letsItNeverBegin() {
    books.stock(TEA, EAST, 5);

    books.accept(replacing("new", tea(1), "late"));

    books.refuse(reserve("late", 1), Reason.ALREADY_CANCELLED);
  }

  @Test
  void reserve_replacingAnEndedOne_getsNothingFromIt() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 5);
    books.accept(new Command.Release("free", "old", List.of(), "over"));
    books.hold("other", 3);

    books.refuse(replacing("new", tea(3), "old"), Reason.INSUFFICIENT);
  }

  @Test
  void reserve_replacingOneOfWhichSomeLeft_takesWhatRemains() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 5);
    books.accept(new Command.Ship("parcel", "old", tea(2)));

    books.accept(replacing("new", tea(3), "old"));

    assertThat(books.balance().onHand()).isEqualTo(3);
    assertThat(books.balance().reserved()).isEqualTo(3);
    assertThat(books.reservation("old").lines())
        .containsExactly(new Reservation.Line(TEA, EAST, 5, 0, 2));
  }

  @Test
  void reserve_replacingTwice_isReplayed() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 4);
    books.accept(replacing("new", tea(5), "old"));

    Answer again = books.ledger().apply(replacing("new", tea(5), "old", "old"));

    assertThat(again.replayed()).isTrue();
    assertThat(books.balance().reserved()).isEqualTo(5);
  }

  @Test
  void reserve_againReplacingOthers_isTheSameIntentAndReleasesNothing() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 2);
    books.hold("other", 1);
    books.accept(replacing("new", tea(3), "old"));

    Answer again = books.ledger().apply(replacing("new", tea(3), "other"));
    books.reopen();
    Answer afterwards = books.ledger().apply(replacing("new", tea(3)));

    assertThat(again.replayed()).isTrue();
    assertThat(afterwards.replayed()).isTrue();
    assertThat(books.reservation("other").state()).isEqualTo(State.HELD);
    assertThat(books.balance().reserved()).isEqualTo(4);
  }

  @Test
  void reserve_replacing_standsAfterARestart() {
    books.stock(TEA, EAST, 5);
    books.hold("old", 4);
    books.accept(replacing("new", tea(5), "old"));

    books.reopen();

    assertThat(books.balance().reserved()).isEqualTo(5);
    assertThat(books.reservation("old").state()).isEqualTo(State.RELEASED);
  }
}
