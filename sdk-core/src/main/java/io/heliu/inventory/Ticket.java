package io.heliu.inventory;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An entry on its way through the {@link CommitQueue}; somebody waits for it. */
final class Ticket {
  final Entry entry;
  final @Nullable Waiter waiter;
  private final @Nullable CompletableFuture<Answer> future;
  private Rules.@Nullable Outcome outcome;
  private @Nullable RuntimeException failure;

  /** A ticket that a sleeping caller waits for. */
  Ticket(Entry entry, Waiter waiter) {
    this.entry = entry;
    this.waiter = waiter;
    this.future = null;
  }

  /** A ticket that a future waits for. */
  Ticket(Entry entry, CompletableFuture<Answer> future) {
    this.entry = entry;
    this.waiter = null;
    this.future = future;
  }

  /** A sleeping caller; it may wait for several tickets. */
  static final class Waiter {
    final Thread thread = Thread.currentThread();
    int open;
    volatile boolean leads;
    volatile boolean done;
  }

  int size() {
    return entry instanceof Entry.Told told ? told.content().length : 0;
  }

  void decided(Rules.Outcome decision) {
    outcome = decision;
  }

  void failed(RuntimeException why) {
    outcome = null;
    failure = why;
  }

  /** Returns the outcome, or throws why there is none. */
  Rules.Outcome outcome() {
    if (outcome != null) {
      return outcome;
    }
    throw failure != null ? failure : Faults.store("apply", "ended early; the outcome is unknown");
  }

  Answer answer() {
    Answer answer = outcome().answer();
    if (answer == null) {
      throw new IllegalStateException("entry: has no answer");
    }
    return answer;
  }

  /** Tells the future, if one waits. */
  void complete() {
    if (future == null) {
      return;
    }
    try {
      future.complete(answer());
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }
}
