package io.heliu.identity;

/**
 * Which record of which source (来源记录). Kept in clear text and shown in explanations, so it must not
 * be personal data itself, such as a phone number.
 *
 * @param source the source, for example a shop or {@code "pos"}
 * @param id the record's id in that source, for example an order or member number
 */
public record RecordKey(String source, String id) implements Comparable<RecordKey> {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is blank, longer than 200 characters or has control
   *     characters
   */
  public RecordKey {
    Checks.text(source, "source");
    Checks.text(id, "id");
  }

  @Override
  public int compareTo(RecordKey other) {
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : id.compareTo(other.id);
  }

  /** Returns {@code source/id}. */
  @Override
  public String toString() {
    return source + "/" + id;
  }
}
