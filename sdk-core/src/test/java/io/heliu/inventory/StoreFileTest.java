package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliu.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreFileTest {
  private static final String FIRST = new StoreFile(StoreFile.Kind.JOURNAL, 1).name();

  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  /** Returns a copy of the disk after three flushes, and where each frame begins. */
  private SimDisk threeFrames(List<Integer> frames) {
    frames.add(books.disk().content(FIRST).length);
    books.stock(TEA, EAST, 10);
    frames.add(books.disk().content(FIRST).length);
    books.hold("a", 1);
    frames.add(books.disk().content(FIRST).length);
    books.hold("b", 2);
    return books.disk().durable();
  }

  private Fault.Store refuseToOpen(SimDisk disk) {
    List<String> names = disk.list();
    List<byte[]> contents = names.stream().map(disk::content).toList();
    Fault.Store fault = catchThrowableOfType(Fault.Store.class, () -> books.open(disk));
    assertThat(fault).as("refused").isNotNull();
    assertThat(disk.list()).as("nothing was changed").isEqualTo(names);
    for (int i = 0; i < names.size(); i++) {
      assertThat(disk.content(names.get(i))).as("nothing was changed").isEqualTo(contents.get(i));
    }
    return fault;
  }

  @Test
  void open_anyByteOfAMiddleFrameChanged_isRefusedWithItsPlace() {
    List<Integer> frames = new ArrayList<>();
    SimDisk whole = threeFrames(frames);
    for (int i = frames.get(1); i < frames.get(2); i++) {
      SimDisk disk = whole.durable();
      flip(disk, FIRST, i);

      Fault.Store fault = refuseToOpen(disk);

      assertThat(fault)
          .as("byte " + i)
          .hasMessageContaining("position " + frames.get(1))
          .hasMessageContaining("after sequence 1");
    }
  }

  @Test
  void open_anyByteOfTheHeadChanged_isRefused() {
    SimDisk whole = threeFrames(new ArrayList<>());
    for (int i = 0; i < StoreFile.HEAD; i++) {
      SimDisk disk = whole.durable();
      flip(disk, FIRST, i);

      refuseToOpen(disk);
    }
  }

  @Test
  void open_anyByteOfTheLastFrameChanged_isATornEnd() {
    List<Integer> frames = new ArrayList<>();
    SimDisk whole = threeFrames(frames);
    for (int i = frames.get(2); i < whole.content(FIRST).length; i++) {
      SimDisk disk = whole.durable();
      flip(disk, FIRST, i);

      try (EmbeddedLedger ledger = books.open(disk)) {
        assertThat(ledger.balance(TEA, EAST).reserved()).as("byte " + i).isEqualTo(1);
        assertThat(ledger.sequence()).isEqualTo(2);
      }
    }
  }

  @Test
  void open_zerosBehindTheEnd_areATornEnd() {
    SimDisk disk = threeFrames(new ArrayList<>());
    byte[] content = disk.content(FIRST);
    disk.damage(FIRST, Arrays.copyOf(content, content.length + 100_000));

    try (EmbeddedLedger ledger = books.open(disk)) {
      assertThat(ledger.balance(TEA, EAST).reserved()).isEqualTo(3);
    }
  }

  private static void flip(SimDisk disk, String name, int at) {
    byte[] content = disk.content(name);
    content[at] ^= 0x10;
    disk.damage(name, content);
  }

  @Test
  void salvage_damagedMiddle_readsTheRestAndChangesNothing() {
    List<Integer> frames = new ArrayList<>();
    SimDisk disk = threeFrames(frames);
    flip(disk, FIRST, frames.get(1) + 20);
    byte[] before = disk.content(FIRST);
    List<Salvage.Operation> read = new ArrayList<>();

    Salvage.Report report = Salvage.read(disk, read::add);

    assertThat(read).extracting(Salvage.Operation::sequence).containsExactly(1L, 3L);
    assertThat(read.get(1).command()).isEqualTo(reserve("b", 2));
    assertThat(read.get(1).time()).isEqualTo(books.clock().instant());
    assertThat(report.operations()).isEqualTo(2);
    assertThat(report.damages())
        .containsExactly(FIRST + " at " + frames.get(1) + ": goes on at " + frames.get(2));
    assertThat(disk.content(FIRST)).isEqualTo(before);
  }

  @Test
  void salvage_sound_tellsWhatWasRefusedToo() {
    books.stock(TEA, EAST, 1);
    books.refuse(reserve("a", 2), Reason.INSUFFICIENT);
    List<Salvage.Operation> read = new ArrayList<>();

    Salvage.Report report = Salvage.read(books.disk().durable(), read::add);

    assertThat(read).extracting(Salvage.Operation::accepted).containsExactly(true, false);
    assertThat(report.damages()).isEmpty();
  }

  @Test
  void open_newerFormat_isRefusedNamingBoth() {
    books.stock(TEA, EAST, 1);
    books.ledger().snapshot();
    for (String name : books.disk().list()) {
      SimDisk disk = books.disk().durable();
      byte[] content = disk.content(name);
      content[11] = (byte) (StoreFile.VERSION + 1);
      disk.damage(name, content);

      Fault.Store fault = refuseToOpen(disk);

      assertThat(fault)
          .hasMessageContaining("format " + (StoreFile.VERSION + 1))
          .hasMessageContaining("up to " + StoreFile.VERSION);
      assertThatThrownBy(() -> Salvage.read(newerJournal(), operation -> {}))
          .isInstanceOf(Fault.Store.class);
    }
  }

  private SimDisk newerJournal() {
    SimDisk disk = books.disk().durable();
    byte[] content = disk.content(FIRST);
    content[11] = (byte) (StoreFile.VERSION + 1);
    disk.damage(FIRST, content);
    return disk;
  }

  @Test
  void open_outcomeWrittenIsNotTheOneDecided_isRefused() {
    Encoder out = new Encoder(64);
    Batch batch = new Batch(out);
    batch.begin(1, books.clock().millis());
    batch.add(Entry.Told.of(reserve("a", 1)), Rules.ACCEPTED);
    SimDisk disk = books.disk().durable();
    byte[] head = disk.content(FIRST);
    Encoder frame = batch.end();
    byte[] content = Arrays.copyOf(head, head.length + frame.size());
    System.arraycopy(frame.array(), 0, content, head.length, frame.size());
    disk.damage(FIRST, content);

    assertThat(refuseToOpen(disk)).hasMessageContaining("record 1");
  }

  private void threeSnapshots() {
    books.stock(TEA, EAST, 10);
    for (int i = 0; i < 3; i++) {
      books.hold("order-" + i, 1);
      books.ledger().snapshot();
    }
    books.hold("last", 1);
  }

  private static List<String> names(SimDisk disk, StoreFile.Kind kind) {
    return disk.list().stream()
        .filter(name -> name.startsWith(kind == StoreFile.Kind.JOURNAL ? "journal" : "snapshot"))
        .toList();
  }

  @Test
  void snapshot_third_keepsThePreviousAndTheJournalSince() {
    threeSnapshots();

    assertThat(names(books.disk(), StoreFile.Kind.SNAPSHOT)).hasSize(2);
    assertThat(names(books.disk(), StoreFile.Kind.JOURNAL)).hasSize(2);
  }

  @Test
  void open_newestSnapshotDamagedAnywhere_usesThePrevious() {
    threeSnapshots();
    SimDisk whole = books.disk().durable();
    String newest = names(whole, StoreFile.Kind.SNAPSHOT).get(1);
    List<Balance> expected = books.ledger().balances();
    for (int i = 0; i < whole.content(newest).length; i++) {
      if (i >= 8 && i < 12) {
        continue; // The version: a higher one means another format, not damage.
      }
      SimDisk disk = whole.durable();
      flip(disk, newest, i);

      try (EmbeddedLedger ledger = books.open(disk)) {
        assertThat(ledger.balances()).as("byte " + i).isEqualTo(expected);
        assertThat(ledger.apply(reserve("order-2", 1)).replayed()).isTrue();
      }
    }
  }

  @Test
  void open_newestSnapshotCutAnywhere_usesThePrevious() {
    threeSnapshots();
    SimDisk whole = books.disk().durable();
    String newest = names(whole, StoreFile.Kind.SNAPSHOT).get(1);
    byte[] content = whole.content(newest);
    for (int length = 0; length < content.length; length++) {
      SimDisk disk = whole.durable();
      disk.damage(newest, Arrays.copyOf(content, length));

      try (EmbeddedLedger ledger = books.open(disk)) {
        assertThat(ledger.balance(TEA, EAST).reserved()).as("cut to " + length).isEqualTo(4);
      }
    }
  }

  @Test
  void open_noSnapshotReadable_isRefused() {
    threeSnapshots();
    SimDisk disk = books.disk().durable();
    for (String name : names(disk, StoreFile.Kind.SNAPSHOT)) {
      flip(disk, name, StoreFile.HEAD + 5);
    }

    assertThat(refuseToOpen(disk)).hasMessageContaining("begins too late");
  }

  @Test
  void open_journalMissing_isRefused() {
    threeSnapshots();
    SimDisk disk = books.disk().durable();
    disk.remove(names(disk, StoreFile.Kind.JOURNAL).get(0));
    flip(disk, names(disk, StoreFile.Kind.SNAPSHOT).get(1), StoreFile.HEAD + 5);

    assertThat(refuseToOpen(disk)).hasMessageContaining("after sequence");
  }

  @Test
  void open_journalsLostAndSnapshotDamaged_isRefused() {
    books.stock(TEA, EAST, 10);
    books.ledger().snapshot();
    SimDisk disk = books.disk().durable();
    names(disk, StoreFile.Kind.JOURNAL).forEach(disk::remove);
    flip(disk, names(disk, StoreFile.Kind.SNAPSHOT).get(0), StoreFile.HEAD + 5);

    assertThat(refuseToOpen(disk)).hasMessageContaining("cannot be read");
  }

  @Test
  void open_unfinishedJournalFile_isPassedOver() {
    books.stock(TEA, EAST, 10);
    SimDisk disk = books.disk().durable();
    try (Disk.Handle handle = disk.open(new StoreFile(StoreFile.Kind.JOURNAL, 2).name())) {
      handle.write(0, new byte[] {1, 2, 3}, 0, 3);
      handle.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    books.recover(disk);

    books.hold("order", 3);
    books.ledger().snapshot();
    books.reopen();
    assertThat(books.balance().reserved()).isEqualTo(3);
  }

  @Test
  void open_foreignFiles_areLeftAlone() {
    books.stock(TEA, EAST, 10);
    SimDisk disk = books.disk();
    disk.open("notes.txt");
    disk.open("journal-12.heliu");
    disk.syncDirectory();

    books.reopen();
    books.ledger().snapshot();

    assertThat(books.disk().list()).contains("notes.txt", "journal-12.heliu");
  }

  @Test
  void open_relaxedModeWithAHoleBeforeTheEnd_keepsThePrefixAndGoesOn() {
    List<Integer> frames = new ArrayList<>();
    SimDisk disk = threeFrames(frames);
    flip(disk, FIRST, frames.get(1) + 20);

    try (EmbeddedLedger ledger = books.builder().syncMode(SyncMode.OPERATING_SYSTEM).open(disk)) {
      assertThat(ledger.sequence()).isEqualTo(1);
      ledger.apply(new Command.Confirm("k", "none"));
    }

    try (EmbeddedLedger ledger = books.open(disk.durable())) {
      assertThat(ledger.sequence()).isEqualTo(2);
      assertThat(ledger.balance(TEA, EAST).reserved()).isZero();
    }
  }

  @Test
  void apply_relaxedMode_doesNotForceUntilClose() {
    SimDisk disk = new SimDisk();
    try (EmbeddedLedger ledger = books.builder().syncMode(SyncMode.OPERATING_SYSTEM).open(disk)) {
      int syncs = disk.syncs.get();
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 1, "opening"));
      ledger.apply(new Command.Consume("sale", "receipt", tea(1)));
      assertThat(disk.syncs.get()).isEqualTo(syncs);
    }
    try (EmbeddedLedger ledger = books.open(disk.durable())) {
      assertThat(ledger.sequence()).isEqualTo(2);
    }
  }
}
