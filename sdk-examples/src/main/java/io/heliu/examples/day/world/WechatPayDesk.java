package io.heliu.examples.day.world;

import io.heliu.channel.StatementSource;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Payments;
import io.heliu.examples.day.story.Story;
import io.heliu.http.Transport;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.statement.WechatPayBill;
import io.heliu.statement.WechatPayBillClient;
import io.heliu.statement.standin.WechatPayBillWriter;
import io.heliu.statement.standin.WechatPayFundWriter;
import io.heliu.statement.standin.WechatPayStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** WeChat Pay, where the buyers of the WeChat shop and of the mini-program pay. */
public final class WechatPayDesk implements PaymentDesk {
  private static final List<String> TROUBLES =
      List.of(
          WechatPayStandIn.CREATING,
          WechatPayStandIn.THROTTLED,
          WechatPayStandIn.BUSY,
          WechatPayStandIn.FORGED,
          WechatPayStandIn.UNSIGNED,
          WechatPayStandIn.STALE,
          WechatPayStandIn.OTHER_SERIAL,
          WechatPayStandIn.WRONG_HASH,
          WechatPayStandIn.TRUNCATED);

  private final LocalDate day;
  private final DayClock clock;
  private final WechatPayStandIn standIn;

  WechatPayDesk(LocalDate day, DayClock clock, Path directory, Mischief mischief)
      throws IOException {
    this.day = day;
    this.clock = clock;
    this.standIn = new WechatPayStandIn(clock, Duration.ofSeconds(30));
    for (String trouble : TROUBLES) {
      special(mischief, trouble, this::asksForTheDay);
    }
    special(mischief, WechatPayStandIn.DAMAGED, WechatPayDesk::downloads);
    standIn.journal(directory.resolve("wechatpay.journal"));
    standIn.start();
  }

  private void special(Mischief mischief, String name, Predicate<Request> which) {
    mischief.rule(standIn, "wechatpay " + name, 1, which, new Misbehaviour.Special(name));
  }

  private static boolean downloads(Request request) {
    return request.path().equals("/v3/billdownload/file");
  }

  /** Before there is a file, an answer is the same whether it is spoilt or not. */
  private boolean asksForTheDay(Request request) {
    return PaymentDesk.isPublished(day, request.at())
        && request.path().startsWith("/v3/bill/")
        && day.toString().equals(request.query().get("bill_date"));
  }

  @Override
  public String name() {
    return "wechatpay";
  }

  @Override
  public StatementSource trades(Transport transport) {
    return client(WechatPayBill.TRADE_ALL, transport);
  }

  @Override
  public StatementSource funds(Transport transport) {
    return client(WechatPayBill.FUND_BASIC, transport);
  }

  private StatementSource client(WechatPayBill bill, Transport transport) {
    return WechatPayBillClient.builder(standIn.merchant(), bill)
        .transport(transport)
        .clock(clock)
        .waiter(clock)
        .build();
  }

  @Override
  public void publish(List<Payments.Payment> payments) {
    List<WechatPayBillWriter.Row> trades = new ArrayList<>();
    List<WechatPayFundWriter.Row> funds = new ArrayList<>();
    for (Payments.Payment payment : payments) {
      trades.add(trade(payment));
      if (payment.arrives()) {
        String type = payment.amount().isNegative() ? "退款" : "交易";
        funds.add(fund(payment, "1", payment.amount().toPlainString(), type));
        funds.add(fund(payment, "2", payment.fee().toPlainString(), "扣除交易手续费"));
      }
    }
    standIn.publish(
        day,
        WechatPayBill.TRADE_ALL,
        new WechatPayBillWriter(WechatPayBillWriter.Layout.ALL, trades).csv());
    standIn.publish(day, WechatPayBill.FUND_BASIC, new WechatPayFundWriter("1000.00", funds).csv());
  }

  /** A charge is written with five decimals, and positive. */
  private static WechatPayBillWriter.Row trade(Payments.Payment payment) {
    LocalDateTime time = LocalDateTime.ofInstant(payment.at(), Story.CHINA);
    String charge = payment.fee().negated().toPlainString() + "000";
    return payment.amount().isNegative()
        ? WechatPayBillWriter.Row.refund(
            "42" + payment.number(),
            payment.number(),
            payment.id(),
            payment.refundNumber(),
            time,
            payment.amount().negated().toPlainString(),
            charge)
        : WechatPayBillWriter.Row.payment(
            payment.id(), payment.number(), time, payment.amount().toPlainString(), charge);
  }

  private static WechatPayFundWriter.Row fund(
      Payments.Payment payment, String part, String amount, String type) {
    return new WechatPayFundWriter.Row(
        LocalDateTime.ofInstant(payment.at(), Story.CHINA),
        payment.id(),
        payment.id() + part,
        type,
        type,
        amount,
        "system",
        "",
        payment.number());
  }

  @Override
  public void close() {
    standIn.close();
  }
}
