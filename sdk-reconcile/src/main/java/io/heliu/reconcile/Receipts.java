package io.heliu.reconcile;

import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Turns write-offs into the receipts that post them to the ERP (核销单转收款单). */
public final class Receipts {
  private static final int NUMBER_LENGTH = 16;

  private Receipts() {}

  /**
   * Returns one receipt for each match and customer, on the last of their posting days, and one
   * more for what went back to the customer, since an ERP keeps that in a document of its own. The
   * same match gives the same numbers in every run, whatever its posting day and comment are by
   * then, so that nothing is posted twice; {@link io.heliu.flow.ReceiptFlow} leaves out what it has
   * by its number. Write-offs of right lines that are not among the receivables are left out: they
   * stand for something the ERP has not booked yet. The fee of a receipt line is what the channel
   * kept, with roundings and losses; money for the suspense account is not part of any receipt.
   *
   * @param writeOffs the proposals, whose receivable ids are plan ids
   * @param receivables the open receivables as the ERP gave them
   * @param prefix starts every number; at least one character
   * @param comment where the money came from, for people, without personal data
   * @throws IllegalArgumentException if the prefix is blank, or a write-off clears more of a
   *     receivable than is open: then the receivables were read after the matching
   */
  public static List<Receipt> of(
      WriteOffs writeOffs, Collection<Receivable> receivables, String prefix, String comment) {
    Checks.that(!prefix.isBlank(), "prefix", "must not be blank");
    Objects.requireNonNull(comment, "comment");
    Map<String, Receivable> byPlan = new HashMap<>();
    receivables.forEach(receivable -> byPlan.put(receivable.planId(), receivable));
    Map<Group, List<Receipt.Line>> groups = new TreeMap<>();
    Map<Group, LocalDate> days = new HashMap<>();
    for (WriteOff writeOff : writeOffs.proposals()) {
      Receivable receivable = byPlan.get(writeOff.receivableId());
      if (receivable != null && !writeOff.gross().equals(writeOff.open())) {
        Group group =
            new Group(writeOff.matchId(), receivable.customer(), writeOff.gross().isNegative());
        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(line(writeOff, receivable));
        days.merge(group, writeOff.postingDay(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    List<Receipt> receipts = new ArrayList<>();
    groups.forEach(
        (group, lines) -> {
          LocalDate day = Objects.requireNonNull(days.get(group), "day");
          receipts.add(new Receipt(prefix + group.digest(), day, group.customer, comment, lines));
        });
    return List.copyOf(receipts);
  }

  private static Receipt.Line line(WriteOff writeOff, Receivable receivable) {
    return new Receipt.Line(
        receivable,
        writeOff.gross().minus(writeOff.open()),
        writeOff.fee().plus(writeOff.rounding()).plus(writeOff.loss()));
  }

  private record Group(String matchId, String customer, boolean out) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::matchId)
            .thenComparing(Group::customer)
            .thenComparing(Group::out);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }

    String digest() {
      String kind = out ? "refund" : "receipt";
      return Digest.of(List.of(matchId, kind, customer)).substring(0, NUMBER_LENGTH);
    }
  }
}
