package io.heliu.examples.day;

import io.heliu.Money;
import io.heliu.channel.StatementSource;
import io.heliu.http.Transport;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.statement.AlipayApp;
import io.heliu.statement.AlipayBillClient;
import io.heliu.statement.BillSettings;
import io.heliu.statement.standin.AlipayBillWriter;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.TestOnlyKeys;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Alipay, with the day's bill: what was paid, and what was planted in it. */
final class Bank implements AutoCloseable {
  private static final BigDecimal FEE = new BigDecimal("0.006");
  private static final String ORDER_PREFIX = "T200P";
  private static final Money TOO_MUCH = Money.yuan("5.00");
  private static final Money WRONG_FEE = Money.yuan("0.50");

  private final AlipayStandIn standIn;
  private final DayClock clock;
  private final Transport transport;

  Bank(Story story, Planted planted, DayClock clock, Transport transport) throws IOException {
    this.clock = clock;
    this.transport = transport;
    this.standIn = new AlipayStandIn(clock, Duration.ofSeconds(30));
    standIn.publish(story.date(), new AlipayBillWriter(story.date(), rows(story, planted)).zip());
    standIn.faults().next(1, request -> true, new Misbehaviour.HalfBody());
    standIn.start();
  }

  /** Returns the client of the bills. */
  StatementSource bills() {
    AlipayApp app =
        new AlipayApp(
            "2088000000000000",
            AlipayStandIn.APP_ID,
            TestOnlyKeys.privateKey(),
            TestOnlyKeys.publicKey(),
            null,
            standIn.url("/gateway.do"));
    return AlipayBillClient.builder(app)
        .settings(BillSettings.defaults().withReferencePrefixes(List.of(ORDER_PREFIX)))
        .transport(transport)
        .clock(clock)
        .waiter(clock)
        .build();
  }

  private static List<AlipayBillWriter.Row> rows(Story story, Planted planted) {
    List<AlipayBillWriter.Row> rows = new ArrayList<>();
    Map<String, Planted.Kind> wrong = planted.byNumber();
    for (Story.Trade trade : story.trades()) {
      Planted.Kind kind = wrong.get(trade.tid());
      if (kind == Planted.Kind.NO_MONEY) {
        continue;
      }
      Money amount = kind == Planted.Kind.OTHER_AMOUNT ? trade.paid().plus(TOO_MUCH) : trade.paid();
      Money fee = amount.times(FEE, RoundingMode.HALF_UP).negated();
      if (kind == Planted.Kind.OTHER_FEE) {
        fee = fee.minus(WRONG_FEE);
      }
      rows.add(row(rows.size(), trade.tid(), trade.paidAt(), amount, fee));
      if (kind == Planted.Kind.PAID_TWICE) {
        rows.add(row(rows.size(), trade.tid(), trade.paidAt().plusSeconds(5), amount, fee));
      }
    }
    Instant noon = story.date().atTime(12, 0).atZone(Story.CHINA).toInstant();
    wrong.forEach(
        (number, kind) -> {
          Money amount = Money.yuan("66.60");
          if (kind == Planted.Kind.NO_ORDER) {
            rows.add(row(rows.size(), number, noon, amount, Money.yuan("-0.40")));
          } else if (kind == Planted.Kind.STRANGE_REFUND) {
            rows.add(row(rows.size(), number, noon, amount.negated(), Money.yuan("0.40")));
          }
        });
    return rows;
  }

  private static AlipayBillWriter.Row row(
      int index, String tid, Instant at, Money amount, Money fee) {
    LocalDateTime time = LocalDateTime.ofInstant(at, Story.CHINA);
    boolean refund = amount.isNegative();
    return new AlipayBillWriter.Row(
        "%s2200140000%010d".formatted(time.toLocalDate().toString().replace("-", ""), index),
        ORDER_PREFIX + tid,
        refund ? "退款" : "交易",
        "FoodMart, 订单",
        time,
        time,
        "",
        "",
        "",
        "",
        "*家(buy***@example.com)",
        amount.toPlainString(),
        amount.toPlainString(),
        "0.00",
        "0.00",
        refund ? "R" + tid : "",
        fee.toPlainString(),
        "");
  }

  @Override
  public void close() {
    standIn.close();
  }
}
