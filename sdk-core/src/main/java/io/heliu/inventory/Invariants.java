package io.heliu.inventory;

import io.heliu.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Adds the books up again from their parts. */
final class Invariants {
  private Invariants() {}

  static void check(Books books) {
    Map<CellKey, Long> held = new HashMap<>();
    Set<Hold> expiring = new HashSet<>();
    for (Hold hold : books.holds()) {
      checkHold(hold, books.lastSequence());
      for (int i = 0; i < hold.cells().length; i++) {
        held.merge(hold.cells()[i], hold.remaining()[i], Math::addExact);
      }
      if (hold.mayExpire()) {
        expiring.add(hold);
      }
    }
    if (!expiring.equals(new HashSet<>(books.expiries()))) {
      throw broken("every hold that may expire is in the expiry queue", "the queue differs");
    }
    for (Cell cell : books.cells()) {
      checkCell(cell, held.getOrDefault(cell.key, 0L), books.lastSequence());
      if (!books.changes().contains(cell)) {
        throw broken("every cell is in the order of changes", cell.key.toString());
      }
    }
    if (books.changes().size() != books.cells().size()) {
      throw broken("every cell is in the order of changes once", "the order differs");
    }
    held.keySet().stream()
        .filter(key -> books.cell(key) == null)
        .findFirst()
        .ifPresent(
            key -> {
              throw broken("every reservation's cell is known", key.toString());
            });
  }

  private static void checkCell(Cell cell, long held, long sequence) {
    if (cell.reserved < 0) {
      throw broken("reserved is not negative", cell.key + " has " + cell.reserved);
    }
    if (cell.reserved != held) {
      throw broken(
          "reserved equals the sum of open holds",
          cell.key + " has " + cell.reserved + ", the holds " + held);
    }
    if (cell.onHand != cell.past.total()) {
      throw broken(
          "on hand equals the sum of movements",
          cell.key + " has " + cell.onHand + ", the movements " + cell.past.total());
    }
    if (cell.version < 1 || cell.version > sequence) {
      throw broken("a version is a sequence of the ledger", cell.key + " has " + cell.version);
    }
  }

  private static void checkHold(Hold hold, long sequence) {
    for (int i = 0; i < hold.cells().length; i++) {
      long left = hold.remaining()[i];
      long gone = hold.shipped()[i];
      if (left < 0 || gone < 0 || left + gone > hold.quantities()[i]) {
        throw broken("a line's parts are within its quantity", "reservation " + hold.id());
      }
    }
    if (hold.state().open() == Hold.nothingIn(hold.remaining())) {
      throw broken(
          "a reservation holds units exactly while it is open", "reservation " + hold.id());
    }
    if (hold.sequence() < 1 || hold.sequence() > sequence) {
      throw broken("a reservation's sequence is one of the ledger", "reservation " + hold.id());
    }
  }

  private static Fault.Store broken(String invariant, String where) {
    return Faults.store("verify", "broken invariant: " + invariant + "; " + where);
  }
}
