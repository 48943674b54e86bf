package io.heliu.flow;

/** Lets the process die at the n-th point that it passes; dead, it passes no further one. */
final class CrashPoint {

  /** The process was killed. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private long left = Long.MAX_VALUE;

  void killAt(long point) {
    left = point;
  }

  void restart() {
    left = Long.MAX_VALUE;
  }

  void pass() {
    if (left <= 1) {
      left = 0;
      throw new Killed();
    }
    left--;
  }
}
