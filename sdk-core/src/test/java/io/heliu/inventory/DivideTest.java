package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.inventory.Reservation.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reservations that go their own ways. */
class DivideTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  @BeforeEach
  void stock() {
    books.stock(TEA, EAST, 5);
  }

  private static Command.Divide.Part part(String id, long units) {
    return new Command.Divide.Part(id, "owner-" + id, tea(units));
  }

  private static Command.Divide divide(List<String> before, Command.Divide.Part... parts) {
    return new Command.Divide("divide", before, List.of(parts));
  }

  @Test
  void divide_allThatRemains_isHeldByTheParts() {
    books.hold("old", 5);

    books.accept(divide(List.of("old"), part("one", 2), part("two", 3)));

    assertThat(books.balance().reserved()).isEqualTo(5);
    assertThat(books.reservation("old").state()).isEqualTo(State.RELEASED);
    assertThat(books.reservation("one").owner()).isEqualTo("owner-one");
    assertThat(books.reservation("two").lines())
        .containsExactly(new Reservation.Line(TEA, EAST, 3, 3, 0));
  }

  @Test
  void divide_several_sharesOutTheUnitsOfAll() {
    books.hold("a", 2);
    books.hold("b", 3);
    books.stock(CUP, EAST, 1);
    books.accept(
        new Command.Reserve("c", "o", List.of(new StockLine(CUP, EAST, 1)), Duration.ofDays(1)));
    List<StockLine> lines = new ArrayList<>(tea(4));
    lines.add(new StockLine(CUP, EAST, 1));

    books.accept(
        divide(
            List.of("a", "b", "c"),
            part("one", 1),
            new Command.Divide.Part("two", "owner", lines)));

    assertThat(books.balance().reserved()).isEqualTo(5);
    assertThat(books.reservation("two").lines()).hasSize(2);
  }

  @Test
  void divide_whatWasLeftAfterAParcel_hasOnlyThat() {
    books.hold("old", 5);
    books.accept(new Command.Ship("parcel", "old", tea(2)));

    books.refuse(divide(List.of("old"), part("one", 5)), Reason.EXCEEDS_REMAINDER);
    books.accept(new Command.Divide("again", List.of("old"), List.of(part("one", 3))));

    assertThat(books.balance().reserved()).isEqualTo(3);
    assertThat(books.balance().onHand()).isEqualTo(3);
  }

  @Test
  void divide_partsWithMore_isRefusedWithWhatIsMissing() {
    books.hold("old", 3);

    Answer.Refused refused =
        books.refuse(
            divide(List.of("old"), part("one", 2), part("two", 2)), Reason.EXCEEDS_REMAINDER);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 4, 3, 1));
    assertThat(books.reservation("old").state()).isEqualTo(State.HELD);
  }

  @Test
  void divide_partsWithLess_isRefusedSoThatNothingIsFreed() {
    books.hold("old", 3);

    books.refuse(divide(List.of("old"), part("one", 2)), Reason.LEAVES_REMAINDER);

    assertThat(books.reservation("old").state()).isEqualTo(State.HELD);
  }

  @Test
  void divide_unknownOne_letsItNeverBegin() {
    books.accept(divide(List.of("late")));

    books.refuse(reserve("late", 1), Reason.ALREADY_CANCELLED);
  }

  @Test
  void divide_endedOne_givesNothing() {
    books.hold("old", 3);
    books.release("old");

    books.refuse(divide(List.of("old"), part("one", 3)), Reason.EXCEEDS_REMAINDER);
    books.accept(new Command.Divide("nothing", List.of("old"), List.of()));
  }

  @Test
  void divide_intoAKnownOne_isRefused() {
    books.hold("old", 3);
    books.hold("one", 1);

    books.refuse(divide(List.of("old"), part("one", 3)), Reason.ALREADY_CANCELLED);
  }

  @Test
  void divide_parts_expireWhenTheFirstWouldHave() {
    books.hold("old", 3);
    books.accept(new Command.Reserve("ever", "o", tea(1), null));
    books.accept(divide(List.of("old", "ever"), part("one", 4)));
    books.clock().advance(Duration.ofMinutes(30));

    assertThat(books.ledger().expireDue(9)).isOne();
    assertThat(books.reservation("one").state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void divide_firmOne_givesPartsThatDoNotExpire() {
    books.hold("old", 3);
    books.accept(new Command.Confirm("paid", "old"));
    books.accept(divide(List.of("old"), part("one", 3)));

    assertThat(books.reservation("one").expiresAt()).isNull();
  }

  @Test
  void divide_whenItsTimeIsOver_isRefused() {
    books.hold("old", 3);
    books.clock().advance(Duration.ofMinutes(30));

    books.refuse(divide(List.of("old"), part("one", 3)), Reason.EXPIRED);
  }

  @Test
  void divide_again_isReplayedAndStandsAfterARestart() {
    books.hold("old", 3);
    books.accept(divide(List.of("old"), part("one", 1), part("two", 2)));
    books.reopen();

    Answer again =
        books.ledger().apply(divide(List.of("old", "old"), part("two", 2), part("one", 1)));

    assertThat(again.replayed()).isTrue();
    assertThat(books.balance().reserved()).isEqualTo(3);
  }

  @Test
  void divide_keyWithOtherParts_isAnotherIntent() {
    books.hold("old", 3);
    books.accept(divide(List.of("old"), part("one", 3)));

    Answer.Refused refused =
        books.refuse(divide(List.of("old"), part("two", 3)), Reason.KEY_REUSED);

    assertThat(refused.detail()).startsWith("parts:");
  }
}
