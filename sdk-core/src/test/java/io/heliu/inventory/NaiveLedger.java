package io.heliu.inventory;

import io.heliu.inventory.Reservation.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as plainly as it can be said: it stores facts and adds everything up anew for each
 * question. It shares no code with the real one but the words.
 */
final class NaiveLedger {
  private record Fact(CellKey cell, long belongsTo, long delta) {}

  private record Policy(long buffer, long allowance) {}

  private static final class Holding {
    State state = State.HELD;
    long expiresAt = Long.MAX_VALUE;
    final Map<CellKey, Long> remaining = new TreeMap<>();
  }

  private final List<Fact> facts = new ArrayList<>();
  private final Map<CellKey, Policy> cells = new HashMap<>();
  private final Map<CellKey, Long> lastCount = new HashMap<>();
  private final Map<String, Holding> holdings = new TreeMap<>();
  private final Map<String, Command> commands = new HashMap<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private long sequence;

  Answer apply(Command command, long now) {
    Answer known = answers.get(command.key());
    if (known != null) {
      return intent(command).equals(intent(commands.get(command.key())))
          ? replayed(known)
          : new Answer.Refused(known.sequence(), false, Reason.KEY_REUSED, List.of(), "");
    }
    sequence++;
    Answer answer = decide(command, now);
    commands.put(command.key(), command);
    answers.put(command.key(), answer);
    return answer;
  }

  private static Command intent(@Nullable Command command) {
    return command instanceof Command.Reserve reserve
        ? new Command.Reserve(reserve.key(), reserve.owner(), reserve.lines(), reserve.timeToLive())
        : Objects.requireNonNull(command);
  }

  private static Answer replayed(Answer known) {
    if (known instanceof Answer.Refused no) {
      return new Answer.Refused(no.sequence(), true, no.reason(), no.shortages(), "");
    }
    return new Answer.Accepted(known.sequence(), true, ((Answer.Accepted) known).shortages());
  }

  /** A snapshot forgets what is old, which takes a sequence; here nothing is old. */
  void snapshot() {
    sequence++;
  }

  int expire(int limit, long now) {
    List<Map.Entry<String, Holding>> due =
        holdings.entrySet().stream()
            .filter(entry -> entry.getValue().state == State.HELD)
            .filter(entry -> entry.getValue().expiresAt <= now)
            .sorted(
                (a, b) -> {
                  int byTime = Long.compare(a.getValue().expiresAt, b.getValue().expiresAt);
                  return byTime != 0 ? byTime : a.getKey().compareTo(b.getKey());
                })
            .limit(limit)
            .toList();
    if (!due.isEmpty()) {
      sequence++;
    }
    due.forEach(entry -> end(entry.getValue(), State.EXPIRED));
    return due.size();
  }

  private static void end(Holding holding, State state) {
    holding.state = state;
    holding.remaining.replaceAll((cell, quantity) -> 0L);
  }

  private Answer decide(Command command, long now) {
    if (command instanceof Command.Reserve reserve) {
      return reserve(reserve, now);
    } else if (command instanceof Command.Confirm confirm) {
      return confirm(confirm, now);
    } else if (command instanceof Command.Ship ship) {
      return ship(ship, now);
    } else if (command instanceof Command.Release release) {
      return release(release);
    } else if (command instanceof Command.Divide divide) {
      return divide(divide, now);
    } else if (command instanceof Command.Consume consume) {
      List<Shortage> shortages = new ArrayList<>();
      sums(consume.lines()).forEach((cell, q) -> move(cell, -q, sequence, shortages));
      return yes(shortages);
    } else if (command instanceof Command.Adjust adjust) {
      List<Shortage> shortages = new ArrayList<>();
      CellKey cell = new CellKey(adjust.sku(), adjust.location());
      move(cell, adjust.delta(), sequence, shortages);
      return yes(shortages);
    } else if (command instanceof Command.Count count) {
      return count(count);
    }
    Command.SetPolicy policy = (Command.SetPolicy) command;
    cells.put(
        new CellKey(policy.sku(), policy.location()),
        new Policy(policy.buffer(), policy.oversellAllowance()));
    return yes(List.of());
  }

  private Answer yes(List<Shortage> shortages) {
    return new Answer.Accepted(sequence, false, shortages);
  }

  private Answer no(Reason reason, List<Shortage> shortages) {
    return new Answer.Refused(sequence, false, reason, shortages, "");
  }

  private static Map<CellKey, Long> sums(List<StockLine> lines) {
    Map<CellKey, Long> sums = new TreeMap<>();
    lines.forEach(
        line -> sums.merge(new CellKey(line.sku(), line.location()), line.quantity(), Long::sum));
    return sums;
  }

  private void move(CellKey cell, long delta, long belongsTo, List<Shortage> shortages) {
    cells.putIfAbsent(cell, new Policy(0, 0));
    long free = free(cell);
    long missing = Math.min(-delta, -delta - free - policy(cell).allowance);
    if (delta < 0 && missing > 0) {
      shortages.add(new Shortage(cell.sku(), cell.location(), -delta, free, missing));
    }
    facts.add(new Fact(cell, belongsTo, delta));
  }

  private Policy policy(CellKey cell) {
    return cells.getOrDefault(cell, new Policy(0, 0));
  }

  long onHand(CellKey cell, long asOf) {
    return facts.stream()
        .filter(fact -> fact.cell.equals(cell) && fact.belongsTo <= asOf)
        .mapToLong(Fact::delta)
        .sum();
  }

  long reserved(CellKey cell) {
    return holdings.values().stream()
        .mapToLong(holding -> holding.remaining.getOrDefault(cell, 0L))
        .sum();
  }

  private long free(CellKey cell) {
    return onHand(cell, Long.MAX_VALUE) - reserved(cell);
  }

  private Answer reserve(Command.Reserve reserve, long now) {
    if (holdings.containsKey(reserve.key())) {
      return no(Reason.ALREADY_CANCELLED, List.of());
    }
    List<Shortage> shortages = new ArrayList<>();
    boolean unknown = false;
    for (Map.Entry<CellKey, Long> line : sums(reserve.lines()).entrySet()) {
      CellKey cell = line.getKey();
      long wanted = line.getValue();
      long own =
          reserve.replaces().stream()
              .flatMap(id -> Stream.ofNullable(holdings.get(id)))
              .mapToLong(before -> before.remaining.getOrDefault(cell, 0L))
              .sum();
      long room = free(cell) + own + policy(cell).allowance - policy(cell).buffer;
      unknown |= !cells.containsKey(cell);
      if (room < wanted) {
        long missing = Math.min(wanted, wanted - room);
        shortages.add(new Shortage(cell.sku(), cell.location(), wanted, free(cell), missing));
      }
    }
    if (!shortages.isEmpty()) {
      return no(unknown ? Reason.NOT_STOCKED : Reason.INSUFFICIENT, shortages);
    }
    for (String id : reserve.replaces()) {
      Holding before = holdings.computeIfAbsent(id, any -> cancelled());
      if (ended(before) == null) {
        end(before, State.RELEASED);
      }
    }
    Holding holding = new Holding();
    holding.remaining.putAll(sums(reserve.lines()));
    var timeToLive = reserve.timeToLive();
    holding.expiresAt = timeToLive == null ? Long.MAX_VALUE : now + timeToLive.toMillis();
    holdings.put(reserve.key(), holding);
    return yes(List.of());
  }

  private static @Nullable Reason ended(@Nullable Holding holding) {
    if (holding == null) {
      return Reason.UNKNOWN_RESERVATION;
    }
    return switch (holding.state) {
      case FULFILLED -> Reason.ALREADY_FULFILLED;
      case RELEASED -> Reason.ALREADY_RELEASED;
      case EXPIRED -> Reason.EXPIRED;
      case CANCELLED -> Reason.ALREADY_CANCELLED;
      default -> null;
    };
  }

  private Answer confirm(Command.Confirm confirm, long now) {
    Holding holding = holdings.get(confirm.reservation());
    Reason ended = ended(holding);
    if (holding == null || ended != null) {
      return no(ended == null ? Reason.UNKNOWN_RESERVATION : ended, List.of());
    }
    if (holding.state != State.HELD) {
      return no(Reason.ALREADY_CONFIRMED, List.of());
    }
    if (holding.expiresAt <= now) {
      return no(Reason.EXPIRED, List.of());
    }
    holding.state = State.CONFIRMED;
    return yes(List.of());
  }

  private List<Shortage> excess(Holding holding, Map<CellKey, Long> lines) {
    List<Shortage> excess = new ArrayList<>();
    lines.forEach(
        (cell, wanted) -> {
          long open = holding.remaining.getOrDefault(cell, 0L);
          if (wanted > open) {
            excess.add(new Shortage(cell.sku(), cell.location(), wanted, open, wanted - open));
          }
        });
    return excess;
  }

  private Answer ship(Command.Ship ship, long now) {
    Holding holding = holdings.get(ship.reservation());
    Reason ended = ended(holding);
    if (holding == null || ended != null) {
      return no(ended == null ? Reason.UNKNOWN_RESERVATION : ended, List.of());
    }
    if (holding.state == State.HELD && holding.expiresAt <= now) {
      return no(Reason.EXPIRED, List.of());
    }
    Map<CellKey, Long> lines = sums(ship.lines());
    List<Shortage> excess = excess(holding, lines);
    if (!excess.isEmpty()) {
      return no(Reason.EXCEEDS_REMAINDER, excess);
    }
    lines.forEach(
        (cell, quantity) -> {
          holding.remaining.merge(cell, -quantity, Long::sum);
          facts.add(new Fact(cell, sequence, -quantity));
        });
    holding.state = isEmpty(holding) ? State.FULFILLED : State.PARTIAL;
    return yes(List.of());
  }

  private static Holding cancelled() {
    Holding mark = new Holding();
    mark.state = State.CANCELLED;
    return mark;
  }

  private static boolean isEmpty(Holding holding) {
    return holding.remaining.values().stream().allMatch(quantity -> quantity == 0);
  }

  private Answer release(Command.Release release) {
    Holding holding = holdings.get(release.reservation());
    if (holding == null && release.lines().isEmpty()) {
      holdings.put(release.reservation(), cancelled());
      return yes(List.of());
    }
    Reason ended = ended(holding);
    if (holding == null || ended != null) {
      return no(ended == null ? Reason.UNKNOWN_RESERVATION : ended, List.of());
    }
    Map<CellKey, Long> lines =
        release.lines().isEmpty() ? new TreeMap<>(holding.remaining) : sums(release.lines());
    List<Shortage> excess = excess(holding, lines);
    if (!excess.isEmpty()) {
      return no(Reason.EXCEEDS_REMAINDER, excess);
    }
    lines.forEach((cell, quantity) -> holding.remaining.merge(cell, -quantity, Long::sum));
    holding.state = isEmpty(holding) ? State.RELEASED : holding.state;
    return yes(List.of());
  }

  private Answer divide(Command.Divide divide, long now) {
    Map<CellKey, Long> left = new TreeMap<>();
    long expiresAt = Long.MAX_VALUE;
    for (String id : divide.reservations()) {
      Holding before = holdings.get(id);
      if (before != null && before.state == State.HELD && before.expiresAt <= now) {
        return no(Reason.EXPIRED, List.of());
      }
      if (before != null && ended(before) == null) {
        before.remaining.forEach((cell, units) -> left.merge(cell, units, Long::sum));
        expiresAt = before.state == State.HELD ? Math.min(expiresAt, before.expiresAt) : expiresAt;
      }
    }
    if (divide.parts().stream().anyMatch(part -> holdings.containsKey(part.id()))) {
      return no(Reason.ALREADY_CANCELLED, List.of());
    }
    Holding all = new Holding();
    all.remaining.putAll(left);
    Map<CellKey, Long> wanted =
        sums(divide.parts().stream().flatMap(part -> part.lines().stream()).toList());
    List<Shortage> excess = excess(all, wanted);
    if (!excess.isEmpty()) {
      return no(Reason.EXCEEDS_REMAINDER, excess);
    }
    left.values().removeIf(units -> units == 0);
    if (!left.equals(wanted)) {
      return no(Reason.LEAVES_REMAINDER, List.of());
    }
    for (String id : divide.reservations()) {
      Holding before = holdings.computeIfAbsent(id, any -> cancelled());
      if (ended(before) == null) {
        end(before, State.RELEASED);
      }
    }
    long until = expiresAt;
    divide.parts().forEach(part -> holdings.put(part.id(), holding(part.lines(), until)));
    return yes(List.of());
  }

  private static Holding holding(List<StockLine> lines, long expiresAt) {
    Holding holding = new Holding();
    holding.remaining.putAll(sums(lines));
    holding.expiresAt = expiresAt;
    return holding;
  }

  private Answer count(Command.Count count) {
    CellKey cell = new CellKey(count.sku(), count.location());
    long asOf = count.asOfSequence();
    if (asOf >= sequence) {
      return no(Reason.UNKNOWN_WATERMARK, List.of());
    }
    if (asOf < lastCount.getOrDefault(cell, 0L)) {
      return no(Reason.STALE_COUNT, List.of());
    }
    List<Shortage> shortages = new ArrayList<>();
    move(cell, count.counted() - onHand(cell, asOf), asOf, shortages);
    lastCount.put(cell, asOf);
    return yes(shortages);
  }

  Map<CellKey, Policy> cells() {
    return cells;
  }

  long sequence() {
    return sequence;
  }

  Map<String, State> states() {
    Map<String, State> states = new TreeMap<>();
    holdings.forEach((id, holding) -> states.put(id, holding.state));
    return states;
  }

  long buffer(CellKey cell) {
    return policy(cell).buffer;
  }

  long allowance(CellKey cell) {
    return policy(cell).allowance;
  }
}
