package io.heliu.examples.day.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;

/** What was pushed here and refused, each once, however often it came and whatever was killed. */
public final class Refusals {
  private final Path directory;

  Refusals(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /**
   * Notes a push that was refused.
   *
   * @param sign what it was signed with, and how
   */
  void note(String sign, byte[] body) throws IOException {
    Path note = directory.resolve(mark(sign, body));
    if (!Files.exists(note)) {
      Files.write(note, new byte[0]);
    }
  }

  /** Its sender chose every part of it, so none of them may name a file. */
  private static String mark(String sign, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(sign.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Counts them. */
  public long count() throws IOException {
    try (Stream<Path> notes = Files.list(directory)) {
      return notes.count();
    }
  }
}
