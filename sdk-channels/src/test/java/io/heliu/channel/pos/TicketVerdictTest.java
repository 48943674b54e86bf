package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.heliu.channel.OrderInbox;
import io.heliu.order.Stored;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketVerdictTest {

  @ParameterizedTest
  @CsvSource({
    "NEW, ACCEPTED",
    "NEWER, ACCEPTED",
    "REPEATED, DUPLICATE",
    "OLDER, IGNORED",
    "CONFLICT, CONFLICT"
  })
  void ofOrder_whatStoringCameTo_isTheVerdict(Stored stored, TicketVerdict verdict) {
    assertThat(TicketVerdict.ofOrder(stored)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"NEW, IGNORED", "REPEATED, IGNORED", "CONFLICT, CONFLICT"})
  void ofIgnored_whatStoringCameTo_isTheVerdict(Stored stored, TicketVerdict verdict) {
    assertThat(TicketVerdict.ofIgnored(stored)).isEqualTo(verdict);
  }

  @Test
  void acknowledged_isWhatTheSenderMayForget() {
    assertThat(TicketVerdict.values())
        .filteredOn(TicketVerdict::acknowledged)
        .containsExactly(TicketVerdict.ACCEPTED, TicketVerdict.DUPLICATE, TicketVerdict.IGNORED);
  }

  @Test
  void of_file_answersEveryTicketInRowOrder() {
    PosFile file =
        PosText.parse(
            PosText.HEADER
                + PosText.CUP.replace("000117", "bad/no")
                + PosText.CUP.replace("000117", "000115").replace("44.50", "x")
                + PosText.CUP
                + PosText.UMBRELLA_BACK
                + PosText.CUP.replace("000117", "000119").replace("销售", "培训")
                + PosText.CUP.replace("000117", "000120").replace("销售", "作废"));

    List<TicketResult> results =
        TicketResult.of(
            file,
            new OrderInbox.Taken(
                List.of(Stored.REPEATED, Stored.OLDER), List.of(Stored.REPEATED, Stored.CONFLICT)));

    assertThat(results)
        .extracting(TicketResult::row, TicketResult::verdict)
        .containsExactly(
            tuple(2, TicketVerdict.REJECTED),
            tuple(3, TicketVerdict.REJECTED),
            tuple(4, TicketVerdict.DUPLICATE),
            tuple(5, TicketVerdict.IGNORED),
            tuple(6, TicketVerdict.IGNORED),
            tuple(7, TicketVerdict.CONFLICT));
    assertThat(results.get(0).key()).isNull();
    assertThat(results.get(1).reason()).contains("金额");
    assertThat(results)
        .extracting(TicketResult::reason)
        .endsWith(
            "voided before it came, and not booked", "", "the ticket it voids came another way");
  }

  @Test
  void of_resultOfAnotherFile_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TicketResult.of(
                    PosText.parse(PosText.SAMPLE), new OrderInbox.Taken(List.of(), List.of())))
        .withMessage("taken: must be of this file");
  }
}
