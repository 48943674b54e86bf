package io.heliu.report;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A made-up merchant's month, the same for the same seed. */
final class TeaHouse {
  static final LocalDate LAST = LocalDate.of(2026, 10, 31);
  private static final Period OCTOBER = Period.of(LocalDate.of(2026, 10, 1), LAST);
  private static final List<ShopId> SHOPS =
      List.of(
          new ShopId("tmall", "flagship"),
          new ShopId("taobao", "outlet"),
          new ShopId("jd", "pop"),
          new ShopId("wechat", "mini"),
          new ShopId("douyin", "live"),
          new ShopId("pos", "SH01"));
  private static final List<String> PRODUCTS =
      List.of(
          "明前龙井 250g",
          "安溪铁观音 500g",
          "武夷大红袍礼盒",
          "白毫银针 100g",
          "茉莉花茶 200g",
          "云南普洱熟茶饼",
          "正山小种 125g",
          "玻璃公道杯",
          "紫砂壶 · 西施",
          "旅行茶具套装",
          "桂花乌龙 150g",
          "陈皮白茶 300g",
          "冷泡茶包 12 入",
          "竹制茶盘 大号",
          "建盏 · 油滴",
          "茶巾三条装",
          "六安瓜片 250g",
          "祁门红茶 罐装");
  private static final List<String> REGIONS =
      List.of("浙江省", "江苏省", "上海市", "广东省", "北京市", "四川省", "山东省", "福建省", "湖北省", "陕西省", "");

  private final Random random;
  private final List<Sale> sales = new ArrayList<>();
  private final List<Refund> refunds = new ArrayList<>();

  private TeaHouse(long seed) {
    random = new Random(seed);
  }

  static ReportInput input(long seed, int orders) {
    TeaHouse house = new TeaHouse(seed);
    for (int i = 0; i < orders; i++) {
      house.addSale(i);
    }
    return ReportInput.of(OCTOBER, Money.CNY, house.sales)
        .withRefunds(house.refunds)
        .withReceivables(house.receivables())
        .withStock(house.stock())
        .withAutoMatch(house.matching(orders));
  }

  private void addSale(int i) {
    int shop = skewed(SHOPS.size());
    int second = second();
    Instant created = OCTOBER.first().atStartOfDay(OCTOBER.zone()).toInstant().plusSeconds(second);
    boolean paid = random.nextInt(12) > 0;
    List<Sale.Line> lines = new ArrayList<>();
    long total = 0;
    for (int k = 0; k <= skewed(3); k++) {
      Sale.Line line = line(i, k, paid);
      lines.add(line);
      total += line.paid().minor();
    }
    boolean counter = SHOPS.get(shop).channel().equals("pos");
    Sale.Costs costs =
        new Sale.Costs(
            Money.fen(counter ? 0 : total * (3 + shop) / 100),
            Money.fen(total * 6 / 1000),
            Money.fen(counter ? 0 : 450 + random.nextInt(500)),
            Money.fen(random.nextInt(6) == 0 ? 500 : 0),
            Money.fen(SHOPS.get(shop).channel().equals("douyin") ? total / 10 : 0));
    boolean reconciled = random.nextInt(100) < 93 - 3 * shop && second < 28 * 86_400;
    @Nullable String customer = random.nextInt(8) == 0 ? null : "K" + random.nextInt(900);
    sales.add(
        new Sale(
            SHOPS.get(shop),
            "T" + (600_000 + i),
            counter ? "上海市" : REGIONS.get(skewed(REGIONS.size())),
            customer,
            created,
            paid ? created.plusSeconds(90) : null,
            paid && reconciled,
            costs,
            lines));
    if (paid && random.nextInt(18) == 0) {
      Sale.Line line = lines.get(0);
      refunds.add(
          new Refund(
              "R" + i,
              line.id(),
              line.paid(),
              created.plusSeconds(200_000),
              line.delivered(),
              reconciled));
    }
  }

  private Sale.Line line(int order, int index, boolean paid) {
    int product = skewed(PRODUCTS.size());
    long price = 2_900 + product * 1_730 % 21_000;
    long units = 1 + skewed(3);
    long amount = price * units;
    return new Sale.Line(
        "T" + (600_000 + order) + "/" + index,
        new Sku("TEA-" + product),
        PRODUCTS.get(product),
        units,
        Money.fen(amount),
        Money.fen(amount - amount / 12),
        Money.fen(amount * (38 + product) / 100),
        paid ? units : 0);
  }

  /** Returns a second of the month; the fifth and every seventh day after it are busy. */
  private int second() {
    int day = random.nextInt(31);
    while (day % 7 != 5 && random.nextInt(31) > 14 + day / 2) {
      day = random.nextInt(31);
    }
    return day * 86_400 + random.nextInt(86_400);
  }

  private int skewed(int bound) {
    return Math.min(random.nextInt(bound), random.nextInt(bound));
  }

  private Receivables receivables() {
    List<String> customers = List.of("天猫平台", "京东平台", "抖音平台", "华东茶业批发", "城市礼品公司", "西湖酒店集团");
    List<Receivables.Item> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      LocalDate due = LAST.plusDays(20 - skewed(140));
      Money amount = Money.fen(80_000 + random.nextInt(900_000));
      List<Receivables.Payment> payments =
          random.nextInt(3) == 0
              ? List.of(new Receivables.Payment(LAST.plusDays(random.nextInt(9) - 5), amount))
              : List.of();
      items.add(
          new Receivables.Item(
              "AR" + i,
              customers.get(skewed(customers.size())),
              due.minusDays(30),
              due,
              amount,
              payments,
              random.nextInt(4) > 0));
    }
    return new Receivables(
        items,
        List.of(
            new Receivables.Credit("CR1", "华东茶业批发", LAST.minusDays(12), Money.yuan("5000.00")),
            new Receivables.Credit("CR2", "西湖酒店集团", LAST.minusDays(41), Money.yuan("1280.50"))));
  }

  private List<StockValue> stock() {
    List<StockValue> values = new ArrayList<>();
    long fen = 92_000_000;
    for (LocalDate day = OCTOBER.first(); !day.isAfter(LAST); day = day.plusDays(1)) {
      fen += day.getDayOfMonth() % 9 == 0 ? 12_000_000 : -random.nextInt(2_600_000);
      values.add(new StockValue(day, Money.fen(fen)));
    }
    return values;
  }

  private AutoMatch matching(int orders) {
    List<String> matched = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      (random.nextInt(50) == 0 ? open : matched).add("S" + i);
    }
    return new AutoMatch(
        matched, open, Money.fen(matched.size() * 19_337L), Money.fen(open.size() * 24_111L));
  }
}
