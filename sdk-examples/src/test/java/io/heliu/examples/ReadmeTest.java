package io.heliu.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"main HoldStock.java", "main WriteReport.java", "test StandInExampleTest.java"})
  void example_inReadme_isTheOneThatIsCompiled(String example) throws Exception {
    String[] place = example.split(" ", -1);
    Path source = Path.of("src", place[0], "java/io/heliu/examples", place[1]);
    List<String> readme = Files.readAllLines(Path.of("../README.md"));
    int start = readme.indexOf("<!-- " + place[1] + " -->") + 2;
    List<String> snippet =
        readme.subList(start, readme.size()).stream()
            .takeWhile(line -> !line.equals("```"))
            .toList();
    String compiled =
        Files.readAllLines(source).stream()
            .map(line -> line.startsWith("    ") ? line.substring(4) : line)
            .collect(Collectors.joining("\n"));

    assertThat(snippet).hasSizeBetween(4, 20);
    assertThat(compiled).contains(String.join("\n", snippet));
  }

  @Test
  void firstProgram_runTwice_printsWhatTheReadmeSays(@TempDir Path directory) {
    for (int run = 0; run < 2; run++) {
      assertThat(output(() -> HoldStock.main(new String[] {directory.toString()})))
          .isEqualTo("may still be sold: 8\n");
    }
  }

  @Test
  void report_example_writesThePageAndSaysItsTrust(@TempDir Path directory) {
    String output =
        output(
            () -> {
              try {
                WriteReport.main(new String[] {directory.toString()});
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(output).isEqualTo("net sales: 164.00\nreconciled: 39/55\n");
    assertThat(directory.resolve("report.html")).isNotEmptyFile();
    assertThat(directory.resolve("kpis.csv")).isNotEmptyFile();
  }

  private static String output(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
