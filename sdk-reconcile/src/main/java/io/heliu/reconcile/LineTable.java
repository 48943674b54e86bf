package io.heliu.reconcile;

import io.heliu.Money;
import io.heliu.ShopId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All lines of one side, kept in columns so that millions of them fit into memory (about 60 bytes a
 * line). Lines stand in the order of their ids, whatever order they were added in, so nothing that
 * is computed from a table depends on the order of a file. Immutable and thread-safe once built.
 */
public final class LineTable {
  /** The fee of a line whose fee is not known. */
  static final long NO_FEE = Long.MIN_VALUE;

  private static final int MAX_LINES = 1_000_000_000;

  final int size;
  final Bytes texts;
  final long[] amounts;
  final int[] days;
  final int[] profiles;
  final int[] ids;

  /** Two longs a line, see {@link KeyCode}. */
  final long[] references;

  final long @Nullable [] groups;
  final long @Nullable [] fees;
  final List<Profile> profileList;

  /** Whether any line {@linkplain #isDamaged is damaged}. */
  final boolean hasDamage;

  /** What few combinations share: shop, currency and kind. */
  record Profile(ShopId shop, Currency currency, LineKind kind) {}

  private LineTable(Builder from, int @Nullable [] order) {
    size = from.size;
    texts = from.texts;
    amounts = pick(from.amounts, order, size);
    days = pick(from.days, order, size);
    profiles = pick(from.profiles, order, size);
    ids = pick(from.ids, order, size);
    references = pickPairs(from.references, order, size);
    groups = from.groups == null ? null : pickPairs(from.groups, order, size);
    fees = from.fees == null ? null : pick(from.fees, order, size);
    profileList = List.copyOf(from.profileIndex.keySet());
    hasDamage = from.hasDamage;
  }

  /**
   * Returns a table of these lines.
   *
   * @throws IllegalArgumentException if two lines have the same id
   */
  public static LineTable of(Collection<Line> lines) {
    Builder builder = builder(lines.size());
    lines.forEach(builder::add);
    return builder.build();
  }

  /**
   * Returns a builder.
   *
   * @param expectedLines about how many lines will come; a good guess saves copying
   * @throws IllegalArgumentException if it is negative
   */
  public static Builder builder(int expectedLines) {
    return new Builder(expectedLines);
  }

  /** Returns the number of lines. */
  public int size() {
    return size;
  }

  /** Returns the id of the line at this place in the order of ids, from 0. */
  public String id(int index) {
    return texts.text(ids[Objects.checkIndex(index, size)]);
  }

  /**
   * Returns the line at this place in the order of ids, from 0. Its reference and group key are in
   * their {@linkplain Reference#normalise common form}.
   */
  public Line line(int index) {
    Profile profile = profileList.get(profiles[Objects.checkIndex(index, size)]);
    return new Line(
        id(index),
        profile.shop,
        KeyCode.text(references[2 * index], references[2 * index + 1], texts),
        groups == null ? null : KeyCode.text(groups[2 * index], groups[2 * index + 1], texts),
        new Money(amounts[index], profile.currency),
        LocalDate.ofEpochDay(days[index]),
        profile.kind,
        hasFee(index) ? new Money(fee(index), profile.currency) : null);
  }

  /** Returns the place of the line with this id, or -1 if there is none. */
  public int indexOf(String id) {
    int low = 0;
    int high = size - 1;
    byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = texts.compare(ids[middle], wanted, 0, wanted.length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  boolean hasFee(int line) {
    return fees != null && fees[line] != NO_FEE;
  }

  /** Returns the fee in minor units, zero if it is not known. */
  long fee(int line) {
    return fees == null || fees[line] == NO_FEE ? 0 : fees[line];
  }

  boolean hasGroup(int line) {
    return groups != null && KeyCode.isKey(groups[2 * line]);
  }

  boolean hasReference(int line) {
    return KeyCode.isKey(references[2 * line]);
  }

  boolean isDamaged(int line) {
    return hasDamage
        && (references[2 * line] == KeyCode.DAMAGED
            || groups != null && groups[2 * line] == KeyCode.DAMAGED);
  }

  private static int[] pick(int[] column, int @Nullable [] order, int size) {
    if (order == null) {
      return column.length == size ? column : Arrays.copyOf(column, size);
    }
    int[] result = new int[size];
    for (int i = 0; i < size; i++) {
      result[i] = column[order[i]];
    }
    return result;
  }

  private static long[] pick(long[] column, int @Nullable [] order, int size) {
    if (order == null) {
      return column.length == size ? column : Arrays.copyOf(column, size);
    }
    long[] result = new long[size];
    for (int i = 0; i < size; i++) {
      result[i] = column[order[i]];
    }
    return result;
  }

  private static long[] pickPairs(long[] column, int @Nullable [] order, int size) {
    if (order == null) {
      return column.length == 2 * size ? column : Arrays.copyOf(column, 2 * size);
    }
    long[] result = new long[2 * size];
    for (int i = 0; i < size; i++) {
      result[2 * i] = column[2 * order[i]];
      result[2 * i + 1] = column[2 * order[i] + 1];
    }
    return result;
  }

  /** Collects lines for one table. Not thread-safe; used once. */
  public static final class Builder {
    private final Bytes texts = new Bytes();
    private final Map<Profile, Integer> profileIndex = new LinkedHashMap<>();
    private int size;
    private boolean hasDamage;
    private long[] amounts;
    private int[] days;
    private int[] profiles;
    private int[] ids;
    private long[] references;
    private long @Nullable [] groups;
    private long @Nullable [] fees;

    private Builder(int expectedLines) {
      Checks.that(
          expectedLines >= 0 && expectedLines <= MAX_LINES,
          "expectedLines",
          "must be between 0 and " + MAX_LINES);
      int capacity = Math.max(16, expectedLines);
      amounts = new long[capacity];
      days = new int[capacity];
      profiles = new int[capacity];
      ids = new int[capacity];
      references = new long[2 * capacity];
    }

    /**
     * Adds a line.
     *
     * @throws IllegalArgumentException if the table would become larger than a table can be
     */
    public Builder add(Line line) {
      if (size == amounts.length) {
        grow();
      }
      Profile profile = new Profile(line.shop(), line.amount().currency(), line.kind());
      amounts[size] = line.amount().minor();
      days[size] = (int) line.day().toEpochDay();
      profiles[size] = profileIndex.computeIfAbsent(profile, key -> profileIndex.size());
      ids[size] = texts.add(line.id());
      KeyCode.put(line.reference(), texts, references, size);
      hasDamage |= references[2 * size] == KeyCode.DAMAGED;
      addGroup(line.groupKey());
      addFee(line.fee());
      size++;
      return this;
    }

    private void addGroup(@Nullable String groupKey) {
      if (groups == null && groupKey == null) {
        return;
      }
      if (groups == null) {
        groups = new long[references.length];
        Arrays.fill(groups, 0, 2 * size, KeyCode.NONE);
      }
      KeyCode.put(groupKey, texts, groups, size);
      hasDamage |= groups[2 * size] == KeyCode.DAMAGED;
    }

    private void addFee(@Nullable Money fee) {
      if (fees == null && fee == null) {
        return;
      }
      if (fees == null) {
        fees = new long[amounts.length];
        Arrays.fill(fees, 0, size, NO_FEE);
      }
      fees[size] = fee == null ? NO_FEE : fee.minor();
    }

    private void grow() {
      int capacity = Math.addExact(size, size / 2 + 16);
      amounts = Arrays.copyOf(amounts, capacity);
      days = Arrays.copyOf(days, capacity);
      profiles = Arrays.copyOf(profiles, capacity);
      ids = Arrays.copyOf(ids, capacity);
      references = Arrays.copyOf(references, Math.multiplyExact(2, capacity));
      groups = groups == null ? null : Arrays.copyOf(groups, references.length);
      fees = fees == null ? null : Arrays.copyOf(fees, capacity);
    }

    /**
     * Returns the table.
     *
     * @throws IllegalArgumentException if two lines have the same id
     */
    public LineTable build() {
      texts.trim();
      LineTable table = new LineTable(this, idOrder());
      for (int i = 1; i < table.size; i++) {
        if (texts.compare(table.ids[i - 1], table.ids[i]) == 0) {
          throw new IllegalArgumentException("lines: two have the id " + table.id(i));
        }
      }
      return table;
    }

    /** Returns the order of ids as a permutation, or null if the lines came in that order. */
    private int @Nullable [] idOrder() {
      boolean sorted = true;
      int shared = size == 0 ? 0 : texts.sharedPrefix(ids[0], ids[0]);
      for (int i = 1; i < size; i++) {
        sorted &= texts.compare(ids[i - 1], ids[i]) <= 0;
        shared = Math.min(shared, texts.sharedPrefix(ids[0], ids[i]));
      }
      if (sorted) {
        return null;
      }
      long[] heads = new long[size];
      for (int i = 0; i < size; i++) {
        heads[i] = texts.eight(ids[i], shared);
      }
      int[] order = Sorting.byUnsigned(heads);
      int from = 0;
      for (int i = 1; i <= size; i++) {
        if (i == size || heads[order[i]] != heads[order[from]]) {
          Sorting.sort(order, from, i, (a, b) -> texts.compare(ids[a], ids[b]));
          from = i;
        }
      }
      return order;
    }
  }
}
