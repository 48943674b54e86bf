package io.heliu.examples.day.host;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.RefundSource;
import io.heliu.channel.StatementLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.examples.day.story.Finding;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.World;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderState;
import io.heliu.order.RefundBook;
import io.heliu.order.RefundCase;
import io.heliu.reconcile.DayWindow;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.LineKind;
import io.heliu.reconcile.LineTable;
import io.heliu.reconcile.Match;
import io.heliu.reconcile.MatchPlan;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.OpenLine;
import io.heliu.reconcile.Pass;
import io.heliu.reconcile.Receipts;
import io.heliu.reconcile.Reconciliation;
import io.heliu.reconcile.Tolerance;
import io.heliu.reconcile.WriteOffRules;
import io.heliu.reconcile.WriteOffs;
import io.heliu.reconcile.fee.Component;
import io.heliu.reconcile.fee.FeeBase;
import io.heliu.reconcile.fee.FeeCheck;
import io.heliu.reconcile.fee.FeeItem;
import io.heliu.reconcile.fee.FeeQuote;
import io.heliu.reconcile.fee.FeeRule;
import io.heliu.reconcile.fee.FeeSchedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matches a provider's statement with the ERP's receivables and proposes what to clear. */
public final class Books {
  private static final MatchPlan PLAN =
      MatchPlan.of(
          new Pass.Exact("exact", 1),
          new Pass.RefTolerance("tolerance", 1, Tolerance.symmetric(5), new DayWindow(-1, 3, 0)),
          new Pass.RefGroup("parcels", 1, Tolerance.NONE));

  /** The states of orders that have no receivable, or not all of them. */
  private static final List<OrderState> NOT_BILLED =
      List.of(OrderState.HELD, OrderState.RESERVED, OrderState.DISPATCHED, OrderState.CLOSED);

  private final OrderBook orders;
  private final RefundBook refunds;
  private final Erp erp;
  private final Set<ShopId> shops;
  private final FeeSchedule fees;

  /**
   * Opens the books of some shops.
   *
   * @param erp the ERP of their company
   * @param shops the shops whose buyers pay at the provider
   */
  public Books(OrderBook orders, RefundBook refunds, Erp erp, Set<ShopId> shops) {
    this.orders = orders;
    this.refunds = refunds;
    this.erp = erp;
    this.shops = shops;
    this.fees =
        new FeeSchedule(
            shops.stream().map(Books::fee).toList(),
            List.of("technical"),
            FeeSchedule.Stacking.PARALLEL);
  }

  private static FeeRule fee(ShopId shop) {
    return FeeRule.percent(
        "technical-" + shop.channel(),
        "technical",
        shop.channel(),
        FeeBase.BUYER_PAYMENT,
        new BigDecimal("0.006"));
  }

  /** What the matching gave. */
  public record Result(
      MatchResult match, long matched, List<Finding> findings, List<Receipt> receipts) {}

  public Result settle(LocalDate day, List<StatementLine> statement) {
    Map<String, StatementLine> settled = new HashMap<>();
    List<Line> left = new ArrayList<>();
    for (StatementLine line : statement) {
      settled.put(line.id(), line);
      left.add(left(line));
    }
    Map<String, Receivable> receivables = new HashMap<>();
    List<Line> right = rights(receivables);
    MatchResult result = Reconciliation.run(PLAN, LineTable.of(left), LineTable.of(right));
    List<Finding> findings = new ArrayList<>();
    for (OpenLine open : result.openLines()) {
      findings.add(finding(open));
    }
    long matched = 0;
    for (Match match : result.matches()) {
      matched += match.left().size();
      for (String id : match.left()) {
        checkFee(Objects.requireNonNull(settled.get(id), "line"), result.left(id), findings);
      }
    }
    List<Receipt> receipts =
        Receipts.of(
            WriteOffs.of(result, WriteOffRules.STANDARD),
            receivables.values(),
            "SK-",
            "statement of " + day);
    return new Result(result, matched, findings, receipts);
  }

  private Line left(StatementLine line) {
    LineKind kind =
        switch (line.kind()) {
          case PAYMENT -> LineKind.PAYMENT;
          case REFUND -> LineKind.REFUND;
          case OTHER -> LineKind.ADJUSTMENT;
        };
    return new Line(
        line.id(),
        shopOf(line.reference()),
        line.reference(),
        line.reference(),
        line.gross(),
        LocalDate.ofInstant(line.occurredAt(), Story.CHINA),
        kind,
        line.fee().negated());
  }

  /** Returns the shop of an order; the first one if nobody knows the order. */
  private ShopId shopOf(String number) {
    return shops.stream()
        .filter(shop -> !orders.idsOf(shop, number).isEmpty())
        .findFirst()
        .orElseGet(() -> shops.iterator().next());
  }

  /** Returns the open receivables of the shops, and paid orders that have none yet. */
  private List<Line> rights(Map<String, Receivable> receivables) {
    List<Line> lines = new ArrayList<>();
    Map<String, ShopId> customers = new HashMap<>();
    shops.forEach(shop -> customers.put(World.customer(shop), shop));
    Set<String> seen = new HashSet<>();
    @Nullable String cursor = null;
    do {
      ErpFeeds.Slice<Receivable> slice = erp.feeds().openReceivables(cursor);
      for (Receivable receivable : slice.rows()) {
        ShopId shop = customers.get(receivable.customer());
        if (shop != null && receivables.put(receivable.planId(), receivable) == null) {
          seen.add(receivable.externalNumber());
          lines.add(
              right(
                  receivable.planId(),
                  shop,
                  receivable.externalNumber(),
                  receivable.open(),
                  receivable.date()));
        }
      }
      cursor = slice.nextCursor();
    } while (cursor != null);
    seen.forEach(number -> unbilled(number, lines));
    orders(seen, lines);
    shops.forEach(shop -> refunds(shop, lines));
    return lines;
  }

  /**
   * Adds what was paid for goods of which the ERP was not told, since they were refunded before.
   */
  private void unbilled(String number, List<Line> lines) {
    for (ShopId shop : shops) {
      Optional<ChannelOrder> found = orders.channelOrder(shop, number);
      Instant paidAt = found.map(ChannelOrder::paidAt).orElse(null);
      if (found.isEmpty() || paidAt == null) {
        continue;
      }
      Money rest = found.get().paid();
      for (String id : orders.idsOf(shop, number)) {
        Order order = orders.find(id).orElseThrow();
        boolean told =
            order.state() == OrderState.DISPATCHED || order.state() == OrderState.SHIPPED;
        for (Order.Line line : told ? order.lines() : List.<Order.Line>of()) {
          rest = line.source().number().equals(number) ? rest.minus(line.amount()) : rest;
        }
      }
      if (!rest.isZero()) {
        LocalDate day = LocalDate.ofInstant(paidAt, Story.CHINA);
        lines.add(right("unbilled/" + number, shop, number, rest, day));
      }
    }
  }

  /** Adds paid orders that have no receivable. */
  private void orders(Set<String> seen, List<Line> lines) {
    for (OrderState state : NOT_BILLED) {
      for (Order order : orders.list(state, 100_000)) {
        for (Order.Source source : order.sources()) {
          ChannelOrder paid = orders.channelOrder(source.shop(), source.number()).orElseThrow();
          boolean expected = paid.paidAt() != null && shops.contains(source.shop());
          if (expected && seen.add(source.number())) {
            lines.add(
                right(
                    "order/" + source.number(),
                    source.shop(),
                    source.number(),
                    paid.paid(),
                    LocalDate.ofInstant(paid.paidAt(), Story.CHINA)));
          }
        }
      }
    }
  }

  /** Adds what went back to buyers for goods that never left, of which the ERP knows nothing. */
  private void refunds(ShopId shop, List<Line> lines) {
    for (RefundCase told : refunds.list(null, shop, null, 100_000)) {
      RefundSource.Refund refund = told.refund();
      if (refund.state() == RefundSource.State.PAID && told.document() == null) {
        lines.add(
            right(
                "refund/" + refund.id(),
                shop,
                refund.orderNumber(),
                refund.amount().negated(),
                LocalDate.ofInstant(refund.modifiedAt(), Story.CHINA)));
      }
    }
  }

  private static Line right(String id, ShopId shop, String number, Money amount, LocalDate day) {
    LineKind kind = amount.isNegative() ? LineKind.REFUND : LineKind.PAYMENT;
    return new Line(id, shop, number, number, amount, day, kind, null);
  }

  private static Finding finding(OpenLine open) {
    String difference = open.difference() == null ? "" : "difference " + open.difference();
    return new Finding(
        open.side().name(),
        String.valueOf(open.line().reference()),
        open.reason().name(),
        open.line().amount(),
        difference);
  }

  private void checkFee(StatementLine line, Line left, List<Finding> findings) {
    FeeItem item =
        new FeeItem(
            line.id(),
            left.shop(),
            "",
            "",
            line.occurredAt(),
            Map.of(Component.GOODS, line.gross().abs()));
    FeeQuote quote = fees.quote(item);
    if (quote instanceof FeeQuote.Known known) {
      // The provider gives the fee of what goes back in proportion.
      Money charged = line.gross().isNegative() ? line.fee() : line.fee().negated();
      FeeCheck check = FeeCheck.of(known, charged, Money.fen(1));
      if (check.status() == FeeCheck.Status.FEE_VARIANCE) {
        findings.add(
            new Finding(
                "LEFT",
                line.reference(),
                "FEE_VARIANCE",
                line.gross(),
                "charged " + check.charged() + ", expected " + check.expected()));
      }
    }
  }
}
