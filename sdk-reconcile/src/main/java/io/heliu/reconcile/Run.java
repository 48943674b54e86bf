package io.heliu.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of one run: both books, the groups found, and how a line is taken. */
final class Run {
  /** What fits beside a currency and a line in one long. */
  private static final int MAX_CHANNELS = 1 << 19;

  final MatchPlan plan;
  final Book left;
  final Book right;
  final Workers workers;
  final List<Group> groups = new ArrayList<>();
  final List<Gap> gaps = new ArrayList<>();

  /** Numbers of the currency codes of both tables, in the order of the codes. */
  final Map<String, Integer> currencies;

  /** By the number of a channel a hash of its name. */
  final long[] channelSeeds;

  private final BitSet apartLefts = new BitSet();
  private final Set<Long> apart = new HashSet<>();
  private final @Nullable LocalDate asOf;

  /** Lines of both sides that a pass has put together. */
  record Group(int rule, int[] left, int[] right) {}

  /** By how much a group does not add up, in the currency of its lines. */
  record Gap(long difference) {}

  Run(MatchPlan plan, LineTable leftTable, LineTable rightTable, RunOptions options) {
    this.plan = plan;
    List<LineTable.Profile> profiles = new ArrayList<>(leftTable.profileList);
    profiles.addAll(rightTable.profileList);
    Map<String, Integer> channels = number(profiles, profile -> profile.shop().channel());
    Checks.that(channels.size() < MAX_CHANNELS, "channels", "must be fewer than " + MAX_CHANNELS);
    currencies = number(profiles, profile -> profile.currency().getCurrencyCode());
    left = new Book(leftTable, channels, currencies);
    right = new Book(rightTable, channels, currencies);
    channelSeeds = channels.keySet().stream().mapToLong(Bytes::hash).toArray();
    workers = new Workers(options.executor(), options.tasks());
    asOf = options.asOf();
    Decisions decisions = options.decisions();
    left.decide(decisions.settledLeft(), Book.SETTLED);
    right.decide(decisions.settledRight(), Book.SETTLED);
    left.decide(decisions.ignoredLeft(), Book.IGNORED);
    right.decide(decisions.ignoredRight(), Book.IGNORED);
    rememberApart(decisions);
  }

  private static Map<String, Integer> number(
      List<LineTable.Profile> profiles, Function<LineTable.Profile, String> name) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    profiles.stream().map(name).sorted().distinct().forEach(n -> numbers.put(n, numbers.size()));
    return numbers;
  }

  void execute() {
    ReferencePasses references = new ReferencePasses(this);
    GroupPasses groupPasses = new GroupPasses(this);
    references.join(plan.passes().get(0) instanceof Pass.Exact);
    for (int rule = 0; rule < plan.passes().size(); rule++) {
      switch (plan.passes().get(rule).kind()) {
        case EXACT -> {} // done while joining, as both look at the same pairs
        case REF_TOLERANCE ->
            references.tolerance(rule, (Pass.RefTolerance) plan.passes().get(rule));
        case REF_GROUP -> {
          Pass.RefGroup pass = (Pass.RefGroup) plan.passes().get(rule);
          groupPasses.sums(rule, pass.tolerance(), false);
        }
        case FEE_EXPLAINED -> {
          Pass.FeeExplained pass = (Pass.FeeExplained) plan.passes().get(rule);
          references.fee(rule, pass);
          groupPasses.sums(rule, Tolerance.symmetric(pass.rounding()), true);
        }
        case AMOUNT_WINDOW ->
            new AmountPass(this, rule, (Pass.AmountWindow) plan.passes().get(rule)).run();
      }
    }
    new Explaining(this).damaged();
    references.explain();
    groupPasses.explain();
    new Explaining(this).rest(asOf);
  }

  Book book(Side side) {
    return side == Side.LEFT ? left : right;
  }

  /** Matches two lines, unless somebody has taken them apart. */
  boolean confirm(int rule, int leftLine, int rightLine) {
    return pair(Book.CONFIRMED, rule, leftLine, rightLine);
  }

  /** Suggests two lines, unless somebody has taken them apart. */
  boolean suggest(int rule, int leftLine, int rightLine) {
    return pair(Book.SUGGESTED, rule, leftLine, rightLine);
  }

  private boolean pair(byte state, int rule, int leftLine, int rightLine) {
    if (isApart(leftLine, rightLine)) {
      return false;
    }
    left.take(leftLine, state, rule, rightLine);
    right.take(rightLine, state, rule, leftLine);
    return true;
  }

  void confirm(Group group) {
    int number = Book.group(groups.size());
    groups.add(group);
    for (int line : group.left) {
      left.take(line, Book.CONFIRMED, group.rule, number);
    }
    for (int line : group.right) {
      right.take(line, Book.CONFIRMED, group.rule, number);
    }
  }

  private void rememberApart(Decisions decisions) {
    for (Decisions.Apart pair : decisions.apart()) {
      int l = left.table.indexOf(pair.left());
      int r = right.table.indexOf(pair.right());
      if (l >= 0 && r >= 0) {
        apartLefts.set(l);
        apart.add((long) l << 32 | r);
      }
    }
  }

  private boolean isApart(int leftLine, int rightLine) {
    return apartLefts.get(leftLine) && apart.contains((long) leftLine << 32 | rightLine);
  }

  /** Tells whether a group contains a pair that somebody has taken apart. */
  boolean isApart(IntList lefts, IntList rights) {
    for (int i = 0; i < lefts.size; i++) {
      for (int j = 0; j < rights.size && apartLefts.get(lefts.values[i]); j++) {
        if (isApart(lefts.values[i], rights.values[j])) {
          return true;
        }
      }
    }
    return false;
  }
}
