package io.heliu.flow.aftersales;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.RefundCase;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How after-sales are handled.
 *
 * @param returns where the returned goods of a channel order are put back, if nobody says otherwise
 * @param numbering the number of the ERP's return document of a case; unique, and the same every
 *     time. What comes back in a second parcel has it with {@code -A2} behind, and so on
 * @param zone the zone of the documents' business date
 * @param booking the day a document is dated, given the day on which the goods are taken back: the
 *     same while its period is open, the first open day if not
 * @param trustsChannel whether goods are back in stock when the channel says that the seller
 *     confirmed it; if not, only when {@link AfterSalesFlow#goodsBack} is called (验收后入库). A channel
 *     that pays refunds out in advance (极速退款) may say so before the goods are there, and what is
 *     damaged must not be sold again
 * @param batch how many cases a step takes, 1 to 1000
 * @param shops the shops whose orders go to the flow's ERP, if there are several ERPs; empty for
 *     every shop
 * @param cancelAge after how long a person hears that the ERP has not answered whether it takes an
 *     order back; positive
 */
public record AfterSalesSettings(
    Function<ChannelOrder, Location> returns,
    Function<RefundCase, String> numbering,
    ZoneId zone,
    UnaryOperator<LocalDate> booking,
    boolean trustsChannel,
    int batch,
    Set<ShopId> shops,
    Duration cancelAge) {

  private static final int MAX_BATCH = 1000;
  private static final Duration CANCEL_AGE = Duration.ofDays(1);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the batch is not 1 to 1000, or the age not positive
   */
  public AfterSalesSettings {
    Objects.requireNonNull(returns, "returns");
    Objects.requireNonNull(numbering, "numbering");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(booking, "booking");
    shops = Set.copyOf(shops);
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch: must be 1 to " + MAX_BATCH);
    }
    if (cancelAge.isNegative() || cancelAge.isZero()) {
      throw new IllegalArgumentException("cancelAge: must be positive");
    }
  }

  /**
   * Returns settings where everything comes back to one location once the host says so, documents
   * are numbered {@code RT-<channel>-<refund id>}, China's time, 200 cases a step; an ERP has a day
   * to answer whether it takes an order back.
   */
  public static AfterSalesSettings from(Location location) {
    Objects.requireNonNull(location, "location");
    return new AfterSalesSettings(
        order -> location,
        told -> "RT-" + told.shop().channel() + "-" + told.refund().id(),
        ZoneId.of("Asia/Shanghai"),
        day -> day,
        false,
        200,
        Set.of(),
        CANCEL_AGE);
  }

  /** Returns the same settings, but goods are back as soon as the channel says so. */
  public AfterSalesSettings trustingChannel() {
    return new AfterSalesSettings(returns, numbering, zone, booking, true, batch, shops, cancelAge);
  }

  /** Returns the same settings with another place for returned goods. */
  public AfterSalesSettings withReturns(Function<ChannelOrder, Location> returns) {
    return new AfterSalesSettings(
        returns, numbering, zone, booking, trustsChannel, batch, shops, cancelAge);
  }

  /** Returns the same settings with another numbering. */
  public AfterSalesSettings withNumbering(Function<RefundCase, String> numbering) {
    return new AfterSalesSettings(
        returns, numbering, zone, booking, trustsChannel, batch, shops, cancelAge);
  }

  /** Returns the same settings with another booking. */
  public AfterSalesSettings withBooking(UnaryOperator<LocalDate> booking) {
    return new AfterSalesSettings(
        returns, numbering, zone, booking, trustsChannel, batch, shops, cancelAge);
  }

  /** Returns the same settings for the shops of one of several ERPs. */
  public AfterSalesSettings withShops(Set<ShopId> shops) {
    return new AfterSalesSettings(
        returns, numbering, zone, booking, trustsChannel, batch, shops, cancelAge);
  }

  /** Returns the same settings with another age at which a cancel without an answer is told. */
  public AfterSalesSettings withCancelAge(Duration cancelAge) {
    return new AfterSalesSettings(
        returns, numbering, zone, booking, trustsChannel, batch, shops, cancelAge);
  }
}
