package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliu.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskFaultTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  private Fault.Store fails(Runnable call) {
    return catchThrowableOfType(Fault.Store.class, call::run);
  }

  @Test
  void apply_diskFull_isRejectedWithoutTraceAndLaterAccepted() {
    books.stock(TEA, EAST, 5);
    for (int space = 0; space < 40; space += 13) {
      books.disk().space(space);

      Fault.Store fault = fails(() -> books.ledger().apply(reserve("order", 2)));

      assertThat(fault).as("space " + space).isNotNull();
      assertThat(fault.retryable()).isTrue();
      assertThat(books.balance().reserved()).isZero();
      assertThat(books.ledger().reservation("order")).isEmpty();
    }
    books.disk().space(Long.MAX_VALUE);

    assertThat(books.hold("order", 2).replayed()).isFalse();
  }

  @Test
  void apply_diskFullThenReopened_hasNothingHalf() {
    books.stock(TEA, EAST, 5);
    books.disk().space(30);
    fails(() -> books.ledger().apply(reserve("order", 2)));
    books.disk().space(Long.MAX_VALUE);

    books.recover(books.disk().everything());

    assertThat(books.balance().reserved()).isZero();
    books.hold("order", 2);
  }

  @Test
  void apply_writeCannotBeTakenBack_stops() {
    books.stock(TEA, EAST, 5);
    books.disk().space(30);
    books.disk().failTruncates();

    Fault.Store fault = fails(() -> books.ledger().apply(reserve("order", 2)));
    books.disk().space(Long.MAX_VALUE);

    assertThat(fault.retryable()).isFalse();
    assertThat(fails(() -> books.ledger().apply(reserve("other", 1)))).isNotNull();
    books.recover(books.disk().everything());
    assertThat(books.balance().reserved()).isZero();
  }

  @Test
  void apply_syncFails_stopsAndIsNotTriedAgain() {
    books.stock(TEA, EAST, 5);
    SimDisk disk = books.disk();
    disk.failSyncs();

    Fault.Store fault = fails(() -> books.ledger().apply(reserve("order", 2)));
    int syncs = disk.syncs.get();
    Fault.Store next = fails(() -> books.ledger().apply(reserve("other", 1)));
    Fault.Store snapshot = fails(() -> books.ledger().snapshot());

    assertThat(fault.retryable()).isFalse();
    assertThat(next).isNotNull();
    assertThat(snapshot).isNotNull();
    assertThat(books.balance().onHand()).as("reads go on").isEqualTo(5);
    assertThat(books.balance().reserved()).isZero();
    books.ledger().close();
    assertThat(disk.syncs.get()).as("no second try").isEqualTo(syncs);
  }

  @Test
  void open_afterFailedSync_recoversWhatIsThere() {
    books.stock(TEA, EAST, 5);
    books.disk().failSyncs();
    fails(() -> books.ledger().apply(reserve("order", 2)));

    books.recover(books.disk().durable());

    assertThat(books.balance().onHand()).isEqualTo(5);
    assertThat(books.balance().reserved()).isZero();
  }

  @Test
  void snapshot_diskFull_failsAndTheLedgerGoesOn() {
    books.stock(TEA, EAST, 5);
    books.disk().space(130);

    Fault.Store fault = fails(() -> books.ledger().snapshot());
    books.disk().space(Long.MAX_VALUE);

    assertThat(fault.retryable()).isTrue();
    books.hold("order", 2);
    books.ledger().snapshot();
    books.reopen();
    assertThat(books.balance().reserved()).isEqualTo(2);
  }

  @Test
  void snapshot_diskFullAtEveryByte_neverHarms() {
    books.stock(TEA, EAST, 5);
    int failed = 0;
    for (int space = 0; space < 1_000; space += 7) {
      books.disk().space(space);
      if (fails(() -> books.ledger().snapshot()) != null) {
        failed++;
      }
      books.disk().space(Long.MAX_VALUE);
      books.hold("order-" + space, 1);
      books.release("order-" + space);
      books.reopen();
    }

    assertThat(failed).isGreaterThan(20);
    assertThat(books.balance().free()).isEqualTo(5);
  }

  @Test
  void apply_closed_isIllegal() {
    EmbeddedLedger ledger = books.open(new SimDisk());
    ledger.close();
    ledger.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.apply(reserve("order", 1)))
        .withMessageStartingWith("ledger:");
    assertThatIllegalStateException().isThrownBy(ledger::snapshot);
    assertThatIllegalStateException().isThrownBy(() -> ledger.submit(reserve("order", 1)));
    assertThatIllegalStateException().isThrownBy(() -> ledger.expireDue(1));
  }

  @Test
  void open_inUse_isRefused() {
    assertThatThrownBy(() -> books.open(books.disk()))
        .isInstanceOf(Fault.Store.class)
        .hasMessageContaining("another ledger");
  }

  @Test
  void open_failed_releasesTheDirectory() {
    SimDisk disk = new SimDisk();
    disk.powerOffAfter(0);
    assertThatThrownBy(() -> books.open(disk)).isInstanceOf(SimDisk.PowerOff.class);
    disk.powerOffAfter(Long.MAX_VALUE);

    assertThatThrownBy(() -> books.open(disk)).isInstanceOf(SimDisk.PowerOff.class);
  }
}
