package io.heliu.examples.day.host;

import io.heliu.Fault;
import java.util.function.Supplier;

/** How the merchant's system runs a step of a flow. */
public final class Steps {
  private static final int MAX_FAULTS = 100;

  private Steps() {}

  /** Tells from a step's report whether there is more to do. */
  public interface More<T> {
    boolean test(T report);
  }

  /** Repeats a step while there is more. */
  public static <T> void repeat(Supplier<T> step, More<T> more) {
    while (more.test(retry(step))) {}
  }

  /** Runs a step, and runs it again after a fault, as a host's timer or a person would. */
  public static <T> T retry(Supplier<T> step) {
    for (int faults = 1; ; faults++) {
      try {
        return step.get();
      } catch (Fault fault) {
        if (faults == MAX_FAULTS) {
          throw fault;
        }
      }
    }
  }
}
