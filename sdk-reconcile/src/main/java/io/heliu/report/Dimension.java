package io.heliu.report;

/** What a {@link ChannelProfit} can be broken down by. */
public enum Dimension {
  /** The channel (渠道). */
  CHANNEL,
  /** The shop (店铺). */
  SHOP,
  /** The product or product group (商品). */
  PRODUCT,
  /** The merchant's code (商家编码). */
  SKU,
  /** The region that orders go to (地区). */
  REGION,
  /** The business day on which sales were paid and refunds were booked (日期). */
  DAY;

  String of(Booking booking) {
    return switch (this) {
      case CHANNEL -> booking.sale().shop().channel();
      case SHOP -> booking.sale().shop().toString();
      case PRODUCT -> booking.line().product();
      case SKU -> booking.line().sku().code();
      case REGION -> booking.sale().region();
      case DAY -> booking.day().toString();
    };
  }
}
