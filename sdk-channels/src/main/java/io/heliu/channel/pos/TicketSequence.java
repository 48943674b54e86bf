package io.heliu.channel.pos;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ticket numbers of one till on one day, and what they say about missing uploads. Ask once the
 * day is declared closed, and with all tickets of the day, ignored ones included: before that a
 * hole may only be a ticket on its way.
 *
 * @param store the store
 * @param terminal the till
 * @param businessDate the day
 * @param tickets how many different tickets were seen
 * @param gaps the runs of numbers that are missing between the lowest and the highest seen
 * @param twins numbers seen in two spellings, such as 117 and 000117: a spreadsheet took the zeros
 *     away, and one ticket may be stored twice
 * @param unnumbered tickets whose number does not end in 1 to 18 digits
 */
public record TicketSequence(
    String store,
    String terminal,
    LocalDate businessDate,
    int tickets,
    List<Gap> gaps,
    List<List<TicketKey>> twins,
    List<TicketKey> unnumbered) {

  /** Copies the lists. */
  public TicketSequence {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(terminal, "terminal");
    Objects.requireNonNull(businessDate, "businessDate");
    gaps = List.copyOf(gaps);
    twins = List.copyOf(twins);
    unnumbered = List.copyOf(unnumbered);
  }

  /**
   * A run of missing numbers.
   *
   * @param prefix what stands before the digits, often empty
   * @param first the first missing number
   * @param last the last missing number
   */
  public record Gap(String prefix, long first, long last) {
    /** Returns how many numbers are missing. */
    public long size() {
      return last - first + 1;
    }
  }

  /** Tells whether nothing is missing and nothing is suspect. */
  public boolean complete() {
    return gaps.isEmpty() && twins.isEmpty() && unnumbered.isEmpty();
  }

  /** Sorts tickets by till and day and looks at each sequence. Repeated keys count once. */
  public static List<TicketSequence> of(Collection<TicketKey> keys) {
    List<TicketSequence> sequences = new ArrayList<>();
    List<TicketKey> run = new ArrayList<>();
    for (TicketKey key : new TreeSet<>(keys)) {
      if (!run.isEmpty() && !sameTillAndDay(run.get(0), key)) {
        sequences.add(ofTill(run));
        run.clear();
      }
      run.add(key);
    }
    if (!run.isEmpty()) {
      sequences.add(ofTill(run));
    }
    return List.copyOf(sequences);
  }

  private static boolean sameTillAndDay(TicketKey a, TicketKey b) {
    return a.store().equals(b.store())
        && a.terminal().equals(b.terminal())
        && a.businessDate().equals(b.businessDate());
  }

  private static TicketSequence ofTill(List<TicketKey> run) {
    TreeMap<String, TreeMap<Long, List<TicketKey>>> byPrefix = new TreeMap<>();
    List<TicketKey> unnumbered = new ArrayList<>();
    for (TicketKey key : run) {
      String text = key.ticketNo();
      int digits = trailingDigits(text);
      if (digits == 0 || digits > 18) {
        unnumbered.add(key);
      } else {
        int start = text.length() - digits;
        byPrefix
            .computeIfAbsent(text.substring(0, start), p -> new TreeMap<>())
            .computeIfAbsent(Long.parseLong(text.substring(start)), n -> new ArrayList<>())
            .add(key);
      }
    }
    List<Gap> gaps = new ArrayList<>();
    List<List<TicketKey>> twins = new ArrayList<>();
    byPrefix.forEach((prefix, numbers) -> look(prefix, numbers, gaps, twins));
    TicketKey any = run.get(0);
    return new TicketSequence(
        any.store(), any.terminal(), any.businessDate(), run.size(), gaps, twins, unnumbered);
  }

  private static void look(
      String prefix,
      TreeMap<Long, List<TicketKey>> numbers,
      List<Gap> gaps,
      List<List<TicketKey>> twins) {
    long expected = numbers.firstKey();
    for (var entry : numbers.entrySet()) {
      if (entry.getKey() > expected) {
        gaps.add(new Gap(prefix, expected, entry.getKey() - 1));
      }
      expected = entry.getKey() + 1;
      if (entry.getValue().size() > 1) {
        twins.add(List.copyOf(entry.getValue()));
      }
    }
  }

  private static int trailingDigits(String text) {
    int count = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      count++;
    }
    return count;
  }
}
