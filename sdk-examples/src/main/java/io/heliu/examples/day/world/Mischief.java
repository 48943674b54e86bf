package io.heliu.examples.day.world;

import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The fault switches of the world's stand-ins, each under a name. What a switch has hit is kept in
 * its stand-in's journal, so it can be counted after a restart, too.
 */
public final class Mischief {
  private final Map<String, List<StandIn>> switches = new TreeMap<>();
  private final Map<Class<?>, Set<String>> specials = new HashMap<>();

  /** Turns a switch of a stand-in; it hits one in so many things, each once. */
  public void rule(
      StandIn standIn, String name, int oneIn, Predicate<Request> which, Misbehaviour what) {
    standIn.faults().rule(name, oneIn, which, what);
    note(standIn, name, what);
  }

  /** Turns a switch of a stand-in; it hits one in so many things, each every time. */
  public void standing(
      StandIn standIn, String name, int oneIn, Predicate<Request> which, Misbehaviour what) {
    standIn.faults().standing(name, oneIn, which, what);
    note(standIn, name, what);
  }

  private void note(StandIn standIn, String name, Misbehaviour what) {
    switches.computeIfAbsent(name, n -> new ArrayList<>()).add(standIn);
    if (what instanceof Misbehaviour.Special special) {
      specials.computeIfAbsent(standIn.getClass(), c -> new TreeSet<>()).add(special.name());
    }
  }

  /** Returns what only a kind of stand-in does wrong, as far as it is switched on. */
  public Set<String> specials(Class<? extends StandIn> standIn) {
    return Set.copyOf(specials.getOrDefault(standIn, Set.of()));
  }

  /** Counts the switches. */
  public long count() {
    return switches.size();
  }

  /** Returns the switches that have hit nothing. */
  public List<String> unmet() {
    return switches.entrySet().stream()
        .filter(
            one ->
                one.getValue().stream()
                    .allMatch(standIn -> standIn.faults().hits(one.getKey()) == 0))
        .map(Map.Entry::getKey)
        .toList();
  }
}
