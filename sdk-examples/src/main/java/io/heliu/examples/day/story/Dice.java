package io.heliu.examples.day.story;

/** Numbers that look random but are a function of a few whole numbers (SplitMix64). */
public final class Dice {
  private static final long STEP = 0x9E3779B97F4A7C15L;
  private long state;

  public Dice(long... seeds) {
    for (long seed : seeds) {
      state = mix(state + STEP + seed);
    }
  }

  /** Returns a number from 0 to just below the bound. */
  public int roll(int bound) {
    state += STEP;
    return (int) ((mix(state) >>> 33) % bound);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
