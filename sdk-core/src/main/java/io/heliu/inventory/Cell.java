package io.heliu.inventory;

/**
 * The quantities of one cell. A draft works on a copy; the copy replaces the original when the
 * draft is committed. The past movements are shared by both, because a draft only adds to them.
 */
final class Cell {
  /** Keeps every sum and difference of a cell's quantities far inside 64 bits. */
  static final long LIMIT = 4_000_000_000_000_000_000L;

  final CellKey key;
  long onHand;
  long reserved;
  long buffer;
  long oversellAllowance;
  long version;

  /** The moment of the latest count, so that an older count cannot undo a newer one. */
  long countedAsOf;

  final Movements past;

  /** What the draft that owns this copy adds to the past. */
  final Movements added = new Movements();

  Cell(CellKey key) {
    this.key = key;
    this.past = new Movements();
  }

  private Cell(Cell from) {
    this.key = from.key;
    this.onHand = from.onHand;
    this.reserved = from.reserved;
    this.buffer = from.buffer;
    this.oversellAllowance = from.oversellAllowance;
    this.version = from.version;
    this.countedAsOf = from.countedAsOf;
    this.past = from.past;
  }

  Cell copy() {
    return new Cell(this);
  }

  long free() {
    return onHand - reserved;
  }

  /** Returns what a new reservation may take; negative if the cell is short. */
  long room() {
    return free() + oversellAllowance - buffer;
  }

  boolean canMove(long delta) {
    long moved = onHand + delta;
    return moved <= LIMIT && moved >= -LIMIT;
  }

  /** Moves stock, as a fact that belongs to the given sequence. */
  void move(long delta, long sequence) {
    onHand += delta;
    added.add(sequence, delta);
  }

  /** Returns the quantity on hand as of a sequence, as far as it is known by now. */
  long onHandAsOf(long sequence) {
    return onHand - past.after(sequence) - added.after(sequence);
  }

  /** Makes what a draft added a part of the past. */
  void settle() {
    added.moveTo(past);
  }

  Balance balance() {
    return new Balance(
        key.sku(), key.location(), onHand, reserved, buffer, oversellAllowance, version);
  }
}
