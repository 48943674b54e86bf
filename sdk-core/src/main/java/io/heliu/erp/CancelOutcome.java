package io.heliu.erp;

import java.util.Objects;

/** What became of a sales order that was to be taken back (作废) before its goods leave. */
public sealed interface CancelOutcome {

  /**
   * The ERP will not send the goods any more: the order is void, or was never there.
   *
   * @param before whether it was so before this call
   */
  record Cancelled(boolean before) implements CancelOutcome {}

  /**
   * Goods of the order have left or are leaving: the ERP has an outbound for it, or its warehouse
   * is at work on it.
   *
   * @param code the ERP's code, or the adapter's own
   */
  record TooLate(String code) implements CancelOutcome {
    /** Checks that the code is there. */
    public TooLate {
      Objects.requireNonNull(code, "code");
    }
  }

  /**
   * The ERP was asked and has not answered for this order yet: ask again later. It says nothing of
   * other orders.
   *
   * @param code what it waits for: the ERP's code, or the adapter's own
   */
  record Pending(String code) implements CancelOutcome {
    /** Checks that the code is there. */
    public Pending {
      Objects.requireNonNull(code, "code");
    }
  }

  /**
   * The ERP refuses by another rule; a person must look.
   *
   * @param code the ERP's code
   * @param message the ERP's words
   */
  record Refused(String code, String message) implements CancelOutcome {
    /** Checks that both are there. */
    public Refused {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    /** Returns the code only, as the ERP's words may name a person. */
    @Override
    public String toString() {
      return "Refused[code=" + code + "]";
    }
  }
}
