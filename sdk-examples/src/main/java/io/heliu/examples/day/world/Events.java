package io.heliu.examples.day.world;

import io.heliu.examples.day.story.DayClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is about to happen in the world, in the order of time. */
public final class Events {
  private final TreeMap<Instant, List<Runnable>> byTime = new TreeMap<>();

  public void add(Instant at, Runnable event) {
    byTime.computeIfAbsent(at, i -> new ArrayList<>()).add(event);
  }

  /** Lets everything happen, each at its time. */
  public void happen(DayClock clock) {
    byTime.forEach(
        (at, events) -> {
          clock.moveTo(at);
          events.forEach(Runnable::run);
        });
  }
}
