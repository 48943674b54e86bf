package io.heliu.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why a customer is what it is (归一说明). Holds no identifier's value.
 *
 * @param customerId the customer; another id than asked for if that one was merged
 * @param records its records
 * @param joins what joins them, strongest rule first
 * @param withheld identifiers that its records share with others and that join nothing
 * @param history how records came and went, oldest first
 */
public record Explanation(
    CustomerId customerId,
    SortedSet<RecordKey> records,
    List<Join> joins,
    List<Withheld> withheld,
    List<Entry> history) {

  /** Copies the collections. */
  public Explanation {
    records = Collections.unmodifiableSortedSet(new TreeSet<>(records));
    joins = List.copyOf(joins);
    withheld = List.copyOf(withheld);
    history = List.copyOf(history);
  }

  /**
   * A shared identifier that joins nothing.
   *
   * @param evidence the identifier
   * @param reason why it does not join
   * @param others the other customers that have it and are related in so far, or had it at another
   *     time; empty if it is shared by too many
   */
  public record Withheld(Evidence evidence, Reason reason, SortedSet<CustomerId> others) {

    /** Copies the set. */
    public Withheld {
      others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
    }
  }

  /** Why a shared identifier joins nothing. */
  public enum Reason {
    /**
     * It leads to customers that are held apart by accounts or by a person, for example a family's
     * phone.
     */
    CONTESTED,
    /**
     * A phone that nobody showed for longer than {@link IdentityLimits#phoneSpan} before the others
     * had it, or after: the operator may have given the number to somebody else (二次放号).
     */
    LAPSED,
    /** More records or accounts have it than the limits allow, for example a shop's phone. */
    SHARED_BY_TOO_MANY
  }

  /**
   * An entry of the history.
   *
   * @param at when, by the resolver's clock
   * @param move which record went where
   * @param author who decided it; empty if the rules did
   * @param reason why, in the author's words; empty if the rules did
   */
  public record Entry(Instant at, Move move, String author, String reason) {}
}
