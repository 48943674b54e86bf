package io.heliu.channel.wechat;

import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.wechat.ShippingReport.Scope;
import io.heliu.channel.wechat.ShippingReport.Way;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the shipping management of parcels as any shop is told of them. What it wants to know of an
 * order beside that stands in the merchant's own books, for the order is the merchant's own.
 */
final class MiniProgramShipments implements ShipmentSink {
  private static final int MAX_DESCRIPTION = 120;
  private static final int MAX_WAYBILL = 128;
  private static final String WANTS_CONTACT = "SF";

  private final ShopId shop;
  private final MiniProgramShipping shipping;
  private final Function<String, Optional<ChannelOrder>> orders;

  MiniProgramShipments(
      ShopId shop, MiniProgramShipping shipping, Function<String, Optional<ChannelOrder>> orders) {
    this.shop = shop;
    this.shipping = shipping;
    this.orders = orders;
  }

  @Override
  public ShopId shop() {
    return shop;
  }

  @Override
  public Result ship(Parcel parcel) {
    Optional<ChannelOrder> found = orders.apply(parcel.orderNumber());
    if (found.isEmpty()) {
      return Result.refused("ORDER_UNKNOWN", "the merchant's own books do not have the order");
    }
    ChannelOrder order = found.get();
    String payer = order.buyer();
    String payment = order.paymentReference();
    if (payer == null || payment == null) {
      return Result.refused("PAYMENT_MISSING", "the order names no payer or no payment");
    }
    List<OrderLine> lines = lines(order, parcel);
    if (lines.size() < parcel.lineNumbers().size()) {
      return Result.refused("LINE_UNKNOWN", "a line of the parcel is not in the order");
    }
    if (parcel.waybill().length() > MAX_WAYBILL) {
      return Result.refused("WAYBILL_TOO_LONG", "a waybill has at most 128 characters");
    }
    boolean wantsContact = parcel.carrier().equals(WANTS_CONTACT);
    String contact = wantsContact ? masked(order.recipient().phone()) : null;
    if (wantsContact && contact == null) {
      return Result.refused("CONTACT_MISSING", "the carrier wants the receiver's phone");
    }
    Map<String, Long> units =
        parcel.lines().stream().collect(Collectors.toMap(Line::number, Line::units));
    String description = description(lines, units, order.number());
    ShippingReport.Parcel told =
        new ShippingReport.Parcel(parcel.carrier(), parcel.waybill(), description, contact);
    PaymentKey key = new PaymentKey.Transaction(payment);
    return shipping.upload(
        new ShippingReport(key, payer, Way.EXPRESS, scope(parcel), List.of(told)));
  }

  private static Scope scope(Parcel parcel) {
    return parcel.lineNumbers().isEmpty()
        ? Scope.WHOLE
        : parcel.last() ? Scope.LAST_PART : Scope.PART;
  }

  private static List<OrderLine> lines(ChannelOrder order, Parcel parcel) {
    if (parcel.lineNumbers().isEmpty()) {
      return order.lines();
    }
    Set<String> wanted = new HashSet<>(parcel.lineNumbers());
    List<OrderLine> lines = new ArrayList<>(order.lines());
    lines.removeIf(line -> !wanted.contains(line.number()));
    return lines;
  }

  /** Returns the units in the parcel, or all if it has the whole order. */
  private static String units(OrderLine line, @Nullable Long units) {
    return units == null ? line.quantity().stripTrailingZeros().toPlainString() : units.toString();
  }

  /** The buyer sees it; what does not fit is cut off. */
  static String description(List<OrderLine> lines, Map<String, Long> units, String number) {
    String all =
        lines.stream()
            .map(line -> line.title() + "*" + units(line, units.get(line.number())))
            .collect(Collectors.joining(", "));
    String text = all.isBlank() ? number : all;
    if (text.length() <= MAX_DESCRIPTION) {
      return text;
    }
    int end = MAX_DESCRIPTION - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Returns the phone as the platform wants it; null if there is none that could be masked. */
  static @Nullable String masked(@Nullable String phone) {
    if (phone == null || phone.contains("****")) {
      return phone;
    }
    String digits = phone.replaceAll("\\D", "");
    return digits.length() < 8
        ? null
        : digits.substring(0, 3) + "****" + digits.substring(digits.length() - 4);
  }
}
