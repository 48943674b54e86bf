package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import io.heliu.channel.wechat.FundsFlow.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundsFlowsTest extends WechatTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final Instant NOON = Instant.parse("2026-07-12T04:00:00Z");

  private static String flow(String id, int type, int direction, long amount) {
    return ("{'flow_id':'"
            + id
            + "','funds_type':"
            + type
            + ",'flow_type':"
            + direction
            + ",'amount':"
            + amount
            + ",'balance':100000,'bookkeeping_time':"
            + NOON.getEpochSecond()
            + ",'remark':'demo','related_info_list':["
            + "{'related_type':'RelatedType_Order','order_id':3705115058471208928},"
            + "{'related_type':2,'aftersale_id':'2001','transaction_id':'42001'}]}")
        .replace('\'', '"');
  }

  private FundsFlow one() {
    return client().funds().day(DAY).rows().get(0);
  }

  private List<StatementLine> lines() {
    StatementSource.Ready ready = (StatementSource.Ready) client().funds().fetch(DAY);
    List<StatementLine> lines = new ArrayList<>();
    ready.statement().read(lines::add);
    return lines;
  }

  @Test
  void day_movement_isTyped() {
    standIn.putFlow(flow("f1", 1, 1, 8900));

    assertThat(one())
        .isEqualTo(
            new FundsFlow(
                "f1",
                Kind.RECEIPT,
                "1",
                Money.fen(8900),
                Money.fen(100_000),
                "3705115058471208928",
                "2001",
                "42001",
                NOON,
                "demo"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, RECEIPT",
    "2, PLATFORM_FEE",
    "3, REFUND",
    "4, TRANSFER",
    "5, TRANSFER",
    "6, COMMISSION",
    "7, COMMISSION",
    "8, INSURANCE",
    "9, COMMISSION",
    "10, COMMISSION",
    "11, PLATFORM_FEE",
    "12, COMMISSION",
    "13, OTHER",
    "14, OTHER",
    "15, OTHER",
    "16, INSURANCE",
    "99, OTHER",
    "4711, OTHER"
  })
  void day_type_givesKindAndKeepsTheCode(int type, Kind kind) {
    standIn.putFlow(flow("f1", type, 2, 178));

    assertThat(one().kind()).isEqualTo(kind);
    assertThat(one().kindCode()).isEqualTo("" + type);
    assertThat(one().amount()).isEqualTo(Money.fen(-178));
  }

  @Test
  void day_bookingTimeAndRelationsMissing_isStillRead() {
    standIn.putFlow(
        "{\"flow_id\":\"f1\",\"funds_type\":4,\"flow_type\":2,\"amount\":5,\"seeded_at\":"
            + NOON.getEpochSecond()
            + ",\"related_info_list\":null}");

    assertThat(one().bookedAt()).isNull();
    assertThat(one().orderNumber()).isNull();
    assertThat(lines().get(0).occurredAt()).isEqualTo(Instant.parse("2026-07-11T16:00:00Z"));
  }

  @Test
  void day_neighbouringDays_areLeftOut() {
    String before = "" + Instant.parse("2026-07-11T15:59:59Z").getEpochSecond();
    String after = "" + Instant.parse("2026-07-12T16:00:00Z").getEpochSecond();
    String noon = "" + NOON.getEpochSecond();
    standIn.putFlow(flow("f1", 1, 1, 1).replace(noon, before));
    standIn.putFlow(flow("f2", 1, 1, 1).replace(noon, after));

    assertThat(client().funds().day(DAY).rows()).isEmpty();
  }

  @Test
  void day_moreThanAPage_followsPageAndCursor() {
    for (int i = 0; i < 205; i++) {
      standIn.putFlow(flow("f" + (1000 + i), 1, 1, i));
    }

    assertThat(client().funds().day(DAY).rows()).hasSize(205);
    assertThat(standIn.calls("/channels/ec/funds/getfundsflowlist")).isEqualTo(3);
  }

  @Test
  void day_unreadableMovement_isKeptAndSpoilsTheStatement() {
    standIn.putFlow(flow("f1", 1, 3, 8900));

    Page<FundsFlow> page = client().funds().day(DAY);
    assertThat(page.malformed().get(0).reason()).isEqualTo("flow_type: must be 1 or 2");
    assertThat(faultOf(() -> client().funds().fetch(DAY))).isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void fetch_day_hasReceiptsRefundsAndFees() {
    standIn.putFlow(flow("f1", 1, 1, 8900));
    standIn.putFlow(flow("f2", 2, 2, 178));
    standIn.putFlow(flow("f3", 3, 2, 4450));
    standIn.putFlow(flow("f4", 4, 2, 1000));

    List<StatementLine> lines = lines();

    assertThat(lines)
        .extracting(StatementLine::kind)
        .containsExactly(
            StatementLine.Kind.PAYMENT,
            StatementLine.Kind.OTHER,
            StatementLine.Kind.REFUND,
            StatementLine.Kind.OTHER);
    assertThat(lines)
        .extracting(StatementLine::net)
        .containsExactly(Money.fen(8900), Money.fen(-178), Money.fen(-4450), Money.fen(-1000));
    assertThat(lines.get(1).gross()).isEqualTo(Money.fen(0));
    assertThat(lines).extracting(StatementLine::reference).containsOnly("3705115058471208928");
  }

  @Test
  void fetch_beforeFourOfTheNextAfternoon_isNotReady() {
    Instant shown = Instant.parse("2026-07-13T08:00:00Z");
    LocalDate yesterday = LocalDate.of(2026, 7, 13);

    assertThat(client().funds().fetch(yesterday))
        .isEqualTo(new StatementSource.NotReady(shown.plus(Duration.ofDays(1))));
    assertThat(standIn.calls("/channels/ec/funds/getfundsflowlist")).isZero();
    time.advance(Duration.ofHours(6));
    assertThat(client().funds().fetch(yesterday)).isInstanceOf(StatementSource.Empty.class);
  }

  @Test
  void fetch_sameDayTwice_hasTheSameDigest() {
    standIn.putFlow(flow("f1", 1, 1, 8900));
    String first = digest();

    assertThat(digest()).isEqualTo(first);
    standIn.putFlow(flow("f1", 1, 1, 8901));
    assertThat(digest()).isNotEqualTo(first);
  }

  private String digest() {
    return ((StatementSource.Ready) client().funds().fetch(DAY)).statement().digest();
  }
}
