package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;

/** What buyers and sellers do while the stand-in runs, and the messages that tell it. */
final class Happenings {
  private final TradeDesk trades;
  private final StockDesk stock;
  private final RefundDesk refunds;
  private final MessageDesk messages;

  Happenings(TradeDesk trades, StockDesk stock, RefundDesk refunds, MessageDesk messages) {
    this.trades = trades;
    this.stock = stock;
    this.refunds = refunds;
    this.messages = messages;
  }

  /** Lets something happen; tells whether it has a name that is known. */
  boolean happen(String name, String argument, Instant at) {
    switch (name) {
      case "place" -> place(Json.require(Json.parse(argument)), at);
      case "pay" -> pay(argument, at);
      case "cancel" -> cancel(argument, at);
      case "askRefund" -> askRefund(Json.require(Json.parse(argument)), at);
      case "sendBackRefund" ->
          messages.refund("RefundBuyerReturnGoods", refunds.sendBack(argument, at), at);
      case "withdrawRefund" -> messages.refund("RefundClosed", refunds.withdraw(argument, at), at);
      case "payRefund" -> messages.refund("RefundSuccess", refunds.pay(argument, at), at);
      case "change" -> change(Json.require(Json.parse(argument)), at);
      case "publish" -> {
        int end = argument.indexOf('\n');
        messages.publish(argument.substring(0, end), argument.substring(end + 1), at);
      }
      case "publishOf" -> {
        String[] parts = argument.split("\n", 3);
        messages.publish(parts[0], parts[1], parts[2], at);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void place(ObjectNode trade, Instant at) {
    trades.put(trade);
    TradeDesk.Trade placed = trades.require(Json.requireText(trade, "tid"));
    placed.lines().forEach(line -> stock.ordered(line, at));
    messages.trade("TradeCreate", placed.number(), at);
    if (!placed.status().equals("WAIT_BUYER_PAY")) {
      placed.lines().forEach(line -> stock.paid(line, at));
      messages.trade("TradeBuyerPay", placed.number(), at);
    }
  }

  private void pay(String tid, Instant at) {
    TradeDesk.Trade trade = trades.require(tid);
    trade.json.put("pay_time", Call.format(at));
    move(trade, "WAIT_SELLER_SEND_GOODS", at);
    messages.trade("TradeBuyerPay", tid, at);
    trade.lines().forEach(line -> stock.paid(line, at));
  }

  private void cancel(String tid, Instant at) {
    TradeDesk.Trade trade = trades.require(tid);
    move(trade, "TRADE_CLOSED_BY_TAOBAO", at);
    messages.trade("TradeClose", tid, at);
    trade.lines().forEach(line -> stock.closed(line, at));
  }

  private void askRefund(ObjectNode refund, Instant at) {
    refunds.ask(refund, at);
    messages.refund("RefundCreated", refund, at);
  }

  private void change(ObjectNode trade, Instant at) {
    trades.put(trade);
    messages.trade("TradeChanged", Json.requireText(trade, "tid"), at);
  }

  private static void move(TradeDesk.Trade trade, String status, Instant at) {
    if (!trade.status().equals("WAIT_BUYER_PAY")) {
      throw new IllegalArgumentException("tid: must be a trade that waits for payment");
    }
    trade.status(status);
    trade.lines().forEach(line -> line.put("status", status));
    trade.touch(at);
  }
}
