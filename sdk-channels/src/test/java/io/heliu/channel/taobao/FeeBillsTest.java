package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.taobao.FeeBills.DayBy;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeBillsTest extends TaobaoTest {
  private static final LocalDate DAY = LocalDate.of(2024, 6, 17);

  private static ObjectNode bill(long id, String paid) {
    ObjectNode bill = Json.object();
    bill.put("bid", id).put("trade_id", tid(1)).put("order_id", oid(1, 1)).put("account_id", 21);
    bill.put("amount", 21_100).put("total_amount", 422_000).put("status", 1);
    bill.put("biz_time", "2024-06-16 20:00:00").put("pay_time", paid);
    return bill.put("book_time", paid).put("alipay_outno", "T200P" + tid(1));
  }

  private void put(ObjectNode bill) {
    standIn.putBill(Json.write(bill));
  }

  @Test
  void day_bill_isReadInFen() {
    put(bill(1, "2024-06-17 12:00:00"));

    Page<FeeBill> page = client().bills().day(DAY, DayBy.PAID);

    assertThat(page.rows())
        .containsExactly(
            new FeeBill(
                "1",
                tid(1),
                oid(1, 1),
                "21",
                Money.yuan("211.00"),
                Money.yuan("4220.00"),
                FeeBill.State.PAID,
                Instant.parse("2024-06-16T12:00:00Z"),
                Instant.parse("2024-06-17T04:00:00Z"),
                Instant.parse("2024-06-17T04:00:00Z"),
                "T200P" + tid(1)));
  }

  @Test
  void day_otherUnit_isReadInIt() {
    put(bill(1, "2024-06-17 12:00:00"));

    Page<FeeBill> page =
        builder().billUnit(Money.yuan("1.00")).build().bills().day(DAY, DayBy.PAID);

    assertThat(page.rows().get(0).amount()).isEqualTo(Money.yuan("21100.00"));
  }

  @Test
  void day_feeGivenBack_isNegative() {
    put(bill(1, "2024-06-17 12:00:00").put("amount", -500));

    assertThat(client().bills().day(DAY, DayBy.PAID).rows().get(0).amount())
        .isEqualTo(Money.yuan("-5.00"));
  }

  @Test
  void day_bothMidnights_firstBelongsToTheDayAndLastDoesNot() {
    put(bill(1, "2024-06-17 00:00:00"));
    put(bill(2, "2024-06-17 23:59:59"));
    put(bill(3, "2024-06-18 00:00:00"));

    assertThat(client().bills().day(DAY, DayBy.PAID).rows())
        .extracting(FeeBill::id)
        .containsExactly("1", "2");
  }

  @Test
  void day_byCompletion_usesTheOtherTime() {
    put(bill(1, "2024-06-17 12:00:00"));

    assertThat(client().bills().day(DAY, DayBy.COMPLETED).rows()).isEmpty();
    assertThat(client().bills().day(DAY.minusDays(1), DayBy.COMPLETED).rows()).hasSize(1);
  }

  @Test
  void day_moreRowsThanASpanMayHave_isSplitAndEachRowComesOnce() {
    for (int i = 0; i < 5_200; i++) {
      // All around noon, where the first cut lies, so that both halves hold the shared second.
      String second = String.format("2024-06-17 %02d:%02d:00", 11 + i % 3, i % 60);
      put(bill(i, i % 100 == 0 ? "2024-06-17 12:00:00" : second));
    }

    Page<FeeBill> page = client().bills().day(DAY, DayBy.PAID);

    assertThat(page.rows()).hasSize(5_200);
    assertThat(page.rows()).extracting(FeeBill::id).doesNotHaveDuplicates();
  }

  @Test
  void day_oneSecondHoldsTooMany_isAProtocolFaultAndNotATruncatedDay() {
    for (int i = 0; i < 5_001; i++) {
      put(bill(i, "2024-06-17 12:34:56"));
    }

    Fault fault = faultOf(() -> client().bills().day(DAY, DayBy.PAID));

    assertThat(fault).isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void day_billAddedWhileItIsRead_isReadAgain() {
    for (int i = 0; i < 150; i++) {
      put(bill(1_000 + i, "2024-06-17 12:34:56"));
    }
    addBillsBefore(1, "page_no=2");

    assertThat(client().bills().day(DAY, DayBy.PAID).rows()).hasSize(151);
  }

  @Test
  void day_billsKeepComing_isAProtocolFaultAndNotAWrongDay() {
    for (int i = 0; i < 150; i++) {
      put(bill(1_000 + i, "2024-06-17 12:34:56"));
    }
    addBillsBefore(2, "page_no=2");

    assertThat(faultOf(() -> client().bills().day(DAY, DayBy.PAID)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("the rows do not agree with the total");
  }

  /** Adds a bill in front of all others each time a request with this text arrives. */
  private void addBillsBefore(int times, String text) {
    AtomicInteger left = new AtomicInteger(times);
    standIn
        .faults()
        .next(
            1,
            request -> {
              if (request.text().contains(text) && left.getAndDecrement() > 0) {
                put(bill(left.get(), "2024-06-17 12:34:56"));
              }
              return false;
            },
            new Misbehaviour.Disconnect());
  }

  @Test
  void day_amountThatCannotBeRead_isMalformedAndCostsNoOther() {
    put(bill(1, "2024-06-17 12:00:00").put("amount", "x"));
    put(bill(2, "2024-06-17 12:00:00"));

    Page<FeeBill> page = client().bills().day(DAY, DayBy.PAID);

    assertThat(page.rows()).extracting(FeeBill::id).containsExactly("2");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("1");
  }

  @Test
  void day_statusNotKnown_isUnknown() {
    put(bill(1, "2024-06-17 12:00:00").put("status", 9));

    assertThat(client().bills().day(DAY, DayBy.PAID).rows().get(0).state())
        .isEqualTo(FeeBill.State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"trade_id, TRADE, 1", "trade_id, 37, 0", "account_id, 21, 1", "account_id, 22, 0"})
  void standIn_billsOfOneTradeOrSubject_areTheOnlyOnes(String name, String value, int rows) {
    put(bill(1, "2024-06-17 12:00:00"));
    Map<String, String> call = new HashMap<>(span("2024-06-18 00:00:00"));
    call.put(name, value.replace("TRADE", tid(1)));

    JsonNode answer = raw("taobao.bill.bills.get", call);

    assertThat(answer.at("/bill_bills_get_response/total_results").asInt(-1)).isEqualTo(rows);
  }

  @Test
  void standIn_moreThanADay_isTakenForOneTradeOnly() {
    put(bill(1, "2024-06-17 12:00:00"));
    Map<String, String> call = new HashMap<>(span("2024-06-18 00:00:01"));

    assertThat(raw("taobao.bill.bills.get", call).at("/error_response/code").asInt()).isEqualTo(41);
    call.put("order_id", oid(1, 1));
    assertThat(
            raw("taobao.bill.bills.get", call).at("/bill_bills_get_response/total_results").asInt())
        .isEqualTo(1);
  }

  private static Map<String, String> span(String end) {
    return Map.of("fields", "bid", "start_time", "2024-06-17 00:00:00", "end_time", end);
  }
}
