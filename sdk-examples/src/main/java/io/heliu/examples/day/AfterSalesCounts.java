package io.heliu.examples.day;

import io.heliu.channel.RefundSource;
import io.heliu.examples.day.host.Host;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Ending;
import io.heliu.examples.day.world.World;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the after-sales on both sides: what the story, the shops' books and the ERPs' documents
 * say must have become of each of them, and what the merchant's system made of it.
 */
final class AfterSalesCounts {
  private static final int ALL = 1_000_000;

  private final Story story;
  private final World world;
  private final Host host;

  /** What went to the buyer of each order and stayed there, by SKU. */
  private final Map<String, Map<String, Long>> kept = new HashMap<>();

  /** What went to the buyer of each order at all. */
  private final Map<String, Map<String, Long>> sent = new HashMap<>();

  AfterSalesCounts(Story story, World world, Host host) {
    this.story = story;
    this.world = world;
    this.host = host;
    for (Story.Company company : Story.Company.values()) {
      world
          .erp(company)
          .deliveries(
              (number, sku, units) -> {
                add(kept, number, sku, units);
                add(sent, number, sku, Math.max(0, units));
              });
    }
  }

  private static void add(
      Map<String, Map<String, Long>> goods, String number, String sku, long units) {
    goods.computeIfAbsent(number, n -> new HashMap<>()).merge(sku, units, Long::sum);
  }

  void put(Summary summary) {
    summary.put("afterSales.takenBack", host.figures().ordersTakenBack());
    summary.put("erp.returns", world.kingdee().returns() + world.legacy().returns());
    summary.put("erp.cancelled", world.kingdee().cancelled() + world.legacy().cancelled());
    summary.put("afterSales.missed", story.trades().stream().filter(this::isMissed).count());
    new Due().put(summary);
    putDone(summary);
  }

  /** What must have been done, by the story and the world. */
  private final class Due {
    private long all;
    private long neverLeft;
    private long comeBack;
    private long kept;
    private long withdrawn;
    private long exchanged;
    private long fen;

    void put(Summary summary) {
      for (Story.Trade trade : story.trades()) {
        AfterSale afterSale = trade.afterSale();
        if (afterSale != null) {
          afterSale.claims().forEach(claim -> add(trade, afterSale, claim));
        }
      }
      summary.put("afterSales.asked", all);
      summary.put("afterSales.neverLeft", neverLeft);
      summary.put("afterSales.toReturn", comeBack);
      summary.put("afterSales.toKeep", kept);
      summary.put("afterSales.calledOff", withdrawn);
      summary.put("afterSales.toExchange", exchanged);
      summary.put("afterSales.fenPaid", fen);
    }

    private void add(Story.Trade trade, AfterSale afterSale, AfterSale.Claim claim) {
      all++;
      Ending ending = world.ending(trade, claim);
      boolean done = ending == Ending.DONE;
      boolean left = units(sent, trade, Story.sku(claim.line().product())) > 0;
      withdrawn += ending == Ending.OFF ? 1 : 0;
      fen += done ? claim.amount().minor() : 0;
      switch (afterSale.kind()) {
        case WHOLE, LINE -> {
          neverLeft += done && !left ? 1 : 0;
          comeBack += done && left ? 1 : 0;
        }
        case PART -> kept += done ? 1 : 0;
        case EXCHANGE -> {
          exchanged += done ? 1 : 0;
          comeBack += done ? 1 : 0;
        }
        case WITHDRAWN -> {
          // It counts as called off, if the shop has it so.
        }
      }
    }
  }

  private void putDone(Summary summary) {
    Map<String, Long> done = new HashMap<>();
    long open = 0;
    long fen = 0;
    for (RefundCase told : host.refundBook().list(null, null, null, ALL)) {
      boolean over = told.state() == RefundCase.State.DONE;
      open += over ? 0 : 1;
      // That the shop closed an order is no wish of a buyer's.
      if (over && told.refund().kind() != RefundSource.Kind.CANCELLATION) {
        done.merge(told.code(), 1L, Long::sum);
      }
      boolean paid = told.refund().state() == RefundSource.State.PAID;
      fen += paid ? told.refund().amount().minor() : 0;
    }
    summary.put("afterSales.done", done.values().stream().mapToLong(Long::longValue).sum());
    summary.put("afterSales.open", open);
    summary.put("afterSales.beforeShipment", done.getOrDefault("BEFORE_SHIPMENT", 0L));
    summary.put("afterSales.moneyOnly", done.getOrDefault("MONEY_ONLY", 0L));
    summary.put("afterSales.returned", done.getOrDefault("RETURNED", 0L));
    summary.put("afterSales.withdrawn", done.getOrDefault("WITHDRAWN", 0L));
    summary.put("afterSales.exchanged", done.getOrDefault("EXCHANGED", 0L));
    summary.put("afterSales.sentAgain", host.figures().replacementsSent());
    summary.put("afterSales.fenBooked", fen);
  }

  private static long units(Map<String, Map<String, Long>> goods, Story.Trade trade, String sku) {
    return goods.getOrDefault(trade.tid(), Map.of()).getOrDefault(sku, 0L);
  }

  /**
   * Tells whether an after-sale of an order has not ended as told, its buyer has other goods than
   * the story ends with, or the shop has not closed it though all went back. An order that waits
   * for scarce goods has none.
   */
  private boolean isMissed(Story.Trade trade) {
    AfterSale afterSale = trade.afterSale();
    boolean whole = afterSale != null && afterSale.kind() == AfterSale.Kind.WHOLE;
    if (whole != world.isRefunded(trade) || (afterSale != null && !hasEnded(trade, afterSale))) {
      return true;
    }
    Map<String, Long> actual = new HashMap<>(kept.getOrDefault(trade.tid(), Map.of()));
    actual.values().removeIf(units -> units == 0);
    return !actual.equals(due(trade)) && !(actual.isEmpty() && isScarce(trade));
  }

  private boolean hasEnded(Story.Trade trade, AfterSale afterSale) {
    boolean withdrawn = afterSale.kind() == AfterSale.Kind.WITHDRAWN;
    Ending due = withdrawn ? Ending.OFF : Ending.DONE;
    return afterSale.claims().stream().allMatch(claim -> world.ending(trade, claim) == due);
  }

  /** Returns what the buyer of an order is to have in the end. */
  private static Map<String, Long> due(Story.Trade trade) {
    Map<String, Long> due = new HashMap<>();
    AfterSale afterSale = trade.afterSale();
    for (Story.TradeLine line : trade.lines()) {
      due.merge(Story.sku(line.product()), (long) line.units(), Long::sum);
    }
    for (AfterSale.Claim claim :
        afterSale == null ? List.<AfterSale.Claim>of() : afterSale.claims()) {
      AfterSale.Kind kind = Objects.requireNonNull(afterSale).kind();
      long units = claim.line().units();
      if (afterSale.takesGoods() || kind == AfterSale.Kind.EXCHANGE) {
        due.merge(Story.sku(claim.line().product()), -units, Long::sum);
      }
      if (kind == AfterSale.Kind.EXCHANGE) {
        due.merge(Story.sku(claim.instead()), units, Long::sum);
      }
    }
    due.values().removeIf(units -> units == 0);
    return due;
  }

  private boolean isScarce(Story.Trade trade) {
    for (String id : host.orders().idsOf(trade.shop(), trade.tid())) {
      Order order = host.orders().find(id).orElseThrow();
      if (order.state() != OrderState.HELD || !order.holdCode().equals("OUT_OF_STOCK")) {
        return false;
      }
    }
    return true;
  }
}
