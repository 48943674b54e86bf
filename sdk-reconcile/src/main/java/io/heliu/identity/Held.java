package io.heliu.identity;

import java.util.Comparator;

/**
 * A key in the hands of one holder after another: what may change hands is held in turns, from 0;
 * anything else is held once.
 */
record Held(Key key, int turn) implements Comparable<Held> {
  private static final Comparator<Held> ORDER =
      Comparator.comparing(Held::key).thenComparing(Held::turn);

  @Override
  public int compareTo(Held other) {
    return ORDER.compare(this, other);
  }
}
