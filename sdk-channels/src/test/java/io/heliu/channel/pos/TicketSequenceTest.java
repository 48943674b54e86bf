package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TicketSequenceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);

  private static List<TicketKey> keys(String... numbers) {
    return Stream.of(numbers).map(n -> new TicketKey("S01", "P1", DAY, n)).toList();
  }

  @Test
  void of_unbrokenNumbers_isComplete() {
    TicketSequence sequence = TicketSequence.of(keys("000002", "000001", "000003")).get(0);

    assertThat(sequence.complete()).isTrue();
    assertThat(sequence.tickets()).isEqualTo(3);
  }

  @Test
  void of_missingNumbers_namesTheRuns() {
    TicketSequence sequence = TicketSequence.of(keys("000001", "000003", "000009")).get(0);

    assertThat(sequence.gaps())
        .containsExactly(new TicketSequence.Gap("", 2, 2), new TicketSequence.Gap("", 4, 8));
    assertThat(sequence.gaps().get(1).size()).isEqualTo(5);
    assertThat(sequence.complete()).isFalse();
  }

  @Test
  void of_twoTillsAndDays_areSequencesOfTheirOwn() {
    List<TicketKey> keys = new ArrayList<>(keys("1", "2"));
    keys.add(new TicketKey("S01", "P2", DAY, "5"));
    keys.add(new TicketKey("S01", "P1", DAY.plusDays(1), "7"));

    assertThat(TicketSequence.of(keys)).hasSize(3).allMatch(TicketSequence::complete);
  }

  @Test
  void of_repeatedKey_countsOnce() {
    assertThat(TicketSequence.of(keys("1", "1", "2")).get(0).tickets()).isEqualTo(2);
  }

  @Test
  void of_lostZeros_findsTheTwins() {
    TicketSequence sequence = TicketSequence.of(keys("000117", "117", "000118")).get(0);

    assertThat(sequence.twins()).containsExactly(keys("000117", "117"));
    assertThat(sequence.gaps()).isEmpty();
  }

  @Test
  void of_prefixes_areCountedApart() {
    TicketSequence sequence = TicketSequence.of(keys("A1", "A3", "B7", "B8")).get(0);

    assertThat(sequence.gaps()).containsExactly(new TicketSequence.Gap("A", 2, 2));
  }

  @Test
  void of_numberWithoutDigits_isNamed() {
    TicketSequence sequence = TicketSequence.of(keys("ABC", "1234567890123456789012", "1")).get(0);

    assertThat(sequence.unnumbered()).hasSize(2);
  }

  @Test
  void of_hugeGap_costsNoMemory() {
    TicketSequence sequence = TicketSequence.of(keys("1", "999999999999999999")).get(0);

    assertThat(sequence.gaps().get(0).size()).isEqualTo(999_999_999_999_999_997L);
  }

  @Test
  void of_nothing_isNothing() {
    assertThat(TicketSequence.of(List.of())).isEmpty();
  }

  @Test
  void of_ignoredTickets_closeTheSequence() {
    PosFile file =
        PosText.parse(
            PosText.HEADER
                + PosText.CUP
                + PosText.CUP.replace("000117", "000118").replace("销售", "作废")
                + PosText.CUP.replace("000117", "000119"));
    List<TicketKey> all =
        Stream.concat(
                file.tickets().stream().map(PosTicket::key),
                file.ignored().stream().map(PosFile.Ignored::key))
            .toList();

    assertThat(TicketSequence.of(all).get(0).complete()).isTrue();
  }

  @Test
  void of_everyNumberButOne_findsExactlyThatOne() {
    for (int missing = 2; missing < 50; missing++) {
      int left = missing;
      String[] numbers =
          IntStream.rangeClosed(1, 50)
              .filter(n -> n != left)
              .mapToObj(n -> String.format("%06d", n))
              .toArray(String[]::new);
      assertThat(TicketSequence.of(keys(numbers)).get(0).gaps())
          .as("missing %d", missing)
          .containsExactly(new TicketSequence.Gap("", missing, missing));
    }
  }

  @Test
  void key_yearOfFiveDigits_isRefused() {
    assertThatThrownBy(() -> new TicketKey("S", "T", LocalDate.of(10000, 1, 1), "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("businessDate: ");
  }
}
