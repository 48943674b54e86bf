package io.heliu.examples.day;

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

/**
 * A PostgreSQL server with a directory of its own. It outlives a day that is killed, as the real
 * one would; the day that goes on finds it by the file in which the server says who and where it
 * is.
 */
final class PostgresServer {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final ProcessHandle process;
  private final int port;

  private PostgresServer(ProcessHandle process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the server of a directory, or finds it if it runs. */
  static PostgresServer start(Path directory) throws IOException {
    Optional<PostgresServer> running = find(directory);
    if (running.isPresent()) {
      return running.get();
    }
    Files.createDirectories(directory);
    Path log = directory.resolveSibling("postgres.log");
    EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setOverrideWorkingDirectory(directory.resolveSibling("postgres-binaries").toFile())
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    return find(directory)
        .orElseThrow(() -> new IOException("the PostgreSQL server does not run, see " + log));
  }

  /** Stops the server of a directory, if a day that was killed left it running. */
  static void stopLeftOver(Path directory) throws IOException {
    find(directory).ifPresent(PostgresServer::stop);
  }

  /** The server's own file has its process in line 1 and its port in line 4. */
  private static Optional<PostgresServer> find(Path directory) throws IOException {
    Path file = directory.resolve("postmaster.pid");
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

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  void stop() {
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
