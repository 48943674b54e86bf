package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.HALF_HOUR;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.inventory.Reservation.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReservationLifeTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  @BeforeEach
  void stock() {
    books.stock(TEA, EAST, 10);
    books.stock(CUP, EAST, 10);
  }

  private Command.Confirm confirm(String reservation) {
    return new Command.Confirm(books.newKey(), reservation);
  }

  private Command.Ship ship(String reservation, long quantity) {
    return new Command.Ship(books.newKey(), reservation, tea(quantity));
  }

  private Command.Release releaseOf(String reservation, long quantity) {
    return new Command.Release(books.newKey(), reservation, tea(quantity), "fewer wanted");
  }

  private Command.Release releaseAll(String reservation) {
    return new Command.Release(books.newKey(), reservation, List.of(), "cancelled");
  }

  @Test
  void confirm_held_neverExpires() {
    books.hold("order", 4);

    books.accept(confirm("order"));
    books.clock().advance(Duration.ofDays(30));

    assertThat(books.ledger().expireDue(10)).isZero();
    assertThat(books.reservation("order").state()).isEqualTo(State.CONFIRMED);
    assertThat(books.reservation("order").expiresAt()).isNull();
    assertThat(books.balance().reserved()).isEqualTo(4);
  }

  @Test
  void confirm_unknown_isRefused() {
    books.refuse(confirm("nothing"), Reason.UNKNOWN_RESERVATION);
  }

  @Test
  void confirm_twiceWithOtherKeys_isRefused() {
    books.hold("order", 4);
    books.accept(confirm("order"));

    books.refuse(confirm("order"), Reason.ALREADY_CONFIRMED);
  }

  @Test
  void confirm_atTheInstantOfExpiry_isExpired() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR);

    books.refuse(confirm("order"), Reason.EXPIRED);
    assertThat(books.balance().reserved()).isEqualTo(4);
  }

  @Test
  void confirm_justBeforeExpiry_isAccepted() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR.minusMillis(1));

    books.accept(confirm("order"));
  }

  @Test
  void confirm_lateAndUnitsSoldToAnother_isExpiredAndNothingOversold() {
    books.hold("late", 10);
    books.clock().advance(HALF_HOUR);
    books.ledger().expireDue(10);
    books.hold("other", 10);

    books.refuse(confirm("late"), Reason.EXPIRED);
    assertThat(books.balance().reserved()).isEqualTo(10);
  }

  @Test
  void confirm_released_isRefused() {
    books.hold("order", 4);
    books.release("order");

    books.refuse(confirm("order"), Reason.ALREADY_RELEASED);
  }

  @Test
  void expireDue_due_givesBackOnce() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR);

    assertThat(books.ledger().expireDue(10)).isEqualTo(1);
    assertThat(books.ledger().expireDue(10)).isZero();
    assertThat(books.reservation("order").state()).isEqualTo(State.EXPIRED);
    assertThat(books.balance().free()).isEqualTo(10);
  }

  @Test
  void expireDue_notDue_writesNothing() {
    books.hold("order", 4);
    long sequence = books.ledger().sequence();

    assertThat(books.ledger().expireDue(10)).isZero();
    assertThat(books.ledger().sequence()).isEqualTo(sequence);
  }

  @Test
  void expireDue_manyDue_isBoundedAndEarliestFirst() {
    for (int i = 0; i < 5; i++) {
      books.hold("order-" + i, 1);
      books.clock().advance(Duration.ofMillis(1));
    }
    books.clock().advance(HALF_HOUR);

    assertThat(books.ledger().expireDue(2)).isEqualTo(2);
    assertThat(books.reservation("order-1").state()).isEqualTo(State.EXPIRED);
    assertThat(books.reservation("order-2").state()).isEqualTo(State.HELD);
    assertThat(books.ledger().expireDue(10)).isEqualTo(3);
  }

  @Test
  void expireDue_limitZero_isIllegal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> books.ledger().expireDue(0))
        .withMessageStartingWith("limit:");
  }

  @Test
  void expireDue_noTimeToLive_neverExpires() {
    books.accept(new Command.Reserve("order", "o", tea(4), null));
    books.clock().advance(Duration.ofDays(3_000));

    assertThat(books.ledger().expireDue(10)).isZero();
    assertThat(books.reservation("order").expiresAt()).isNull();
  }

  @Test
  void expireDue_clockWentBack_isJudgedByLedgerTime() {
    books.hold("order", 4);
    books.clock().advance(Duration.ofDays(-1));
    books.hold("second", 1);

    assertThat(books.ledger().expireDue(10)).isZero();
    books.clock().advance(Duration.ofDays(1).plus(HALF_HOUR).minusMillis(1));
    assertThat(books.ledger().expireDue(10)).isZero();
    books.clock().advance(Duration.ofMillis(1));
    assertThat(books.ledger().expireDue(10)).isEqualTo(2);
  }

  @Test
  void open_holdsDueMeanwhile_areGivenBack() {
    books.hold("order", 10);
    books.clock().advance(HALF_HOUR);

    books.reopen();

    assertThat(books.reservation("order").state()).isEqualTo(State.EXPIRED);
    books.hold("next", 10);
  }

  @Test
  void ship_all_fulfils() {
    books.hold("order", 4);
    books.accept(confirm("order"));

    books.accept(ship("order", 4));

    assertThat(books.reservation("order").state()).isEqualTo(State.FULFILLED);
    assertThat(books.balance().onHand()).isEqualTo(6);
    assertThat(books.balance().reserved()).isZero();
  }

  @Test
  void ship_part_keepsTheRestHeldWithoutExpiry() {
    books.hold("order", 4);

    books.accept(ship("order", 1));
    books.clock().advance(Duration.ofDays(1));
    books.ledger().expireDue(10);

    Reservation order = books.reservation("order");
    assertThat(order.state()).isEqualTo(State.PARTIAL);
    assertThat(order.lines()).containsExactly(new Reservation.Line(TEA, EAST, 4, 3, 1));
    assertThat(books.balance().reserved()).isEqualTo(3);
  }

  @Test
  void ship_moreThanRemains_changesNothing() {
    books.hold("order", 4);
    books.accept(ship("order", 1));

    Answer.Refused refused = books.refuse(ship("order", 4), Reason.EXCEEDS_REMAINDER);

    assertThat(refused.shortages()).containsExactly(new Shortage(TEA, EAST, 4, 3, 1));
  }

  @Test
  void ship_cellNotReserved_changesNothing() {
    books.hold("order", 4);
    List<StockLine> lines = List.of(new StockLine(TEA, EAST, 1), new StockLine(CUP, EAST, 1));

    books.refuse(new Command.Ship(books.newKey(), "order", lines), Reason.EXCEEDS_REMAINDER);
  }

  @Test
  void ship_sameParcelTwice_leavesOnce() {
    books.hold("order", 4);
    Command.Ship parcel = ship("order", 2);
    books.accept(parcel);

    assertThat(books.ledger().apply(parcel).replayed()).isTrue();
    assertThat(books.balance().onHand()).isEqualTo(8);
  }

  @Test
  void ship_heldAndDue_isExpired() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR);

    books.refuse(ship("order", 4), Reason.EXPIRED);
  }

  @Test
  void ship_unknown_isRefused() {
    books.refuse(ship("nothing", 1), Reason.UNKNOWN_RESERVATION);
  }

  @Test
  void ship_ownHoldTookTheLastUnits_isAccepted() {
    books.hold("order", 10);

    books.accept(ship("order", 10));
  }

  @Test
  void ship_whileCellIsShort_isAccepted() {
    books.hold("order", 10);
    books.accept(new Command.Adjust(books.newKey(), TEA, EAST, -8, "broken"));

    books.accept(ship("order", 10));

    assertThat(books.balance().onHand()).isEqualTo(-8);
  }

  @Test
  void release_everything_freesUnits() {
    books.hold("order", 4);

    books.release("order");

    assertThat(books.reservation("order").state()).isEqualTo(State.RELEASED);
    assertThat(books.balance().free()).isEqualTo(10);
    assertThat(books.balance().onHand()).isEqualTo(10);
  }

  @Test
  void release_afterPartialShipment_givesBackOnlyTheRest() {
    books.hold("order", 4);
    books.accept(ship("order", 3));

    books.release("order");

    assertThat(books.balance().onHand()).isEqualTo(7);
    assertThat(books.balance().reserved()).isZero();
    assertThat(books.reservation("order").lines())
        .containsExactly(new Reservation.Line(TEA, EAST, 4, 0, 3));
  }

  @Test
  void release_part_keepsTheRestAndItsExpiry() {
    books.hold("order", 4);

    books.accept(releaseOf("order", 1));

    assertThat(books.balance().reserved()).isEqualTo(3);
    assertThat(books.reservation("order").state()).isEqualTo(State.HELD);
    books.clock().advance(HALF_HOUR);
    assertThat(books.ledger().expireDue(10)).isEqualTo(1);
    assertThat(books.balance().reserved()).isZero();
  }

  @Test
  void release_moreThanRemains_isRefused() {
    books.hold("order", 4);

    books.refuse(releaseOf("order", 5), Reason.EXCEEDS_REMAINDER);
  }

  @Test
  void release_again_givesBackNothingMore() {
    books.hold("order", 4);
    books.release("order");

    books.refuse(releaseAll("order"), Reason.ALREADY_RELEASED);
  }

  @Test
  void release_afterExpiry_givesBackNothingMore() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR);
    books.ledger().expireDue(10);

    books.refuse(releaseAll("order"), Reason.EXPIRED);
  }

  @Test
  void release_dueButNotYetGivenBack_freesUnitsOnce() {
    books.hold("order", 4);
    books.clock().advance(HALF_HOUR);

    books.release("order");

    assertThat(books.ledger().expireDue(10)).isZero();
    assertThat(books.balance().free()).isEqualTo(10);
  }

  @Test
  void release_fulfilled_isRefused() {
    books.hold("order", 4);
    books.accept(ship("order", 4));

    books.refuse(releaseAll("order"), Reason.ALREADY_FULFILLED);
  }

  @Test
  void release_beforeReserve_refusesTheLateReserve() {
    books.release("order");

    books.refuse(reserve("order", 1), Reason.ALREADY_CANCELLED);
    assertThat(books.reservation("order").state()).isEqualTo(State.CANCELLED);
    books.refuse(confirm("order"), Reason.ALREADY_CANCELLED);
    books.refuse(releaseAll("order"), Reason.ALREADY_CANCELLED);
  }

  @Test
  void release_beforeReserveThenReopened_refusesTheLateReserve() {
    books.release("order");
    books.ledger().snapshot();
    books.reopen();

    books.refuse(reserve("order", 1), Reason.ALREADY_CANCELLED);
  }

  @Test
  void release_partOfUnknown_isRefusedAndLeavesNoMark() {
    books.refuse(releaseOf("order", 1), Reason.UNKNOWN_RESERVATION);

    books.hold("order", 1);
  }
}
