package io.heliu.report;

import io.heliu.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures that count orders and customers. */
final class OrderFigures {
  private final ReportInput input;
  private final Kpis.Repurchase repurchase;
  private final Map<String, Money> refunded = new HashMap<>();
  private final Map<String, Integer> ordersOf = new HashMap<>();
  private final Set<String> customers = new HashSet<>();
  private final Trust gmvTrust = new Trust();
  private final Trust paidTrust = new Trust();
  private final Trust knownTrust = new Trust();
  private final Trust repeatTrust = new Trust();
  private Money gmv;
  private Money paid;
  private Money known;
  private long orders;

  private OrderFigures(ReportInput input, Kpis.Repurchase repurchase) {
    this.input = input;
    this.repurchase = repurchase;
    gmv = Money.zero(input.currency());
    paid = gmv;
    known = gmv;
  }

  static List<Figure> of(ReportInput input, Kpis.Repurchase repurchase) {
    OrderFigures figures = new OrderFigures(input, repurchase);
    for (Refund refund : input.refunds()) {
      if (!input.period().day(refund.bookedAt()).isAfter(input.period().last())) {
        figures.refunded.merge(refund.lineId(), refund.amount(), Money::plus);
      }
    }
    input.sales().forEach(figures::add);
    return figures.result();
  }

  private void add(Sale sale) {
    Money ordered = Money.zero(input.currency());
    boolean isOrder = false;
    for (Sale.Line line : sale.lines()) {
      if (!line.isReturn()) {
        isOrder = true;
        ordered = ordered.plus(line.ordered());
      }
    }
    if (!isOrder) {
      return;
    }
    if (input.period().contains(sale.createdAt())) {
      gmv = gmv.plus(ordered);
      trust(sale, gmvTrust);
    }
    Instant paidAt = sale.paidAt();
    if (paidAt != null && input.period().contains(paidAt)) {
      addPaid(sale, ordered);
    }
  }

  private void addPaid(Sale sale, Money ordered) {
    orders++;
    paid = paid.plus(ordered);
    trust(sale, paidTrust);
    String customer = sale.customer();
    if (customer == null) {
      return;
    }
    known = known.plus(ordered);
    customers.add(customer);
    trust(sale, knownTrust);
    if (repurchase == Kpis.Repurchase.ALL_PAID || !isFullyRefunded(sale)) {
      ordersOf.merge(customer, 1, Integer::sum);
      trust(sale, repeatTrust);
    }
  }

  private static void trust(Sale sale, Trust trust) {
    for (Sale.Line line : sale.lines()) {
      if (!line.isReturn()) {
        trust.add(line.id(), line.ordered(), sale.reconciled());
      }
    }
  }

  private boolean isFullyRefunded(Sale sale) {
    Money open = Money.zero(input.currency());
    boolean any = false;
    for (Sale.Line line : sale.lines()) {
      Money back = refunded.get(line.id());
      any |= back != null;
      if (!line.isReturn()) {
        open = open.plus(line.paid());
      }
      open = back == null ? open : open.minus(back);
    }
    return any && open.minor() <= 0;
  }

  private List<Figure> result() {
    long repeating = ordersOf.values().stream().filter(count -> count >= 2).count();
    List<Figure> figures = new ArrayList<>();
    figures.add(Kpis.money(Kpi.GMV, gmv, gmvTrust));
    figures.add(Kpis.money(Kpi.PAID_GMV, paid, paidTrust));
    figures.add(figure(Kpi.ORDERS_PAID, Ratio.whole(orders), paidTrust));
    figures.add(figure(Kpi.AVERAGE_ORDER_VALUE, Ratio.of(paid.minor(), orders), paidTrust));
    figures.add(
        figure(Kpi.AVERAGE_CUSTOMER_VALUE, Ratio.of(known.minor(), customers.size()), knownTrust));
    figures.add(figure(Kpi.REPURCHASE_RATE, Ratio.of(repeating, ordersOf.size()), repeatTrust));
    return figures;
  }

  private Figure figure(Kpi kpi, @Nullable Ratio value, Trust trust) {
    return new Figure(kpi, input.currency(), value, trust.share(), trust.lineIds());
  }
}
