package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.HALF_HOUR;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.WEST;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  @Test
  void apply_sameCommandAgain_replaysTheAnswer() {
    books.stock(TEA, EAST, 5);
    Answer.Accepted first = books.hold("order", 2);
    books.stock(TEA, EAST, 1);

    Answer again = books.ledger().apply(reserve("order", 2));

    assertThat(first.replayed()).isFalse();
    assertThat(again).isEqualTo(new Answer.Accepted(first.sequence(), true, List.of()));
    assertThat(books.balance().reserved()).isEqualTo(2);
  }

  @Test
  void apply_replay_writesNothing() {
    books.stock(TEA, EAST, 5);
    books.hold("order", 2);
    long sequence = books.ledger().sequence();
    int syncs = books.disk().syncs.get();

    books.ledger().apply(reserve("order", 2));

    assertThat(books.ledger().sequence()).isEqualTo(sequence);
    assertThat(books.disk().syncs.get()).isEqualTo(syncs);
  }

  @Test
  void apply_refusedAndStockArrived_isRefusedAgain() {
    books.stock(TEA, EAST, 1);
    Answer.Refused first = books.refuse(reserve("order", 2), Reason.INSUFFICIENT);
    books.stock(TEA, EAST, 10);

    Answer.Refused again = books.refuse(reserve("order", 2), Reason.INSUFFICIENT);

    assertThat(again.replayed()).isTrue();
    assertThat(again.sequence()).isEqualTo(first.sequence());
    assertThat(again.shortages()).isEqualTo(first.shortages());
    books.hold("order-second-attempt", 2);
  }

  @Test
  void apply_refusedAndReopened_isRefusedAgain() {
    books.stock(TEA, EAST, 1);
    Answer.Refused first = books.refuse(reserve("order", 2), Reason.INSUFFICIENT);
    books.ledger().snapshot();
    books.reopen();
    books.stock(TEA, EAST, 10);

    Answer.Refused again = books.refuse(reserve("order", 2), Reason.INSUFFICIENT);

    assertThat(again)
        .isEqualTo(
            new Answer.Refused(
                first.sequence(), true, first.reason(), first.shortages(), first.detail()));
  }

  @Test
  void apply_linesInOtherOrder_isTheSameContent() {
    books.stock(TEA, EAST, 5);
    books.stock(CUP, EAST, 5);
    StockLine tea = new StockLine(TEA, EAST, 1);
    StockLine cup = new StockLine(CUP, EAST, 2);
    books.accept(new Command.Reserve("order", "o", List.of(tea, cup), null));

    Answer again = books.ledger().apply(new Command.Reserve("order", "o", List.of(cup, tea), null));

    assertThat(again.replayed()).isTrue();
  }

  static Stream<Arguments> differences() {
    List<StockLine> two = List.of(new StockLine(TEA, EAST, 2));
    return Stream.of(
        differ(reserve("k", 1), new Command.Confirm("k", "k"), "command"),
        differ(reserve("k", 1), new Command.Reserve("k", "x", tea(1), HALF_HOUR), "owner"),
        differ(reserve("k", 1), reserve("k", 2), "lines"),
        differ(reserve("k", 1), new Command.Reserve("k", "owner-k", tea(1), null), "timeToLive"),
        differ(
            reserve("k", 1),
            new Command.Reserve("k", "owner-k", tea(1), Duration.ofMinutes(31)),
            "timeToLive"),
        differ(new Command.Confirm("k", "a"), new Command.Confirm("k", "b"), "reservation"),
        differ(new Command.Ship("k", "a", two), new Command.Ship("k", "b", two), "reservation"),
        differ(new Command.Ship("k", "a", two), new Command.Ship("k", "a", tea(1)), "lines"),
        differ(
            new Command.Release("k", "a", two, "r"),
            new Command.Release("k", "a", List.of(), "r"),
            "lines"),
        differ(
            new Command.Release("k", "a", two, "r"),
            new Command.Release("k", "a", two, "other"),
            "reason"),
        differ(new Command.Consume("k", "a", two), new Command.Consume("k", "b", tea(1)), "owner"));
  }

  static Stream<Arguments> differencesOfCells() {
    return Stream.of(
        differ(
            new Command.Adjust("k", TEA, EAST, 1, "r"),
            new Command.Adjust("k", TEA, EAST, 2, "r"),
            "delta"),
        differ(
            new Command.Adjust("k", TEA, EAST, 1, "r"),
            new Command.Adjust("k", CUP, WEST, 1, "r"),
            "sku"),
        differ(
            new Command.Count("k", TEA, EAST, 1, 0, "r"),
            new Command.Count("k", TEA, WEST, 1, 0, "r"),
            "location"),
        differ(
            new Command.Count("k", TEA, EAST, 1, 0, "r"),
            new Command.Count("k", TEA, EAST, 1, 5, "r"),
            "asOfSequence"),
        differ(
            new Command.SetPolicy("k", TEA, EAST, 1, 1),
            new Command.SetPolicy("k", TEA, EAST, 1, 2),
            "oversellAllowance"));
  }

  private static Arguments differ(Command first, Command second, String field) {
    return Arguments.of(first, second, field);
  }

  @ParameterizedTest
  @MethodSource({"differences", "differencesOfCells"})
  void apply_sameKeyOtherContent_namesTheFirstDifference(
      Command first, Command second, String field) {
    books.stock(TEA, EAST, 9);
    Answer answer = books.ledger().apply(first);

    Answer.Refused refused = books.refuse(second, Reason.KEY_REUSED);

    assertThat(refused.detail()).startsWith(field + ": ");
    assertThat(refused.sequence()).isEqualTo(answer.sequence());
    assertThat(refused.replayed()).isFalse();
    assertThat(books.ledger().apply(first).replayed()).isTrue();
  }

  @Test
  void applyAll_sameKeyTwice_hasOneEffect() {
    books.stock(TEA, EAST, 9);

    List<Answer> answers = books.ledger().applyAll(List.of(reserve("k", 2), reserve("k", 2)));

    assertThat(answers).extracting(Answer::replayed).containsExactly(false, true);
    assertThat(answers.get(0).sequence()).isEqualTo(answers.get(1).sequence());
    assertThat(books.balance().reserved()).isEqualTo(2);
  }

  @Test
  void snapshot_keyOlderThanRetention_isForgotten() {
    Command.Adjust adjust = new Command.Adjust("document-1", TEA, EAST, 5, "receipt");
    books.accept(adjust);
    books.clock().advance(Duration.ofDays(90));
    books.ledger().snapshot();

    assertThat(books.ledger().apply(adjust).replayed()).isFalse();
    assertThat(books.balance().onHand()).isEqualTo(10);
  }

  @Test
  void snapshot_keyWithinRetention_isKept() {
    Command.Adjust adjust = new Command.Adjust("document-1", TEA, EAST, 5, "receipt");
    books.accept(adjust);
    books.clock().advance(Duration.ofDays(90).minusMillis(1));
    books.ledger().snapshot();

    assertThat(books.ledger().apply(adjust).replayed()).isTrue();
  }

  @Test
  void snapshot_keyOfOpenReservation_isKeptHoweverOld() {
    books.stock(TEA, EAST, 5);
    Command.Reserve reserve = new Command.Reserve("order", "o", tea(2), null);
    books.accept(reserve);
    books.clock().advance(Duration.ofDays(400));
    books.ledger().snapshot();

    assertThat(books.ledger().apply(reserve).replayed()).isTrue();
    assertThat(books.balance().reserved()).isEqualTo(2);
  }

  @Test
  void snapshot_endedReservationOlderThanRetention_isForgotten() {
    books.stock(TEA, EAST, 5);
    books.hold("order", 2);
    books.release("order");
    books.clock().advance(Duration.ofDays(91));
    books.ledger().snapshot();

    assertThat(books.ledger().reservation("order")).isEmpty();
  }
}
