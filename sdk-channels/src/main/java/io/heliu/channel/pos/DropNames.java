package io.heliu.channel.pos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What the names in a drop directory mean. */
final class DropNames {
  /** In bytes of UTF-8, of which a file system allows 255; moving a file away adds some. */
  private static final int MAX_LENGTH = 200;

  private static final List<String> DATA = List.of(".csv", ".txt");
  private static final List<String> MARKERS = List.of(".ok", ".done");
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart", ".writing");

  private DropNames() {}

  static boolean isData(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH
        && !name.startsWith(".")
        && endsWith(name, DATA);
  }

  static boolean isMarker(String name) {
    return endsWith(name, MARKERS);
  }

  static boolean isUnfinished(String name) {
    return endsWith(name, UNFINISHED);
  }

  /** Returns the names of companion files that say that a data file is finished. */
  static List<String> markers(String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    return List.of(name + ".ok", name + ".done", stem + ".ok", stem + ".done");
  }

  private static boolean endsWith(String name, List<String> endings) {
    String lower = name.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(lower::endsWith);
  }
}
