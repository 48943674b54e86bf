package host;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.erp.database.ErpMapping;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.KingdeeCredential;
import io.heliu.erp.kingdee.KingdeeSettings;
import io.heliu.http.AccessToken;
import io.heliu.http.TokenStore;
import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.inventory.Command;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.inventory.StockLedger;
import io.heliu.reconcile.MatchPlan;
import io.heliu.statement.BillFile;
import io.heliu.statement.BillKind;
import io.heliu.statement.BillSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Touches what each of the four modules is made of, and prints what it got. */
public final class Host {
  private Host() {}

  public static void main(String[] args) {
    Transport.http().close();
    System.out.println("stock " + stock(Path.of(args[0])));
    System.out.println("orders " + orders());
    System.out.println("outbounds " + outbounds());
    System.out.println("mapping " + ErpMapping.check("{}").isEmpty());
    System.out.println("bill " + bill());
    System.out.println("plan " + MatchPlan.class.getModule().getName());
  }

  private static long stock(Path directory) {
    Sku mug = new Sku("MUG");
    Location shanghai = new Location("SH01");
    try (StockLedger ledger = EmbeddedLedger.open(directory)) {
      ledger.apply(new Command.Adjust("opening-1", mug, shanghai, 10, "opening balance"));
      return ledger.sellable(mug, shanghai);
    }
  }

  private static int orders() {
    ShopId shop = new ShopId("taobao", "demo");
    TokenStore tokens = TokenStore.inMemory();
    tokens.compareAndSet(
        shop.toString(), null, new AccessToken(Secret.of("session-0"), null, Instant.MAX));
    return TaobaoClient.builder(shop)
        .credential("21234567", Secret.of("made-up"))
        .tokens(tokens)
        .transport(new Canned("{\"items_onsale_get_response\":{\"total_results\":0}}"))
        .build()
        .items()
        .items(null)
        .rows()
        .size();
  }

  private static int outbounds() {
    KingdeeCredential.Identity identity =
        KingdeeCredential.Identity.of("dc", "user", "299999_made-up", Secret.of("made-up"));
    return KingdeeClient.builder()
        .endpoint(URI.create("http://127.0.0.1/k3cloud/"))
        .credential(
            new KingdeeCredential.SignedCalls(identity, KingdeeCredential.Stamp.MILLISECONDS))
        .organization("100")
        .settings(KingdeeSettings.builder("XSY001").build())
        .transport(new Canned("[]"))
        .build()
        .feeds()
        .outbounds(null)
        .rows()
        .size();
  }

  private static String bill() {
    try {
      BillFile.of(BillKind.WECHAT_TRADE, new byte[0], BillSettings.defaults()).read(line -> {});
      return "read";
    } catch (Fault.Protocol e) {
      return "refused";
    }
  }

  /** Answers everything with one body. */
  private record Canned(String body) implements Transport {
    @Override
    public WireResponse send(WireRequest request) {
      return new WireResponse(200, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
