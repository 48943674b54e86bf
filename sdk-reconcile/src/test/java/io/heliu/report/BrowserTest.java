package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a browser, where there is one on the path. */
final class BrowserTest {
  @TempDir Path directory;

  private static Optional<Path> browser() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(folder -> Stream.of("chromium", "google-chrome").map(n -> Path.of(folder, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner,zh", "sales,en", "operations,zh", "finance,en", "empty,zh"})
  void page_inABrowser_drawsItsChartsWithoutAnError(String address) throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no browser on the path");
    boolean empty = address.startsWith("empty");
    Path page = Path.of("target", "report", empty ? "empty.html" : "report.html");
    Files.createDirectories(page.getParent());
    ReportInput input = empty ? Samples.input() : TeaHouse.input(1, 3000);
    Report.of(input, ReportOptions.standard("西湖茶庄 · 经营月报", TeaHouse.LAST))
        .writeHtml(page, Language.CHINESE);
    String dom = open(browser.get(), page, address);

    assertThat(Files.readString(directory.resolve("log"))).doesNotContain("CONSOLE");
    assertThat(dom).contains("<html lang=\"" + address.split(",", -1)[1] + "\" class=\"scripted\"");
    // A canvas gets its size in pixels when it is drawn.
    assertThat(dom.split("<canvas[^>]* width=\"[1-9]", -1)).hasSize(empty ? 1 : 3);
  }

  private String open(Path browser, Path page, String address)
      throws IOException, InterruptedException {
    Path dom = directory.resolve("dom");
    Process process =
        new ProcessBuilder(
                List.of(
                    browser.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--enable-logging=stderr",
                    "--user-data-dir=" + directory.resolve("profile"),
                    "--dump-dom",
                    page.toUri() + "#" + address))
            .redirectOutput(dom.toFile())
            .redirectError(directory.resolve("log").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(dom, StandardCharsets.UTF_8);
  }
}
