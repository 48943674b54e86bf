package io.heliu.http;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers pushes until their time is over, and the newest ones only if there are too many. */
final class MemoryReplayGuard implements ReplayGuard {
  private final int capacity;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  MemoryReplayGuard(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized boolean first(String key, Instant now, Instant until) {
    forget(now);
    Instant before = seen.putIfAbsent(key, until);
    if (before != null && before.isAfter(now)) {
      return false;
    }
    seen.put(key, until);
    if (seen.size() > capacity) {
      Iterator<String> oldest = seen.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  @Override
  public synchronized void forget(String key) {
    seen.remove(key);
  }

  /** Pushes come about in the order of their time, so the first one that still counts ends it. */
  private void forget(Instant now) {
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && !oldest.next().isAfter(now)) {
      oldest.remove();
    }
  }
}
