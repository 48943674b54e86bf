package io.heliu.order;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order as a channel told it (平台订单), at one version. Immutable and thread-safe.
 *
 * <p>The version is the channel's modification time: of two versions the later one counts.
 */
public final class ChannelOrder {
  private final ShopId shop;
  private final String number;
  private final Instant modifiedAt;
  private final Instant createdAt;
  private final @Nullable Instant paidAt;
  private final Lifecycle lifecycle;
  private final String status;
  private final Set<OrderFlag> flags;
  private final Money paid;
  private final Money freight;
  private final Money discount;
  private final @Nullable String buyer;
  private final @Nullable String buyerUnion;
  private final Recipient recipient;
  private final @Nullable String paymentReference;
  private final @Nullable String buyerRemark;
  private final @Nullable String sellerRemark;
  private final List<OrderLine> lines;

  private ChannelOrder(Builder b) {
    this.shop = b.shop;
    this.number = b.number;
    this.modifiedAt = Objects.requireNonNull(b.modifiedAt, "modifiedAt");
    this.createdAt = Objects.requireNonNull(b.createdAt, "createdAt");
    this.paidAt = b.paidAt;
    this.lifecycle = Objects.requireNonNull(b.lifecycle, "lifecycle");
    this.status = Objects.requireNonNull(b.status, "status");
    this.flags =
        b.flags.isEmpty()
            ? Set.of()
            : java.util.Collections.unmodifiableSet(EnumSet.copyOf(b.flags));
    this.paid = Objects.requireNonNull(b.paid, "paid");
    this.freight = b.freight == null ? Money.zero(paid.currency()) : b.freight;
    this.discount = b.discount == null ? Money.zero(paid.currency()) : b.discount;
    this.buyer = b.buyer;
    this.buyerUnion = b.buyerUnion;
    this.recipient = b.recipient;
    this.paymentReference = b.paymentReference;
    this.buyerRemark = b.buyerRemark;
    this.sellerRemark = b.sellerRemark;
    this.lines = List.copyOf(b.lines);
    checkLines();
  }

  private void checkLines() {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("lines: must not be empty");
    }
    Set<String> numbers = new HashSet<>();
    for (OrderLine line : lines) {
      if (!numbers.add(line.number())) {
        throw new IllegalArgumentException("lines: number " + line.number() + " occurs twice");
      }
      if (!line.amount().currency().equals(paid.currency())) {
        throw new IllegalArgumentException("lines: must have the currency of the order");
      }
    }
  }

  /**
   * Starts an order.
   *
   * @param shop the shop it was placed in
   * @param number the channel's order number, never a JSON number's rounded form
   * @throws IllegalArgumentException if the number is blank or longer than 200 characters
   */
  public static Builder builder(ShopId shop, String number) {
    return new Builder(shop, number);
  }

  /** Starts another version of it, with everything as it is here. */
  public Builder toBuilder() {
    return builder(shop, number)
        .modifiedAt(modifiedAt)
        .createdAt(createdAt)
        .paidAt(paidAt)
        .status(lifecycle, status)
        .flags(flags)
        .paid(paid)
        .freight(freight)
        .discount(discount)
        .buyer(buyer)
        .buyerUnion(buyerUnion)
        .recipient(recipient)
        .paymentReference(paymentReference)
        .buyerRemark(buyerRemark)
        .sellerRemark(sellerRemark)
        .lines(lines);
  }

  /** Returns the shop it was placed in. */
  public ShopId shop() {
    return shop;
  }

  /** Returns the channel's order number. */
  public String number() {
    return number;
  }

  /** Returns when the channel last changed it: the version. */
  public Instant modifiedAt() {
    return modifiedAt;
  }

  /** Returns when it was placed. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Returns when it was paid, or null. */
  public @Nullable Instant paidAt() {
    return paidAt;
  }

  /** Returns where it is in its life. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** Returns the channel's own status code. */
  public String status() {
    return status;
  }

  /** Returns what else is true of it. */
  public Set<OrderFlag> flags() {
    return flags;
  }

  /** Returns what the buyer pays in all, freight included (实付金额). */
  public Money paid() {
    return paid;
  }

  /** Returns the freight in {@link #paid}. */
  public Money freight() {
    return freight;
  }

  /** Returns the discount of the whole order that is already off {@link #paid}. */
  public Money discount() {
    return discount;
  }

  /** Returns the channel's stable id of the buyer, or null. Personal data: never log it. */
  public @Nullable String buyer() {
    return buyer;
  }

  /**
   * Returns the id that the same buyer has in all apps which belong together (跨应用买家标识, WeChat's
   * unionid), or null; {@link #buyer} is good within one app only. Personal data: never log it.
   */
  public @Nullable String buyerUnion() {
    return buyerUnion;
  }

  /** Returns whom it goes to. */
  public Recipient recipient() {
    return recipient;
  }

  /** Returns the payment provider's reference, or null. */
  public @Nullable String paymentReference() {
    return paymentReference;
  }

  /** Returns what the buyer wrote to the seller (买家留言), or null. May be personal: never log it. */
  public @Nullable String buyerRemark() {
    return buyerRemark;
  }

  /** Returns what the seller noted on it (卖家备注), or null. May be personal: never log it. */
  public @Nullable String sellerRemark() {
    return sellerRemark;
  }

  /** Returns the lines, at least one. */
  public List<OrderLine> lines() {
    return lines;
  }

  /** Returns shop, number, status and version; nothing personal. */
  @Override
  public String toString() {
    return "ChannelOrder[" + shop + " " + number + " " + lifecycle + " " + modifiedAt + "]";
  }

  /** Builds a {@link ChannelOrder}. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_NUMBER = 200;

    private final ShopId shop;
    private final String number;
    private @Nullable Instant modifiedAt;
    private @Nullable Instant createdAt;
    private @Nullable Instant paidAt;
    private @Nullable Lifecycle lifecycle;
    private @Nullable String status;
    private Set<OrderFlag> flags = Set.of();
    private @Nullable Money paid;
    private @Nullable Money freight;
    private @Nullable Money discount;
    private @Nullable String buyer;
    private @Nullable String buyerUnion;
    private Recipient recipient = Recipient.none();
    private @Nullable String paymentReference;
    private @Nullable String buyerRemark;
    private @Nullable String sellerRemark;
    private List<OrderLine> lines = List.of();

    private Builder(ShopId shop, String number) {
      this.shop = Objects.requireNonNull(shop, "shop");
      this.number = Objects.requireNonNull(number, "number");
      if (number.isBlank()) {
        throw new IllegalArgumentException("number: must not be blank");
      }
      if (number.length() > MAX_NUMBER) {
        throw new IllegalArgumentException("number: must have at most 200 characters");
      }
    }

    /** Sets the version; required. */
    public Builder modifiedAt(Instant modifiedAt) {
      this.modifiedAt = modifiedAt;
      return this;
    }

    /** Sets when it was placed; required. */
    public Builder createdAt(Instant createdAt) {
      this.createdAt = createdAt;
      return this;
    }

    /** Sets when it was paid. */
    public Builder paidAt(@Nullable Instant paidAt) {
      this.paidAt = paidAt;
      return this;
    }

    /** Sets the lifecycle and the channel's own code it was read from; required. */
    public Builder status(Lifecycle lifecycle, String status) {
      this.lifecycle = lifecycle;
      this.status = status;
      return this;
    }

    /** Sets the flags; none by default. */
    public Builder flags(Set<OrderFlag> flags) {
      this.flags = Set.copyOf(flags);
      return this;
    }

    /** Sets what the buyer pays in all, freight included; required. */
    public Builder paid(Money paid) {
      this.paid = paid;
      return this;
    }

    /** Sets the freight; zero by default. */
    public Builder freight(Money freight) {
      this.freight = freight;
      return this;
    }

    /** Sets the discount of the whole order; zero by default. */
    public Builder discount(Money discount) {
      this.discount = discount;
      return this;
    }

    /** Sets the channel's stable id of the buyer. */
    public Builder buyer(@Nullable String buyer) {
      this.buyer = buyer;
      return this;
    }

    /** Sets the buyer's id in all apps that belong together; nothing by default. */
    public Builder buyerUnion(@Nullable String buyerUnion) {
      this.buyerUnion = buyerUnion;
      return this;
    }

    /** Sets whom it goes to; nobody known by default. */
    public Builder recipient(Recipient recipient) {
      this.recipient = Objects.requireNonNull(recipient, "recipient");
      return this;
    }

    /** Sets the payment provider's reference. */
    public Builder paymentReference(@Nullable String paymentReference) {
      this.paymentReference = paymentReference;
      return this;
    }

    /** Sets what the buyer wrote; nothing by default. */
    public Builder buyerRemark(@Nullable String buyerRemark) {
      this.buyerRemark = buyerRemark;
      return this;
    }

    /** Sets what the seller noted; nothing by default. */
    public Builder sellerRemark(@Nullable String sellerRemark) {
      this.sellerRemark = sellerRemark;
      return this;
    }

    /** Sets the lines; at least one, with numbers that differ. */
    public Builder lines(List<OrderLine> lines) {
      this.lines = List.copyOf(lines);
      return this;
    }

    /**
     * Builds the order.
     *
     * @throws NullPointerException if a required part is missing; the message names it
     * @throws IllegalArgumentException if the lines are empty, repeat a number or mix currencies
     */
    public ChannelOrder build() {
      return new ChannelOrder(this);
    }
  }
}
