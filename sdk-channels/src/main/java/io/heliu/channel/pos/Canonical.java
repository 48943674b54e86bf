package io.heliu.channel.pos;

/** A text that two contents share only if they are equal: every part carries its length. */
final class Canonical {
  private final StringBuilder text = new StringBuilder(160);

  Canonical add(String part) {
    text.append(part.length()).append(':').append(part).append(';');
    return this;
  }

  Canonical add(long part) {
    return add(Long.toString(part));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
