package io.heliu.report;

import io.heliu.Money;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was sold or refunded in the period and has no known cost (成本未知). Its sales count, but what
 * its goods cost is in no figure, so gross profit and margin are too high, and stock turnover is
 * too low. Immutable and thread-safe.
 *
 * @param lineIds the ids of its lines, sorted
 * @param netSales its sales less its refunds
 */
public record Uncosted(List<String> lineIds, Money netSales) {

  /** Copies the list. */
  public Uncosted {
    lineIds = List.copyOf(lineIds);
    Objects.requireNonNull(netSales, "netSales");
  }

  static Uncosted of(ReportInput input, List<Booking> bookings) {
    Set<String> unknown = new HashSet<>(input.uncosted());
    Set<String> lines = new TreeSet<>();
    Money netSales = Money.zero(input.currency());
    for (Booking booking : bookings) {
      if (unknown.contains(booking.line().id())) {
        lines.add(booking.line().id());
        netSales = netSales.plus(booking.profit().netSales());
      }
    }
    return new Uncosted(List.copyOf(lines), netSales);
  }
}
