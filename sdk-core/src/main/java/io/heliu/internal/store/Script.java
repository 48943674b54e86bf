package io.heliu.internal.store;

import io.heliu.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A script of SQL statements; a statement ends with a semicolon at the end of a line. */
public final class Script {
  private Script() {}

  /**
   * Reads the statements of a script, without comments.
   *
   * @param resource the script, which is closed
   * @throws Fault.Store if it cannot be read
   */
  public static List<String> statements(@Nullable InputStream resource) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : text(resource).split("\n", -1)) {
      if (line.startsWith("--")) {
        continue;
      }
      current.append(line).append('\n');
      if (line.endsWith(";")) {
        statements.add(current.substring(0, current.lastIndexOf(";")));
        current.setLength(0);
      }
    }
    return statements;
  }

  private static String text(@Nullable InputStream resource) {
    try (InputStream in = Objects.requireNonNull(resource, "schema script")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Fault.Store(
          Fault.Details.of("store", "install", "the schema script cannot be read"), false, e);
    }
  }
}
