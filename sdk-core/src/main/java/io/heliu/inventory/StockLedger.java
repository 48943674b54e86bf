package io.heliu.inventory;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Sku;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The stock ledger (库存台账): every change of stock goes through it, in one order, and no unit is
 * promised twice.
 *
 * <p>Thread-safe. Commands take effect one after the other; an answer is durable when the caller
 * sees it, and reads through the same ledger then show at least that state. What the business
 * decides against is a {@link Answer.Refused}; what goes wrong is a {@link Fault.Store}. After such
 * a fault the fate of a command is learnt by sending the same command again. Interrupting a waiting
 * thread neither stops the command nor harms the ledger; the thread's interrupt flag is kept.
 *
 * <p>Time is ledger time: it follows the clock and never goes backwards.
 */
public interface StockLedger extends AutoCloseable {

  /**
   * Applies a command and waits until the answer is durable.
   *
   * @throws Fault.Store if the store failed; retryable if nothing was kept, otherwise the outcome
   *     is unknown
   * @throws IllegalStateException if the ledger is closed
   */
  Answer apply(Command command);

  /**
   * Applies commands that do not depend on each other; each is accepted or refused by itself.
   *
   * @return the answers in the order of the commands
   * @throws Fault.Store if the store failed for at least one of them
   * @throws IllegalStateException if the ledger is closed
   */
  List<Answer> applyAll(List<Command> commands);

  /**
   * Applies a command without waiting. The future completes when the answer is durable, or with
   * {@link Fault.Store}; cancelling it does not take the command back.
   *
   * @throws IllegalStateException if the ledger is closed
   */
  CompletableFuture<Answer> submit(Command command);

  /** Returns the balance; all zero with version 0 if the ledger does not know the cell. */
  Balance balance(Sku sku, Location location);

  /** Returns all balances, sorted by SKU, then location. */
  List<Balance> balances();

  /** Returns what may be sold now (可售库存), see {@link Balance#sellable}. */
  long sellable(Sku sku, Location location);

  /** Returns the reservation of that id. Ended ones are forgotten after the retention window. */
  Optional<Reservation> reservation(String id);

  /**
   * Returns the balances that changed after a sequence, oldest change first. Use {@link
   * Changes#nextSequence} for the next call; no change is left out and none is told twice unless it
   * happens again.
   *
   * @param sequence where to start; 0 for everything
   * @param limit how many balances at least to return if there are that many; changes of the same
   *     sequence are never split, so a page may be longer
   * @throws IllegalArgumentException if the sequence is negative or the limit is less than 1
   * @throws Fault.Store if the sequence is ahead of the ledger, as after a restored backup
   */
  Changes changesSince(long sequence, int limit);

  /**
   * Gives back the units of holds whose time is over, earliest first. The host calls it regularly;
   * a hold whose time is over cannot be confirmed or shipped even before that.
   *
   * @param limit how many holds at most
   * @return how many holds were ended; less than the limit means that no more are due
   * @throws IllegalArgumentException if the limit is less than 1
   * @throws Fault.Store if the store failed
   */
  int expireDue(int limit);

  /** Returns the sequence of the last durable change. */
  long sequence();

  /**
   * Adds the books up again from their parts. New answers wait meanwhile, so call it at a quiet
   * time.
   *
   * @throws Fault.Store naming the invariant that does not hold
   */
  void verify();

  /** Waits for what is under way and closes the ledger. Closing again does nothing. */
  @Override
  void close();
}
