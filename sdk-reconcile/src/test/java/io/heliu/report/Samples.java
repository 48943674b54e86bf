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

/** Short ways to make facts for tests. */
final class Samples {
  static final ShopId SHOP = new ShopId("taobao", "shop1");
  static final Period MARCH = Period.of(LocalDate.of(2024, 3, 1), LocalDate.of(2024, 3, 30));
  static final Instant NOON = Instant.parse("2024-03-10T04:00:00Z");

  private Samples() {}

  static Sale sale(String number, @Nullable String customer, String yuan, boolean paid) {
    return sale(number, customer, paid ? NOON : null, true, line(number + "/1", yuan, "0", 1));
  }

  static Sale sale(
      String number,
      @Nullable String customer,
      @Nullable Instant paidAt,
      boolean reconciled,
      Sale.Line... lines) {
    return new Sale(
        SHOP,
        number,
        "浙江",
        customer,
        NOON,
        paidAt,
        reconciled,
        Sale.Costs.none(Money.CNY),
        List.of(lines));
  }

  static Sale.Line line(String id, String yuan, String cost, long units) {
    return new Sale.Line(
        id,
        new Sku("S"),
        "tea",
        units,
        Money.yuan(yuan),
        Money.yuan(yuan),
        Money.yuan(cost),
        units);
  }

  static Refund refund(String id, String lineId, String yuan, long unitsBack) {
    return new Refund(id, lineId, Money.yuan(yuan), NOON.plusSeconds(60), unitsBack, true);
  }

  static ReportInput input(Sale... sales) {
    return ReportInput.of(MARCH, Money.CNY, List.of(sales));
  }

  /** The example of four orders: paid, paid, paid and refunded, cancelled. */
  static ReportInput fourOrders() {
    return input(
            sale("O1", "C1", "100.00", true),
            sale("O2", "C1", "200.00", true),
            sale("O3", "C2", "300.00", true),
            sale("O4", "C3", "50.00", false))
        .withRefunds(List.of(refund("R1", "O3/1", "300.00", 1)));
  }

  /** Makes a random month with order costs, refunds and returned goods. */
  static ReportInput random(Random random) {
    List<Sale> sales = new ArrayList<>();
    List<Refund> refunds = new ArrayList<>();
    int orders = random.nextInt(60);
    for (int order = 0; order < orders; order++) {
      List<Sale.Line> lines = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        lines.add(randomLine(random, order + "/" + i));
      }
      Sale sale = randomSale(random, "N" + order, lines);
      sales.add(sale);
      for (Sale.Line line : lines) {
        if (line.delivered() > 0 && random.nextInt(4) == 0) {
          Money amount = Money.fen(random.nextInt((int) line.paid().minor() + 1));
          Instant at = NOON.plusSeconds(random.nextInt(4_000_000));
          refunds.add(new Refund("R" + line.id(), line.id(), amount, at, 1, random.nextBoolean()));
        }
      }
    }
    return ReportInput.of(MARCH, Money.CNY, sales).withRefunds(refunds);
  }

  private static Sale randomSale(Random random, String number, List<Sale.Line> lines) {
    Instant created = NOON.plusSeconds(random.nextInt(4_000_000) - 2_000_000);
    return new Sale(
        new ShopId(random.nextBoolean() ? "taobao" : "wechat", "s" + random.nextInt(2)),
        number,
        List.of("", "浙江", "广东").get(random.nextInt(3)),
        random.nextInt(4) == 0 ? null : "C" + random.nextInt(9),
        created,
        random.nextInt(5) == 0 ? null : created.plusSeconds(300),
        random.nextBoolean(),
        new Sale.Costs(
            Money.fen(random.nextInt(500) - 50),
            Money.fen(random.nextInt(50)),
            Money.fen(random.nextInt(900)),
            Money.fen(random.nextInt(300)),
            Money.fen(random.nextInt(3))),
        lines);
  }

  private static Sale.Line randomLine(Random random, String id) {
    long units = random.nextInt(8) == 0 ? -1 : 1 + random.nextInt(3);
    long amount = units * random.nextInt(9_999);
    return new Sale.Line(
        id,
        new Sku("S" + random.nextInt(5)),
        "product " + random.nextInt(4),
        units,
        Money.fen(amount),
        Money.fen(amount - amount / 7),
        Money.fen(amount / 3),
        random.nextInt(3) == 0 ? 0 : units);
  }
}
