package io.heliu.reconcile;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The write-offs that follow from the confirmed matches of settlement lines with open receivables,
 * whose right lines stand for what is open of each receivable.
 *
 * @param proposals one a receivable, in the order of the matches, then of receivable ids
 * @param suspense money that came beyond a receivable and its limit
 */
public record WriteOffs(List<WriteOff> proposals, List<Suspense> suspense) {

  /** Copies the lists. */
  public WriteOffs {
    proposals = List.copyOf(proposals);
    suspense = List.copyOf(suspense);
  }

  /**
   * Money for the suspense account (挂账/暂收款).
   *
   * @param key the idempotency key
   * @param matchId the match that it follows from
   * @param settlementIds the settlement lines of the match, sorted
   * @param amount how much more came than was owed
   */
  public record Suspense(String key, String matchId, List<String> settlementIds, Money amount) {
    /** Checks that nothing is null and copies the list. */
    public Suspense {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(matchId, "matchId");
      settlementIds = List.copyOf(settlementIds);
      Objects.requireNonNull(amount, "amount");
    }
  }

  /**
   * Proposes write-offs. Where a match was explained by its fee, the settlement amounts are net and
   * the fee was kept before; in every other match they are gross and the fee is part of them. The
   * fee is the one charged where all settlement lines of a match tell it, else the expected one
   * that explains the match, else zero.
   *
   * @throws ArithmeticException if a sum leaves 64 bits
   */
  public static WriteOffs of(MatchResult result, WriteOffRules rules) {
    List<WriteOff> proposals = new ArrayList<>();
    List<Suspense> suspense = new ArrayList<>();
    for (Match match : result.matches()) {
      new OneMatch(result, match, rules).add(proposals, suspense);
    }
    return new WriteOffs(proposals, suspense);
  }

  /** The proposals of one match. */
  private static final class OneMatch {
    private final Match match;
    private final WriteOffRules rules;
    private final List<Line> receivables;
    private final LocalDate businessDay;
    private final Money gross;
    private final Money fee;
    private final Money missing;

    OneMatch(MatchResult result, Match match, WriteOffRules rules) {
      this.match = match;
      this.rules = rules;
      receivables = match.right().stream().map(result::right).toList();
      List<Line> settled = match.left().stream().map(result::left).toList();
      businessDay = settled.stream().map(Line::day).max(LocalDate::compareTo).orElse(LocalDate.MIN);
      Money zero = Money.zero(match.difference().currency());
      gross = receivables.stream().map(Line::amount).reduce(zero, Money::plus);
      Money came = settled.stream().map(Line::amount).reduce(zero, Money::plus);
      fee = charged(settled, match.fee());
      boolean net = match.kind() == Pass.Kind.FEE_EXPLAINED;
      missing = net ? gross.minus(came).minus(fee) : gross.minus(came);
    }

    private static Money charged(List<Line> settled, Money expected) {
      Money sum = Money.zero(expected.currency());
      for (Line line : settled) {
        Money fee = line.fee();
        if (fee == null) {
          return expected;
        }
        sum = sum.plus(fee);
      }
      return sum;
    }

    void add(List<WriteOff> proposals, List<Suspense> suspense) {
      boolean small = missing.abs().minor() <= rules.limitOf(missing);
      // For a refund what is missing is negative: too little was paid back.
      boolean beyond = !small && Long.signum(missing.minor()) != Long.signum(gross.minor());
      if (beyond) {
        String key = Digest.of(List.of(match.id(), "suspense"));
        suspense.add(new Suspense(key, match.id(), match.left(), missing.negated()));
      }
      Money zero = Money.zero(missing.currency());
      Money rest = beyond ? zero : missing;
      Money[] fees = spread(fee);
      Money[] rests = small ? last(rest) : newestFirst(rest, fees);
      for (int i = 0; i < receivables.size(); i++) {
        proposals.add(proposal(receivables.get(i), fees[i], rests[i], small));
      }
    }

    private WriteOff proposal(Line receivable, Money feePart, Money rest, boolean small) {
      Money zero = Money.zero(rest.currency());
      boolean giveUp = rules.shortfall() == WriteOffRules.Shortfall.WRITE_OFF_REST;
      LocalDate open = rules.firstOpenDay();
      return new WriteOff(
          Digest.of(List.of(match.id(), "write-off", receivable.id())),
          match.id(),
          receivable.id(),
          match.left(),
          receivable.amount(),
          receivable.amount().minus(feePart).minus(rest),
          feePart,
          small ? rest : zero,
          !small && giveUp ? rest : zero,
          !small && !giveUp ? rest : zero,
          open != null && businessDay.isBefore(open) ? open : businessDay,
          businessDay);
    }

    /**
     * Gives each receivable its expected fee where all of them know it, and what is off to the last
     * one; else spreads the fee by size over those that have the sign of the whole.
     */
    private Money[] spread(Money amount) {
      if (receivables.stream().allMatch(r -> r.fee() != null)) {
        Money[] parts = receivables.stream().map(Line::fee).toArray(Money[]::new);
        Money rest = amount;
        for (Money part : parts) {
          rest = rest.minus(part);
        }
        parts[parts.length - 1] = parts[parts.length - 1].plus(rest);
        return parts;
      }
      long[] weights = new long[receivables.size()];
      for (int i = 0; i < weights.length; i++) {
        long minor = receivables.get(i).amount().minor();
        weights[i] = Long.signum(minor) == Long.signum(gross.minor()) ? Math.abs(minor) : 0;
      }
      if (gross.isZero()) {
        Arrays.fill(weights, 1);
      }
      return amount.split(weights);
    }

    /** Puts all of it on the last receivable. */
    private Money[] last(Money rest) {
      Money[] parts = new Money[receivables.size()];
      Arrays.fill(parts, Money.zero(rest.currency()));
      parts[parts.length - 1] = rest;
      return parts;
    }

    /** Leaves the newest receivables unpaid first; those of the other sign are never touched. */
    private Money[] newestFirst(Money rest, Money[] fees) {
      Money[] parts = new Money[receivables.size()];
      Arrays.fill(parts, Money.zero(rest.currency()));
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        order.add(i);
      }
      order.sort(
          Comparator.comparing((Integer i) -> receivables.get(i).day())
              .thenComparing(i -> i)
              .reversed());
      Money left = rest;
      for (int i : order) {
        Money payable = receivables.get(i).amount().minus(fees[i]);
        boolean sameSign = Long.signum(payable.minor()) == Long.signum(left.minor());
        if (sameSign) {
          parts[i] = left.abs().compareTo(payable.abs()) <= 0 ? left : payable;
          left = left.minus(parts[i]);
        }
      }
      int first = order.get(order.size() - 1);
      parts[first] = parts[first].plus(left);
      return parts;
    }
  }
}
