package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.order.OrderFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes, a file is read, refused or has malformed rows; nothing else is thrown. */
class PosFuzzTest {
  private static final int ROUNDS = 1500;
  private static final byte[] HOSTILE =
      "\",\r\n\t'#=合计E+0\u0000\u00ff".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void read_mutatedBytes_neverFailsOtherwise() throws IOException {
    PosFileDrop drop =
        new PosFileDrop(
            PosDropSettings.of(directory, PosDropSettings.Ready.RENAMED),
            Clock.fixed(PosText.NOW, ZoneOffset.UTC));
    int good = 0;
    int refused = 0;
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      String charset = random.nextBoolean() ? "GBK" : "UTF-8";
      byte[] bytes = mutate(PosText.SAMPLE.getBytes(charset), random);
      Files.write(directory.resolve("a.csv"), bytes);
      try {
        check(drop.read("a.csv"), seed);
        good++;
      } catch (Fault.Protocol expected) {
        assertThat(expected.getMessage()).as("seed %d", seed).contains("is refused");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(good).isPositive();
    assertThat(refused).isPositive();
  }

  private static void check(PosFile file, long seed) {
    for (PosTicket ticket : file.tickets()) {
      Money sum = Money.zero(Money.CNY);
      for (var line : ticket.order().lines()) {
        sum = sum.plus(line.amount());
        assertThat(line.quantity().signum() < 0)
            .as("seed %d", seed)
            .isEqualTo(ticket.order().flags().contains(OrderFlag.RETURN));
      }
      assertThat(ticket.order().paid()).as("seed %d", seed).isEqualTo(sum);
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] result = bytes.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && result.length > 0; i++) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(4)) {
        case 0 -> result[at] = (byte) random.nextInt(256);
        case 1 -> result[at] = HOSTILE[random.nextInt(HOSTILE.length)];
        case 2 -> result = Arrays.copyOf(result, at);
        default -> {
          byte[] longer = Arrays.copyOf(result, result.length + 40);
          System.arraycopy(result, at, longer, at + 40, result.length - at);
          result = longer;
        }
      }
    }
    return result;
  }
}
