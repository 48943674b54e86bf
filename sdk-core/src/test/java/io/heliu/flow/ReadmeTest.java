package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.RuleProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
