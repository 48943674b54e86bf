package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

  private static List<String> read(String text, int maxLength) throws IOException {
    BoundedLines lines = new BoundedLines(new StringReader(text), maxLength);
    List<String> all = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
      assertThat(lines.number()).isEqualTo(all.size());
    }
    return all;
  }

  @Test
  void next_bothLineEnds_areTakenOff() throws IOException {
    assertThat(read("a\r\nb\n\nc", 10)).containsExactly("a", "b", "", "c");
  }

  @Test
  void next_lineEndAtTheEnd_givesNoMoreLine() throws IOException {
    assertThat(read("a\n", 10)).containsExactly("a");
    assertThat(read("", 10)).isEmpty();
  }

  @Test
  void next_carriageReturnInside_isText() throws IOException {
    assertThat(read("a\rb\n", 10)).containsExactly("a\rb");
  }

  @Test
  void next_lineOfExactlyTheLimit_isGood() throws IOException {
    assertThat(read("abc\r\nabc", 3)).containsExactly("abc", "abc");
  }

  @Test
  void next_lineOverTheLimit_isRefusedWithItsNumber() {
    assertThatThrownBy(() -> read("a\nabcd\n", 3))
        .isInstanceOf(BoundedLines.TooLong.class)
        .hasMessage("line 2 has more than 3 characters");
  }

  @Test
  void next_endlessLine_stopsSoonAfterTheLimit() {
    long[] given = {0};
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            given[0] += length;
            return length;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> new BoundedLines(endless, 10_000).next())
        .isInstanceOf(BoundedLines.TooLong.class);
    assertThat(given[0]).isLessThan(30_000);
  }

  @Test
  void next_randomTexts_areJoinedAgainToTheSame() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(20_000);
      for (int i = 0; i < length; i++) {
        text.append(random.nextInt(50) == 0 ? '\n' : 'x');
      }
      assertThat(String.join("\n", read(text + "end", 100_000)))
          .as("seed %d", seed)
          .isEqualTo(text + "end");
    }
  }
}
