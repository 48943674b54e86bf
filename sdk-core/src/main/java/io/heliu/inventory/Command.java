package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One intent that changes the stock ledger.
 *
 * <p>Every command carries an idempotency key (幂等键): 1 to 200 characters, chosen by the caller, one
 * key for one intent over all kinds of commands. Compose it of what makes the intent unique, for
 * example the shop, the order and the operation; never of the quantity. The same key with the same
 * content gets the first answer again, flagged as replayed; the same key with other content is
 * refused as {@link Reason#KEY_REUSED}. The order of lines is not part of the content.
 *
 * <p>A command that breaks a rule of its own (blank key, zero quantity, no lines, a number out of
 * range) cannot be created: the constructor throws {@link IllegalArgumentException} and the ledger
 * never hears of it. Keys, owners and reasons must not hold personal data: they are kept.
 */
public sealed interface Command
    permits Command.Reserve,
        Command.Confirm,
        Command.Ship,
        Command.Release,
        Command.Divide,
        Command.Consume,
        Command.Adjust,
        Command.Count,
        Command.SetPolicy {

  /** The longest time to live: ten years. Who wants longer wants no expiry. */
  Duration MAX_TIME_TO_LIVE = Duration.ofDays(3_650);

  /** Returns the idempotency key (幂等键). */
  String key();

  /**
   * Holds units for an order (预占, 锁定库存), all lines or none.
   *
   * <p>Lines of the same SKU and location are summed before the check. The reservation's id is the
   * key.
   *
   * @param key the idempotency key and the id of the reservation
   * @param owner whom the units are held for, for example the order; 1 to 200 characters
   * @param lines what to hold; 1 to 1,000 lines with positive quantities
   * @param timeToLive how long the units are held unless confirmed, from one millisecond to ten
   *     years, counted in ledger time in whole milliseconds; null means that the hold never expires
   * @param replaces reservations that this one takes the place of, for example since the order
   *     changed: at most 1,000 ids. If, and only if, it is accepted, all that remains of them is
   *     released in the same step, and their units count for it, so that nobody can come between.
   *     One that has ended gives nothing; one that the ledger does not know is cancelled beforehand
   *     as by a {@link Release}. They are not part of the content: the key with other ones is the
   *     same intent again, which gets the first answer and releases nothing.
   */
  record Reserve(
      String key,
      String owner,
      List<StockLine> lines,
      @Nullable Duration timeToLive,
      List<String> replaces)
      implements Command {

    /** Checks and copies the components. */
    public Reserve {
      Check.text(key, "key");
      Check.text(owner, "owner");
      lines = List.copyOf(lines);
      Check.notEmpty(lines);
      Check.positive(lines);
      if (timeToLive != null) {
        if (timeToLive.compareTo(Duration.ofMillis(1)) < 0) {
          throw new IllegalArgumentException("timeToLive: must be at least one millisecond");
        }
        if (timeToLive.compareTo(MAX_TIME_TO_LIVE) > 0) {
          throw new IllegalArgumentException("timeToLive: must be at most 3650 days");
        }
        timeToLive = Duration.ofMillis(timeToLive.toMillis());
      }
      replaces = replaces.stream().distinct().sorted().toList();
      Check.replaced(replaces, key);
    }

    /** A reservation that takes the place of no other. */
    public Reserve(String key, String owner, List<StockLine> lines, @Nullable Duration timeToLive) {
      this(key, owner, lines, timeToLive, List.of());
    }
  }

  /**
   * Makes a reservation firm, for example because it was paid (确认): it no longer expires.
   *
   * @param key the idempotency key
   * @param reservation the reservation's id
   */
  record Confirm(String key, String reservation) implements Command {

    /** Checks the components. */
    public Confirm {
      Check.text(key, "key");
      Check.text(reservation, "reservation");
    }
  }

  /**
   * Takes reserved units out of the house (发货, 扣减). What is not shipped stays held, because an
   * order is shipped in several parcels.
   *
   * @param key the idempotency key, for example of the parcel
   * @param reservation the reservation's id
   * @param lines what left; 1 to 1,000 lines with positive quantities
   */
  record Ship(String key, String reservation, List<StockLine> lines) implements Command {

    /** Checks and copies the components. */
    public Ship {
      Check.text(key, "key");
      Check.text(reservation, "reservation");
      lines = List.copyOf(lines);
      Check.notEmpty(lines);
      Check.positive(lines);
    }
  }

  /**
   * Gives reserved units back to the free stock (释放, 回滚).
   *
   * <p>A release of everything for a reservation that the ledger does not know is accepted and
   * leaves a mark, so that a reserve that comes later than its own cancellation is refused as
   * {@link Reason#ALREADY_CANCELLED}.
   *
   * @param key the idempotency key
   * @param reservation the reservation's id
   * @param lines what to give back, with positive quantities; empty means everything that remains
   * @param reason why; 1 to 200 characters
   */
  record Release(String key, String reservation, List<StockLine> lines, String reason)
      implements Command {

    /** Checks and copies the components. */
    public Release {
      Check.text(key, "key");
      Check.text(reservation, "reservation");
      lines = List.copyOf(lines);
      Check.lineCount(lines);
      Check.positive(lines);
      Check.text(reason, "reason");
    }
  }

  /**
   * Puts new reservations in the place of some, so that each goes its own way (拆分预占). Together the
   * parts have exactly what remains of these, cell by cell, so that no unit becomes free and nobody
   * can come between.
   *
   * <p>One that has ended gives nothing; one that the ledger does not know is cancelled beforehand
   * as by a {@link Release}. The parts are held until the first of the others would have expired.
   * If they have more than what remains it is refused as {@link Reason#EXCEEDS_REMAINDER}, if they
   * have less as {@link Reason#LEAVES_REMAINDER}.
   *
   * @param key the idempotency key
   * @param reservations the ids of the reservations, 1 to 1,000
   * @param parts what is there instead, at most 1,000; none only if nothing remains
   */
  record Divide(String key, List<String> reservations, List<Part> parts) implements Command {

    /** Checks, sorts and copies the components. */
    public Divide {
      Check.text(key, "key");
      reservations = reservations.stream().distinct().sorted().toList();
      Check.divided(reservations);
      parts = parts.stream().sorted(Comparator.comparing(Part::id)).toList();
      Check.parts(reservations, parts);
    }

    /**
     * A new reservation.
     *
     * @param id its id; 1 to 200 characters
     * @param owner whom its units are held for; 1 to 200 characters
     * @param lines what it holds; 1 to 1,000 lines with positive quantities
     */
    public record Part(String id, String owner, List<StockLine> lines) {

      /** Checks and copies the components. */
      public Part {
        Check.text(id, "id");
        Check.text(owner, "owner");
        lines = List.copyOf(lines);
        Check.notEmpty(lines);
        Check.positive(lines);
      }
    }
  }

  /**
   * Records a sale that has already happened where nobody asked the ledger, for example in a store
   * that was offline (线下销售). It is a fact: it is never refused for lack of stock and may take the
   * stock below zero. The answer says which part of it found no stock.
   *
   * @param key the idempotency key
   * @param owner the sale, for example the receipt; 1 to 200 characters
   * @param lines what left; a negative quantity is a return that is back on hand
   */
  record Consume(String key, String owner, List<StockLine> lines) implements Command {

    /** Checks and copies the components. */
    public Consume {
      Check.text(key, "key");
      Check.text(owner, "owner");
      lines = List.copyOf(lines);
      Check.notEmpty(lines);
    }
  }

  /**
   * Changes the quantity on hand by a difference (库存调整): a receipt, damage, a correction. Opens the
   * cell if the ledger does not know it.
   *
   * @param key the idempotency key, for example the document and its line
   * @param sku what
   * @param location where
   * @param delta the difference; 0 only opens the cell
   * @param reason why; 1 to 200 characters
   */
  record Adjust(String key, Sku sku, Location location, long delta, String reason)
      implements Command {

    /** Checks the components. */
    public Adjust {
      Check.text(key, "key");
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
      Check.range(delta, "delta");
      Check.text(reason, "reason");
    }
  }

  /**
   * States the quantity that was on hand at a moment (盘点): a stock-take, or the ERP's figure with
   * its watermark. What moved after that moment stays: the ledger applies the difference between
   * the count and its own figure of that moment, as it knows it today. Counting the same moment
   * twice therefore corrects once.
   *
   * @param key the idempotency key
   * @param sku what
   * @param location where
   * @param counted the quantity that was there; negative only if the source carries it so
   * @param asOfSequence the ledger sequence up to which movements are contained in the count
   * @param reason why; 1 to 200 characters
   */
  record Count(
      String key, Sku sku, Location location, long counted, long asOfSequence, String reason)
      implements Command {

    /** Checks the components. */
    public Count {
      Check.text(key, "key");
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
      Check.range(counted, "counted");
      if (asOfSequence < 0) {
        throw new IllegalArgumentException("asOfSequence: must not be negative");
      }
      Check.text(reason, "reason");
    }
  }

  /**
   * Sets how much of a cell is kept back and how far it may be oversold. Opens the cell if the
   * ledger does not know it; reservations that exist are not touched.
   *
   * @param key the idempotency key
   * @param sku what
   * @param location where
   * @param buffer units that are on hand but not offered (安全库存); not negative
   * @param oversellAllowance units that may be promised without being there (可超卖量); not negative
   */
  record SetPolicy(String key, Sku sku, Location location, long buffer, long oversellAllowance)
      implements Command {

    /** Checks the components. */
    public SetPolicy {
      Check.text(key, "key");
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
      Check.notNegative(buffer, "buffer");
      Check.notNegative(oversellAllowance, "oversellAllowance");
    }
  }
}
