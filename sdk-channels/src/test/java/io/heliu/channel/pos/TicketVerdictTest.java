package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TicketVerdictTest {
  private static final PosTicket SALE = PosText.one(PosText.CUP);
  private static final PosFile.Ignored VOID =
      PosText.parse(PosText.HEADER + PosText.CUP.replace("销售", "作废")).ignored().get(0);

  @Test
  void of_newKey_isAccepted() {
    assertThat(TicketVerdict.of(SALE, Optional.empty())).isEqualTo(TicketVerdict.ACCEPTED);
  }

  @Test
  void of_sameKeySameHash_isDuplicate() {
    assertThat(TicketVerdict.of(SALE, Optional.of(SALE.hash()))).isEqualTo(TicketVerdict.DUPLICATE);
  }

  @Test
  void of_sameKeyOtherHash_isConflict() {
    PosTicket other = PosText.one(PosText.CUP.replace("44.50", "44.49"));

    assertThat(TicketVerdict.of(other, Optional.of(SALE.hash()))).isEqualTo(TicketVerdict.CONFLICT);
  }

  @Test
  void of_void_isIgnored() {
    assertThat(TicketVerdict.of(VOID, Optional.empty())).isEqualTo(TicketVerdict.IGNORED);
    assertThat(TicketVerdict.of(VOID, Optional.of(VOID.hash()))).isEqualTo(TicketVerdict.IGNORED);
  }

  @Test
  void of_voidOfStoredSale_isConflict() {
    assertThat(TicketVerdict.of(VOID, Optional.of(SALE.hash()))).isEqualTo(TicketVerdict.CONFLICT);
  }

  @Test
  void acknowledged_isWhatTheSenderMayForget() {
    assertThat(TicketVerdict.values())
        .filteredOn(TicketVerdict::acknowledged)
        .containsExactly(TicketVerdict.ACCEPTED, TicketVerdict.DUPLICATE, TicketVerdict.IGNORED);
  }

  @Test
  void decide_file_answersEveryTicketInRowOrder() {
    Map<TicketKey, String> stored = new HashMap<>();
    stored.put(SALE.key(), SALE.hash());
    PosFile file =
        PosText.parse(
            PosText.HEADER
                + PosText.CUP.replace("000117", "bad/no")
                + PosText.CUP.replace("000117", "000115").replace("44.50", "x")
                + PosText.CUP
                + PosText.UMBRELLA_BACK
                + PosText.CUP.replace("000117", "000119").replace("销售", "培训"));

    List<TicketResult> results =
        TicketResult.decide(file, key -> Optional.ofNullable(stored.get(key)));

    assertThat(results)
        .extracting(TicketResult::row, TicketResult::verdict)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, TicketVerdict.REJECTED),
            org.assertj.core.groups.Tuple.tuple(3, TicketVerdict.REJECTED),
            org.assertj.core.groups.Tuple.tuple(4, TicketVerdict.DUPLICATE),
            org.assertj.core.groups.Tuple.tuple(5, TicketVerdict.ACCEPTED),
            org.assertj.core.groups.Tuple.tuple(6, TicketVerdict.IGNORED));
    assertThat(results.get(0).key()).isNull();
    assertThat(results.get(1).reason()).contains("金额");
  }
}
