package io.heliu.inventory;

import io.heliu.Fault;
import org.jspecify.annotations.Nullable;

/** Makes the ledger's faults. */
final class Faults {
  private static final String SYSTEM = "ledger";

  private Faults() {}

  /** A fault that stays until a person or a restart changes something. */
  static Fault.Store store(String operation, String message) {
    return store(operation, message, null);
  }

  static Fault.Store store(String operation, String message, @Nullable Throwable cause) {
    return new Fault.Store(Fault.Details.of(SYSTEM, operation, message), false, cause);
  }

  /** A fault that left nothing behind and may pass. */
  static Fault.Store passing(String operation, String message, @Nullable Throwable cause) {
    return new Fault.Store(Fault.Details.of(SYSTEM, operation, message), true, cause);
  }
}
