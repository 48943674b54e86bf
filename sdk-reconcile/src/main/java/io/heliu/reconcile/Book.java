package io.heliu.reconcile;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** What a run knows about the lines of one side. */
final class Book {
  static final byte OPEN = 0;
  static final byte CONFIRMED = 1;
  static final byte SUGGESTED = 2;
  static final byte SETTLED = 3;
  static final byte IGNORED = 4;

  /** The reference is known on the other side. */
  static final byte SHARED = 1;

  /** One more line of the same reference and amount than the other side has. */
  static final byte SURPLUS = 2;

  /** An amount pass found candidates but no single one. */
  static final byte CANDIDATES = 4;

  /** No reason yet. */
  static final byte UNKNOWN = -1;

  /** No partner. */
  static final int NOBODY = -1;

  final LineTable table;
  final byte[] states;
  final byte[] flags;

  /**
   * The pass that took a line, or the ordinal of the reason why it is open, or {@link #UNKNOWN}.
   */
  final byte[] rules;

  /** The partner or nearest candidate, {@link #NOBODY}, or a group as {@link #group}. */
  final int[] partners;

  /** Per profile of the table the number of its channel and currency, common to both sides. */
  final int[] channels;

  final int[] currencies;

  /** Per profile a hash of its channel. */
  final long[] channelSeeds;

  Book(LineTable table, Map<String, Integer> channelNumbers, Map<String, Integer> currencyNumbers) {
    this.table = table;
    states = new byte[table.size];
    flags = new byte[table.size];
    rules = new byte[table.size];
    partners = new int[table.size];
    Arrays.fill(rules, UNKNOWN);
    Arrays.fill(partners, NOBODY);
    channels = new int[table.profileList.size()];
    currencies = new int[channels.length];
    channelSeeds = new long[channels.length];
    for (int i = 0; i < channels.length; i++) {
      LineTable.Profile profile = table.profileList.get(i);
      channels[i] = channelNumbers.getOrDefault(profile.shop().channel(), 0);
      currencies[i] = currencyNumbers.getOrDefault(profile.currency().getCurrencyCode(), 0);
      channelSeeds[i] = LineTable.channelSeed(profile.shop().channel());
    }
  }

  void decide(Set<String> ids, byte state) {
    for (String id : ids) {
      int line = table.indexOf(id);
      if (line >= 0) {
        states[line] = state;
      }
    }
  }

  static int group(int number) {
    return -2 - number;
  }

  /** Returns the number of the group of a partner entry, or a negative number if it is none. */
  static int groupNumber(int partner) {
    return -2 - partner;
  }

  boolean isOpen(int line) {
    return states[line] == OPEN;
  }

  int channel(int line) {
    return channels[table.profiles[line]];
  }

  long channelSeed(int line) {
    return channelSeeds[table.profiles[line]];
  }

  int currency(int line) {
    return currencies[table.profiles[line]];
  }

  boolean has(int line, byte flag) {
    return (flags[line] & flag) != 0;
  }

  void set(int line, byte flag) {
    flags[line] |= flag;
  }

  void take(int line, byte state, int rule, int partner) {
    if (states[line] != OPEN) {
      throw new IllegalStateException("line " + table.id(line) + " is matched twice");
    }
    states[line] = state;
    rules[line] = (byte) rule;
    partners[line] = partner;
  }

  /** Returns the amount, less the expected fee if {@code net}. */
  long amount(int line, boolean net) {
    long amount = table.amounts[line];
    return net ? Math.subtractExact(amount, table.fee(line)) : amount;
  }

  /** Sets why an open line is open, unless that is known already. */
  void explain(int line, Reason reason, int partner) {
    if (states[line] == OPEN && rules[line] == UNKNOWN) {
      rules[line] = (byte) reason.ordinal();
      partners[line] = partner;
    }
  }

  /** Sorts lines by currency, amount, day and id. */
  void sort(IntList lines, boolean net) {
    if (lines.size > 1) {
      Sorting.sort(lines.values, 0, lines.size, (a, b) -> compare(a, b, net));
    }
  }

  private int compare(int a, int b, boolean net) {
    int order = Integer.compare(currency(a), currency(b));
    if (order == 0) {
      order = Long.compare(amount(a, net), amount(b, net));
    }
    if (order == 0) {
      order = Integer.compare(table.days[a], table.days[b]);
    }
    return order == 0 ? Integer.compare(a, b) : order;
  }
}
