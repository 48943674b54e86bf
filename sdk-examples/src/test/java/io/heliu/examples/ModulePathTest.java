package io.heliu.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with a module-info.java compiles and runs against the four modules as they are built. */
class ModulePathTest {
  private static final Path SOURCES = Path.of("src/test/module-path");
  private static final Pattern OURS =
      Pattern.compile(".*/sdk-(core|channels|erp|reconcile)/target/(?!test-)(?!.*-tests\\.jar).*");
  private static final Pattern THEIRS =
      Pattern.compile(
          ".*/(okhttp-jvm|okio-jvm|kotlin-stdlib|caffeine|jackson-|resilience4j-|slf4j-api|jspecify"
              + "|jakarta\\.validation-api)[^/]*\\.jar");

  @TempDir Path directory;

  /** The modules and what they need at run time, out of the class path of the tests. */
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> {
              String path = entry.replace(File.separatorChar, '/');
              return OURS.matcher(path).matches() || THEIRS.matcher(path).matches();
            })
        .collect(Collectors.joining(File.pathSeparator));
  }

  private int compile(StringWriter problems, Path... sources) {
    PrintWriter out = new PrintWriter(problems);
    String[] options = {
      "-Xlint:all,-requires-automatic,-requires-transitive-automatic",
      "--module-path",
      modulePath(),
      "-d",
      directory.resolve("host").toString()
    };
    String[] all =
        Stream.concat(Stream.of(options), Stream.of(sources).map(Path::toString))
            .toArray(String[]::new);
    return ToolProvider.findFirst("javac").orElseThrow().run(out, out, all);
  }

  @Test
  void host_onTheModulePath_compilesAndRuns() throws Exception {
    StringWriter problems = new StringWriter();
    int status =
        compile(problems, SOURCES.resolve("module-info.java"), SOURCES.resolve("host/Host.java"));
    assertThat(status).as(problems.toString()).isZero();

    assertThat(run())
        .contains(
            "stock 10",
            "orders 0",
            "outbounds 0",
            "mapping false",
            "bill refused",
            "plan io.heliu.reconcile");
  }

  private List<String> run() throws IOException, InterruptedException {
    Path printed = directory.resolve("printed");
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                directory.resolve("host") + File.pathSeparator + modulePath(),
                "--module",
                "host/host.Host",
                directory.resolve("ledger").toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = host.waitFor(60, TimeUnit.SECONDS);
    host.destroyForcibly();
    List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
    assertThat(ended).as(lines.toString()).isTrue();
    assertThat(host.exitValue()).as(lines.toString()).isZero();
    return lines;
  }

  @Test
  void host_reachingForInternals_doesNotCompile() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source/host"));
    Path nosy =
        Files.writeString(
            source.resolve("Nosy.java"),
            "package host; class Nosy { Object node = io.heliu.internal.json.Json.object(); }");
    StringWriter problems = new StringWriter();

    assertThat(compile(problems, SOURCES.resolve("module-info.java"), nosy)).isNotZero();
    assertThat(problems.toString()).contains("io.heliu.internal.json").contains("not visible");
  }
}
