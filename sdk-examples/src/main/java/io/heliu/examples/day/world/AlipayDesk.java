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
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Alipay, where the buyers of the shops on Taobao pay. */
public final class AlipayDesk implements PaymentDesk {
  private static final String GATEWAY = "/gateway.do";
  private static final String ORDER_PREFIX = "T200P";

  private final LocalDate day;
  private final DayClock clock;
  private final AlipayStandIn standIn;

  AlipayDesk(LocalDate day, DayClock clock, Path directory, Mischief mischief) throws IOException {
    this.day = day;
    this.clock = clock;
    this.standIn = new AlipayStandIn(clock, Duration.ofSeconds(30));
    mischief.rule(
        standIn, "half a bill's address", 1, this::asksForTheDay, new Misbehaviour.HalfBody());
    for (String trouble : List.of(AlipayStandIn.BUSY, AlipayStandIn.FORGED)) {
      mischief.rule(
          standIn, "alipay " + trouble, 1, this::asksForTheDay, new Misbehaviour.Special(trouble));
    }
    standIn.journal(directory.resolve("alipay.journal"));
    standIn.start();
  }

  /** Before there is a file, an answer is the same whether it is spoilt or not. */
  private boolean asksForTheDay(Request request) {
    return PaymentDesk.isPublished(day, request.at())
        && request.path().equals(GATEWAY)
        && request.form().getOrDefault("biz_content", "").contains(day.toString());
  }

  @Override
  public String name() {
    return "alipay";
  }

  @Override
  public StatementSource trades(Transport transport) {
    return client(transport).build();
  }

  @Override
  public StatementSource funds(Transport transport) {
    return client(transport).fundBills().build();
  }

  private AlipayBillClient.Builder client(Transport transport) {
    AlipayApp app =
        new AlipayApp(
            "2088000000000000",
            AlipayStandIn.APP_ID,
            TestOnlyKeys.privateKey(),
            TestOnlyKeys.publicKey(),
            null,
            standIn.url(GATEWAY));
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
        refund ? payment.refundNumber() : "",
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
