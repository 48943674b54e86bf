package io.heliu.inventory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands do that state physical facts or set a policy. */
final class StockRules {
  private StockRules() {}

  static Answer consume(Draft draft, Command.Consume consume) {
    Lines lines = Lines.sum(consume.lines());
    if (!canMove(draft, lines, -1)) {
      return outOfRange(draft);
    }
    List<Shortage> shortages = new ArrayList<>(0);
    for (int i = 0; i < lines.size(); i++) {
      Cell cell = draft.change(lines.cells()[i]);
      addShortage(shortages, cell, lines.quantities()[i]);
      cell.move(-lines.quantities()[i], draft.sequence());
    }
    return Rules.accepted(draft, shortages);
  }

  static Answer adjust(Draft draft, Command.Adjust adjust) {
    CellKey key = new CellKey(adjust.sku(), adjust.location());
    return move(draft, key, adjust.delta(), draft.sequence());
  }

  static Answer count(Draft draft, Command.Count count) {
    long asOf = count.asOfSequence();
    if (asOf >= draft.sequence()) {
      String detail = "asOfSequence: is ahead of the ledger, which was at ";
      return refusedCount(draft, Reason.UNKNOWN_WATERMARK, detail + (draft.sequence() - 1));
    }
    if (asOf < draft.books().horizon()) {
      String detail = "asOfSequence: movements are known only after ";
      return refusedCount(draft, Reason.UNKNOWN_WATERMARK, detail + draft.books().horizon());
    }
    CellKey key = new CellKey(count.sku(), count.location());
    Cell known = draft.find(key);
    if (known != null && asOf < known.countedAsOf) {
      String detail = "asOfSequence: the cell was counted as of ";
      return refusedCount(draft, Reason.STALE_COUNT, detail + known.countedAsOf);
    }
    long delta = count.counted() - (known == null ? 0 : known.onHandAsOf(asOf));
    Answer answer = move(draft, key, delta, asOf);
    if (answer instanceof Answer.Accepted) {
      draft.change(key).countedAsOf = asOf;
    }
    return answer;
  }

  private static Answer refusedCount(Draft draft, Reason reason, String detail) {
    return Rules.refused(draft, reason, List.of(), detail);
  }

  static Answer setPolicy(Draft draft, Command.SetPolicy policy) {
    Cell cell = draft.change(new CellKey(policy.sku(), policy.location()));
    cell.buffer = policy.buffer();
    cell.oversellAllowance = policy.oversellAllowance();
    return Rules.accepted(draft, List.of());
  }

  /** Moves stock of one cell as a fact that belongs to the sequence {@code asOf}. */
  private static Answer move(Draft draft, CellKey key, long delta, long asOf) {
    if (!canMove(draft.find(key), delta)) {
      return outOfRange(draft);
    }
    List<Shortage> shortages = new ArrayList<>(0);
    Cell cell = draft.change(key);
    addShortage(shortages, cell, -delta);
    cell.move(delta, asOf);
    return Rules.accepted(draft, shortages);
  }

  private static Answer outOfRange(Draft draft) {
    return Rules.refused(draft, Reason.OUT_OF_RANGE, List.of(), "");
  }

  private static boolean canMove(@Nullable Cell cell, long delta) {
    return cell == null || cell.canMove(delta);
  }

  static boolean canMove(Draft draft, Lines lines, int sign) {
    for (int i = 0; i < lines.size(); i++) {
      if (!canMove(draft.find(lines.cells()[i]), sign * lines.quantities()[i])) {
        return false;
      }
    }
    return true;
  }

  /** Notes which part of what is about to be taken is not there. */
  private static void addShortage(List<Shortage> shortages, Cell cell, long taken) {
    long there = cell.free() + cell.oversellAllowance;
    if (taken > 0 && there < taken) {
      shortages.add(shortage(cell, taken, there));
    }
  }

  static Shortage shortage(Cell cell, long wanted, long there) {
    long missing = wanted - Math.max(0, there);
    return new Shortage(cell.key.sku(), cell.key.location(), wanted, cell.free(), missing);
  }
}
