package io.heliu.erp.kingdee;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be read from the ERP. */
final class Feeds implements ErpFeeds {
  private static final String MATERIAL = "FMaterialId.FNumber";
  private static final String STOCK = "FStockId.FNumber";

  private final Wire wire;
  private final KingdeeSettings settings;
  private final String organization;
  private final Clock clock;
  private final Listener listener;
  private final OutboundFeed outbounds;
  private final ReceivableFeed receivables;
  private final BaseData baseData;

  Feeds(
      Wire wire,
      KingdeeSettings settings,
      String organization,
      SourceLines orders,
      Clock clock,
      Listener listener) {
    this.wire = wire;
    this.settings = settings;
    this.organization = organization;
    this.clock = clock;
    this.listener = listener;
    Currencies currencies = new Currencies(settings.currencies());
    this.outbounds = new OutboundFeed(wire, settings, orders, currencies, listener);
    this.receivables = new ReceivableFeed(wire, settings, currencies, listener);
    this.baseData = new BaseData(wire, settings, organization);
  }

  @Override
  public Slice<Outbound> outbounds(@Nullable String cursor) {
    return outbounds.slice(cursor);
  }

  /** Counts the stock that can be sold (available status), over lots and owners. */
  @Override
  public List<Count> counts(Collection<Sku> skus) {
    List<Count> counts = new ArrayList<>();
    for (Wire.Page page : wire.all(new LinkedHashSet<>(skus), this::stock)) {
      Instant asOf = time(page.date());
      sums(page.rows()).forEach((place, sum) -> add(counts, place, sum, asOf));
    }
    return counts;
  }

  private record Place(Sku sku, Location location) {}

  private Query stock(List<Sku> skus) {
    return new Query(
        "STK_Inventory",
        List.of("FID", MATERIAL, STOCK, "FBaseQty"),
        Query.equal("FStockOrgId.FNumber", organization)
            + " and "
            + Query.equal("FStockStatusId.FNumber", settings.stockStatus())
            + " and "
            + Query.in(MATERIAL, skus.stream().map(Sku::code).toList()),
        "FID");
  }

  private static Map<Place, BigDecimal> sums(List<Query.Row> rows) {
    Map<Place, BigDecimal> sums = new LinkedHashMap<>();
    for (Query.Row row : rows) {
      Place place = new Place(new Sku(row.text(MATERIAL)), new Location(row.text(STOCK)));
      sums.merge(place, row.decimal("FBaseQty"), BigDecimal::add);
    }
    return sums;
  }

  private void add(List<Count> counts, Place place, BigDecimal sum, Instant asOf) {
    try {
      counts.add(new Count(place.sku(), place.location(), sum.longValueExact(), asOf));
    } catch (ArithmeticException e) {
      listener.alerted(
          new Listener.Alert(
              "kingdee counts",
              "COUNT_UNREADABLE",
              place.sku()
                  + " at "
                  + place.location()
                  + " is left out: "
                  + sum.toPlainString()
                  + " is no whole number of units"));
    }
  }

  /** The ERP's own time is in the answer; ours stands in for it where a proxy takes it away. */
  private Instant time(@Nullable String date) {
    if (date != null) {
      try {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeParseException e) {
        listener.alerted(
            new Listener.Alert(
                "kingdee counts", "DATE_UNREADABLE", "the answer's Date header cannot be read"));
      }
    }
    return clock.instant();
  }

  @Override
  public Slice<Receivable> openReceivables(@Nullable String cursor) {
    return receivables.slice(cursor);
  }

  @Override
  public Slice<Material> materials(@Nullable String cursor) {
    return baseData.materials(cursor);
  }

  @Override
  public Slice<Customer> customers(@Nullable String cursor) {
    return baseData.customers(cursor);
  }
}
