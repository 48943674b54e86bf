package io.heliu.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one writes without an engine: records, and maps from keys to lists; one thread. */
final class PlainMatcher implements Matcher {
  private static final Comparator<Row> OLDEST =
      Comparator.comparingInt(Row::day).thenComparingInt(Row::id);

  private List<Row> left = List.of();
  private List<Row> right = List.of();
  private List<long[]> pairs = List.of();

  private record Row(int id, String reference, long amount, int day, int channel) {}

  private record ExactKey(String reference, long amount) {}

  private record AmountKey(int channel, long amount) {}

  private record Pair(Row left, Row right) {}

  @Override
  public String name() {
    return "plain-java";
  }

  @Override
  public void load(StandardData data) {
    left = rows(data.left);
    right = rows(data.right);
  }

  private static List<Row> rows(StandardData.Lines lines) {
    List<Row> rows = new ArrayList<>(lines.size);
    for (int i = 0; i < lines.size; i++) {
      rows.add(
          new Row(
              lines.ids[i],
              lines.reference(i),
              lines.amounts[i],
              lines.days[i],
              lines.channels[i]));
    }
    return rows;
  }

  @Override
  public void match() {
    List<Pair> exact = exact();
    List<Row> restLeft = without(left, exact, Pair::left);
    List<Row> restRight = without(right, exact, Pair::right);
    List<Pair> near = mutualBest(restLeft, restRight, Row::reference, 5);
    restLeft = without(restLeft, near, Pair::left);
    restRight = without(restRight, near, Pair::right);
    List<Pair> amounts =
        mutualBest(restLeft, restRight, row -> new AmountKey(row.channel, row.amount), 0);
    pairs = List.of(encode(exact), encode(near), encode(amounts));
  }

  private List<Pair> exact() {
    Map<ExactKey, List<Row>> byKey = group(right, row -> new ExactKey(row.reference, row.amount));
    List<Pair> result = new ArrayList<>();
    group(left, row -> new ExactKey(row.reference, row.amount))
        .forEach(
            (key, lefts) -> {
              List<Row> rights = byKey.getOrDefault(key, List.of());
              for (int k = 0; k < Math.min(lefts.size(), rights.size()); k++) {
                result.add(new Pair(lefts.get(k), rights.get(k)));
              }
            });
    return result;
  }

  private static <K> Map<K, List<Row>> group(List<Row> rows, Function<Row, K> key) {
    Map<K, List<Row>> map = new HashMap<>();
    for (Row row : rows) {
      map.computeIfAbsent(key.apply(row), k -> new ArrayList<>(1)).add(row);
    }
    map.values().forEach(list -> list.sort(OLDEST));
    return map;
  }

  private static List<Row> without(List<Row> rows, List<Pair> pairs, Function<Pair, Row> side) {
    Map<Integer, Row> taken = new HashMap<>();
    pairs.forEach(pair -> taken.put(side.apply(pair).id, side.apply(pair)));
    List<Row> rest = new ArrayList<>();
    for (Row row : rows) {
      if (!taken.containsKey(row.id)) {
        rest.add(row);
      }
    }
    return rest;
  }

  private static <K> List<Pair> mutualBest(
      List<Row> lefts, List<Row> rights, Function<Row, K> key, long tolerance) {
    Map<K, List<Row>> rightByKey = group(rights, key);
    Map<K, List<Row>> leftByKey = group(lefts, key);
    List<Pair> result = new ArrayList<>();
    for (Row row : lefts) {
      Row best = best(row, rightByKey.get(key.apply(row)), tolerance, true);
      if (best != null
          && row.equals(best(best, leftByKey.get(key.apply(best)), tolerance, false))) {
        result.add(new Pair(row, best));
      }
    }
    return result;
  }

  private static @Nullable Row best(
      Row row, @Nullable List<Row> candidates, long tolerance, boolean fromLeft) {
    Row best = null;
    for (Row candidate : candidates == null ? List.<Row>of() : candidates) {
      boolean fits =
          Math.abs(row.amount - candidate.amount) <= tolerance
              && Math.abs(row.day - candidate.day) <= 3;
      if (fits && (best == null || compare(row, candidate, best, fromLeft) < 0)) {
        best = candidate;
      }
    }
    return best;
  }

  private static int compare(Row row, Row a, Row b, boolean fromLeft) {
    int order = Long.compare(Math.abs(row.amount - a.amount), Math.abs(row.amount - b.amount));
    if (order == 0) {
      order = Integer.compare(Math.abs(row.day - a.day), Math.abs(row.day - b.day));
    }
    if (order == 0 && fromLeft) {
      order = Integer.compare(a.day, b.day);
    }
    return order == 0 ? Integer.compare(a.id, b.id) : order;
  }

  private static long[] encode(List<Pair> pairs) {
    long[] result =
        pairs.stream().mapToLong(pair -> (long) pair.left.id << 32 | pair.right.id).toArray();
    Arrays.sort(result);
    return result;
  }

  @Override
  public List<long[]> pairs() {
    return pairs;
  }

  @Override
  public void close() {
    left = List.of();
    right = List.of();
  }
}
