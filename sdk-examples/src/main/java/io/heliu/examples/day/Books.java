package io.heliu.examples.day;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.StatementLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderState;
import io.heliu.reconcile.DayWindow;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.LineKind;
import io.heliu.reconcile.LineTable;
import io.heliu.reconcile.Match;
import io.heliu.reconcile.MatchPlan;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.OpenLine;
import io.heliu.reconcile.Pass;
import io.heliu.reconcile.Reconciliation;
import io.heliu.reconcile.Tolerance;
import io.heliu.reconcile.WriteOff;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matches the day's statement with the ERP's receivables and proposes what to clear. */
final class Books {
  private static final FeeRule TECHNICAL_FEE_TAOBAO = fee(Story.TAOBAO);
  private static final FeeRule TECHNICAL_FEE_TMALL = fee(Story.TMALL);
  private static final MatchPlan PLAN =
      MatchPlan.of(
          new Pass.Exact("exact", 1),
          new Pass.RefTolerance("tolerance", 1, Tolerance.symmetric(5), new DayWindow(-1, 3, 0)),
          new Pass.RefGroup("parcels", 1, Tolerance.NONE));

  private final OrderBook orders;
  private final Erp erp;
  private final FeeSchedule fees =
      new FeeSchedule(
          List.of(TECHNICAL_FEE_TAOBAO, TECHNICAL_FEE_TMALL),
          List.of("technical"),
          FeeSchedule.Stacking.PARALLEL);

  Books(OrderBook orders, Erp erp) {
    this.orders = orders;
    this.erp = erp;
  }

  private static FeeRule fee(ShopId shop) {
    return FeeRule.percent(
        "technical-" + shop.channel(),
        "technical",
        shop.channel(),
        FeeBase.BUYER_PAYMENT,
        new BigDecimal("0.006"));
  }

  /** Something that a person must look at. */
  record Finding(String side, String reference, String reason, Money amount, String note) {}

  /** What the matching gave. */
  record Result(int lines, long matched, List<Finding> findings, List<Receipt> receipts) {}

  Result settle(LocalDate day, List<StatementLine> statement) {
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
        receipts(day, WriteOffs.of(result, WriteOffRules.STANDARD), receivables);
    return new Result(statement.size(), matched, findings, receipts);
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

  private ShopId shopOf(String number) {
    return orders.idsOf(Story.TMALL, number).isEmpty() ? Story.TAOBAO : Story.TMALL;
  }

  /** Returns the open receivables of the online shops, and paid orders that have none yet. */
  private List<Line> rights(Map<String, Receivable> receivables) {
    List<Line> lines = new ArrayList<>();
    Map<String, ShopId> shops =
        Map.of(World.CUSTOMER_TAOBAO, Story.TAOBAO, World.CUSTOMER_TMALL, Story.TMALL);
    Map<String, Boolean> seen = new HashMap<>();
    @Nullable String cursor = null;
    do {
      ErpFeeds.Slice<Receivable> slice = erp.feeds().openReceivables(cursor);
      for (Receivable receivable : slice.rows()) {
        ShopId shop = shops.get(receivable.customer());
        if (shop != null && receivables.put(receivable.planId(), receivable) == null) {
          seen.put(receivable.externalNumber(), true);
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
    for (OrderState state : List.of(OrderState.HELD, OrderState.RESERVED, OrderState.DISPATCHED)) {
      for (Order order : orders.list(state, 100_000)) {
        for (Order.Source source : order.sources()) {
          ChannelOrder paid = orders.channelOrder(source.shop(), source.number()).orElseThrow();
          boolean expected = paid.paidAt() != null && !source.shop().channel().equals("pos");
          if (expected && seen.put(source.number(), true) == null) {
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
    return lines;
  }

  private static Line right(String id, ShopId shop, String number, Money amount, LocalDate day) {
    return new Line(id, shop, number, number, amount, day, LineKind.PAYMENT, null);
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
            Map.of(Component.GOODS, line.gross()));
    FeeQuote quote = fees.quote(item);
    if (quote instanceof FeeQuote.Known known) {
      FeeCheck check = FeeCheck.of(known, line.fee().negated(), Money.fen(1));
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

  /** Returns one receipt a match, for the matches that clear receivables. */
  private static List<Receipt> receipts(
      LocalDate day, WriteOffs writeOffs, Map<String, Receivable> receivables) {
    Map<String, List<WriteOff>> byMatch = new java.util.TreeMap<>();
    for (WriteOff proposal : writeOffs.proposals()) {
      if (receivables.containsKey(proposal.receivableId())) {
        byMatch.computeIfAbsent(proposal.matchId(), id -> new ArrayList<>()).add(proposal);
      }
    }
    List<Receipt> receipts = new ArrayList<>();
    byMatch.forEach(
        (match, proposals) -> {
          List<Receipt.Line> lines = new ArrayList<>();
          for (WriteOff proposal : proposals) {
            Receivable receivable =
                Objects.requireNonNull(receivables.get(proposal.receivableId()), "receivable");
            lines.add(
                new Receipt.Line(
                    receivable,
                    proposal.gross().minus(proposal.open()),
                    proposal.fee().plus(proposal.rounding()).plus(proposal.loss())));
          }
          receipts.add(
              new Receipt(
                  "SK-" + match.substring(0, 16),
                  day,
                  lines.get(0).receivable().customer(),
                  "Alipay " + day + " " + lines.get(0).receivable().externalNumber(),
                  lines));
        });
    return receipts;
  }
}
