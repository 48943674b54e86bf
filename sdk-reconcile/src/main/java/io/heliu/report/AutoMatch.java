package io.heliu.report;

import io.heliu.Money;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.Match;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.OpenLine;
import io.heliu.reconcile.Reason;
import io.heliu.reconcile.Side;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

/**
 * How much of a statement was matched without a person (自动对账).
 *
 * @param matched the ids of the statement lines that a run confirmed
 * @param unmatched the ids of the lines that it could have matched but did not
 * @param matchedAmount the sum of the amounts of the matched lines, each without its sign
 * @param unmatchedAmount the sum of the amounts of the other lines, each without its sign
 */
public record AutoMatch(
    List<String> matched, List<String> unmatched, Money matchedAmount, Money unmatchedAmount) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if an amount is negative or the currencies differ
   */
  public AutoMatch {
    matched = List.copyOf(matched);
    unmatched = List.copyOf(unmatched);
    Checks.that(!matchedAmount.isNegative(), "matchedAmount", "must not be negative");
    Checks.that(!unmatchedAmount.isNegative(), "unmatchedAmount", "must not be negative");
    Checks.currency(unmatchedAmount, matchedAmount.currency(), "unmatchedAmount");
  }

  /**
   * Counts the left lines of a run in one currency. Lines that still wait for their counterpart
   * ({@link Reason#EXPECTED}) and lines that were settled or ignored before the run are not
   * counted.
   */
  public static AutoMatch of(MatchResult result, Currency currency) {
    Objects.requireNonNull(currency, "currency");
    Tally matched = new Tally(currency);
    for (Match match : result.matches()) {
      match.left().forEach(id -> matched.add(result.left(id)));
    }
    Tally unmatched = new Tally(currency);
    for (Match suggestion : result.suggestions()) {
      suggestion.left().forEach(id -> unmatched.add(result.left(id)));
    }
    for (OpenLine open : result.openLines()) {
      if (open.side() == Side.LEFT && open.reason() != Reason.EXPECTED) {
        unmatched.add(open.line());
      }
    }
    return new AutoMatch(matched.ids, unmatched.ids, matched.amount, unmatched.amount);
  }

  private static final class Tally {
    final List<String> ids = new ArrayList<>();
    Money amount;

    Tally(Currency currency) {
      amount = Money.zero(currency);
    }

    void add(Line line) {
      if (line.amount().currency().equals(amount.currency())) {
        ids.add(line.id());
        amount = amount.plus(line.amount().abs());
      }
    }
  }
}
