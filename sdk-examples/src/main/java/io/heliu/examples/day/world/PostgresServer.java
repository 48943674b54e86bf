package io.heliu.examples.day.world;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL server in the directory of its day. It outlives a day that is killed, as the real
 * one would; the day that goes on finds it by the file in which the server says who and where it
 * is.
 */
public final class PostgresServer {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final ProcessHandle process;
  private final int port;

  private PostgresServer(ProcessHandle process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the server of a day, or finds it if it runs. An attempt that was killed before the
   * server was there leaves half a server behind; the next one makes another.
   */
  public static PostgresServer start(Path day) throws IOException {
    Path ready = day.resolve("postgres.ready");
    String name = "postgres-1";
    if (Files.exists(ready)) {
      name = Files.readString(ready);
    } else {
      stopLeftOvers(day);
      while (Files.exists(day.resolve(name))) {
        name = "postgres-" + (Integer.parseInt(name.substring(9)) + 1);
      }
    }
    Path home = day.resolve(name);
    Optional<PostgresServer> running = find(home);
    PostgresServer server = running.isPresent() ? running.get() : launch(home);
    Files.writeString(ready, name);
    return server;
  }

  private static PostgresServer launch(Path home) throws IOException {
    Files.createDirectories(home.resolve("data"));
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(home.resolve("server.log").toFile());
    EmbeddedPostgres.builder()
        .setDataDirectory(home.resolve("data"))
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .start();
    return find(home)
        .orElseThrow(() -> new IOException("the PostgreSQL server does not run, see " + home));
  }

  /** Stops every server of a day that was killed. */
  public static void stopLeftOvers(Path day) throws IOException {
    try (Stream<Path> homes = Files.list(day)) {
      for (Path home : homes.toList()) {
        find(home).ifPresent(PostgresServer::stop);
      }
    }
  }

  /** The server's own file has its process in line 1 and its port in line 4. */
  private static Optional<PostgresServer> find(Path home) throws IOException {
    Path file = home.resolve("data").resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 4) {
      return Optional.empty();
    }
    int port = Integer.parseInt(lines.get(3).strip());
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(found -> found.info().command().orElse("").contains("postgres"))
        .map(found -> new PostgresServer(found, port));
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  public void stop() {
    process.destroy();
    try {
      process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the PostgreSQL server does not stop", e);
    }
  }
}
