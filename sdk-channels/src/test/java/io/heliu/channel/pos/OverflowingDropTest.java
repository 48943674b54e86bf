package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with sums that cannot be held, or names that cannot be moved: neither stops the drop. */
class OverflowingDropTest {
  private static final int ROWS = 93_000;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-13T04:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void parse_sumBeyond64Bits_isRefusedAsAFault() {
    StringBuilder text = new StringBuilder(PosText.HEADER);
    for (int i = 1; i <= ROWS; i++) {
      text.append("S01,POS-07,2026/7/12,000117,").append(i);
      text.append(
          ",销售,2026/7/12 19:44:10,SKU-1,,1,\"999,999,999,999.99\",0.00,\"999,999,999,999.99\",微信,\r\n");
    }

    assertThat(PosText.parse(PosText.HEADER + text.toString().split("\r\n", 3)[1]).malformed())
        .isEmpty();
    assertThatThrownBy(() -> PosText.parse(text.toString()))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("sums must fit");
  }

  @Test
  void scan_nameTooLongToBeMoved_isNoDataFile() throws IOException {
    String longest = "门".repeat(65) + "a.csv";
    String longer = "门".repeat(66) + ".csv";
    for (String name : new String[] {longest, longer}) {
      Files.writeString(directory.resolve(name), "no table", StandardCharsets.UTF_8);
    }
    PosFileDrop drop =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.RENAMED), CLOCK);

    assertThat(drop.scan().ready()).containsExactly(longest);
    drop.refuse(longest, "no table");

    assertThat(drop.scan().ready()).isEmpty();
  }
}
