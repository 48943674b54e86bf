package io.heliu.flow;

/** Kills and restarts work until it goes through. */
final class CrashRun {
  private static final int MAX_POINTS = 5_000;

  private CrashRun() {}

  /** Kills at the first point, then at the second from there, and so on, until none is reached. */
  static void untilThrough(CrashPoint crash, Runnable work) {
    for (int point = 1; point <= MAX_POINTS; point++) {
      if (goesThrough(crash, point, work)) {
        return;
      }
    }
    throw new IllegalStateException("work: never goes through");
  }

  /** Runs work that is killed at a point; tells whether it went through before that. */
  static boolean goesThrough(CrashPoint crash, int point, Runnable work) {
    crash.killAt(point);
    try {
      work.run();
      return true;
    } catch (CrashPoint.Killed e) {
      return false;
    } finally {
      crash.restart();
    }
  }
}
