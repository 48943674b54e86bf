package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The meaning of the passes, written as plainly as can be and without regard to cost. */
final class Oracle {
  private static final Comparator<Line> OLDEST =
      Comparator.comparing(Line::day).thenComparing(Line::id);

  final Set<String> confirmed = new TreeSet<>();
  final Set<String> suggested = new TreeSet<>();
  private final List<Line> left;
  private final List<Line> right;

  Oracle(MatchPlan plan, List<Line> left, List<Line> right) {
    this.left = new ArrayList<>(left);
    this.right = new ArrayList<>(right);
    this.left.sort(OLDEST);
    this.right.sort(OLDEST);
    Set<Line> known = new java.util.HashSet<>();
    for (Line l : left) {
      for (Line r : right) {
        if (sameReference(l, r)) {
          known.add(l);
          known.add(r);
        }
      }
    }
    for (Pass pass : plan.passes()) {
      if (pass instanceof Pass.Exact) {
        exact(pass, false);
      } else if (pass instanceof Pass.RefTolerance p) {
        mutualBest(pass, p.tolerance(), p.window(), false);
      } else if (pass instanceof Pass.RefGroup p) {
        groups(pass, p.tolerance(), false);
      } else if (pass instanceof Pass.FeeExplained p) {
        exact(pass, true);
        mutualBest(pass, Tolerance.symmetric(p.rounding()), null, true);
        groups(pass, Tolerance.symmetric(p.rounding()), true);
      } else if (pass instanceof Pass.AmountWindow p) {
        amounts(p, known);
      }
    }
  }

  private static boolean sameScope(Line a, Line b) {
    return a.shop().channel().equals(b.shop().channel());
  }

  private static boolean sameReference(Line a, Line b) {
    String reference = Reference.normalise(a.reference());
    return sameScope(a, b)
        && reference != null
        && reference.equals(Reference.normalise(b.reference()));
  }

  private static boolean sameCurrency(Line a, Line b) {
    return a.amount().currency().equals(b.amount().currency());
  }

  private static long net(Line line, boolean net) {
    return line.amount().minor() - (net ? Objects.requireNonNull(line.fee()).minor() : 0);
  }

  private static boolean sameSign(Line a, Line b) {
    return Long.signum(a.amount().minor()) == Long.signum(b.amount().minor());
  }

  private void confirm(Pass pass, List<Line> lefts, List<Line> rights) {
    confirmed.add(text(pass, lefts, rights));
    left.removeAll(lefts);
    right.removeAll(rights);
  }

  static String text(Pass pass, List<Line> lefts, List<Line> rights) {
    return pass.ruleId() + ":" + ids(lefts) + "-" + ids(rights);
  }

  private static String ids(List<Line> lines) {
    return String.join("+", lines.stream().map(Line::id).sorted().toList());
  }

  private void exact(Pass pass, boolean net) {
    List<Line> free = new ArrayList<>(right);
    for (Line l : List.copyOf(left)) {
      for (Line r : free) {
        boolean fits =
            sameReference(l, r)
                && sameCurrency(l, r)
                && (!net || r.fee() != null)
                && l.amount().minor() == net(r, net);
        if (fits) {
          free.remove(r);
          if (sameSign(l, r)) {
            confirm(pass, List.of(l), List.of(r));
          }
          break;
        }
      }
    }
  }

  private void mutualBest(Pass pass, Tolerance tolerance, @Nullable DayWindow window, boolean net) {
    List<Line[]> pairs = new ArrayList<>();
    for (Line l : left) {
      for (Line r : right) {
        boolean fits =
            sameReference(l, r)
                && sameCurrency(l, r)
                && (!net || r.fee() != null)
                && tolerance.allows(l.amount().minor(), net(r, net))
                && (window == null || window.contains(lag(l, r)));
        if (fits) {
          pairs.add(new Line[] {l, r});
        }
      }
    }
    for (Line[] pair : bestOfBoth(pairs, window, net)) {
      if (sameSign(pair[0], pair[1])) {
        confirm(pass, List.of(pair[0]), List.of(pair[1]));
      }
    }
  }

  private static List<Line[]> bestOfBoth(
      List<Line[]> pairs, @Nullable DayWindow window, boolean net) {
    int expected = window == null ? 0 : window.expected();
    Comparator<Line[]> order =
        Comparator.<Line[]>comparingLong(p -> Math.abs(p[0].amount().minor() - net(p[1], net)))
            .thenComparingLong(p -> Math.abs(lag(p[0], p[1]) - expected))
            .thenComparing(p -> p[1].day())
            .thenComparing(p -> p[1].id())
            .thenComparing(p -> p[0].id());
    return pairs.stream()
        .filter(
            p ->
                pairs.stream()
                    .noneMatch(q -> (q[0] == p[0]) != (q[1] == p[1]) && order.compare(q, p) < 0))
        .toList();
  }

  private static long lag(Line l, Line r) {
    return l.day().toEpochDay() - r.day().toEpochDay();
  }

  private void groups(Pass pass, Tolerance tolerance, boolean net) {
    Map<String, List<Line>> lefts = byGroup(left);
    Map<String, List<Line>> rights = byGroup(right);
    lefts.forEach(
        (key, l) -> {
          List<Line> r = rights.getOrDefault(key, List.of());
          List<Line> all = new ArrayList<>(l);
          all.addAll(r);
          boolean comparable =
              !r.isEmpty()
                  && all.stream().allMatch(line -> sameCurrency(line, all.get(0)))
                  && (!net || r.stream().allMatch(line -> line.fee() != null));
          if (comparable) {
            long leftSum = l.stream().mapToLong(line -> line.amount().minor()).sum();
            long grossSum = r.stream().mapToLong(line -> line.amount().minor()).sum();
            long rightSum = r.stream().mapToLong(line -> net(line, net)).sum();
            if (tolerance.allows(leftSum, rightSum)
                && Long.signum(leftSum) == Long.signum(grossSum)) {
              confirm(pass, l, r);
            }
          }
        });
  }

  private static Map<String, List<Line>> byGroup(List<Line> lines) {
    Map<String, List<Line>> result = new TreeMap<>();
    for (Line line : lines) {
      if (line.groupKey() != null) {
        String key = line.shop().channel() + "/" + Reference.normalise(line.groupKey());
        result.computeIfAbsent(key, k -> new ArrayList<>()).add(line);
      }
    }
    return result;
  }

  private void amounts(Pass.AmountWindow pass, Set<Line> known) {
    boolean all = pass.scope() == Pass.AmountWindow.Scope.ALL_OPEN;
    List<Line[]> pairs = new ArrayList<>();
    for (Line l : left) {
      for (Line r : right) {
        boolean fits =
            (all || !known.contains(l) && !known.contains(r))
                && sameScope(l, r)
                && l.amount().equals(r.amount())
                && pass.window().contains(lag(l, r));
        if (fits) {
          pairs.add(new Line[] {l, r});
        }
      }
    }
    for (Line[] pair : bestOfBoth(pairs, pass.window(), false)) {
      long rivals = pairs.stream().filter(p -> p[0] == pair[0] || p[1] == pair[1]).count();
      List<Line> l = List.of(pair[0]);
      List<Line> r = List.of(pair[1]);
      if (rivals == 1) {
        confirm(pass, l, r);
      } else {
        suggested.add(text(pass, l, r));
        left.removeAll(l);
        right.removeAll(r);
      }
    }
  }
}
