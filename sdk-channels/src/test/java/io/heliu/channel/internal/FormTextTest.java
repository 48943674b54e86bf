package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FormTextTest {

  @Test
  void of_randomTexts_encodesAsUrlEncoder() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String text =
          random
              .ints(random.nextInt(12), 0, random.nextBoolean() ? 0x80 : 0x11000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(FormText.of(Map.of("n", text)))
          .as("seed %d", seed)
          .isEqualTo("n=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
  }

  @Test
  void of_several_keepsTheirOrder() {
    Map<String, String> parameters = new TreeMap<>(Map.of("b&", "2 +", "a", "", "c", "%中"));

    assertThat(FormText.of(parameters)).isEqualTo("a=&b%26=2+%2B&c=%25%E4%B8%AD");
  }

  @Test
  void of_none_empty() {
    assertThat(FormText.of(Map.of())).isEmpty();
  }
}
