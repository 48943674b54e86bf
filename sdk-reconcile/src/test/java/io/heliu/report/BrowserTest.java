package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a browser. The system property {@code heliu.browser} says which: the path of a
 * Chromium or Chrome; {@code required} for one on the path, without which the tests fail. Without
 * the property they are skipped if there is none on the path.
 */
final class BrowserTest {
  private static final String REQUIRED = "required";
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  @TempDir Path directory;

  /** Returns the browser that is wanted; empty if none is wanted and none is there. */
  static Optional<Path> browser(String wanted, String path) {
    if (!wanted.isEmpty() && !wanted.equals(REQUIRED)) {
      assertThat(Path.of(wanted)).as("heliu.browser").isExecutable();
      return Optional.of(Path.of(wanted));
    }
    Optional<Path> found =
        Stream.of(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
    if (wanted.equals(REQUIRED)) {
      assertThat(found)
          .as("heliu.browser is required, so one of %s on the path", NAMES)
          .isPresent();
    }
    return found;
  }

  private static Optional<Path> browser() {
    return browser(
        System.getProperty("heliu.browser", ""),
        Objects.requireNonNullElse(System.getenv("PATH"), ""));
  }

  private Path executable(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void browser_onThePath_isFoundByEachOfItsNames() throws Exception {
    Files.createDirectory(directory.resolve("chromium"));
    String path = directory.resolve("none") + File.pathSeparator + directory;
    assertThat(browser("", path)).isEmpty();

    Path chrome = executable("google-chrome-stable");

    assertThat(browser("", path)).contains(chrome);
    assertThat(browser(REQUIRED, path)).contains(chrome);
    assertThat(browser(chrome.toString(), "")).contains(chrome);
  }

  @Test
  void browser_requiredOrNamedButNotThere_fails() {
    assertThatThrownBy(() -> browser(REQUIRED, directory.toString()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("heliu.browser is required");
    assertThatThrownBy(() -> browser(directory.resolve("chrome").toString(), ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("heliu.browser");
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner,zh", "sales,en", "operations,zh", "finance,en", "empty,zh"})
  void page_inABrowser_drawsItsChartsWithoutAnError(String address) throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(
        browser.isPresent(), "no browser on the path; -Dheliu.browser=required fails instead");
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
