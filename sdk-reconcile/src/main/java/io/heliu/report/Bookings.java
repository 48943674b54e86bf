package io.heliu.report;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The input as bookings on lines: everything that belongs to a whole order is spread. */
final class Bookings {
  private final ReportInput input;
  private final Map<String, Position> positions = new HashMap<>();
  private final Map<Sale, Money> refunded = new IdentityHashMap<>();
  private final List<Booking> list = new ArrayList<>();
  private final List<RefundFinding> findings = new ArrayList<>();

  private record Position(Sale sale, Sale.Line line) {}

  private Bookings(ReportInput input) {
    this.input = input;
  }

  /**
   * Books the payments and refunds of the period.
   *
   * @throws IllegalArgumentException if a line, an order, or a refund of a line occurs twice
   */
  static Bookings of(ReportInput input) {
    Bookings bookings = new Bookings(input);
    Set<List<Object>> numbers = new HashSet<>();
    for (Sale sale : input.sales()) {
      Checks.that(
          numbers.add(List.of(sale.shop(), sale.number())),
          "sales",
          sale.shop() + " " + sale.number() + " occurs twice");
      bookings.index(sale);
      Instant paidAt = sale.paidAt();
      if (paidAt != null && input.period().contains(paidAt)) {
        bookings.book(sale, paidAt);
      }
    }
    bookings.bookRefunds();
    bookings.list.sort(
        Comparator.comparing(Booking::day)
            .thenComparing(booking -> booking.line().id())
            .thenComparing(booking -> booking.profit().refunds()));
    return bookings;
  }

  List<Booking> list() {
    return List.copyOf(list);
  }

  List<RefundFinding> findings() {
    return List.copyOf(findings);
  }

  private void index(Sale sale) {
    for (Sale.Line line : sale.lines()) {
      Checks.that(
          positions.put(line.id(), new Position(sale, line)) == null,
          "sales",
          "line " + line.id() + " occurs twice");
    }
  }

  private void book(Sale sale, Instant paidAt) {
    long[] weights = sale.weights();
    Sale.Costs costs = sale.costs();
    Money[] channelFee = costs.channelFee().split(weights);
    Money[] paymentFee = costs.paymentFee().split(weights);
    Money[] freight = costs.freight().split(weights);
    Money[] promotion = costs.promotion().split(weights);
    Money[] advertising = costs.advertising().split(weights);
    Money zero = Money.zero(input.currency());
    for (int i = 0; i < weights.length; i++) {
      Sale.Line line = sale.lines().get(i);
      Profit profit =
          new Profit(
              line.isReturn() ? zero : line.paid(),
              line.isReturn() ? line.paid().negated() : zero,
              share(line, line.delivered()),
              channelFee[i],
              paymentFee[i],
              freight[i],
              promotion[i],
              advertising[i]);
      list.add(
          new Booking(
              sale, line, input.period().day(paidAt), sale.reconciled(), line.units(), profit));
    }
  }

  private void bookRefunds() {
    List<Refund> sorted = new ArrayList<>(input.refunds());
    sorted.sort(
        Comparator.comparing(Refund::bookedAt)
            .thenComparing(Refund::id)
            .thenComparing(Refund::lineId));
    Set<List<String>> known = new HashSet<>();
    Map<String, Long> back = new HashMap<>();
    for (Refund refund : sorted) {
      Checks.that(
          known.add(List.of(refund.id(), refund.lineId())),
          "refunds",
          refund.id() + " of line " + refund.lineId() + " occurs twice");
      Position position = positions.get(refund.lineId());
      if (position == null) {
        find(refund, RefundFinding.Reason.NO_LINE);
      } else {
        long before = back.getOrDefault(refund.lineId(), 0L);
        back.put(refund.lineId(), book(refund, position, before));
        compareWithPaid(refund, position.sale);
      }
    }
  }

  /** Of the whole order: a refund of it that is spread may give a line more than it brought in. */
  private void compareWithPaid(Refund refund, Sale sale) {
    Money paid = Money.zero(input.currency());
    for (Sale.Line line : sale.lines()) {
      paid = sale.paidAt() == null || line.isReturn() ? paid : paid.plus(line.paid());
    }
    Money sum = refunded.merge(sale, refund.amount(), Money::plus);
    if (!refund.amount().isZero() && sum.compareTo(paid) > 0) {
      find(refund, RefundFinding.Reason.MORE_REFUNDED_THAN_PAID);
    }
  }

  /**
   * Books a refund of the period. Its money counts in any case; goods come back only up to what was
   * sold, and their cost only up to what was delivered, since no other cost was booked.
   *
   * @return how many units of the line came back up to now
   */
  private long book(Refund refund, Position position, long before) {
    Sale.Line line = position.line;
    long after = Math.addExact(before, refund.unitsBack());
    if (refund.unitsBack() > 0 && after > line.delivered()) {
      find(refund, RefundFinding.Reason.MORE_BACK_THAN_DELIVERED);
    }
    if (input.period().contains(refund.bookedAt())) {
      // Rounded on the sum, so that the parts of a full return give back the whole cost.
      Money goods =
          share(line, upTo(line.delivered(), after))
              .minus(share(line, upTo(line.delivered(), before)));
      list.add(
          new Booking(
              position.sale,
              line,
              input.period().day(refund.bookedAt()),
              refund.reconciled(),
              upTo(line.units(), before) - upTo(line.units(), after),
              Profit.ofRefund(refund.amount(), goods)));
    }
    return after;
  }

  private static long upTo(long limit, long units) {
    return Math.min(Math.max(limit, 0), units);
  }

  private void find(Refund refund, RefundFinding.Reason reason) {
    if (input.period().contains(refund.bookedAt())) {
      findings.add(new RefundFinding(refund, reason));
    }
  }

  private static Money share(Sale.Line line, long units) {
    BigInteger product =
        BigInteger.valueOf(line.cost().minor()).multiply(BigInteger.valueOf(units));
    BigDecimal minor =
        new BigDecimal(product).divide(BigDecimal.valueOf(line.units()), 0, RoundingMode.HALF_UP);
    return new Money(minor.longValueExact(), line.cost().currency());
  }
}
