package io.heliu.examples.day.story;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * FoodMart's baskets told as one day of channel orders: the small stores are counters, the other
 * customers buy on Taobao, Tmall, WeChat and in a mini-program, and some of them on more than one.
 * Two companies share the trade. A pure function of the data, the date and the seed.
 */
public final class Story {
  public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  public static final ShopId TAOBAO = new ShopId("taobao", "foodmart");
  public static final ShopId TMALL = new ShopId("tmall", "foodmart-flagship");

  public static final ShopId WECHAT = new ShopId("wechat", "foodmart-shop");

  /** The merchant's own shop in a mini-program. */
  public static final ShopId MINI = new ShopId("mini", "foodmart-mini");

  /** The platforms' shops, in the order in which customers come to have them as their favourite. */
  private static final List<ShopId> SHOPS = List.of(TAOBAO, TMALL, WECHAT);

  private static final List<ShopId> ONLINE = List.of(TAOBAO, TMALL, WECHAT, MINI);
  private static final Map<ShopId, String> PREFIXES =
      Map.of(TAOBAO, "2", TMALL, "2", WECHAT, "3", MINI, "4");
  private static final int ONE_IN_MINI_PROGRAM = 3;
  private static final int ONE_IN_ELSEWHERE = 5;

  /** So many of a hundred baskets at most are those of counters, the others are bought online. */
  private static final int OFFLINE_PERCENT = 60;

  private static final int OPENS = 6 * 3600;
  private static final int OPEN_SECONDS = 16 * 3600;
  private static final int SLOW_PAYERS = 20;
  private static final String NO_COUNTER = "none";
  private static final int ONE_IN_SPLIT = 5;

  private final LocalDate date;
  private final List<Trade> trades;
  private final Map<String, Trade> byNumber = new TreeMap<>();
  private final List<Ticket> tickets;
  private final String westCounter;
  private final Oversale oversale;

  /** The companies of the group, each with an ERP and shops of its own. */
  public enum Company {
    /** Taobao, Tmall and all counters but one; on Kingdee. */
    EAST,
    /** WeChat, the mini-program and one counter; on a legacy ERP behind its database. */
    WEST
  }

  /** An order of an online shop; the customer is FoodMart's number of a person. */
  public record Trade(
      ShopId shop,
      String tid,
      int customer,
      Instant placedAt,
      Instant paidAt,
      List<TradeLine> lines,
      @Nullable AfterSale afterSale) {
    public Money paid() {
      return lines.stream().map(TradeLine::amount).reduce(Money::plus).orElseThrow();
    }

    Trade with(@Nullable AfterSale other) {
      return new Trade(shop, tid, customer, placedAt, paidAt, lines, other);
    }
  }

  /** What a customer buys online, before it is told where. */
  private record Purchase(FoodMart.Basket basket, int index, Instant placedAt, Instant paidAt) {}

  /** A line of an online order. */
  public record TradeLine(String oid, int product, int units, Money amount) {}

  /** A ticket of a counter. */
  public record Ticket(
      String store, String terminal, String number, Instant soldAt, List<FoodMart.Item> items) {}

  /** A good of which a counter sells more units than it has; no units if there is none such. */
  public record Oversale(String store, String sku, long units) {}

  public Story(FoodMart data, LocalDate date, int orders, long seed) {
    this.date = date;
    List<Purchase> purchases = new ArrayList<>();
    List<Ticket> offline = new ArrayList<>();
    int index = 0;
    List<FoodMart.Basket> baskets = data.baskets(date, orders);
    Set<Integer> counters = counters(baskets);
    for (FoodMart.Basket basket : baskets) {
      index++;
      Dice dice = new Dice(seed, basket.date().toEpochDay(), basket.store(), basket.customer());
      Instant at =
          date.atStartOfDay(CHINA).toInstant().plusSeconds(OPENS + dice.roll(OPEN_SECONDS));
      if (counters.contains(basket.store())) {
        offline.add(
            new Ticket(
                "S%02d".formatted(basket.store()),
                "POS-01",
                "%06d".formatted(index),
                at,
                basket.items()));
      } else {
        int wait = dice.roll(SLOW_PAYERS) == 0 ? 2400 + dice.roll(3600) : 30 + dice.roll(600);
        purchases.add(new Purchase(basket, index, at, at.plusSeconds(wait)));
      }
    }
    List<Trade> online = deal(purchases);
    online.sort(Comparator.comparing(Trade::placedAt).thenComparing(Trade::tid));
    offline.sort(Comparator.comparing(Ticket::soldAt).thenComparing(Ticket::number));
    this.trades = AfterSalesPlan.of(online, date, seed);
    trades.forEach(trade -> byNumber.put(trade.tid(), trade));
    this.tickets = List.copyOf(offline);
    this.westCounter = counters().stream().max(Comparator.naturalOrder()).orElse(NO_COUNTER);
    this.oversale = findOversale();
  }

  /** Chooses the stores that are counters: the smallest ones, as many as may be. */
  private static Set<Integer> counters(List<FoodMart.Basket> baskets) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    baskets.forEach(basket -> sizes.merge(basket.store(), 1, Integer::sum));
    List<Integer> smallest = new ArrayList<>(sizes.keySet());
    smallest.sort(Comparator.comparing(sizes::get));
    Set<Integer> counters = new HashSet<>();
    int sum = 0;
    for (int store : smallest) {
      sum += sizes.getOrDefault(store, 0);
      if (sum * 100L <= (long) baskets.size() * OFFLINE_PERCENT) {
        counters.add(store);
      }
    }
    return counters;
  }

  /**
   * Deals purchases to the shops. All is dealt in turn as it is paid, so that the shops of a small
   * day have their share, too, and at every time of the day.
   */
  private List<Trade> deal(List<Purchase> purchases) {
    purchases.sort(Comparator.comparing(Purchase::paidAt).thenComparing(Purchase::index));
    Map<Integer, Integer> favourites = new HashMap<>();
    List<Trade> online = new ArrayList<>();
    int onWechat = 0;
    for (Purchase purchase : purchases) {
      int next = favourites.size() % SHOPS.size();
      Integer known = favourites.putIfAbsent(purchase.basket.customer(), next);
      int shop = known == null ? next : known;
      int dealt = online.size() + 1;
      if (dealt % ONE_IN_ELSEWHERE == 0) {
        shop += 1 + dealt / ONE_IN_ELSEWHERE % (SHOPS.size() - 1);
      }
      ShopId platform = SHOPS.get(shop % SHOPS.size());
      onWechat += platform.equals(WECHAT) ? 1 : 0;
      boolean own = platform.equals(WECHAT) && onWechat % ONE_IN_MINI_PROGRAM == 0;
      online.add(trade(own ? MINI : platform, purchase));
    }
    return online;
  }

  private Trade trade(ShopId shop, Purchase purchase) {
    FoodMart.Basket basket = purchase.basket;
    long tid =
        Long.parseLong(
                PREFIXES.get(shop)
                    + date.format(DateTimeFormatter.ofPattern("yyMMdd"))
                    + "000000000000")
            + purchase.index * 100L;
    List<TradeLine> lines = new ArrayList<>();
    boolean single = basket.items().size() == 1;
    for (FoodMart.Item item : basket.items()) {
      long oid = single ? tid : tid + lines.size() + 1;
      lines.add(new TradeLine("" + oid, item.product(), item.units(), item.amount()));
    }
    return new Trade(
        shop,
        "" + tid,
        basket.customer(),
        purchase.placedAt,
        purchase.paidAt,
        List.copyOf(lines),
        null);
  }

  public LocalDate date() {
    return date;
  }

  /** Returns the online orders as they are placed. */
  public List<Trade> trades() {
    return trades;
  }

  /** Returns an online order. */
  public Trade trade(String number) {
    return Objects.requireNonNull(byNumber.get(number), "number: must be an online order");
  }

  /** Returns the online orders of some shops as they are placed. */
  public List<Trade> trades(Collection<ShopId> shops) {
    return trades.stream().filter(trade -> shops.contains(trade.shop())).toList();
  }

  /**
   * Returns the sale of more than was there: of the first good of which one ticket of an eastern
   * counter has several units and no other ticket has any.
   */
  public Oversale oversale() {
    return oversale;
  }

  private Oversale findOversale() {
    Map<String, List<Integer>> sales = new TreeMap<>();
    for (Ticket ticket : tickets) {
      if (companyOf(counter(ticket.store())) == Company.EAST) {
        for (FoodMart.Item item : ticket.items()) {
          sales
              .computeIfAbsent(ticket.store() + "/" + sku(item.product()), s -> new ArrayList<>())
              .add(item.units());
        }
      }
    }
    for (Map.Entry<String, List<Integer>> sale : sales.entrySet()) {
      if (sale.getValue().size() == 1 && sale.getValue().get(0) > 1) {
        String[] parts = sale.getKey().split("/", 2);
        return new Oversale(parts[0], parts[1], sale.getValue().get(0) - 1L);
      }
    }
    return new Oversale(NO_COUNTER, "", 0);
  }

  /** Returns the people who buy online, by FoodMart's number. */
  public Set<Integer> customers() {
    Set<Integer> customers = new TreeSet<>();
    trades.forEach(trade -> customers.add(trade.customer()));
    return customers;
  }

  /** Returns the company that a shop or counter belongs to. */
  public Company companyOf(ShopId shop) {
    boolean west = isWestern(shop) || shop.equals(counter(westCounter));
    return west ? Company.WEST : Company.EAST;
  }

  /** Returns the province where a counter stands. */
  public String regionOf(ShopId counter) {
    return companyOf(counter) == Company.WEST ? "上海" : "浙江";
  }

  /** Returns the shops and counters of a company. */
  public Set<ShopId> shopsOf(Company company) {
    Set<ShopId> shops = new TreeSet<>(ONLINE);
    counters().forEach(store -> shops.add(counter(store)));
    shops.removeIf(shop -> companyOf(shop) != company);
    return shops;
  }

  /** Returns the online shops. */
  public static List<ShopId> onlineShops() {
    return ONLINE;
  }

  /** Returns the shops on platforms, which must be told what they may sell. */
  public static List<ShopId> listingShops() {
    return SHOPS;
  }

  /** Tells whether an online shop is one of the western company. */
  public static boolean isWestern(ShopId shop) {
    return shop.equals(WECHAT) || shop.equals(MINI);
  }

  /** Returns the counters' tickets as they are sold. */
  public List<Ticket> tickets() {
    return tickets;
  }

  /** Returns the products that are sold on this day. */
  public Set<Integer> products() {
    Set<Integer> products = new TreeSet<>();
    trades.forEach(trade -> trade.lines().forEach(line -> products.add(line.product())));
    tickets.forEach(ticket -> ticket.items().forEach(item -> products.add(item.product())));
    return products;
  }

  /** Returns the stores that are counters and sold something. */
  public Set<String> counters() {
    Set<String> stores = new TreeSet<>();
    tickets.forEach(ticket -> stores.add(ticket.store()));
    return stores;
  }

  /** Returns the shop of a counter. */
  public static ShopId counter(String store) {
    return new ShopId("pos", store);
  }

  /** Returns the SKU code of a product. */
  public static String sku(int product) {
    return "FM-%04d".formatted(product);
  }

  /** Returns the item number that the online shops give a product. */
  public static String item(int product) {
    return "" + (600_000_000_000L + product);
  }

  /** Tells whether the western warehouse packs an order into two parcels if it can. */
  public static boolean splits(String number) {
    return (number.hashCode() & Integer.MAX_VALUE) % ONE_IN_SPLIT == 0;
  }
}
