package io.heliu.inventory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers share flushes without a thread of its own.
 *
 * <p>The first caller leads: it works off everything that queued up, then hands the lead to a
 * caller that came meanwhile. Everybody else sleeps until a leader has done his work for him. A
 * batch is what queued up during the flush before, so batches form by themselves and nobody waits
 * for a timer. What was submitted without a caller that waits is worked off by the same leaders,
 * and by the host's executor when no caller is there.
 */
final class CommitQueue {
  private static final int MAX_SUBMITTED = 1 << 16;
  private static final int MAX_BATCH = 8_192;
  private static final int MAX_BATCH_BYTES = 1 << 20;

  /** What the leader does. */
  interface Work {
    /** Works off all tickets; each has an outcome or a failure afterwards. */
    void run(List<Ticket> batch);
  }

  private final Work work;
  private final @Nullable Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Ticket> queue = new ArrayDeque<>();
  private final Deque<Ticket.Waiter> guests = new ArrayDeque<>();
  private boolean led;
  private boolean drainPlanned;
  private boolean closed;

  CommitQueue(Work work, @Nullable Executor executor) {
    this.work = work;
    this.executor = executor;
  }

  /** Queues tickets of one waiter, the caller, and returns when all have an outcome. */
  void await(List<Ticket> tickets, Ticket.Waiter waiter) {
    waiter.open = tickets.size();
    boolean leads;
    lock.lock();
    try {
      checkOpen();
      queue.addAll(tickets);
      leads = !led;
      led = true;
    } finally {
      lock.unlock();
    }
    if (leads) {
      lead();
    }
    sleep(waiter);
  }

  /**
   * Queues a ticket that nobody waits for.
   *
   * @return false if there is no executor to work it off, or too much is queued; the caller must
   *     wait then
   */
  boolean offer(Ticket ticket) {
    if (executor == null) {
      return false;
    }
    lock.lock();
    try {
      checkOpen();
      if (queue.size() >= MAX_SUBMITTED) {
        return false;
      }
      queue.add(ticket);
      if (led || drainPlanned) {
        return true;
      }
      drainPlanned = true;
    } finally {
      lock.unlock();
    }
    startDrain();
    return true;
  }

  /** Runs something while nobody leads. */
  void exclusively(Runnable action) {
    Ticket.Waiter guest = new Ticket.Waiter();
    lock.lock();
    try {
      if (led) {
        guests.add(guest);
      } else {
        led = true;
        guest.leads = true;
      }
    } finally {
      lock.unlock();
    }
    awaitLead(guest);
    try {
      action.run();
    } finally {
      passOn();
    }
  }

  /** Takes nothing more, works off what is queued, then runs something. */
  void close(Runnable last) {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    List<Ticket> rest = new ArrayList<>();
    try {
      exclusively(
          () -> {
            for (List<Ticket> batch = take(); !batch.isEmpty(); batch = take()) {
              rest.addAll(batch);
              runAndWake(batch);
            }
            last.run();
          });
    } finally {
      rest.forEach(Ticket::complete);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("ledger: is closed");
    }
  }

  private static void awaitLead(Ticket.Waiter guest) {
    boolean interrupted = false;
    while (!guest.leads) {
      LockSupport.park(guest);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void sleep(Ticket.Waiter waiter) {
    boolean interrupted = false;
    while (!waiter.done) {
      if (waiter.leads) {
        waiter.leads = false;
        lead();
      } else {
        LockSupport.park(waiter);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Futures are completed without the lead, because what depends on them may come back here. */
  private void lead() {
    List<Ticket> batch = take();
    try {
      runAndWake(batch);
    } finally {
      passOn();
      batch.forEach(Ticket::complete);
    }
  }

  /** Works off submitted tickets for as long as nobody else does; runs on the executor. */
  private void drain() {
    while (true) {
      lock.lock();
      try {
        if (led || queue.isEmpty()) {
          drainPlanned = false;
          return;
        }
        led = true;
      } finally {
        lock.unlock();
      }
      lead();
    }
  }

  private List<Ticket> take() {
    List<Ticket> batch = new ArrayList<>();
    int bytes = 0;
    lock.lock();
    try {
      while (batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
        Ticket ticket = queue.poll();
        if (ticket == null) {
          break;
        }
        bytes += ticket.size();
        batch.add(ticket);
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  private void runAndWake(List<Ticket> batch) {
    try {
      work.run(batch);
    } finally {
      for (Ticket ticket : batch) {
        Ticket.Waiter waiter = ticket.waiter;
        if (waiter != null && --waiter.open == 0) {
          waiter.done = true;
          LockSupport.unpark(waiter.thread);
        }
      }
    }
  }

  /** Hands the lead to whoever is next; if only futures wait, to the executor. */
  private void passOn() {
    lock.lock();
    try {
      Ticket.Waiter next = guests.poll();
      if (next == null && !queue.isEmpty()) {
        next = queue.element().waiter;
      }
      if (next != null) {
        next.leads = true;
        LockSupport.unpark(next.thread);
        return;
      }
      led = false;
      if (queue.isEmpty() || drainPlanned) {
        return;
      }
      drainPlanned = true;
    } finally {
      lock.unlock();
    }
    startDrain();
  }

  private void startDrain() {
    if (executor == null) {
      return;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      // An executor that is shut down must not strand what was taken from it.
      drain();
    }
  }
}
