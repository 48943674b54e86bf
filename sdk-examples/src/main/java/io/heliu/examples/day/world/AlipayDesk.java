package io.heliu.examples.day.world;

import io.heliu.channel.StatementSource;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Payments;
import io.heliu.examples.day.story.Story;
import io.heliu.http.Transport;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.statement.AlipayApp;
import io.heliu.statement.AlipayBillClient;
import io.heliu.statement.BillSettings;
import io.heliu.statement.standin.AlipayBillWriter;
import io.heliu.statement.standin.AlipayFundWriter;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.TestOnlyKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Alipay, where the buyers of the shops on Taobao pay. */
public final class AlipayDesk implements PaymentDesk {
  private static final String ORDER_PREFIX = "T200P";

  private final LocalDate day;
  private final DayClock clock;
  private final Transport transport;
  private final AlipayStandIn standIn;

  public AlipayDesk(LocalDate day, DayClock clock, Transport transport) throws IOException {
    this.day = day;
    this.clock = clock;
    this.transport = transport;
    this.standIn = new AlipayStandIn(clock, Duration.ofSeconds(30));
    standIn.faults().next(1, request -> true, new Misbehaviour.HalfBody());
    standIn.faults().next(new Misbehaviour.Special("busy"));
    standIn.faults().next(1, this::asksForTheDay, new Misbehaviour.Special("forged"));
    standIn.start();
  }

  private boolean asksForTheDay(Request request) {
    return request.form().getOrDefault("biz_content", "").contains(day.toString());
  }

  @Override
  public String name() {
    return "alipay";
  }

  @Override
  public StatementSource trades() {
    return client().build();
  }

  @Override
  public StatementSource funds() {
    return client().fundBills().build();
  }

  private AlipayBillClient.Builder client() {
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
        .waiter(clock);
  }

  @Override
  public void publish(List<Payments.Payment> payments) {
    List<AlipayBillWriter.Row> trades = new ArrayList<>();
    List<AlipayFundWriter.Row> funds = new ArrayList<>();
    for (Payments.Payment payment : payments) {
      trades.add(trade(payment));
      if (payment.arrives()) {
        String type = payment.amount().isNegative() ? "交易退款" : "在线支付";
        funds.add(fund(payment, "1", payment.amount().toPlainString(), type));
        funds.add(fund(payment, "2", payment.fee().toPlainString(), "收费"));
      }
    }
    standIn.publish(day, new AlipayBillWriter(day, trades).zip());
    standIn.publishFunds(day, new AlipayFundWriter(day, "1000.00", funds).zip());
  }

  private static AlipayBillWriter.Row trade(Payments.Payment payment) {
    LocalDateTime time = LocalDateTime.ofInstant(payment.at(), Story.CHINA);
    boolean refund = payment.amount().isNegative();
    return new AlipayBillWriter.Row(
        payment.id(),
        ORDER_PREFIX + payment.number(),
        refund ? "退款" : "交易",
        "FoodMart, 订单",
        time,
        time,
        "",
        "",
        "",
        "",
        "*家(buy***@example.com)",
        payment.amount().toPlainString(),
        payment.amount().toPlainString(),
        "0.00",
        "0.00",
        refund ? "R" + payment.number() : "",
        payment.fee().toPlainString(),
        "");
  }

  private static AlipayFundWriter.Row fund(
      Payments.Payment payment, String part, String amount, String type) {
    return new AlipayFundWriter.Row(
        payment.id() + part,
        payment.id(),
        ORDER_PREFIX + payment.number(),
        "FoodMart",
        LocalDateTime.ofInstant(payment.at(), Story.CHINA),
        "",
        amount,
        type,
        "");
  }

  @Override
  public void close() {
    standIn.close();
  }
}
