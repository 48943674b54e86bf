package io.heliu.internal.flow;

import io.heliu.Fault;
import io.heliu.flow.StepReport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a step go on with its other parts when one fails, and tells of the failure at its end. */
public final class Faults {
  private @Nullable Fault first;

  /** Does one part; if it faults, keeps the fault and gives the report of nothing done. */
  public StepReport keep(Supplier<StepReport> part, StepReport nothing) {
    try {
      return part.get();
    } catch (Fault fault) {
      if (first == null) {
        first = fault;
      } else {
        first.addSuppressed(fault);
      }
      return nothing;
    }
  }

  /** Tells whether a fault may be due to one thing in a batch rather than to the other side. */
  public static boolean concernsOnlyOne(Fault fault) {
    return (fault instanceof Fault.Remote && !fault.retryable()) || fault instanceof Fault.Protocol;
  }

  /** Throws the first fault that was kept, if there is one; the others are its suppressed ones. */
  public void rethrow() {
    if (first != null) {
      throw first;
    }
  }
}
