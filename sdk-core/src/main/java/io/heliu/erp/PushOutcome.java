package io.heliu.erp;

import io.heliu.Fault;
import java.util.Objects;

/**
 * What became of a document that was pushed. The one contract over all ERPs: the document's number
 * is chosen and stored by us before the first send, and {@link Unknown} forces a look-up before any
 * resend.
 */
public sealed interface PushOutcome {

  /**
   * The ERP has the document, from this push, in its final state.
   *
   * @param id the ERP's internal id
   * @param number the ERP's document number
   */
  record Accepted(String id, String number) implements PushOutcome {
    /** Checks that both are there. */
    public Accepted {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(number, "number");
    }
  }

  /**
   * The ERP had the document before; it is now in its final state.
   *
   * @param id the ERP's internal id
   * @param number the ERP's document number
   */
  record Duplicate(String id, String number) implements PushOutcome {
    /** Checks that both are there. */
    public Duplicate {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(number, "number");
    }
  }

  /**
   * The ERP refuses the document by a rule; sending it again unchanged is pointless.
   *
   * @param code the ERP's code
   * @param message the ERP's words
   */
  record Rejected(String code, String message) implements PushOutcome {
    /** Checks that both are there. */
    public Rejected {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    /** Returns the code only, as the ERP's words may name a person. */
    @Override
    public String toString() {
      return "Rejected[code=" + code + "]";
    }
  }

  /**
   * Whether the ERP has the document is not known, or it has it but not yet in its final state.
   * Call {@link DocumentPort#lookUp} before anything else.
   *
   * @param cause what went wrong
   */
  record Unknown(Fault cause) implements PushOutcome {
    /** Checks that the cause is there. */
    public Unknown {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
