package io.heliu.benchmarks.orders;

import io.heliu.Listener;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.catalog.JdbcCatalog;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.erp.Erp;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.KingdeeCredential;
import io.heliu.erp.kingdee.KingdeeSettings;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.flow.DispatchFlow;
import io.heliu.flow.DispatchSettings;
import io.heliu.flow.IntakeFlow;
import io.heliu.flow.stock.CountFlow;
import io.heliu.http.Transport;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.store.JdbcTokenStore;
import io.heliu.store.Schema;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;

/** Heliu's flows, set up as its documentation says, with a ledger that forces every batch. */
final class HeliuPipeline implements Pipeline {
  private final JdbcConnectionPool database;
  private final EmbeddedLedger ledger;
  private final Transport transport = Transport.http();
  private final IntakeFlow intake;
  private final DispatchFlow dispatch;

  HeliuPipeline(OrderWorld world, Path directory) {
    this.database = Databases.open(directory);
    Schema.install(database);
    this.ledger = EmbeddedLedger.builder(directory.resolve("ledger")).clock(world.time()).open();
    JdbcCatalog catalog = JdbcCatalog.open(database);
    catalog.putCustomer(OrderWorld.SHOP, OrderWorld.CUSTOMER);
    for (OrderWorld.Product product : world.products()) {
      catalog.putSku(product.sku(), product.sku().code(), 0);
      catalog.putItem(OrderWorld.SHOP, product.item(), null, product.sku(), 1);
    }
    Erp erp = erp(world);
    new CountFlow(database, erp, ledger, CountFlow.Policy.ADOPT, world.time(), Listener.none())
        .run(world.products().stream().map(OrderWorld.Product::sku).toList());
    this.intake =
        new IntakeFlow(
            database, shop(world).orders(), OrderWorld.START, world.time(), Listener.none());
    this.dispatch =
        new DispatchFlow(
            database,
            ledger,
            catalog,
            erp,
            DispatchSettings.from(OrderWorld.WAREHOUSE),
            Listener.none());
  }

  private TaobaoClient shop(OrderWorld world) {
    JdbcTokenStore tokens = JdbcTokenStore.open(database);
    tokens.compareAndSet(OrderWorld.SHOP.toString(), null, world.shop().token());
    return TaobaoClient.builder(OrderWorld.SHOP)
        .endpoint(world.shop().endpoint())
        .credential(TaobaoStandIn.APP_KEY, TaobaoStandIn.APP_SECRET)
        .tokens(tokens)
        .transport(transport)
        .clock(world.time())
        .waiter(world.time())
        .build();
  }

  private Erp erp(OrderWorld world) {
    KingdeeStandIn.Registration who = KingdeeStandIn.Registration.example();
    return KingdeeClient.builder()
        .endpoint(world.erp().endpoint())
        .credential(
            new KingdeeCredential.SignedCalls(
                KingdeeCredential.Identity.of(
                    who.dataCentre(), who.user(), who.appId(), Secret.of(who.appSecret())),
                KingdeeCredential.Stamp.MILLISECONDS))
        .organization(who.organization())
        .settings(KingdeeSettings.builder(OrderWorld.SALESPERSON).build())
        .transport(transport)
        .clock(world.time())
        .waiter(world.time())
        .build();
  }

  @Override
  public void intake() {
    IntakeFlow.Report report;
    do {
      report = intake.runOnce();
    } while (report.step().more());
    if (!report.proved()) {
      throw new IllegalStateException("a window could not be proved");
    }
  }

  @Override
  public void dispatch() {
    DispatchFlow.Report report;
    do {
      report = dispatch.runOnce();
    } while (report.more());
  }

  @Override
  public long available(Sku sku) {
    return ledger.balance(sku, OrderWorld.WAREHOUSE).free();
  }

  @Override
  public void close() {
    ledger.close();
    transport.close();
    database.dispose();
  }
}
