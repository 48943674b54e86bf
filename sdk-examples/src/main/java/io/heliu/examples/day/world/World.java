package io.heliu.examples.day.world;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything around the merchant's system: shops and their buyers, counters, the ERPs and their
 * warehouses, and those through whom buyers pay. It keeps its own state on disk and goes on where
 * it was, as the real one would.
 */
public final class World implements AutoCloseable {
  private final Story story;
  private final Mischief mischief;
  private final StockChanges changes;
  private final TaobaoShops taobao;
  private final WechatShop wechat;
  private final MiniProgram mini;
  private final Tills tills;
  private final PushTills pushTills;
  private final KingdeeSite kingdee;
  private final LegacySite legacy;
  private final AlipayDesk alipay;
  private final WechatPayDesk wechatPay;

  public World(
      Story story,
      DayClock clock,
      Map<Integer, String> products,
      Path directory,
      Databases databases)
      throws IOException {
    Files.createDirectories(directory);
    this.story = story;
    this.mischief = new Mischief();
    this.taobao = new TaobaoShops(story, clock, products, directory, mischief);
    this.wechat = new WechatShop(story, clock, products, directory, mischief);
    this.mini = new MiniProgram(story, clock, directory, mischief);
    this.tills = new Tills(story, directory.resolve("drop"));
    this.pushTills = new PushTills(story, clock, directory.resolve("tills"), mischief);
    this.kingdee = new KingdeeSite(story, clock, products, directory, mischief);
    this.changes = new StockChanges(story, directory.resolve("changes"));
    this.legacy = new LegacySite(story, clock, products, directory, databases);
    this.alipay = new AlipayDesk(story.date(), clock, directory, mischief);
    this.wechatPay = new WechatPayDesk(story.date(), clock, directory, mischief);
  }

  /** Returns how the ERPs call the customers of a shop. */
  public static String customer(ShopId shop) {
    return isOnline(shop) ? shop.channel().toUpperCase(Locale.ROOT) : "POS-" + shop.account();
  }

  /** Returns where the goods of a shop come from. */
  public Location location(ShopId shop) {
    if (!isOnline(shop)) {
      return new Location(shop.account());
    }
    return new Location(warehouse(story.companyOf(shop)));
  }

  /** Tells whether a location is a warehouse, not a counter. */
  public static boolean isWarehouse(Location location) {
    return Stream.of(Story.Company.values())
        .anyMatch(company -> location.code().equals(warehouse(company)));
  }

  /** Returns the warehouse of a company. */
  public static String warehouse(Story.Company company) {
    return company == Story.Company.WEST ? LegacySite.WAREHOUSE : KingdeeSite.WAREHOUSE;
  }

  /** Returns the fault switches. */
  public Mischief mischief() {
    return mischief;
  }

  /** Returns what happens to the stock besides sales. */
  public StockChanges changes() {
    return changes;
  }

  public TaobaoShops taobao() {
    return taobao;
  }

  public WechatShop wechat() {
    return wechat;
  }

  public MiniProgram mini() {
    return mini;
  }

  public Tills tills() {
    return tills;
  }

  public PushTills pushTills() {
    return pushTills;
  }

  public KingdeeSite kingdee() {
    return kingdee;
  }

  public LegacySite legacy() {
    return legacy;
  }

  public AlipayDesk alipay() {
    return alipay;
  }

  public WechatPayDesk wechatPay() {
    return wechatPay;
  }

  /** Returns a company's ERP. */
  public ErpSite erp(Story.Company company) {
    return company == Story.Company.EAST ? kingdee : legacy;
  }

  /** Lets everything happen that happens by itself until an instant. */
  public void advance(DayClock clock, int tick, Instant until, Inlets inlets) throws IOException {
    Events events = new Events();
    taobao.tellInTurn(tick);
    taobao.plan(events, until);
    wechat.plan(events, until);
    mini.plan(events, until);
    events.happen(clock);
    clock.moveTo(until);
    mini.order(inlets.ownShop(), until);
    mini.afterSales(inlets.ownRefunds(), until);
    tills.advance(until);
    pushTills.advance(until, inlets.tills());
    pushTills.forge(inlets.tills(), tick);
    for (Story.Company company : Story.Company.values()) {
      changes.advance(tick, company, erp(company));
    }
    wechat.push(inlets.wechat(), tick);
    wechat.forge(inlets.wechat(), tick);
    legacy.breakNext(tick);
    kingdee.advance(tick);
  }

  /** Returns how many units of a product an online shop shows. */
  public OptionalLong shown(ShopId shop, int product) {
    return shop.equals(Story.WECHAT)
        ? wechat.standIn().stock(Story.item(product), WechatShop.variant(product))
        : taobao.standIn(shop).stock(Story.item(product), null);
  }

  /** Tells whether a shop knows that all of an order has left. */
  public boolean isToldShipped(ShopId shop, String number) {
    if (shop.equals(Story.MINI)) {
      return mini.isToldShipped(number);
    }
    return shop.equals(Story.WECHAT)
        ? wechat.standIn().order(number).status().equals("30")
        : taobao.standIn(shop).trade(number).status().equals("WAIT_BUYER_CONFIRM_GOODS");
  }

  /** Tells whether anything of an order in the mini-program has left the warehouse. */
  public boolean hasLeft(Story.Trade trade) {
    return !legacy.waybills(trade.tid()).isEmpty();
  }

  /** Tells whether the platform knows the parcels of such an order, each once, and no other. */
  public boolean isToldOfEachParcel(Story.Trade trade) {
    return hasLeft(trade)
        && mini.isToldShipped(trade.tid())
        && mini.waybills(trade.tid()).equals(legacy.waybills(trade.tid()));
  }

  /** Tells whether the platform knows of a parcel of such an order that the warehouse does not. */
  public boolean isToldOfNothing(Story.Trade trade) {
    return !legacy.waybills(trade.tid()).containsAll(mini.waybills(trade.tid()));
  }

  /** Tells whether a shop has closed an order since all of its money went back. */
  public boolean isRefunded(Story.Trade trade) {
    if (trade.shop().equals(Story.MINI)) {
      return mini.isRefunded(trade);
    }
    return trade.shop().equals(Story.WECHAT) ? wechat.isRefunded(trade) : taobao.isRefunded(trade);
  }

  /** Returns how a claim of an order ended, by its shop's own books. */
  public Ending ending(Story.Trade trade, AfterSale.Claim claim) {
    if (trade.shop().equals(Story.MINI)) {
      return mini.ending(trade, claim);
    }
    return trade.shop().equals(Story.WECHAT) ? wechat.ending(claim) : taobao.ending(trade, claim);
  }

  /** Returns whether a shop is one of the online shops. */
  public static boolean isOnline(ShopId shop) {
    return !shop.channel().equals("pos");
  }

  /** Closes everything, also what comes after something that has failed. */
  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    for (Runnable one :
        List.<Runnable>of(
            taobao::close,
            wechat::close,
            mini::close,
            pushTills::close,
            kingdee::close,
            legacy::close,
            alipay::close,
            wechatPay::close)) {
      try {
        one.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
