package io.heliu.examples.day.world;

import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The ERP of the company in the east, and its warehouse. */
public final class KingdeeSite implements ErpSite {
  public static final String WAREHOUSE = "CK001";

  /** Half hours between packings; what is refused after one can be asked again before the next. */
  private static final int PACKS_EVERY = 4;

  private static final List<String> SAVING =
      List.of(
          Trouble.LOCK,
          Trouble.THROTTLE,
          Trouble.NO_PERMISSION,
          Trouble.DATABASE,
          Trouble.DATABASE_AFTER,
          Trouble.RESPONSE_ERROR,
          Trouble.RESPONSE_ERROR_AFTER,
          Trouble.GATEWAY_NO_APP,
          Trouble.STATUS_206);
  private static final List<String> AUDITING =
      List.of(
          Trouble.LICENCE,
          Trouble.DEADLOCK,
          Trouble.EXCEPTION,
          Trouble.LOGIN_PAGE,
          Trouble.SESSIONS_END,
          Trouble.GATEWAY_STALE,
          Trouble.NO_ENVELOPE,
          Trouble.SHIPPED_BEFORE);

  private final KingdeeStandIn erp;
  private final Set<String> exchanges = new HashSet<>();
  private final Path mark;
  private int worked;
  private volatile boolean periodClosed;

  public KingdeeSite(
      Story story, DayClock clock, Map<Integer, String> products, Path directory, Mischief mischief)
      throws IOException {
    this.erp = new KingdeeStandIn(clock, KingdeeStandIn.Registration.example());
    this.mark = directory.resolve("kingdee.worked");
    this.worked = Files.exists(mark) ? Integer.parseInt(Files.readString(mark)) : -1;
    products.forEach((product, name) -> erp.material(Story.sku(product), name, ""));
    erp.warehouse(WAREHOUSE, "Online warehouse");
    story
        .shopsOf(Story.Company.EAST)
        .forEach(
            shop -> {
              erp.customer(World.customer(shop), "Customers of " + shop);
              if (!World.isOnline(shop)) {
                erp.warehouse(shop.account(), "Store " + shop.account());
              }
            });
    OpeningStock.of(
        story,
        Story.Company.EAST,
        (sku, location, units, missing) -> erp.stock(sku, location, units));
    for (Story.Trade trade : story.trades()) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null && afterSale.kind() == AfterSale.Kind.EXCHANGE) {
        exchanges.add(trade.tid());
      }
    }
    misbehave(mischief);
    erp.journal(directory.resolve("kingdee.journal"));
    erp.start();
  }

  private void misbehave(Mischief mischief) {
    mischief.rule(erp, "saved, no answer", 31, calls("Save"), new Misbehaviour.LoseAnswer());
    mischief.rule(erp, "saved, time-out", 400, calls("Save"), new Misbehaviour.Silence());
    mischief.rule(erp, "site down", 151, calls("Submit"), new Misbehaviour.Status(502));
    mischief.rule(erp, "answer cut off", 67, calls("Audit"), new Misbehaviour.HalfBody());
    mischief.rule(erp, "connection lost", 71, calls("Save"), new Misbehaviour.Disconnect());
    for (String trouble : SAVING) {
      mischief.rule(
          erp, "kingdee " + trouble, 150, calls("Save"), new Misbehaviour.Special(trouble));
    }
    for (String trouble : AUDITING) {
      mischief.rule(
          erp, "kingdee " + trouble, 150, calls("Audit"), new Misbehaviour.Special(trouble));
    }
    // Once the ERP has refused to take an order back, it stays with it, so that who is killed
    // before the answer is stored gets the same one.
    mischief.standing(
        erp,
        "kingdee " + Trouble.DOWNSTREAM,
        4,
        calls("UnAudit"),
        new Misbehaviour.Special(Trouble.DOWNSTREAM));
    mischief.standing(
        erp,
        "kingdee " + Trouble.CLOSED_PERIOD,
        1,
        calls("UnAudit").and(request -> periodClosed),
        new Misbehaviour.Special(Trouble.CLOSED_PERIOD));
  }

  /** Says what time of the day it is in the office, where a period is closed now and then. */
  public void advance(int tick) {
    int sincePacked = tick % PACKS_EVERY;
    periodClosed = sincePacked == 1 || sincePacked == 2;
  }

  private static Predicate<Request> calls(String operation) {
    return request -> request.path().contains("DynamicFormService." + operation + ".");
  }

  public KingdeeStandIn standIn() {
    return erp;
  }

  @Override
  public void work(int round) throws IOException {
    if (round > worked) {
      // Nothing is dispatched between these lines: a day that is killed here packs nothing more.
      erp.act("warehouse", "");
      Progress.write(mark, "" + round);
      worked = round;
    }
  }

  @Override
  public long documents() {
    return erp.documents("SAL_SaleOrder").stream().filter(KingdeeSite::isAudited).count()
        + erp.documents("SAL_OUTSTOCK").stream()
            .filter(KingdeeSite::isCounters)
            .filter(KingdeeSite::isAudited)
            .count();
  }

  @Override
  public long cancelled() {
    return erp.documents("SAL_SaleOrder").stream().filter(order -> !isAudited(order)).count();
  }

  @Override
  public long returns() {
    return erp.documents("SAL_RETURNSTOCK").stream().filter(KingdeeSite::isAudited).count();
  }

  @Override
  public void deliveries(Deliveries deliveries) {
    deliveries("SAL_OUTSTOCK", "FMaterialID", 1, deliveries);
    deliveries("SAL_RETURNSTOCK", "FMaterialId", -1, deliveries);
  }

  private void deliveries(String form, String material, long sign, Deliveries deliveries) {
    for (KingdeeStandIn.Doc document : erp.documents(form)) {
      if (isAudited(document) && !isCounters(document)) {
        for (Map<String, Object> line : erp.lines(form, document.number(), "FEntity")) {
          long units = new BigDecimal(String.valueOf(line.get("FRealQty"))).longValueExact();
          String sku = String.valueOf(line.get(material));
          deliveries.moved(document.externalNumber(), sku, sign * units);
        }
      }
    }
  }

  private static boolean isAudited(KingdeeStandIn.Doc document) {
    return document.status().equals("C");
  }

  private static boolean isCounters(KingdeeStandIn.Doc document) {
    return document.customer().startsWith("POS-");
  }

  @Override
  public long duplicates() {
    Set<String> seen = new HashSet<>();
    long twice =
        erp.documents("SAL_OUTSTOCK").stream()
            .filter(KingdeeSite::isCounters)
            .filter(document -> !seen.add(document.externalNumber()))
            .count();
    for (String form : List.of("AR_RECEIVEBILL", "AR_REFUNDBILL")) {
      twice += erp.duplicates(form).size();
    }
    Map<String, Long> orders = new TreeMap<>();
    erp.documents("SAL_SaleOrder").stream()
        .filter(KingdeeSite::isAudited)
        .forEach(order -> orders.merge(order.externalNumber(), 1L, Long::sum));
    for (Map.Entry<String, Long> order : orders.entrySet()) {
      // For an exchange goods go out once more.
      boolean exchange = exchanges.contains(order.getKey());
      twice += order.getValue() > (exchange ? 2 : 1) ? 1 : 0;
    }
    return twice;
  }

  @Override
  public long onHand(String sku, String location) {
    return erp.onHand(sku, location);
  }

  @Override
  public void setOnHand(String sku, String location, long units) {
    erp.act("stock", sku + "," + location + "," + units);
  }

  @Override
  public void close() {
    erp.close();
  }
}
