package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.StockSink;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shop with state: orders that can change between two calls, parcels and levels it was told. */
final class FakeShop implements OrderSource, ShipmentSink, StockSink {
  private final ShopId shop;
  private final Map<String, ChannelOrder> orders = new TreeMap<>();
  private final Map<String, BrokenRow> broken = new TreeMap<>();
  private final Map<Integer, Runnable> beforeCall = new TreeMap<>();
  private int calls;

  WindowPolicy policy = policy(WindowPolicy.Paging.REVERSE_PAGES, 2);
  boolean newestFirst = true;
  boolean counts = true;

  /** What can be read of rows once they could not be. */
  final Map<String, ChannelOrder> mended = new TreeMap<>();

  boolean listsWholeOrders = true;
  boolean losesCursor;
  long extraCount;
  final Set<String> unknown = new HashSet<>();
  Runnable point = () -> {};

  final List<Parcel> parcels = new ArrayList<>();
  ShipmentSink.@Nullable Result refusesParcels;
  final Map<String, Fault> brokenOrders = new TreeMap<>();
  final Map<String, Long> levels = new LinkedHashMap<>();
  final List<List<Level>> published = new ArrayList<>();
  StockSink.@Nullable Result refusesLevels;
  final Set<String> refusedItems = new HashSet<>();
  final Set<String> brokenItems = new HashSet<>();
  int faults;

  FakeShop(String account) {
    this.shop = new ShopId("fake", account);
  }

  private record BrokenRow(Instant modifiedAt, String raw, String reason) {}

  static WindowPolicy policy(WindowPolicy.Paging paging, int pageSize) {
    return new WindowPolicy(
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        Duration.ofDays(90),
        paging,
        pageSize);
  }

  void put(ChannelOrder order) {
    broken.remove(order.number());
    orders.put(order.number(), order);
  }

  void remove(String number) {
    orders.remove(number);
  }

  void putBroken(String number, Instant modifiedAt, String raw) {
    broken.put(number, new BrokenRow(modifiedAt, raw, "payment: is not a number"));
  }

  /** Does something just before the n-th call from now, counted over all calls. */
  void beforeCall(int n, Runnable action) {
    beforeCall.put(calls + n, action);
  }

  int calls() {
    return calls;
  }

  private void called() {
    calls++;
    point.run();
    Runnable action = beforeCall.remove(calls);
    if (action != null) {
      action.run();
    }
  }

  @Override
  public ShopId shop() {
    return shop;
  }

  @Override
  public WindowPolicy windowPolicy() {
    return policy;
  }

  @Override
  public OptionalLong count(Window window) {
    called();
    return counts ? OptionalLong.of(numbers(window).size() + extraCount) : OptionalLong.empty();
  }

  private Instant modifiedAt(String number) {
    BrokenRow row = broken.get(number);
    return row != null ? row.modifiedAt : order(number).modifiedAt();
  }

  private ChannelOrder order(String number) {
    return Objects.requireNonNull(orders.get(number), number);
  }

  private List<String> numbers(Window window) {
    List<String> numbers = new ArrayList<>(orders.keySet());
    numbers.addAll(broken.keySet());
    numbers.removeIf(number -> !window.contains(modifiedAt(number)));
    Comparator<String> oldestFirst =
        Comparator.comparing(this::modifiedAt).thenComparing(Comparator.naturalOrder());
    numbers.sort(newestFirst ? oldestFirst.reversed() : oldestFirst);
    return numbers;
  }

  @Override
  public Page<Head> list(PageRequest request) {
    called();
    List<String> all = numbers(request.window());
    boolean byCursor = policy.paging() == WindowPolicy.Paging.CURSOR;
    int from = byCursor ? after(all, request.cursor()) : (request.number() - 1) * request.size();
    List<Head> heads = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    int to = Math.min(all.size(), from + request.size());
    for (int i = Math.min(from, to); i < to; i++) {
      String number = all.get(i);
      BrokenRow row = broken.get(number);
      if (row != null) {
        malformed.add(new Page.Malformed(number, row.raw, row.reason));
        if (mended.containsKey(number)) {
          broken.remove(number);
          orders.put(number, mended.get(number));
        }
      } else {
        ChannelOrder order = order(number);
        heads.add(new Head(number, order.modifiedAt(), listsWholeOrders ? order : null));
      }
    }
    boolean more = to < all.size();
    return new Page<>(
        heads, malformed, more, byCursor && more && !losesCursor ? all.get(to - 1) : null);
  }

  private static int after(List<String> all, @Nullable String cursor) {
    return cursor == null ? 0 : all.indexOf(cursor) + 1;
  }

  @Override
  public Page<ChannelOrder> get(String number) {
    called();
    BrokenRow row = broken.get(number);
    if (row != null) {
      Page.Malformed malformed = new Page.Malformed(null, row.raw, row.reason);
      return new Page<>(List.of(), List.of(malformed), false, null);
    }
    ChannelOrder order = unknown.contains(number) ? null : orders.get(number);
    return new Page<>(order == null ? List.of() : List.of(order), List.of(), false, null);
  }

  @Override
  public ShipmentSink.Result ship(Parcel parcel) {
    point.run();
    Fault fault = brokenOrders.get(parcel.orderNumber());
    if (fault != null) {
      throw fault;
    }
    if (refusesParcels != null) {
      return refusesParcels;
    }
    boolean known = parcels.contains(parcel);
    if (!known) {
      parcels.add(parcel);
    }
    point.run();
    return known ? ShipmentSink.Result.ALREADY_SENT : ShipmentSink.Result.SENT;
  }

  /** Checks that of no line more units were told than were ordered, however many waybills. */
  void checkParcels(OrderBook book) {
    Map<String, Map<String, Long>> told = new TreeMap<>();
    for (Parcel parcel : parcels) {
      ChannelOrder order = book.channelOrder(shop, parcel.orderNumber()).orElseThrow();
      for (OrderLine line : order.lines()) {
        long units = line.quantity().longValue();
        if (!parcel.lines().isEmpty()) {
          units =
              parcel.lines().stream()
                  .filter(one -> one.number().equals(line.number()))
                  .mapToLong(Line::units)
                  .sum();
        }
        Map<String, Long> waybills =
            told.computeIfAbsent(order.number() + " " + line.number(), key -> new TreeMap<>());
        waybills.merge(parcel.waybill(), units, Math::max);
        assertThat(waybills.values().stream().mapToLong(Long::longValue).sum())
            .as("units told of " + order.number() + " " + line.number())
            .isLessThanOrEqualTo(line.quantity().longValue());
      }
    }
  }

  @Override
  public int batchSize() {
    return 2;
  }

  @Override
  public List<StockSink.Result> publish(List<Level> batch) {
    point.run();
    published.add(batch);
    if (batch.stream().anyMatch(level -> brokenItems.contains(level.itemId()))) {
      throw new Fault.Remote(Fault.Details.of("fake", "publish", "an item is broken"), false);
    }
    List<StockSink.Result> results = new ArrayList<>();
    for (Level level : batch) {
      StockSink.Result refusal =
          refusedItems.contains(level.itemId())
              ? StockSink.Result.refused("I7", "not now")
              : refusesLevels;
      if (refusal == null) {
        levels.put(level.itemId(), level.quantity());
      }
      results.add(refusal == null ? StockSink.Result.ACCEPTED : refusal);
    }
    if (faults > 0) {
      faults--;
      throw new Fault.Transport(Fault.Details.of("fake", "publish", "no answer came"), null);
    }
    point.run();
    return results;
  }
}
