package io.heliu.examples.day.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Small files that say how far the day is; each is replaced in one step. */
public final class Progress {
  private final Path directory;

  public Progress(Path directory) {
    this.directory = directory;
  }

  /** Returns what was stored under a name. */
  public Optional<String> find(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** Returns a number that was stored, or what to start with. */
  public int number(String name, int start) throws IOException {
    return find(name).map(Integer::parseInt).orElse(start);
  }

  /** Stores a text. */
  public void put(String name, String text) throws IOException {
    write(directory.resolve(name), text);
  }

  /** Writes a file in one step. */
  public static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, text.getBytes(StandardCharsets.UTF_8));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
