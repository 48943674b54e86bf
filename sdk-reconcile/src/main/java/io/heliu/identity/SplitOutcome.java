package io.heliu.identity;

import java.util.List;

/** What came of a decision to split a customer. */
public sealed interface SplitOutcome {

  /**
   * The customer was split and will stay so.
   *
   * @param rest the customer of the records that were not named
   * @param apart the customer of the records that were named
   * @param moves the records whose customer changed
   */
  record Split(CustomerId rest, CustomerId apart, List<Move> moves) implements SplitOutcome {

    /** Copies the list. */
    public Split {
      moves = List.copyOf(moves);
    }
  }

  /**
   * Nothing changed.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements SplitOutcome {}

  /** Why a customer cannot be split. */
  enum Reason {
    /** There is no such customer. */
    UNKNOWN_CUSTOMER,
    /** A named record is not the customer's. */
    NOT_ITS_RECORD,
    /** All records of the customer were named, so nothing would stay. */
    NOTHING_LEFT
  }
}
