package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.internal.Sha256;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.order.Stored;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosFileDropTest {
  private static final Clock CLOCK = Clock.fixed(PosText.NOW, ZoneOffset.UTC);
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);

  @TempDir Path temp;
  private Path directory;
  private PosFileDrop drop;
  private PosStandIn till;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectory(temp.resolve("drop"));
    drop = drop(PosDropSettings.Ready.MARKER);
    till = new PosStandIn(directory, PosStandIn.GBK);
  }

  private PosFileDrop drop(PosDropSettings.Ready ready) {
    return new PosFileDrop(PosDropSettings.of(directory, ready), CLOCK);
  }

  private static List<PosStandIn.Ticket> tickets(int count) {
    return PosStandIn.day("S01", "P1", DAY, count, List.of("A", "B", "C"), 7);
  }

  /** Returns the results of a file whose tickets are all new. */
  private static List<TicketResult> results(PosFile file) {
    return TicketResult.of(
        file,
        new OrderInbox.Taken(
            Collections.nCopies(file.tickets().size(), Stored.NEW),
            Collections.nCopies(file.ignored().size(), Stored.NEW)));
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
    till.mark(name);
  }

  @Test
  void scan_markedFiles_areReadyInNameOrder() {
    till.drop("b.csv", tickets(1));
    till.drop("a.csv", tickets(1));
    till.dropTorn("c.csv", tickets(4));

    PosFileDrop.Scan scan = drop.scan();

    assertThat(scan.ready()).containsExactly("a.csv", "b.csv");
    assertThat(scan.waiting()).containsExactly("c.csv");
    assertThat(scan.skipped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"day.csv.ok", "day.csv.done", "day.ok", "day.done"})
  void scan_anyMarker_counts(String marker) throws IOException {
    Files.writeString(directory.resolve("day.csv"), PosText.SAMPLE);
    Files.createFile(directory.resolve(marker));

    assertThat(drop.scan().ready()).containsExactly("day.csv");
  }

  @Test
  void scan_renamedMode_takesNoTmp() throws IOException {
    Files.writeString(directory.resolve("a.csv"), PosText.SAMPLE);
    Files.writeString(directory.resolve("b.csv.tmp"), PosText.SAMPLE);

    PosFileDrop.Scan scan = drop(PosDropSettings.Ready.RENAMED).scan();

    assertThat(scan.ready()).containsExactly("a.csv");
    assertThat(scan.waiting()).containsExactly("b.csv.tmp");
  }

  @Test
  void scan_quietMode_waitsUntilNothingChanges() throws IOException {
    Path file = directory.resolve("a.csv");
    MovingClock clock = new MovingClock();
    PosFileDrop quiet =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.QUIET), clock);
    Files.writeString(file, PosText.HEADER);
    assertThat(quiet.scan().waiting()).containsExactly("a.csv");

    clock.move(Duration.ofSeconds(29));
    assertThat(quiet.scan().waiting()).containsExactly("a.csv");

    Files.writeString(file, PosText.SAMPLE);
    clock.move(Duration.ofSeconds(29));
    assertThat(quiet.scan().waiting()).containsExactly("a.csv");

    clock.move(Duration.ofSeconds(30));
    assertThat(quiet.scan().ready()).containsExactly("a.csv");
  }

  @Test
  void scan_orphanMarker_isRemovedSoThatTheNextUploadIsNotReadTorn() throws IOException {
    till.mark("a.csv");
    assertThat(drop.scan().ready()).isEmpty();

    till.dropTorn("a.csv", tickets(3));

    assertThat(drop.scan().ready()).isEmpty();
    assertThat(drop.scan().waiting()).containsExactly("a.csv");
  }

  @Test
  void scan_symbolicLink_isSkipped() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret.csv"), PosText.SAMPLE);
    Files.createSymbolicLink(directory.resolve("a.csv"), secret);
    till.mark("a.csv");

    assertThat(drop.scan().ready()).isEmpty();
    assertThat(drop.scan().skipped()).contains("a.csv");
    assertThatThrownBy(() -> drop.read("a.csv")).isInstanceOf(Fault.Store.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret.csv", "/etc/x.csv", "..", "", "a/b.csv", "a\\b.csv", "x.exe", ".csv"})
  void read_nameThatIsNoPlainDataFile_isRefused(String name) {
    assertThatThrownBy(() -> drop.read(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: ");
  }

  @Test
  void open_doneIsALink_isRefused() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(other.resolve("done"), elsewhere);

    assertThatThrownBy(
            () -> new PosFileDrop(PosDropSettings.of(other, PosDropSettings.Ready.MARKER), CLOCK))
        .isInstanceOf(Fault.Configuration.class);
  }

  @Test
  void read_gbkFile_givesTicketsAndDigest() {
    till.drop("a.csv", tickets(20));

    PosFile file = drop.read("a.csv");

    assertThat(file.tickets()).hasSize(20);
    assertThat(file.control()).isEqualTo(PosFile.Control.AGREED);
    assertThat(file.size()).isEqualTo(till.bytes(tickets(20)).length);
    assertThat(file.sha256()).isEqualTo(Sha256.of(till.bytes(tickets(20))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GBK", "GB18030", "UTF-16LE", "UTF-16BE"})
  void read_anyEncodingWithAndWithoutMark_givesTheSameTickets(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    boolean utf16 = encoding.startsWith("UTF-16");
    String text = encoding.startsWith("GB") ? PosText.SAMPLE : "\ufeff" + PosText.SAMPLE;
    put("a.csv", text.getBytes(charset));
    put("b.csv", (utf16 ? text : PosText.SAMPLE).getBytes(charset));

    assertThat(drop.read("a.csv").tickets())
        .extracting(PosTicket::hash)
        .isEqualTo(PosText.parse(PosText.SAMPLE).tickets().stream().map(PosTicket::hash).toList());
    assertThat(drop.read("b.csv").tickets()).hasSize(2);
  }

  @Test
  void read_tooLarge_isRefused() throws IOException {
    put("a.csv", PosText.SAMPLE.getBytes(StandardCharsets.UTF_8));
    PosFileDrop small =
        new PosFileDrop(
            new PosDropSettings(
                directory, PosDropSettings.Ready.MARKER, Duration.ofSeconds(1), 100, 10, 1000),
            CLOCK);

    assertThatThrownBy(() -> small.read("a.csv"))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("100 bytes");
  }

  @Test
  void read_missing_isAStoreFault() {
    assertThatThrownBy(() -> drop.read("none.csv")).isInstanceOf(Fault.Store.class);
  }

  @Test
  void done_movesFileBesideItsResultAndDropsTheMarker() throws IOException {
    till.drop("a.csv", tickets(2));
    PosFile file = drop.read("a.csv");

    boolean moved = drop.done(file, results(file));

    String target = file.sha256().substring(0, 12) + "_a.csv";
    assertThat(moved).isTrue();
    assertThat(files("done")).containsExactly(target, target + ".result.csv");
    assertThat(files("")).containsExactly("done", "error");
    assertThat(Files.readString(directory.resolve("done").resolve(target + ".result.csv")))
        .isEqualTo(
            "row,ticket,verdict,reason\r\n"
                + "2,\"S01/P1/2026-07-12/000001\",ACCEPTED,\"\"\r\n"
                + file.tickets().get(1).row()
                + ",\"S01/P1/2026-07-12/000002\",ACCEPTED,\"\"\r\n");
  }

  @Test
  void done_again_changesNothing() throws IOException {
    till.drop("a.csv", tickets(2));
    PosFile file = drop.read("a.csv");
    drop.done(file, List.of());
    List<String> before = files("done");

    assertThat(drop.done(file, List.of())).isTrue();

    assertThat(files("done")).isEqualTo(before);
  }

  @Test
  void done_fileReplacedSinceRead_stays() throws IOException {
    till.drop("a.csv", tickets(2));
    PosFile file = drop.read("a.csv");
    till.drop("a.csv", tickets(3));

    assertThat(drop.done(file, List.of())).isFalse();

    assertThat(drop.scan().ready()).containsExactly("a.csv");
    assertThat(drop.read("a.csv").tickets()).hasSize(3);
  }

  @Test
  void done_sameNameOtherContent_keepsBoth() throws IOException {
    till.drop("a.csv", tickets(2));
    drop.done(drop.read("a.csv"), List.of());
    till.drop("a.csv", tickets(3));
    drop.done(drop.read("a.csv"), List.of());

    assertThat(files("done")).hasSize(4);
  }

  @Test
  void refuse_wrongTotal_movesToErrorWithReason() throws IOException {
    till.dropWrongTotal("a.csv", tickets(2));
    String reason = "";
    try {
      drop.read("a.csv");
    } catch (Fault.Protocol e) {
      reason = String.valueOf(e.getMessage());
    }

    drop.refuse("a.csv", reason);

    assertThat(reason).contains("total row");
    assertThat(files("error")).hasSize(2);
    assertThat(Files.readString(directory.resolve("error").resolve(files("error").get(1))))
        .contains("REFUSED")
        .contains("total row");
    assertThat(drop.scan().ready()).isEmpty();
  }

  @Test
  void done_sharedStemMarker_staysForTheOtherFile() throws IOException {
    Files.writeString(directory.resolve("day.csv"), PosText.SAMPLE);
    Files.writeString(directory.resolve("day.txt"), PosText.SAMPLE);
    Files.createFile(directory.resolve("day.ok"));

    drop.done(drop.read("day.csv"), List.of());

    assertThat(drop.scan().ready()).containsExactly("day.txt");
  }

  @Test
  void done_keyThatLooksLikeAFormula_isQuotedInTheResult() throws IOException {
    put("a.csv", PosText.SAMPLE.replace("S01", "=1+1").getBytes(StandardCharsets.UTF_8));
    PosFile file = drop.read("a.csv");
    drop.done(file, results(file));

    assertThat(Files.readString(directory.resolve("done").resolve(files("done").get(1))))
        .contains("\"'=1+1/");
  }

  static final class MovingClock extends Clock {
    private Instant now = PosText.NOW;

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
