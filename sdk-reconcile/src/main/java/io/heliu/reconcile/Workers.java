package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads numbered steps over the caller's thread and helpers of the host's executor. */
final class Workers {
  private final Executor executor;
  private final int tasks;

  Workers(Executor executor, int tasks) {
    this.executor = executor;
    this.tasks = tasks;
  }

  /** A step; steps of one call must not touch each other's data. */
  @FunctionalInterface
  interface Step {
    void run(int number);
  }

  /** Runs steps 0 to count − 1, in any order, and returns when all are done. */
  void forEach(int count, Step step) {
    AtomicInteger next = new AtomicInteger();
    Runnable loop =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            step.run(i);
          }
        };
    List<FutureTask<Void>> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(tasks, count); i++) {
      FutureTask<Void> helper = new FutureTask<>(loop, null);
      try {
        executor.execute(helper);
        helpers.add(helper);
      } catch (RejectedExecutionException e) {
        break; // the caller's thread is enough
      }
    }
    try {
      loop.run();
    } finally {
      // A helper that has not started is started here, where it finds nothing to do: so a busy
      // executor can never hold up the caller.
      helpers.forEach(FutureTask::run);
      helpers.forEach(Workers::await);
    }
  }

  private static void await(FutureTask<Void> helper) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          helper.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          if (e.getCause() instanceof Error failure) {
            throw failure;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
