package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.heliu.Fault;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that no till has written: refused with a reason, in bounded memory, left where they are.
 */
class HostileDropTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-13T04:00:00Z"), ZoneOffset.UTC);
  private static final String NAME = "day.csv";

  @TempDir Path directory;

  private PosFileDrop drop(long maxBytes) {
    return new PosFileDrop(
        new PosDropSettings(
            directory,
            PosDropSettings.Ready.RENAMED,
            Duration.ofSeconds(30),
            maxBytes,
            200_000,
            16_384),
        CLOCK);
  }

  /** Writes a good file and lets a line without end follow, which takes no room on the disk. */
  private void endlessLine(long size) throws IOException {
    List<PosStandIn.Ticket> day =
        PosStandIn.day("S01", "POS-07", LocalDate.of(2026, 7, 12), 3, List.of("SKU-1"), 42);
    PosStandIn.utf8(directory).drop(NAME, day);
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve(NAME).toFile(), "rw")) {
      file.setLength(size);
    }
  }

  private void assertNothingMoved(PosFileDrop drop) {
    assertThat(drop.scan().ready()).containsExactly(NAME);
    assertThat(directory.resolve("done")).isEmptyDirectory();
    assertThat(directory.resolve("error")).isEmptyDirectory();
  }

  @Test
  void read_twoGigabytes_areRefusedInBoundedMemory() throws IOException {
    endlessLine(2L << 30);
    PosFileDrop drop = drop(64L << 20);
    long before = allocated();

    Throwable thrown = catchThrowable(() -> drop.read(NAME));

    assertThat(thrown)
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("it has more than 67108864 bytes");
    assertThat(allocated() - before).isLessThan(16 << 20);
    assertNothingMoved(drop);
  }

  @Test
  void read_lineWithoutEnd_isRefusedInBoundedMemory() throws IOException {
    endlessLine(48L << 20);
    PosFileDrop drop = drop(64L << 20);
    long before = allocated();

    Throwable thrown = catchThrowable(() -> drop.read(NAME));

    assertThat(thrown)
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("has more than 16384 characters");
    assertThat(allocated() - before).isLessThan(16 << 20);
    assertNothingMoved(drop);
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void read_hostileBytes_areRefusedWithoutQuotingThem(Body body) throws IOException {
    Files.write(directory.resolve(NAME), body.bytes());
    PosFileDrop drop = drop(64L << 20);

    assertThatThrownBy(() -> drop.read(NAME))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageNotContaining(HostileStandIn.PLANTED);
    assertNothingMoved(drop);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
