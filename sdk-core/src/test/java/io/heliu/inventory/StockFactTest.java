package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.WEST;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StockFactTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  private Command.Adjust adjust(long delta) {
    return new Command.Adjust(books.newKey(), TEA, EAST, delta, "correction");
  }

  private Command.Count count(long counted, long asOf) {
    return new Command.Count(books.newKey(), TEA, EAST, counted, asOf, "stock-take");
  }

  private Command.Consume consume(long quantity) {
    return new Command.Consume(books.newKey(), "receipt", tea(quantity));
  }

  @Test
  void adjust_zero_opensTheCell() {
    books.accept(adjust(0));

    assertThat(books.ledger().balances()).hasSize(1);
    assertThat(books.balance().version()).isEqualTo(books.ledger().sequence());
  }

  @Test
  void adjust_sameDocumentTwice_isAppliedOnce() {
    Command.Adjust receipt = adjust(5);
    books.accept(receipt);

    books.ledger().apply(receipt);

    assertThat(books.balance().onHand()).isEqualTo(5);
  }

  @Test
  void adjust_belowReserved_isAcceptedAndReportsTheShortage() {
    books.stock(TEA, EAST, 10);
    books.hold("order", 8);

    Answer.Accepted answer = books.accept(adjust(-5));

    assertThat(answer.shortages()).containsExactly(new Shortage(TEA, EAST, 5, 2, 3));
    assertThat(books.balance().shortBy()).isEqualTo(3);
    assertThat(books.reservation("order").state()).isEqualTo(Reservation.State.HELD);
    books.refuse(reserve("next", 1), Reason.INSUFFICIENT);
  }

  @Test
  void adjust_negativeOpening_isImportedAsItIs() {
    Answer.Accepted answer = books.accept(adjust(-4));

    assertThat(answer.shortages()).containsExactly(new Shortage(TEA, EAST, 4, 0, 4));
    assertThat(books.balance().onHand()).isEqualTo(-4);
    assertThat(books.balance().shortBy()).isEqualTo(4);
  }

  @Test
  void adjust_beyondTheRange_isRefused() {
    long most = Check.MAX_QUANTITY;
    for (int i = 0; i < 4_000; i++) {
      books.ledger().apply(adjust(most));
    }

    books.refuse(adjust(most), Reason.OUT_OF_RANGE);
    assertThat(books.balance().onHand()).isEqualTo(Cell.LIMIT);
  }

  @Test
  void consume_enough_leavesTheStock() {
    books.stock(TEA, EAST, 5);

    assertThat(books.accept(consume(2)).shortages()).isEmpty();
    assertThat(books.balance().onHand()).isEqualTo(3);
  }

  @Test
  void consume_moreThanFree_goesBelowAndReportsWhatWasNotThere() {
    books.stock(TEA, EAST, 5);
    books.hold("order", 4);

    Answer.Accepted answer = books.accept(consume(3));

    assertThat(answer.shortages()).containsExactly(new Shortage(TEA, EAST, 3, 1, 2));
    assertThat(books.balance().onHand()).isEqualTo(2);
    assertThat(books.balance().reserved()).isEqualTo(4);
  }

  @Test
  void consume_cellAlreadyShort_reportsOnlyItsOwnPart() {
    books.accept(consume(3));

    Answer.Accepted answer = books.accept(consume(2));

    assertThat(answer.shortages()).containsExactly(new Shortage(TEA, EAST, 2, -3, 2));
    assertThat(books.balance().onHand()).isEqualTo(-5);
  }

  @Test
  void consume_withinAllowance_isNoShortage() {
    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 0, 5));

    assertThat(books.accept(consume(5)).shortages()).isEmpty();
  }

  @Test
  void consume_bufferedUnits_isNoShortage() {
    books.stock(TEA, EAST, 5);
    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 5, 0));

    assertThat(books.accept(consume(5)).shortages()).isEmpty();
  }

  @Test
  void consume_negative_putsBack() {
    books.stock(TEA, EAST, 5);

    books.accept(consume(-2));

    assertThat(books.balance().onHand()).isEqualTo(7);
  }

  @Test
  void consume_saleAndReturnOfTheSame_balance() {
    books.stock(TEA, EAST, 5);
    List<StockLine> lines = List.of(new StockLine(TEA, EAST, 2), new StockLine(TEA, EAST, -2));

    books.accept(new Command.Consume(books.newKey(), "receipt", lines));

    assertThat(books.balance().onHand()).isEqualTo(5);
  }

  @Test
  void consume_unknownCell_opensIt() {
    List<StockLine> lines = List.of(new StockLine(CUP, WEST, 1));

    books.accept(new Command.Consume(books.newKey(), "receipt", lines));

    assertThat(books.ledger().balance(CUP, WEST).onHand()).isEqualTo(-1);
  }

  @Test
  void count_salesDuringTheCount_areKept() {
    books.stock(TEA, EAST, 10);
    long begun = books.ledger().sequence();
    books.accept(consume(3));

    books.accept(count(9, begun));

    assertThat(books.balance().onHand()).isEqualTo(6);
  }

  @Test
  void count_sameMomentTwice_correctsOnce() {
    books.stock(TEA, EAST, 10);
    long moment = books.ledger().sequence();
    books.accept(count(8, moment));
    books.accept(consume(1));

    books.accept(count(8, moment));

    assertThat(books.balance().onHand()).isEqualTo(7);
  }

  @Test
  void count_twoOfDifferentMomentsInFlight_doNotCorrectTwice() {
    books.stock(TEA, EAST, 10);
    long first = books.ledger().sequence();
    books.accept(consume(1));
    long second = books.ledger().sequence();
    books.accept(count(12, first));

    books.accept(count(11, second));

    assertThat(books.balance().onHand()).isEqualTo(11);
  }

  @Test
  void count_olderThanTheLatest_isStale() {
    books.stock(TEA, EAST, 10);
    long older = books.ledger().sequence();
    books.accept(consume(1));
    books.accept(count(9, books.ledger().sequence()));

    books.refuse(count(12, older), Reason.STALE_COUNT);
  }

  @Test
  void count_aheadOfTheLedger_isRefused() {
    books.stock(TEA, EAST, 10);

    books.refuse(count(9, books.ledger().sequence() + 1), Reason.UNKNOWN_WATERMARK);
  }

  @Test
  void count_olderThanRetention_isRefused() {
    books.stock(TEA, EAST, 10);
    books.stock(TEA, EAST, 1);
    books.clock().advance(Duration.ofDays(91));
    books.ledger().snapshot();

    books.refuse(count(9, 1), Reason.UNKNOWN_WATERMARK);
    books.accept(count(9, 2));
    assertThat(books.balance().onHand()).isEqualTo(9);
  }

  @Test
  void count_afterSnapshotAndReopen_knowsThePast() {
    books.stock(TEA, EAST, 10);
    long begun = books.ledger().sequence();
    books.accept(consume(3));
    books.ledger().snapshot();
    books.reopen();
    books.accept(consume(1));

    books.accept(count(9, begun));

    assertThat(books.balance().onHand()).isEqualTo(5);
  }

  @Test
  void count_belowReserved_isAcceptedAndReportsTheShortage() {
    books.stock(TEA, EAST, 10);
    books.hold("order", 8);

    Answer.Accepted answer = books.accept(count(5, books.ledger().sequence()));

    assertThat(answer.shortages()).containsExactly(new Shortage(TEA, EAST, 5, 2, 3));
    assertThat(books.balance().shortBy()).isEqualTo(3);
    assertThat(books.balance().reserved()).isEqualTo(8);
  }

  @Test
  void count_unknownCell_opensIt() {
    books.stock(CUP, EAST, 1);

    books.accept(count(7, 0));

    assertThat(books.balance().onHand()).isEqualTo(7);
  }

  @Test
  void count_withinOneBatch_seesTheBatch() {
    books.stock(TEA, EAST, 10);
    long begun = books.ledger().sequence();

    books.ledger().applyAll(List.of(consume(3), count(9, begun), consume(1), count(8, begun)));

    assertThat(books.balance().onHand()).isEqualTo(4);
  }
}
