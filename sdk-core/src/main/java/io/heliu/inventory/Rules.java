package io.heliu.inventory;

import io.heliu.inventory.Answer.Accepted;
import io.heliu.inventory.Answer.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What commands do: books, entry and ledger time in; changes of the draft and an outcome out.
 * Nothing else is read, so that the same entries always give the same books.
 */
final class Rules {
  static final int ACCEPTED = 0;

  /**
   * What became of an entry.
   *
   * @param code 0 or the reason's code for a command; the number of ended holds for an expiry
   * @param answer the answer to a command, null for other entries
   */
  record Outcome(int code, @Nullable Answer answer) {}

  private Rules() {}

  /**
   * Applies an entry to a draft. The draft's sequence moves by one if the entry is to be written,
   * and stays if there is nothing new to keep.
   */
  static Outcome apply(Draft draft, Entry entry) {
    if (entry instanceof Entry.Told told) {
      Answer answer = answer(draft, told.command(), told.content());
      return new Outcome(answer instanceof Refused no ? no.reason().code() : ACCEPTED, answer);
    } else if (entry instanceof Entry.Expire expire) {
      return new Outcome(expire(draft, expire.limit()), null);
    }
    draft.nextSequence();
    draft.pruneUpTo(((Entry.Prune) entry).cutoff());
    return new Outcome(ACCEPTED, null);
  }

  private static Answer answer(Draft draft, Command command, byte[] content) {
    byte[] intent = intent(command, content);
    Memo memo = draft.memo(command.key());
    if (memo != null) {
      return Arrays.equals(memo.content(), intent)
          ? replay(memo.answer())
          : reused(memo, command, intent);
    }
    draft.nextSequence();
    Answer answer = decide(draft, command);
    draft.remember(command.key(), new Memo(intent, answer, draft.time()));
    return answer;
  }

  /** What a reservation takes the place of is no part of what is wanted. */
  private static byte[] intent(Command command, byte[] content) {
    return command instanceof Command.Reserve reserve && !reserve.replaces().isEmpty()
        ? CommandCodec.encode(
            new Command.Reserve(
                reserve.key(), reserve.owner(), reserve.lines(), reserve.timeToLive()))
        : content;
  }

  private static Answer replay(Answer first) {
    if (first instanceof Accepted yes) {
      return new Accepted(yes.sequence(), true, yes.shortages());
    }
    Refused no = (Refused) first;
    return new Refused(no.sequence(), true, no.reason(), no.shortages(), no.detail());
  }

  private static Answer reused(Memo memo, Command command, byte[] content) {
    String field =
        Differences.first(CommandCodec.decode(memo.content()), CommandCodec.decode(content));
    String detail = field + ": differs from the first use of key " + command.key();
    return new Refused(memo.answer().sequence(), false, Reason.KEY_REUSED, List.of(), detail);
  }

  private static Answer decide(Draft draft, Command command) {
    if (command instanceof Command.Reserve reserve) {
      return reserve(draft, reserve);
    } else if (command instanceof Command.Confirm confirm) {
      return confirm(draft, confirm);
    } else if (command instanceof Command.Ship ship) {
      return ship(draft, ship);
    } else if (command instanceof Command.Release release) {
      return release(draft, release);
    } else if (command instanceof Command.Divide divide) {
      return divide(draft, divide);
    } else if (command instanceof Command.Consume consume) {
      return StockRules.consume(draft, consume);
    } else if (command instanceof Command.Adjust adjust) {
      return StockRules.adjust(draft, adjust);
    } else if (command instanceof Command.Count count) {
      return StockRules.count(draft, count);
    }
    return StockRules.setPolicy(draft, (Command.SetPolicy) command);
  }

  static Answer accepted(Draft draft, List<Shortage> shortages) {
    return new Accepted(draft.sequence(), false, shortages);
  }

  static Answer refused(Draft draft, Reason reason, List<Shortage> shortages, String detail) {
    return new Refused(draft.sequence(), false, reason, shortages, detail);
  }

  private static Answer reserve(Draft draft, Command.Reserve reserve) {
    Hold known = draft.hold(reserve.key());
    if (known != null) {
      return refused(draft, Reason.ALREADY_CANCELLED, List.of(), "released before it was reserved");
    }
    Lines lines = Lines.sum(reserve.lines());
    List<Shortage> shortages = new ArrayList<>(0);
    Reason reason = Reason.INSUFFICIENT;
    for (int i = 0; i < lines.size(); i++) {
      CellKey key = lines.cells()[i];
      long wanted = lines.quantities()[i];
      Cell cell = draft.find(key);
      if (cell == null) {
        reason = Reason.NOT_STOCKED;
        shortages.add(new Shortage(key.sku(), key.location(), wanted, 0, wanted));
      } else if (cell.room() < wanted) {
        long room = cell.room() + held(draft, reserve.replaces(), key);
        if (room < wanted) {
          shortages.add(StockRules.shortage(cell, wanted, room));
        }
      }
    }
    if (!shortages.isEmpty()) {
      return refused(draft, reason, shortages, "");
    }
    reserve.replaces().forEach(reservation -> giveUp(draft, reservation));
    for (int i = 0; i < lines.size(); i++) {
      draft.change(lines.cells()[i]).reserved += lines.quantities()[i];
    }
    var timeToLive = reserve.timeToLive();
    long expiresAt = timeToLive == null ? Hold.NEVER : draft.time() + timeToLive.toMillis();
    draft.put(Hold.of(reserve, lines, expiresAt, draft.sequence(), draft.time()));
    return accepted(draft, List.of());
  }

  /** Returns how many units of a cell reservations still hold. */
  private static long held(Draft draft, List<String> reservations, CellKey key) {
    long held = 0;
    for (String reservation : reservations) {
      Hold hold = draft.hold(reservation);
      if (hold != null && hold.find(key) >= 0) {
        held += hold.remaining()[hold.find(key)];
      }
    }
    return held;
  }

  /** Releases all that remains of a reservation, or lets it never begin. */
  private static void giveUp(Draft draft, String reservation) {
    Hold hold = draft.hold(reservation);
    if (hold == null) {
      draft.put(Hold.cancelled(reservation, draft.sequence(), draft.time()));
    } else if (ended(hold) == null) {
      end(draft, hold, Reservation.State.RELEASED);
    }
  }

  private static void end(Draft draft, Hold hold, Reservation.State state) {
    for (int i = 0; i < hold.cells().length; i++) {
      giveBack(draft, hold.cells()[i], hold.remaining()[i]);
    }
    long[] none = new long[hold.cells().length];
    draft.put(replaced(draft, hold, state, none, hold.shipped()));
  }

  private static Answer confirm(Draft draft, Command.Confirm confirm) {
    Hold hold = draft.hold(confirm.reservation());
    Reason refusal = refusal(hold, draft.time());
    if (hold == null || refusal != null) {
      return refused(draft, refusal == null ? Reason.UNKNOWN_RESERVATION : refusal, List.of(), "");
    }
    if (hold.state() != Reservation.State.HELD) {
      return refused(draft, Reason.ALREADY_CONFIRMED, List.of(), "");
    }
    draft.put(replaced(draft, hold, Reservation.State.CONFIRMED, hold.remaining(), hold.shipped()));
    return accepted(draft, List.of());
  }

  private static Answer ship(Draft draft, Command.Ship ship) {
    Hold hold = draft.hold(ship.reservation());
    Reason refusal = refusal(hold, draft.time());
    if (hold == null || refusal != null) {
      return refused(draft, refusal == null ? Reason.UNKNOWN_RESERVATION : refusal, List.of(), "");
    }
    Lines lines = Lines.sum(ship.lines());
    List<Shortage> excess = excess(hold, lines);
    if (!excess.isEmpty()) {
      return refused(draft, Reason.EXCEEDS_REMAINDER, excess, "");
    }
    if (!StockRules.canMove(draft, lines, -1)) {
      return refused(draft, Reason.OUT_OF_RANGE, List.of(), "");
    }
    long[] remaining = hold.remaining().clone();
    long[] shipped = hold.shipped().clone();
    for (int i = 0; i < lines.size(); i++) {
      long quantity = lines.quantities()[i];
      int line = hold.find(lines.cells()[i]);
      remaining[line] -= quantity;
      shipped[line] += quantity;
      Cell cell = draft.change(lines.cells()[i]);
      cell.reserved -= quantity;
      cell.move(-quantity, draft.sequence());
    }
    boolean done = Hold.nothingIn(remaining);
    Reservation.State next = done ? Reservation.State.FULFILLED : Reservation.State.PARTIAL;
    draft.put(replaced(draft, hold, next, remaining, shipped));
    return accepted(draft, List.of());
  }

  private static Answer release(Draft draft, Command.Release release) {
    Hold hold = draft.hold(release.reservation());
    boolean everything = release.lines().isEmpty();
    if (hold == null) {
      if (!everything) {
        return refused(draft, Reason.UNKNOWN_RESERVATION, List.of(), "");
      }
      draft.put(Hold.cancelled(release.reservation(), draft.sequence(), draft.time()));
      return accepted(draft, List.of());
    }
    Reason ended = ended(hold);
    if (ended != null) {
      return refused(draft, ended, List.of(), "");
    }
    Lines lines =
        everything ? new Lines(hold.cells(), hold.remaining()) : Lines.sum(release.lines());
    List<Shortage> excess = excess(hold, lines);
    if (!excess.isEmpty()) {
      return refused(draft, Reason.EXCEEDS_REMAINDER, excess, "");
    }
    long[] remaining = hold.remaining().clone();
    for (int i = 0; i < lines.size(); i++) {
      remaining[hold.find(lines.cells()[i])] -= lines.quantities()[i];
      giveBack(draft, lines.cells()[i], lines.quantities()[i]);
    }
    Reservation.State next = Hold.nothingIn(remaining) ? Reservation.State.RELEASED : hold.state();
    draft.put(replaced(draft, hold, next, remaining, hold.shipped()));
    return accepted(draft, List.of());
  }

  private static Answer divide(Draft draft, Command.Divide divide) {
    Map<CellKey, Long> left = new TreeMap<>();
    long expiresAt = Hold.NEVER;
    for (String reservation : divide.reservations()) {
      Hold hold = draft.hold(reservation);
      if (hold != null && hold.due(draft.time())) {
        return refused(draft, Reason.EXPIRED, List.of(), "");
      }
      if (hold != null && ended(hold) == null) {
        expiresAt = hold.mayExpire() ? Math.min(expiresAt, hold.expiresAt()) : expiresAt;
        for (int i = 0; i < hold.cells().length; i++) {
          left.merge(hold.cells()[i], hold.remaining()[i], Long::sum);
        }
      }
    }
    for (Command.Divide.Part part : divide.parts()) {
      if (draft.hold(part.id()) != null) {
        String detail = part.id() + ": is known already";
        return refused(draft, Reason.ALREADY_CANCELLED, List.of(), detail);
      }
    }
    Optional<Answer> unequal = unequal(draft, divide, left);
    if (unequal.isPresent()) {
      return unequal.get();
    }
    divide.reservations().forEach(reservation -> giveUp(draft, reservation));
    for (Command.Divide.Part part : divide.parts()) {
      Lines lines = Lines.sum(part.lines());
      for (int i = 0; i < lines.size(); i++) {
        draft.change(lines.cells()[i]).reserved += lines.quantities()[i];
      }
      draft.put(Hold.of(part.id(), part.owner(), lines, expiresAt, draft.sequence(), draft.time()));
    }
    return accepted(draft, List.of());
  }

  /** Returns why parts cannot be put in the place of what is left of reservations. */
  private static Optional<Answer> unequal(
      Draft draft, Command.Divide divide, Map<CellKey, Long> left) {
    List<StockLine> all = divide.parts().stream().flatMap(part -> part.lines().stream()).toList();
    Lines wanted = Lines.sum(all);
    List<Shortage> excess = new ArrayList<>(0);
    for (int i = 0; i < wanted.size(); i++) {
      CellKey key = wanted.cells()[i];
      long units = wanted.quantities()[i];
      long open = left.getOrDefault(key, 0L);
      left.put(key, open - units);
      if (units > open) {
        excess.add(new Shortage(key.sku(), key.location(), units, open, units - open));
      }
    }
    if (!excess.isEmpty()) {
      return Optional.of(refused(draft, Reason.EXCEEDS_REMAINDER, excess, ""));
    }
    return left.values().stream().allMatch(units -> units == 0)
        ? Optional.empty()
        : Optional.of(refused(draft, Reason.LEAVES_REMAINDER, List.of(), ""));
  }

  private static void giveBack(Draft draft, CellKey key, long quantity) {
    if (quantity != 0) {
      draft.change(key).reserved -= quantity;
    }
  }

  private static int expire(Draft draft, int limit) {
    List<Hold> due = new ArrayList<>();
    for (Hold candidate : draft.books().expiries()) {
      if (candidate.expiresAt() > draft.time() || due.size() == limit) {
        break;
      }
      Hold hold = draft.hold(candidate.id());
      if (hold != null && hold.due(draft.time())) {
        due.add(hold);
      }
    }
    if (due.isEmpty()) {
      return 0;
    }
    draft.nextSequence();
    due.forEach(hold -> end(draft, hold, Reservation.State.EXPIRED));
    return due.size();
  }

  private static Hold replaced(
      Draft draft, Hold hold, Reservation.State next, long[] remaining, long[] shipped) {
    return hold.with(next, remaining, shipped, draft.sequence(), draft.time());
  }

  private static List<Shortage> excess(Hold hold, Lines lines) {
    List<Shortage> excess = new ArrayList<>(0);
    for (int i = 0; i < lines.size(); i++) {
      CellKey key = lines.cells()[i];
      long wanted = lines.quantities()[i];
      int line = hold.find(key);
      long open = line < 0 ? 0 : hold.remaining()[line];
      if (wanted > open) {
        excess.add(new Shortage(key.sku(), key.location(), wanted, open, wanted - open));
      }
    }
    return excess;
  }

  /** Returns why a reservation cannot be confirmed or shipped at all, or null if it can. */
  private static @Nullable Reason refusal(@Nullable Hold hold, long time) {
    if (hold == null) {
      return Reason.UNKNOWN_RESERVATION;
    }
    return hold.due(time) ? Reason.EXPIRED : ended(hold);
  }

  private static @Nullable Reason ended(Hold hold) {
    return switch (hold.state()) {
      case HELD, CONFIRMED, PARTIAL -> null;
      case FULFILLED -> Reason.ALREADY_FULFILLED;
      case RELEASED -> Reason.ALREADY_RELEASED;
      case EXPIRED -> Reason.EXPIRED;
      case CANCELLED -> Reason.ALREADY_CANCELLED;
    };
  }
}
