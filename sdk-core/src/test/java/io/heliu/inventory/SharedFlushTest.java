package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class SharedFlushTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  /** Holds the next flush until it is opened. */
  private final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate() {
      books.disk().beforeSync =
          () -> {
            reached.countDown();
            awaitLatch(opened);
          };
    }

    void awaitReached() {
      awaitLatch(reached);
    }

    void open() {
      opened.countDown();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitAsleep(List<Thread> threads) {
    while (!threads.stream()
        .map(LockSupport::getBlocker)
        .allMatch(Ticket.Waiter.class::isInstance)) {
      Thread.onSpinWait();
    }
  }

  private static List<Thread> start(int count, IntConsumer task) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              Thread thread = new Thread(() -> task.accept(i), "caller-" + i);
              thread.start();
              return thread;
            })
        .toList();
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void apply_manyCallersDuringAFlush_shareTheNext() throws InterruptedException {
    books.stock(TEA, EAST, 100);
    int before = books.disk().syncs.get();
    Gate gate = new Gate();
    List<Thread> first = start(1, i -> books.hold("first", 1));
    gate.awaitReached();
    List<Thread> rest = start(63, i -> books.ledger().apply(reserve("order-" + i, 1)));
    awaitAsleep(rest);

    gate.open();
    join(first);
    join(rest);

    assertThat(books.disk().syncs.get() - before).isEqualTo(2);
    assertThat(books.balance().reserved()).isEqualTo(64);
  }

  @Test
  void balance_duringAFlush_doesNotShowWhatIsNotDurable() throws InterruptedException {
    books.stock(TEA, EAST, 100);
    Gate gate = new Gate();
    List<Thread> caller = start(1, i -> books.hold("order", 1));
    gate.awaitReached();

    assertThat(books.balance().reserved()).isZero();
    assertThat(books.ledger().sequence()).isEqualTo(1);
    assertThat(books.ledger().reservation("order")).isEmpty();

    gate.open();
    join(caller);
    assertThat(books.balance().reserved()).isEqualTo(1);
  }

  @Test
  void apply_sameKeyFromTwoThreads_hasOneEffect() throws InterruptedException {
    books.stock(TEA, EAST, 100);
    Gate gate = new Gate();
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> first = start(1, i -> answers.add(books.ledger().apply(reserve("order", 2))));
    gate.awaitReached();
    List<Thread> second = start(3, i -> answers.add(books.ledger().apply(reserve("order", 2))));
    awaitAsleep(second);
    gate.open();
    join(first);
    join(second);

    assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
    assertThat(answers).extracting(Answer::sequence).containsOnly(2L);
    assertThat(books.balance().reserved()).isEqualTo(2);
  }

  @Test
  void apply_manyThreadsOnOneCell_neverOversells() throws InterruptedException {
    int stock = 500;
    books.stock(TEA, EAST, stock);
    AtomicInteger sold = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads =
        start(
            16,
            thread -> {
              for (int i = 0; i < 100; i++) {
                Answer answer = books.ledger().apply(reserve(thread + "-" + i, 1));
                (answer instanceof Answer.Accepted ? sold : refused).incrementAndGet();
                if (i % 25 == 0) {
                  books.ledger().verify();
                }
              }
            });
    join(threads);

    assertThat(sold.get()).isEqualTo(stock);
    assertThat(refused.get()).isEqualTo(1_600 - stock);
    assertThat(books.balance().free()).isZero();
  }

  @Test
  void apply_linesInOppositeOrder_bothFinish() throws InterruptedException {
    books.stock(TEA, EAST, 1_000);
    books.stock(CUP, EAST, 1_000);
    StockLine tea = new StockLine(TEA, EAST, 1);
    StockLine cup = new StockLine(CUP, EAST, 1);
    List<Thread> threads =
        start(
            4,
            thread -> {
              List<StockLine> lines = thread % 2 == 0 ? List.of(tea, cup) : List.of(cup, tea);
              for (int i = 0; i < 50; i++) {
                books.accept(new Command.Reserve(thread + "-" + i, "o", lines, null));
              }
            });
    join(threads);

    assertThat(books.balance().reserved()).isEqualTo(200);
  }

  @Test
  void confirm_racesWithExpiry_exactlyOneWins() throws InterruptedException {
    books.stock(TEA, EAST, 100);
    for (int i = 0; i < 50; i++) {
      books.hold("order-" + i, 1);
    }
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger expired = new AtomicInteger();
    List<Thread> threads =
        start(
            3,
            thread -> {
              if (thread == 0) {
                books.clock().advance(InvariantExtension.HALF_HOUR);
              } else if (thread == 1) {
                for (int i = 0; i < 50; i++) {
                  String id = "order-" + i;
                  answers.add(books.ledger().apply(new Command.Confirm("c" + id, id)));
                }
              } else {
                for (int i = 0; i < 50; i++) {
                  expired.addAndGet(books.ledger().expireDue(1));
                }
              }
            });
    join(threads);
    expired.addAndGet(books.ledger().expireDue(100));

    long confirmed = answers.stream().filter(Answer.Accepted.class::isInstance).count();
    assertThat(confirmed + expired.get()).isEqualTo(50);
    assertThat(books.balance().reserved()).isEqualTo(confirmed);
  }

  @Test
  void applyAll_many_areOneFlush() {
    books.stock(TEA, EAST, 100);
    int before = books.disk().syncs.get();
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      commands.add(reserve("order-" + i, 1));
    }

    List<Answer> answers = books.ledger().applyAll(commands);

    assertThat(books.disk().syncs.get() - before).isEqualTo(1);
    assertThat(answers).filteredOn(Answer.Accepted.class::isInstance).hasSize(100);
    assertThat(answers).extracting(Answer::sequence).isSorted();
    assertThat(books.ledger().applyAll(List.of())).isEmpty();
  }

  @Test
  void applyAll_moreThanABatch_answersAllInOrder() {
    books.stock(TEA, EAST, 100_000);
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      commands.add(reserve("order-" + i, 1));
    }

    List<Answer> answers = books.ledger().applyAll(commands);

    assertThat(answers).hasSize(20_000).allMatch(Answer.Accepted.class::isInstance);
    assertThat(books.balance().reserved()).isEqualTo(20_000);
  }

  @Test
  void apply_interruptedCaller_worksAndKeepsTheFlag() throws InterruptedException {
    books.stock(TEA, EAST, 100);
    Gate gate = new Gate();
    List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
    List<Thread> leader =
        start(
            1,
            i -> {
              books.hold("leader", 1);
              flags.add(Thread.currentThread().isInterrupted());
            });
    gate.awaitReached();
    List<Thread> follower =
        start(
            1,
            i -> {
              books.hold("follower", 1);
              flags.add(Thread.currentThread().isInterrupted());
            });
    awaitAsleep(follower);
    leader.get(0).interrupt();
    follower.get(0).interrupt();
    gate.open();
    join(leader);
    join(follower);

    assertThat(flags).containsExactly(true, true);
    books.hold("another", 1);
    assertThat(books.balance().reserved()).isEqualTo(3);
  }

  @Test
  void submit_withExecutor_pipelinesOverOneFlush() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      books.reopenWith(executor);
      books.stock(TEA, EAST, 2_000);
      int before = books.disk().syncs.get();
      Gate gate = new Gate();
      List<CompletableFuture<Answer>> futures = new ArrayList<>();
      futures.add(books.ledger().submit(reserve("first", 1)));
      gate.awaitReached();
      for (int i = 0; i < 1_000; i++) {
        futures.add(books.ledger().submit(reserve("order-" + i, 1)));
      }
      assertThat(futures).noneMatch(CompletableFuture::isDone);
      gate.open();

      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get();
      assertThat(books.disk().syncs.get() - before).isEqualTo(2);
      assertThat(books.balance().reserved()).isEqualTo(1_001);
    } finally {
      stop(executor);
    }
  }

  private static void stop(ExecutorService executor) throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void submit_callbackCallsTheLedger_isNoDeadlock() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      books.reopenWith(executor);
      books.stock(TEA, EAST, 100);
      List<CompletableFuture<Answer>> chains = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String id = "order-" + i;
        chains.add(
            books
                .ledger()
                .submit(reserve(id, 1))
                .thenApply(yes -> books.ledger().apply(new Command.Confirm("c" + id, id)))
                .thenCompose(
                    yes ->
                        books
                            .ledger()
                            .submit(new Command.Ship("s" + id, id, InvariantExtension.tea(1)))));
      }

      CompletableFuture.allOf(chains.toArray(CompletableFuture[]::new)).get();
      assertThat(books.balance().onHand()).isEqualTo(80);
    } finally {
      stop(executor);
    }
  }

  @Test
  void submit_withoutExecutor_isDoneOnReturn() {
    books.stock(TEA, EAST, 5);

    CompletableFuture<Answer> future = books.ledger().submit(reserve("order", 1));

    assertThat(future).isCompletedWithValueMatching(Answer.Accepted.class::isInstance);
  }

  @Test
  void submit_executorRefuses_worksOnTheCaller() {
    books.reopenWith(
        task -> {
          throw new RejectedExecutionException("shut down");
        });
    books.stock(TEA, EAST, 5);

    assertThat(books.ledger().submit(reserve("order", 1))).isCompleted();
  }

  @Test
  void submit_syncFails_completesWithTheFault() {
    books.reopenWith(Runnable::run);
    books.stock(TEA, EAST, 5);
    books.disk().failSyncs();

    CompletableFuture<Answer> future = books.ledger().submit(reserve("order", 1));

    assertThatThrownBy(future::join).hasCauseInstanceOf(Fault.Store.class);
  }

  @Test
  void close_whileCallersWait_answersThemFirst() throws InterruptedException {
    SimDisk disk = books.disk();
    books.stock(TEA, EAST, 100);
    Gate gate = new Gate();
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> callers = start(1, i -> answers.add(books.ledger().apply(reserve("a", 1))));
    gate.awaitReached();
    List<Thread> more = start(5, i -> answers.add(books.ledger().apply(reserve("order-" + i, 1))));
    awaitAsleep(more);
    List<Thread> closer = start(1, i -> books.ledger().close());
    awaitAsleep(closer);
    gate.open();
    join(callers);
    join(more);
    join(closer);

    assertThat(answers).hasSize(6).allMatch(Answer.Accepted.class::isInstance);
    books.recover(disk.durable());
    assertThat(books.balance().reserved()).isEqualTo(6);
  }
}
