package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reservation (预占单) as it stands.
 *
 * @param id the id, which is the key of the command that made it
 * @param owner whom the units are held for; empty if the state is {@link State#CANCELLED}
 * @param state where it is in its life
 * @param lines one line for each SKU and location, sorted; empty if the state is {@link
 *     State#CANCELLED}
 * @param expiresAt when the hold ends in ledger time, or null if it does not expire
 * @param sequence the sequence of its last change
 */
public record Reservation(
    String id,
    String owner,
    State state,
    List<Line> lines,
    @Nullable Instant expiresAt,
    long sequence) {

  /** Copies the lines. */
  public Reservation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(state, "state");
    lines = List.copyOf(lines);
  }

  /**
   * The life of a reservation. {@link #HELD}, {@link #CONFIRMED} and {@link #PARTIAL} hold units;
   * the others are ends that nothing leaves.
   */
  public enum State {
    /** Held until it expires, if it does. */
    HELD(1),
    /** Firm: it does not expire. */
    CONFIRMED(2),
    /** Partly shipped; the rest is held and does not expire. */
    PARTIAL(3),
    /** The last units were shipped. */
    FULFILLED(4),
    /** The last units were given back. */
    RELEASED(5),
    /** The units were given back because the time was over. */
    EXPIRED(6),
    /** Released before it was made; never held anything. */
    CANCELLED(7);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** Tells whether units may be held in this state. */
    public boolean open() {
      return this == HELD || this == CONFIRMED || this == PARTIAL;
    }

    int code() {
      return code;
    }

    static State ofCode(int code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      throw new IllegalArgumentException("code: is no state: " + code);
    }
  }

  /**
   * What a reservation has of one SKU at one location.
   *
   * @param sku what
   * @param location where
   * @param quantity what was reserved at first
   * @param remaining what is still held
   * @param shipped what was shipped; the rest was given back
   */
  public record Line(Sku sku, Location location, long quantity, long remaining, long shipped) {

    /** Checks that the names are there. */
    public Line {
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
    }
  }
}
