package io.heliu.examples.day;

import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The ERP of the company in the east, and its warehouse. */
final class KingdeeSite implements ErpSite {
  static final String WAREHOUSE = "CK001";

  private final KingdeeStandIn erp;

  KingdeeSite(Story story, DayClock clock, Map<Integer, String> products, Path directory)
      throws IOException {
    this.erp = new KingdeeStandIn(clock, KingdeeStandIn.Registration.example());
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
    OpeningStock.of(story, Story.Company.EAST, WAREHOUSE, erp::stock);
    misbehave();
    erp.journal(directory.resolve("kingdee.journal"));
    erp.start();
  }

  private void misbehave() {
    erp.faults().rule("answer lost after saving", 31, calls("Save"), new Misbehaviour.LoseAnswer());
    erp.faults().rule("time-out after saving", 211, calls("Save"), new Misbehaviour.Silence());
    erp.faults().rule("site down", 151, calls("Submit"), new Misbehaviour.Status(502));
    erp.faults().rule("answer cut off", 67, calls("Audit"), new Misbehaviour.HalfBody());
    erp.faults().rule("connection lost", 71, calls("Save"), new Misbehaviour.Disconnect());
  }

  private static Predicate<Request> calls(String operation) {
    return request -> request.path().contains("DynamicFormService." + operation + ".");
  }

  KingdeeStandIn standIn() {
    return erp;
  }

  @Override
  public void work() {
    erp.act("warehouse", "");
  }

  @Override
  public long documents() {
    return erp.documents("SAL_SaleOrder").size()
        + erp.documents("SAL_OUTSTOCK").stream().filter(KingdeeSite::isCounters).count();
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
    return twice + erp.duplicates("SAL_SaleOrder").size() + erp.duplicates("AR_RECEIVEBILL").size();
  }

  @Override
  public void close() {
    erp.close();
  }
}
