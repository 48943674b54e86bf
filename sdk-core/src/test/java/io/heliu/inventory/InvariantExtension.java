package io.heliu.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Sku;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A ledger on a simulated disk. After each test the books are added up again, and books that are
 * recovered from what is durable must equal those in memory.
 */
final class InvariantExtension implements BeforeEachCallback, AfterEachCallback {
  static final Sku TEA = new Sku("TEA");
  static final Sku CUP = new Sku("CUP");
  static final Location EAST = new Location("EAST");
  static final Location WEST = new Location("WEST");
  static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private @Nullable SimDisk disk;
  private @Nullable ManualClock clock;
  private @Nullable EmbeddedLedger ledger;
  private @Nullable Executor executor;
  private int keys;

  @Override
  public void beforeEach(ExtensionContext context) {
    disk = new SimDisk();
    clock = new ManualClock();
    keys = 0;
    executor = null;
    ledger = open(disk);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    ledger().verify();
    List<Balance> balances = ledger().balances();
    long sequence = ledger().sequence();
    Books recovered = Recovery.run(disk().durable(), true).books();
    recovered.verify();
    assertThat(recovered.balances()).as("balances recovered from disk").isEqualTo(balances);
    assertThat(recovered.sequence()).as("sequence recovered from disk").isEqualTo(sequence);
    for (Hold hold : recovered.holds()) {
      assertThat(ledger().reservation(hold.id())).as("reservation").contains(hold.view());
    }
    ledger().close();
  }

  EmbeddedLedger ledger() {
    return required(ledger);
  }

  SimDisk disk() {
    return required(disk);
  }

  ManualClock clock() {
    return required(clock);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("extension: is used outside of a test");
    }
    return value;
  }

  /** Opens a ledger on a disk with this test's clock; the caller closes it. */
  EmbeddedLedger open(SimDisk onDisk) {
    return builder().open(onDisk);
  }

  EmbeddedLedger.Builder builder() {
    EmbeddedLedger.Builder builder = EmbeddedLedger.builder(Path.of("unused")).clock(clock());
    return executor == null ? builder : builder.executor(executor);
  }

  /** Closes the ledger and opens what is durable. */
  EmbeddedLedger reopen() {
    ledger().close();
    return recover(disk().durable());
  }

  /** Goes on with the ledger of another disk. */
  EmbeddedLedger recover(SimDisk from) {
    disk = from;
    ledger = open(from);
    return ledger;
  }

  EmbeddedLedger reopenWith(Executor submitted) {
    executor = submitted;
    return reopen();
  }

  String newKey() {
    return "key-" + keys++;
  }

  void stock(Sku sku, Location location, long quantity) {
    accept(new Command.Adjust(newKey(), sku, location, quantity, "opening"));
  }

  Answer.Accepted accept(Command command) {
    Answer answer = ledger().apply(command);
    assertThat(answer).isInstanceOf(Answer.Accepted.class);
    return (Answer.Accepted) answer;
  }

  Answer.Refused refuse(Command command, Reason reason) {
    List<Balance> before = ledger().balances();
    Answer answer = ledger().apply(command);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    Answer.Refused refused = (Answer.Refused) answer;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(ledger().balances()).as("a refusal leaves no trace").isEqualTo(before);
    return refused;
  }

  /** Reserves units of {@link #TEA} in {@link #EAST} for half an hour. */
  Answer.Accepted hold(String id, long quantity) {
    return accept(reserve(id, quantity));
  }

  static Command.Reserve reserve(String id, long quantity) {
    return new Command.Reserve(id, "owner-" + id, tea(quantity), HALF_HOUR);
  }

  Answer.Accepted release(String reservation) {
    return accept(new Command.Release(newKey(), reservation, List.of(), "cancelled"));
  }

  static List<StockLine> tea(long quantity) {
    return List.of(new StockLine(TEA, EAST, quantity));
  }

  Balance balance() {
    return ledger().balance(TEA, EAST);
  }

  Reservation reservation(String id) {
    return ledger().reservation(id).orElseThrow();
  }
}
