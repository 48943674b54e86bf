package io.heliu.inventory;

import io.heliu.inventory.Reservation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A reservation in the books; never changed, only replaced. */
@SuppressWarnings("ArrayRecordComponent") // Compact, and compared by identity only.
record Hold(
    String id,
    String owner,
    State state,
    long expiresAt,
    long sequence,
    long changedAt,
    CellKey[] cells,
    long[] quantities,
    long[] remaining,
    long[] shipped) {

  static final long NEVER = Long.MAX_VALUE;

  static Hold of(
      Command.Reserve reserve, Lines lines, long expiresAt, long sequence, long changedAt) {
    return of(reserve.key(), reserve.owner(), lines, expiresAt, sequence, changedAt);
  }

  static Hold of(
      String id, String owner, Lines lines, long expiresAt, long sequence, long changedAt) {
    return new Hold(
        id,
        owner,
        State.HELD,
        expiresAt,
        sequence,
        changedAt,
        lines.cells(),
        lines.quantities(),
        lines.quantities().clone(),
        new long[lines.size()]);
  }

  /** Returns the mark of a cancellation that came before the order. */
  static Hold cancelled(String id, long sequence, long changedAt) {
    return new Hold(
        id,
        "",
        State.CANCELLED,
        NEVER,
        sequence,
        changedAt,
        new CellKey[0],
        new long[0],
        new long[0],
        new long[0]);
  }

  Hold with(State next, long[] nextRemaining, long[] nextShipped, long at, long time) {
    return new Hold(
        id, owner, next, expiresAt, at, time, cells, quantities, nextRemaining, nextShipped);
  }

  /** Tells whether the hold's time is over; an expiry equal to now is over. */
  boolean due(long time) {
    return state == State.HELD && expiresAt <= time;
  }

  boolean mayExpire() {
    return state == State.HELD && expiresAt != NEVER;
  }

  /** Returns where the cell's line is, or -1. */
  int find(CellKey cell) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].equals(cell)) {
        return i;
      }
    }
    return -1;
  }

  static boolean nothingIn(long[] quantities) {
    return Arrays.stream(quantities).allMatch(quantity -> quantity == 0);
  }

  Reservation view() {
    List<Reservation.Line> lines = new ArrayList<>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      lines.add(
          new Reservation.Line(
              cells[i].sku(), cells[i].location(), quantities[i], remaining[i], shipped[i]));
    }
    Instant expiry = mayExpire() ? Instant.ofEpochMilli(expiresAt) : null;
    return new Reservation(id, owner, state, lines, expiry, sequence);
  }
}
