package io.heliu.inventory;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Sku;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The stock ledger in one directory of one process (嵌入式库存台账): the books in memory, an append-only
 * journal and snapshots on disk.
 *
 * <pre>{@code
 * try (EmbeddedLedger ledger = EmbeddedLedger.open(Path.of("stock"))) {
 *   ledger.apply(new Command.Adjust("receipt-1", sku, store, 10, "opening"));
 *   Answer answer = ledger.apply(
 *       new Command.Reserve("shop-1:order-7", "order-7",
 *           List.of(new StockLine(sku, store, 2)), Duration.ofMinutes(30)));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> There is no thread of its own. Callers that wait in {@link #apply} flush for
 * each other: one leads and writes everything that queued up, the others sleep. {@link #submit}
 * uses the executor of the builder when no caller leads, and works like {@link #apply} if there is
 * no executor or if more than 65,536 commands are queued. A future is completed on the thread that
 * flushed; keep what depends on it short.
 *
 * <p><b>Files.</b> One ledger at a time may have the directory; a second is refused. What a crash
 * tore off the end of the journal was never answered and is cut when the directory is opened.
 * Damage anywhere else is refused with its place, and {@link Salvage} reads what can still be read.
 * A format that is newer than this library is refused. After a failed flush the ledger takes no
 * more commands, reads go on, and opening the directory again tells what is durable. When the disk
 * is full a command fails with a retryable fault and later ones may succeed.
 *
 * <p><b>Snapshots.</b> The host calls {@link #snapshot} from time to time; it bounds the time that
 * opening takes, and forgets keys and ended reservations that are older than the retention window.
 */
public final class EmbeddedLedger implements StockLedger {
  private static final int EXPIRE_STEP = 1_000;
  private static final Duration MAX_RETENTION = Duration.ofDays(36_500);

  private final Disk disk;
  private final Closeable directoryLock;
  private final Books books;
  private final Journal journal;
  private final Clock clock;
  private final Duration keyRetention;
  private final CommitQueue queue;
  private final Batch batch = new Batch(new Encoder(1 << 16));
  private volatile @Nullable Throwable stopped;
  private boolean closed;

  private EmbeddedLedger(
      Builder builder, Disk disk, Closeable directoryLock, Recovery.Recovered recovered) {
    this.disk = disk;
    this.directoryLock = directoryLock;
    this.books = recovered.books();
    this.journal = recovered.journal();
    this.clock = builder.clock;
    this.keyRetention = builder.keyRetention;
    this.queue = new CommitQueue(this::commit, builder.executor);
  }

  /**
   * Opens the ledger of a directory with the defaults of the {@link Builder}; the directory is made
   * if there is none.
   *
   * @throws Fault.Store if the directory is in use, damaged or of a newer format
   */
  public static EmbeddedLedger open(Path directory) {
    return builder(directory).open();
  }

  /** Starts to set up the ledger of a directory. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** How a ledger is set up. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private Clock clock = Clock.systemUTC();
    private SyncMode syncMode = SyncMode.EVERY_BATCH;
    private Duration keyRetention = Duration.ofDays(90);
    private @Nullable Executor executor;

    private Builder(Path directory) {
      this.directory = Objects.requireNonNull(directory, "directory");
    }

    /** Sets the clock that ledger time follows; the system's clock if it is not set. */
    public Builder clock(Clock value) {
      this.clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Sets when the journal is forced; {@link SyncMode#EVERY_BATCH} if it is not set. */
    public Builder syncMode(SyncMode value) {
      this.syncMode = Objects.requireNonNull(value, "syncMode");
      return this;
    }

    /**
     * Sets for how long, in ledger time, keys with their answers, ended reservations and the
     * movements that counts need are kept at least; 90 days if it is not set. It must be longer
     * than any caller goes on repeating a command. An older key counts as new.
     *
     * @throws IllegalArgumentException if it is negative or longer than a hundred years
     */
    public Builder keyRetention(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("keyRetention: must not be negative");
      }
      if (value.compareTo(MAX_RETENTION) > 0) {
        throw new IllegalArgumentException("keyRetention: must be at most 36500 days");
      }
      this.keyRetention = value;
      return this;
    }

    /** Sets who works off submitted commands when no caller waits; nobody if it is not set. */
    public Builder executor(Executor value) {
      this.executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /**
     * Opens the ledger and gives back holds whose time went by meanwhile.
     *
     * @throws Fault.Store if the directory is in use, damaged or of a newer format
     */
    public EmbeddedLedger open() {
      return open(new FileDisk(directory));
    }

    EmbeddedLedger open(Disk disk) {
      try {
        Closeable directoryLock = disk.lock();
        EmbeddedLedger ledger;
        try {
          boolean syncs = syncMode == SyncMode.EVERY_BATCH;
          Recovery.Recovered recovered = Recovery.run(disk, syncs);
          ledger = new EmbeddedLedger(this, disk, directoryLock, recovered);
        } catch (IOException | RuntimeException e) {
          directoryLock.close();
          throw e;
        }
        ledger.expireAllDue();
        return ledger;
      } catch (IOException e) {
        throw Faults.store("open", "cannot open the directory: " + e.getMessage(), e);
      }
    }
  }

  private void expireAllDue() {
    try {
      while (expireDue(EXPIRE_STEP) == EXPIRE_STEP) {
        // Each step is one journal record of bounded size.
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Answer apply(Command command) {
    Ticket.Waiter waiter = new Ticket.Waiter();
    Ticket ticket = new Ticket(Entry.Told.of(command), waiter);
    queue.await(List.of(ticket), waiter);
    return ticket.answer();
  }

  @Override
  public List<Answer> applyAll(List<Command> commands) {
    if (commands.isEmpty()) {
      return List.of();
    }
    Ticket.Waiter waiter = new Ticket.Waiter();
    List<Ticket> tickets = new ArrayList<>(commands.size());
    for (Command command : commands) {
      tickets.add(new Ticket(Entry.Told.of(command), waiter));
    }
    queue.await(tickets, waiter);
    return tickets.stream().map(Ticket::answer).toList();
  }

  @Override
  public CompletableFuture<Answer> submit(Command command) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    Entry entry = Entry.Told.of(command);
    if (queue.offer(new Ticket(entry, future))) {
      return future;
    }
    Ticket.Waiter waiter = new Ticket.Waiter();
    Ticket waiting = new Ticket(entry, waiter);
    queue.await(List.of(waiting), waiter);
    try {
      future.complete(waiting.answer());
    } catch (Fault.Store e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  @Override
  public int expireDue(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1, is " + limit);
    }
    Ticket.Waiter waiter = new Ticket.Waiter();
    Ticket ticket = new Ticket(new Entry.Expire(limit), waiter);
    queue.await(List.of(ticket), waiter);
    return ticket.outcome().code();
  }

  /** The leader's work: decide, write, flush, and only then show. */
  private void commit(List<Ticket> tickets) {
    try {
      checkRunning();
      Draft draft = decide(tickets);
      if (!batch.isEmpty()) {
        keep(draft, batch.end());
      }
    } catch (Journal.Rejected e) {
      String message = "the journal could not be written, nothing was kept";
      tickets.forEach(ticket -> ticket.failed(Faults.passing("apply", message, e)));
    } catch (Fault.Store e) {
      stopped = e;
      String message = "the ledger has stopped, the outcome is known after it is opened again";
      tickets.forEach(ticket -> ticket.failed(Faults.store("apply", message, e)));
    } catch (RuntimeException | Error e) {
      String message = "could not be decided, nothing was kept";
      tickets.forEach(ticket -> ticket.failed(Faults.store("apply", message, e)));
    }
  }

  private Draft decide(List<Ticket> tickets) {
    Draft draft = new Draft(books, clock.millis());
    batch.begin(draft.sequence() + 1, draft.time());
    for (Ticket ticket : tickets) {
      long before = draft.sequence();
      Rules.Outcome outcome = Rules.apply(draft, ticket.entry);
      if (draft.sequence() > before) {
        batch.add(ticket.entry, outcome.code());
      }
      ticket.decided(outcome);
    }
    return draft;
  }

  /** From the first byte on, whatever goes wrong unexpectedly leaves only a restart. */
  private void keep(Draft draft, Encoder frame) throws Journal.Rejected {
    try {
      journal.append(frame);
      books.commit(draft);
    } catch (Fault.Store e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw Faults.store("apply", "failed between the disk and the books", e);
    }
  }

  private void checkRunning() {
    Throwable why = stopped;
    if (why != null) {
      throw Faults.store("apply", "the ledger has stopped after a failed flush", why);
    }
  }

  /**
   * Writes the books to a file, so that opening need not read the whole journal, and forgets what
   * is older than the retention window. Commands wait meanwhile, reads do not. The snapshot before
   * this one is kept, together with the journal since then; older files are removed.
   *
   * @throws Fault.Store if it could not be written; the ledger goes on without it unless it says
   *     that it has stopped
   * @throws IllegalStateException if the ledger is closed
   */
  public void snapshot() {
    queue.exclusively(this::writeSnapshot);
  }

  private void writeSnapshot() {
    if (closed) {
      throw new IllegalStateException("ledger: is closed");
    }
    long now = Math.max(clock.millis(), books.time());
    Ticket.Waiter nobody = new Ticket.Waiter();
    Ticket prune = new Ticket(new Entry.Prune(now - keyRetention.toMillis()), nobody);
    commit(List.of(prune));
    prune.outcome();
    Snapshots snapshots = new Snapshots(disk);
    try {
      journal.roll(books.lastSequence() + 1);
      snapshots.write(books);
      snapshots.dropOld();
    } catch (Fault.Store e) {
      stopped = e;
      throw e;
    } catch (IOException e) {
      throw Faults.passing("snapshot", "could not be written: " + e.getMessage(), e);
    }
  }

  @Override
  public Balance balance(Sku sku, Location location) {
    return books.balance(sku, location);
  }

  @Override
  public List<Balance> balances() {
    return books.balances();
  }

  @Override
  public long sellable(Sku sku, Location location) {
    return books.balance(sku, location).sellable();
  }

  @Override
  public Optional<Reservation> reservation(String id) {
    return books.reservation(id);
  }

  @Override
  public Changes changesSince(long sequence, int limit) {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence: must not be negative, is " + sequence);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1, is " + limit);
    }
    return books.changesSince(sequence, limit);
  }

  @Override
  public long sequence() {
    return books.sequence();
  }

  @Override
  public void verify() {
    books.verify();
  }

  @Override
  public void close() {
    queue.close(this::closeFiles);
  }

  private void closeFiles() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      closeJournal();
    } catch (IOException e) {
      throw Faults.store("close", "the journal could not be forced or closed", e);
    }
  }

  private void closeJournal() throws IOException {
    try {
      if (stopped == null) {
        journal.close();
      } else {
        journal.abandon();
      }
    } finally {
      directoryLock.close();
    }
  }
}
