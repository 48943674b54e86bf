package io.heliu.http.standin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The switchboard of a stand-in's misbehaviour. What is scripted comes first, in the order given;
 * then the rules, in the order given. Thread-safe.
 *
 * <p>A rule hits a fixed share of the keys that the stand-in gives to its requests, and each key
 * only the first time, so that a run always sees the same faults and a client that tries again gets
 * through. Which keys were hit is kept in the stand-in's journal; scripts are not.
 */
public final class Faults {
  private final List<Script> scripts = new ArrayList<>();
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private final Map<String, Set<String>> hit = new HashMap<>();

  Faults() {}

  /** Misbehaves once, at the next request. */
  public void next(Misbehaviour what) {
    next(1, request -> true, what);
  }

  /**
   * Misbehaves at the next requests of a kind.
   *
   * @param times how many requests
   * @throws IllegalArgumentException if {@code times} is not positive
   */
  public synchronized void next(int times, Predicate<Request> which, Misbehaviour what) {
    if (times < 1) {
      throw new IllegalArgumentException("times: must be positive");
    }
    scripts.add(new Script(times, which, what));
  }

  /**
   * Misbehaves at the first request of one in so many keys; requests without a key are spared.
   *
   * @param name the rule's name; part of the choice, so that rules hit different keys
   * @param oneIn 1 for every key, 50 for about one key in 50
   * @throws IllegalArgumentException if {@code oneIn} is not positive or the name is taken
   */
  public synchronized void rule(
      String name, int oneIn, Predicate<Request> which, Misbehaviour what) {
    add(name, new Rule(oneIn, true, which, what));
  }

  /**
   * Misbehaves at every request of one in so many keys, as a platform does that refuses by a rule.
   *
   * @param name the rule's name; part of the choice, so that rules hit different keys
   * @param oneIn 1 for every key, 50 for about one key in 50
   * @throws IllegalArgumentException if {@code oneIn} is not positive or the name is taken
   */
  public synchronized void standing(
      String name, int oneIn, Predicate<Request> which, Misbehaviour what) {
    add(name, new Rule(oneIn, false, which, what));
  }

  private void add(String name, Rule rule) {
    if (rule.oneIn < 1) {
      throw new IllegalArgumentException("oneIn: must be positive");
    }
    if (rules.putIfAbsent(name, rule) != null) {
      throw new IllegalArgumentException("name: must be new");
    }
  }

  /** Returns how many keys a rule has hit, those before a restart included. */
  public synchronized int hits(String rule) {
    return hit.getOrDefault(rule, Set.of()).size();
  }

  /** Removes all scripts and rules; what was hit stays hit. */
  public synchronized void clear() {
    scripts.clear();
    rules.clear();
  }

  synchronized @Nullable Chosen choose(Request request, @Nullable String key) {
    for (Iterator<Script> all = scripts.iterator(); all.hasNext(); ) {
      Script script = all.next();
      if (script.which.test(request)) {
        script.left--;
        if (script.left == 0) {
          all.remove();
        }
        return new Chosen(script.what, null);
      }
    }
    if (key == null) {
      return null;
    }
    for (Map.Entry<String, Rule> entry : rules.entrySet()) {
      Rule rule = entry.getValue();
      Hit candidate = new Hit(entry.getKey(), key);
      if (chosen(candidate, rule.oneIn) && rule.which.test(request)) {
        boolean fresh = remember(candidate);
        if (fresh || !rule.once) {
          return new Chosen(rule.what, fresh ? candidate : null);
        }
      }
    }
    return null;
  }

  /** Remembers a hit and tells whether it is new. */
  synchronized boolean remember(Hit candidate) {
    return hit.computeIfAbsent(candidate.rule, name -> new HashSet<>()).add(candidate.key);
  }

  private static boolean chosen(Hit hit, int oneIn) {
    long mixed = hit.rule.hashCode() * 0x9E3779B97F4A7C15L + hit.key.hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 31), oneIn) == 0;
  }

  /** A misbehaviour for a request; {@code hit} is null if it was scripted or is not new. */
  record Chosen(Misbehaviour what, @Nullable Hit hit) {}

  /** A key that a rule has hit. */
  record Hit(String rule, String key) {}

  private record Rule(int oneIn, boolean once, Predicate<Request> which, Misbehaviour what) {}

  private static final class Script {
    private int left;
    private final Predicate<Request> which;
    private final Misbehaviour what;

    private Script(int times, Predicate<Request> which, Misbehaviour what) {
      this.left = times;
      this.which = which;
      this.what = what;
    }
  }
}
