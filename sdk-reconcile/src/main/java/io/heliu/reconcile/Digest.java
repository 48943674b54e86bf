package io.heliu.reconcile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Stable ids made from content: SHA-256 in hexadecimal. */
final class Digest {
  private Digest() {}

  /** Hashes texts that hold no line feed; each part and their number are told apart. */
  static String of(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Hashes the sorted line ids, the rule's id and its version. */
  static String match(List<String> left, List<String> right, Pass pass) {
    List<String> parts = new ArrayList<>();
    parts.add(pass.ruleId());
    parts.add(Integer.toString(pass.version()));
    left.forEach(id -> parts.add("L" + id));
    right.forEach(id -> parts.add("R" + id));
    return of(parts);
  }
}
