package io.heliu.inventory;

import java.util.List;
import java.util.Objects;

/** What the ledger did with a {@link Command}. It is durable when the caller sees it. */
public sealed interface Answer permits Answer.Accepted, Answer.Refused {

  /**
   * Returns the sequence of the journal record that holds this answer. A replayed answer carries
   * the sequence of the first one, and so does {@link Reason#KEY_REUSED}.
   */
  long sequence();

  /** Tells whether this answer was given before, to the same command. */
  boolean replayed();

  /**
   * The command took effect.
   *
   * @param sequence the journal sequence
   * @param replayed whether the effect happened on an earlier call
   * @param shortages units that the command took and that were not there (超卖), for {@link
   *     Command.Consume}, {@link Command.Adjust} and {@link Command.Count}; empty otherwise
   */
  record Accepted(long sequence, boolean replayed, List<Shortage> shortages) implements Answer {

    /** Copies the shortages. */
    public Accepted {
      shortages = List.copyOf(shortages);
    }
  }

  /**
   * The command had no effect. The refusal is remembered like an acceptance: a new attempt needs a
   * new key. Only {@link Reason#KEY_REUSED} is not remembered.
   *
   * @param sequence the journal sequence
   * @param replayed whether the refusal was given on an earlier call
   * @param reason why
   * @param shortages every line that was short, with the quantity that was seen; may be empty
   * @param detail for people; names the first differing field for {@link Reason#KEY_REUSED}
   */
  record Refused(
      long sequence, boolean replayed, Reason reason, List<Shortage> shortages, String detail)
      implements Answer {

    /** Copies the shortages. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      shortages = List.copyOf(shortages);
      Objects.requireNonNull(detail, "detail");
    }
  }
}
