package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CountedInputTest {
  private static final int LIMIT = 5;

  private int count;

  private CountedInput of(int bytes) {
    return new CountedInput(new ByteArrayInputStream(new byte[bytes])) {
      @Override
      protected void counted(int more) throws IOException {
        count += more;
        if (count > LIMIT) {
          throw new IOException("too much");
        }
      }
    };
  }

  @Test
  void read_oneByOneAndInBlocks_countsWhatWasThere() throws IOException {
    CountedInput in = of(5);

    assertThat(in.read()).isZero();
    assertThat(in.read(new byte[3], 1, 2)).isEqualTo(2);
    assertThat(in.readAllBytes()).hasSize(2);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[3])).isEqualTo(-1);

    assertThat(count).isEqualTo(5);
  }

  @Test
  void read_moreThanWhoCountsAllows_fails() {
    assertThatThrownBy(() -> of(6).readAllBytes()).hasMessage("too much");
  }
}
