package io.heliu.examples.day.story;

import io.heliu.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The public FoodMart sales of 1997 (Apache-2.0), read from the script in the class path. Its
 * dollars are taken as yuan.
 */
public final class FoodMart {
  private static final String SALES = "INSERT INTO \"sales_fact_1997\" VALUES(";
  private static final String DAYS = "INSERT INTO \"time_by_day\" VALUES(";
  private static final String PRODUCTS = "INSERT INTO \"product\" VALUES(";

  private final Map<Integer, String> products = new TreeMap<>();
  private final Map<Integer, Money> costs = new TreeMap<>();
  private final Map<Integer, LocalDate> days = new TreeMap<>();
  private final Map<Key, List<Item>> baskets = new TreeMap<>();

  /** Who bought where on which day. */
  private record Key(int day, int store, int customer) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDay = Integer.compare(day, other.day);
      int byStore = Integer.compare(store, other.store);
      return byDay != 0
          ? byDay
          : byStore != 0 ? byStore : Integer.compare(customer, other.customer);
    }
  }

  /** A number of one product, and what was paid for them. */
  public record Item(int product, int units, Money amount) {}

  /** What one customer bought in one store on one day. */
  public record Basket(LocalDate date, int store, int customer, List<Item> items) {}

  private FoodMart() {}

  public static FoodMart load() throws IOException {
    FoodMart data = new FoodMart();
    InputStream script = FoodMart.class.getResourceAsStream("/foodmart.script");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(script, "foodmart.script"), StandardCharsets.UTF_8),
            1 << 16)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(SALES)) {
          data.sale(line.substring(SALES.length(), line.length() - 1).split(",", -1));
        } else if (line.startsWith(DAYS)) {
          String[] day = line.substring(DAYS.length()).split(",", 3);
          data.days.put(Integer.parseInt(day[0]), LocalDate.parse(day[1].substring(1, 11)));
        } else if (line.startsWith(PRODUCTS)) {
          data.product(line.substring(PRODUCTS.length()));
        }
      }
    }
    return data;
  }

  private void sale(String[] values) {
    Key key =
        new Key(
            Integer.parseInt(values[1]), Integer.parseInt(values[4]), Integer.parseInt(values[2]));
    int units = Integer.parseInt(values[7].substring(0, values[7].indexOf('.')));
    Money cost = Money.of(new BigDecimal(values[6]).setScale(2, RoundingMode.HALF_UP), Money.CNY);
    costs.putIfAbsent(Integer.parseInt(values[0]), Money.fen(cost.minor() / units));
    baskets
        .computeIfAbsent(key, k -> new ArrayList<>())
        .add(new Item(Integer.parseInt(values[0]), units, Money.yuan(values[5])));
  }

  private void product(String values) {
    String[] head = values.split(",", 3);
    int from = head[2].indexOf("','") + 3;
    int to = head[2].indexOf("',", from);
    products.put(Integer.parseInt(head[1]), head[2].substring(from, to).replace("''", "'"));
  }

  /** Returns the names of the products by their number. */
  public Map<Integer, String> products() {
    return products;
  }

  /** Returns what a unit of a product costs, by its number, as its first sale says. */
  public Map<Integer, Money> costs() {
    return costs;
  }

  /** Returns the baskets of consecutive days from a date on, until there are enough. */
  public List<Basket> baskets(LocalDate from, int wanted) {
    List<Basket> result = new ArrayList<>();
    baskets.forEach(
        (key, items) -> {
          LocalDate date = Objects.requireNonNull(days.get(key.day), "day");
          if (!date.isBefore(from) && result.size() < wanted) {
            result.add(new Basket(date, key.store, key.customer, List.copyOf(items)));
          }
        });
    if (result.size() < wanted) {
      throw new IllegalArgumentException(
          "day.orders: FoodMart has only " + result.size() + " orders from " + from + " on");
    }
    return result;
  }
}
