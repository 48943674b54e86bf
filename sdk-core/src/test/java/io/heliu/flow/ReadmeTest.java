package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.RuleProblem;
import io.heliu.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the project's first page shows can be used as it stands. */
final class ReadmeTest {

  private static String sample() throws IOException {
    String page = Files.readString(Path.of("..", "README.md"));
    int start = page.indexOf('{', page.indexOf("<!-- order-rules.json -->"));
    return page.substring(start, page.indexOf("```", start));
  }

  @Test
  void check_sampleOfRules_hasNoProblem() throws IOException {
    assertThat(OrderRules.check(sample())).isEmpty();
  }

  @Test
  void check_sampleWithAMistake_tellsWhatThePageSays() throws IOException {
    String wrong = sample().replace("\"min\": \"5000.00\"", "\"min\": 9000, \"max\": 5000");

    List<RuleProblem> problems = OrderRules.check(wrong);

    assertThat(Files.readString(Path.of("..", "README.md")).replace("\n", " "))
        .contains(problems.get(0).toString());
  }

  /** However the document is damaged, it is either used or refused with places in it. */
  @Test
  void check_sampleDamagedAtRandom_isUsedOrRefused() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String whole = sample();
    String[] scraps = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      ",",
      ":",
      "-1",
      "0",
      "99999999999999999999",
      "null",
      "true",
      "\"P9D\"",
      "+999999999-12-31T00:00",
      "PT9999999999999999H",
      "\"\"",
      "省",
      "\uD83C",
      "1e9",
      "\\u0000"
    };
    for (int round = 0; round < 2_000; round++) {
      StringBuilder json = new StringBuilder(whole);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int from = random.nextInt(json.length());
        int to = Math.min(json.length(), from + random.nextInt(12));
        json.replace(from, to, scraps[random.nextInt(scraps.length)]);
      }
      List<RuleProblem> problems = OrderRules.check(json.toString());
      if (problems.isEmpty()) {
        assertThat(OrderRules.parse(json.toString(), Secret.of("key")))
            .as("seed %d round %d", seed, round)
            .isNotNull();
      } else {
        assertThat(problems)
            .as("seed %d round %d", seed, round)
            .allMatch(one -> one.pointer().isEmpty() || one.pointer().startsWith("/"));
      }
    }
  }
}
