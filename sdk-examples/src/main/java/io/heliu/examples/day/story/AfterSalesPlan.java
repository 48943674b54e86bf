package io.heliu.examples.day.story;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.examples.day.story.AfterSale.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which orders have after-sales. Some orders of every shop have one, and the kinds take turns, so
 * that a small day has each of them, too.
 */
final class AfterSalesPlan {
  private static final int ONE_IN = 4;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final Money NOT_WORTH_ASKING = Money.yuan("0.50");

  /** Early ones are asked for before the goods leave, or while they do; late ones afterwards. */
  private record Wish(Kind kind, boolean early) {
    private static final LocalTime LAST_EARLY = LocalTime.of(18, 30);
    private static final LocalTime LAST_LATE = LocalTime.of(17, 0);
    private static final LocalTime LAST_EXCHANGE = LocalTime.of(15, 0);

    /** Payments up to then leave time enough to see the end of it on the day. */
    LocalTime last() {
      return early ? LAST_EARLY : kind == Kind.EXCHANGE ? LAST_EXCHANGE : LAST_LATE;
    }
  }

  private static final List<Wish> TAOBAO =
      List.of(
          new Wish(Kind.WHOLE, true),
          new Wish(Kind.EXCHANGE, false),
          new Wish(Kind.LINE, true),
          new Wish(Kind.PART, false),
          new Wish(Kind.WITHDRAWN, true),
          new Wish(Kind.WHOLE, false),
          new Wish(Kind.LINE, false),
          new Wish(Kind.PART, true),
          new Wish(Kind.EXCHANGE, false),
          new Wish(Kind.WITHDRAWN, false));

  /** The shop's platform knows no exchanges, and gives back what has not left as a whole. */
  private static final List<Wish> WECHAT =
      List.of(
          new Wish(Kind.LINE, true),
          new Wish(Kind.WHOLE, false),
          new Wish(Kind.WITHDRAWN, true),
          new Wish(Kind.PART, false),
          new Wish(Kind.WHOLE, true),
          new Wish(Kind.LINE, false),
          new Wish(Kind.WITHDRAWN, false));

  /** The merchant's own shop gives money back and exchanges nothing. */
  private static final List<Wish> MINI =
      List.of(
          new Wish(Kind.WHOLE, true),
          new Wish(Kind.LINE, false),
          new Wish(Kind.PART, false),
          new Wish(Kind.WITHDRAWN, true),
          new Wish(Kind.WHOLE, false),
          new Wish(Kind.LINE, true));

  private final LocalDate date;
  private final long seed;
  private int exchanges;

  private AfterSalesPlan(LocalDate date, long seed) {
    this.date = date;
    this.seed = seed;
  }

  /** Returns the orders with the after-sales that some of them have; orders come by time. */
  static List<Story.Trade> of(List<Story.Trade> trades, LocalDate date, long seed) {
    AfterSalesPlan plan = new AfterSalesPlan(date, seed);
    Map<String, AfterSale> planned = new TreeMap<>();
    plan.plan(of(trades, Set.of(Story.TAOBAO, Story.TMALL)), TAOBAO, planned);
    plan.plan(of(trades, Set.of(Story.WECHAT)), WECHAT, planned);
    plan.plan(of(trades, Set.of(Story.MINI)), MINI, planned);
    return trades.stream().map(trade -> trade.with(planned.get(trade.tid()))).toList();
  }

  private static List<Story.Trade> of(List<Story.Trade> trades, Set<ShopId> shops) {
    return trades.stream().filter(trade -> shops.contains(trade.shop())).toList();
  }

  private void plan(List<Story.Trade> trades, List<Wish> wishes, Map<String, AfterSale> planned) {
    Dice dice = new Dice(seed, 815, trades.size());
    List<Story.Trade> free = new ArrayList<>(trades);
    each(free, wishes, dice)
        .forEach((trade, wish) -> planned.put(trade.tid(), afterSale(wish, trade, trades)));
    free.removeIf(trade -> wishes.stream().noneMatch(wish -> fits(wish, trade)));
    List<Wish> turn = new ArrayList<>(wishes);
    int next = dice.roll(ONE_IN);
    for (int i = 0; i < free.size(); i++) {
      Story.Trade trade = free.get(i);
      Optional<Wish> wish =
          i < next ? Optional.empty() : turn.stream().filter(w -> fits(w, trade)).findFirst();
      if (wish.isPresent()) {
        turn.remove(wish.get());
        turn.add(wish.get());
        planned.put(trade.tid(), afterSale(wish.get(), trade, trades));
        next = i + ONE_IN;
      }
    }
  }

  /**
   * Gives each wish an order, which is not free any more. First the first one of each kind, and of
   * these first the one that fits the fewest orders, so that no other takes what it needs.
   */
  private Map<Story.Trade, Wish> each(List<Story.Trade> free, List<Wish> wishes, Dice dice) {
    Map<Kind, Wish> firsts = new EnumMap<>(Kind.class);
    wishes.forEach(wish -> firsts.putIfAbsent(wish.kind, wish));
    List<Wish> inTurn = new ArrayList<>(firsts.values());
    inTurn.sort(Comparator.comparing(wish -> free.stream().filter(t -> fits(wish, t)).count()));
    List<Wish> others = new ArrayList<>(wishes);
    firsts.values().forEach(others::remove);
    inTurn.addAll(others);
    Map<Story.Trade, Wish> given = new LinkedHashMap<>();
    for (Wish wish : inTurn) {
      List<Story.Trade> fitting = free.stream().filter(trade -> fits(wish, trade)).toList();
      if (!fitting.isEmpty()) {
        Story.Trade trade = fitting.get(dice.roll(fitting.size()));
        free.remove(trade);
        given.put(trade, wish);
      }
    }
    return given;
  }

  private boolean fits(Wish wish, Story.Trade trade) {
    Instant last = date.atTime(wish.last()).atZone(Story.CHINA).toInstant();
    Set<Integer> products = new HashSet<>();
    // A shop may know a line by its product only.
    boolean apart = trade.lines().stream().allMatch(line -> products.add(line.product()));
    boolean worth = trade.lines().get(0).amount().compareTo(NOT_WORTH_ASKING) > 0;
    boolean several = trade.lines().size() > 1 || wish.kind != Kind.LINE;
    return apart && worth && several && trade.paidAt().isBefore(last);
  }

  /** What goes out for an exchange, if it is something else, is what the next order has. */
  private AfterSale afterSale(Wish wish, Story.Trade trade, List<Story.Trade> all) {
    Story.Trade following = all.get((all.indexOf(trade) + 1) % all.size());
    int other = following.lines().get(0).product();
    Dice dice = new Dice(seed, Long.parseLong(trade.tid()));
    int wait =
        wish.early ? MINUTE + dice.roll(150 * MINUTE) : 195 * MINUTE + dice.roll(45 * MINUTE);
    Instant asked = trade.paidAt().plusSeconds(wait);
    int takes = wish.kind == Kind.EXCHANGE ? 5 * HOUR : HOUR + dice.roll(90 * MINUTE);
    List<AfterSale.Claim> claims = new ArrayList<>();
    for (Story.TradeLine line : trade.lines()) {
      if (wish.kind == Kind.WHOLE || claims.isEmpty()) {
        boolean exchange = wish.kind == Kind.EXCHANGE && exchanges++ % 2 == 0;
        claims.add(claim(wish.kind, line, exchange ? other : line.product()));
      }
    }
    return new AfterSale(wish.kind, asked, asked.plusSeconds(takes), List.copyOf(claims));
  }

  private static AfterSale.Claim claim(Kind kind, Story.TradeLine line, int instead) {
    Money amount =
        switch (kind) {
          case PART -> Money.fen(line.amount().minor() * 3 / 10);
          case EXCHANGE -> Money.fen(0);
          case WHOLE, LINE, WITHDRAWN -> line.amount();
        };
    return new AfterSale.Claim("7" + line.oid().substring(1), line, amount, instead);
  }
}
