package io.heliu.benchmarks;

import java.util.Arrays;

/**
 * The standard data of the matching benchmark: orders of eight channels over 90 days and settlement
 * lines of which most are exact and the others are off by some fen, net of a fee, without their
 * reference, alone or double. A pure function of the number of orders.
 */
final class StandardData {
  private static final String[] PREFIXES = {"TB", "TM", "JD", "WX", "POS", "DST", "DY", "GRP"};
  private static final int PRICE_POINTS = 200;

  /** One side, in columns. */
  static final class Lines {
    int size;
    int[] ids;
    int[] amounts;
    int[] days;
    byte[] channels;
    boolean[] lost;
    long[] numbers;

    /** The order that a line really belongs to, or -1. */
    int[] orders;

    Lines(int capacity) {
      ids = new int[capacity];
      amounts = new int[capacity];
      days = new int[capacity];
      channels = new byte[capacity];
      lost = new boolean[capacity];
      numbers = new long[capacity];
      orders = new int[capacity];
    }

    void add(int id, int amount, int day, int channel, long number, int order) {
      if (size == ids.length) {
        grow(size + size / 8 + 16);
      }
      ids[size] = id;
      amounts[size] = amount;
      days[size] = day;
      channels[size] = (byte) channel;
      numbers[size] = number;
      orders[size] = order;
      size++;
    }

    private void grow(int capacity) {
      ids = Arrays.copyOf(ids, capacity);
      amounts = Arrays.copyOf(amounts, capacity);
      days = Arrays.copyOf(days, capacity);
      channels = Arrays.copyOf(channels, capacity);
      lost = Arrays.copyOf(lost, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      orders = Arrays.copyOf(orders, capacity);
    }

    String channel(int line) {
      return PREFIXES[channels[line]];
    }

    String reference(int line) {
      int digits = lost[line] ? 15 : 16;
      String number = Long.toString(numbers[line]);
      return (lost[line] ? "X" : "")
          + channel(line)
          + "0".repeat(digits - number.length())
          + number;
    }

    private void swap(int a, int b) {
      int id = ids[a];
      ids[a] = ids[b];
      ids[b] = id;
      int amount = amounts[a];
      amounts[a] = amounts[b];
      amounts[b] = amount;
      int day = days[a];
      days[a] = days[b];
      days[b] = day;
      byte channel = channels[a];
      channels[a] = channels[b];
      channels[b] = channel;
      boolean gone = lost[a];
      lost[a] = lost[b];
      lost[b] = gone;
      long number = numbers[a];
      numbers[a] = numbers[b];
      numbers[b] = number;
      int order = orders[a];
      orders[a] = orders[b];
      orders[b] = order;
    }
  }

  final Lines left;
  final Lines right;
  int exact;
  int withinTolerance;
  int fee;
  int lostReference;
  int leftOnly;
  int duplicates;
  private final SplitMix64 random = new SplitMix64(42);
  private final int[] pricePoints = new int[PRICE_POINTS];

  StandardData(int orders) {
    left = new Lines(orders);
    right = new Lines(orders);
    for (int i = 0; i < PRICE_POINTS; i++) {
      pricePoints[i] = (1 + random.below(500)) * 100 - 10;
    }
    for (int order = 0; order < orders; order++) {
      addOrder(order);
    }
    for (int i = left.size - 1; i > 0; i--) {
      left.swap(i, random.below(i + 1));
    }
    for (int i = 0; i < left.size; i++) {
      left.ids[i] = i + 1;
    }
  }

  private void addOrder(int order) {
    int channel = random.below(PREFIXES.length);
    int amount =
        random.below(2) == 0 ? pricePoints[random.below(PRICE_POINTS)] : 100 + random.below(99_900);
    int day = 20_000 + random.below(90);
    long number = (random.next() >>> 1) % 10_000_000_000_000_000L;
    int fate = random.below(100);
    if (fate != 98) {
      right.add(order, amount, day, channel, number, order);
    }
    if (fate != 99) {
      addSettlement(order, channel, amount, day, number, fate);
    }
  }

  private void addSettlement(int order, int channel, int amount, int day, long number, int fate) {
    int late = day + random.below(4);
    if (fate < 92) {
      exact++;
      left.add(0, amount, late, channel, number, order);
      if (random.below(1000) == 0) {
        duplicates++;
        left.add(0, amount, late + 1, channel, number, -1);
      }
    } else if (fate < 94) {
      withinTolerance++;
      int off = 1 + random.below(5);
      int charged = random.below(2) == 0 ? amount + off : amount - off;
      left.add(0, charged, late, channel, number, order);
    } else if (fate < 96) {
      fee++;
      left.add(0, amount - Math.max(6, amount * 3 / 100), late, channel, number, order);
    } else if (fate < 98) {
      lostReference++;
      long other = (random.next() >>> 1) % 1_000_000_000_000_000L;
      left.add(0, amount, late, channel, other, order);
      left.lost[left.size - 1] = true;
    } else {
      leftOnly++;
      left.add(0, amount, late, channel, number, -1);
    }
  }
}
