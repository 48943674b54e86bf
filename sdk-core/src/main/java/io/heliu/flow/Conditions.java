package io.heliu.flow;

import io.heliu.Money;
import io.heliu.internal.rules.Checked;
import io.heliu.internal.rules.Sensitive;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.Recipient;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a screening rule holds an order: all of the conditions that are given. */
record Conditions(
    @Size(max = 4) Set<Payment> payment,
    @Size(max = 3) Set<Address> address,
    @Nullable Amount amount,
    @Nullable @Min(1) @Max(1_000_000_000) Long stockBelow,
    @Nullable Blacklist blacklist,
    @Nullable Remark remark,
    @Nullable Region region)
    implements Checked {

  /** How far an order is paid. */
  enum Payment {
    UNPAID,
    DEPOSIT_ONLY,
    CASH_ON_DELIVERY,
    PAID;

    static Payment of(ChannelOrder order) {
      if (order.flags().contains(OrderFlag.CASH_ON_DELIVERY)) {
        return CASH_ON_DELIVERY;
      }
      if (order.lifecycle() != Lifecycle.PENDING_PAYMENT) {
        return PAID;
      }
      return order.flags().contains(OrderFlag.DEPOSIT_PAID) ? DEPOSIT_ONLY : UNPAID;
    }
  }

  /** What an address lacks. */
  enum Address {
    MISSING,
    WITHOUT_DISTRICT,
    WITHOUT_PHONE;

    boolean isTrueOf(Recipient recipient) {
      return switch (this) {
        case MISSING -> !recipient.deliverable();
        case WITHOUT_DISTRICT -> isBlank(recipient.district());
        case WITHOUT_PHONE -> isBlank(recipient.phone()) && isBlank(recipient.token());
      };
    }
  }

  /** What the buyer pays, bounds included. Orders in other currencies are not meant. */
  record Amount(@NotNull Currency currency, @Nullable BigDecimal min, @Nullable BigDecimal max)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if (min == null && max == null) {
        refusals.add("/min", "min or max or both");
      }
      if (min != null && max != null && min.compareTo(max) > 0) {
        refusals.add("/min", "at most max, which is " + max.toPlainString());
      }
      bound(refusals, "/min", min);
      bound(refusals, "/max", max);
    }

    private void bound(Refusals refusals, String pointer, @Nullable BigDecimal bound) {
      if (bound != null) {
        try {
          Money.of(bound, currency);
        } catch (IllegalArgumentException e) {
          refusals.add(pointer, "an amount that " + currency + " can have");
        }
      }
    }

    boolean isTrueOf(ChannelOrder order) {
      Money paid = order.paid();
      return paid.currency().equals(currency)
          && (min == null || paid.toDecimal().compareTo(min) >= 0)
          && (max == null || paid.toDecimal().compareTo(max) <= 0);
    }
  }

  /** People, any of whom is meant. */
  record Blacklist(
      @Sensitive @Size(max = 10_000) Set<@NotBlank @Size(max = 200) String> buyers,
      @Sensitive @Size(max = 10_000)
          Set<@Pattern(regexp = HASH, message = HASH_RULE) String> phones,
      @Sensitive @Size(max = 10_000)
          Set<@Pattern(regexp = HASH, message = HASH_RULE) String> addresses)
      implements Checked {
    private static final String HASH = "[0-9a-f]{64}";
    private static final String HASH_RULE =
        "64 hexadecimal digits, the keyed hash and not the value itself";

    @Override
    public void check(Refusals refusals) {
      if (buyers.isEmpty() && phones.isEmpty() && addresses.isEmpty()) {
        refusals.add("", "at least one of buyers, phones and addresses");
      }
    }

    /** Returns how many people are in it, as it names them. */
    @Override
    public String toString() {
      return "Blacklist[" + (buyers.size() + phones.size() + addresses.size()) + " entries]";
    }

    boolean isTrueOf(ChannelOrder order, PersonKeys keys) {
      String buyer = order.buyer();
      if (buyer != null && buyers.contains(buyer)) {
        return true;
      }
      return isIn(phones, () -> keys.phone(order.recipient().phone()))
          || isIn(addresses, () -> keys.address(order.recipient()));
    }

    private static boolean isIn(
        Set<String> hashes, java.util.function.Supplier<Optional<String>> hash) {
      return !hashes.isEmpty() && hash.get().filter(hashes::contains).isPresent();
    }
  }

  /** Words in the remarks, any of which is meant. */
  record Remark(
      @NotNull @Size(min = 1, max = 200) Set<@NotBlank @Size(max = 50) String> any,
      @Nullable Side in) {
    /** Whose remark. */
    enum Side {
      BUYER,
      SELLER
    }

    boolean isTrueOf(ChannelOrder order) {
      return (in != Side.SELLER && has(order.buyerRemark()))
          || (in != Side.BUYER && has(order.sellerRemark()));
    }

    private boolean has(@Nullable String remark) {
      if (remark == null) {
        return false;
      }
      String plain = PersonKeys.plainText(remark);
      return any.stream().anyMatch(word -> plain.contains(PersonKeys.plainText(word)));
    }
  }

  /** Where an order goes: into a denied region, or outside of the allowed ones. */
  record Region(
      @Size(max = 500) List<@Pattern(regexp = PLACE, message = PLACE_RULE) String> allow,
      @Size(max = 500) List<@Pattern(regexp = PLACE, message = PLACE_RULE) String> deny)
      implements Checked {
    private static final String PLACE = "[^/\\s]{1,30}(/[^/\\s]{1,30}){0,2}";
    private static final String PLACE_RULE = "province, province/city or province/city/district";

    @Override
    public void check(Refusals refusals) {
      if (allow.isEmpty() && deny.isEmpty()) {
        refusals.add("", "allow or deny or both");
      }
      for (int i = 0; i < allow.size(); i++) {
        String allowed = allow.get(i);
        for (String denied : deny) {
          if (covers(denied, allowed.split("/"))) {
            refusals.add("/allow/" + i, "a region that deny does not cover with " + denied);
          }
        }
      }
    }

    boolean isTrueOf(Recipient recipient) {
      String[] place =
          Stream.of(recipient.province(), recipient.city(), recipient.district())
              .map(part -> part == null ? "" : part)
              .toArray(String[]::new);
      return deny.stream().anyMatch(denied -> covers(denied, place))
          || (!allow.isEmpty() && allow.stream().noneMatch(allowed -> covers(allowed, place)));
    }

    /** Channels write a place with and without its kind, such as 省 or 市: the start counts. */
    private static boolean covers(String region, String[] place) {
      String[] parts = region.split("/");
      if (parts.length > place.length) {
        return false;
      }
      for (int i = 0; i < parts.length; i++) {
        if (!place[i].startsWith(parts[i])) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  @Override
  public void check(Refusals refusals) {
    boolean none =
        payment.isEmpty()
            && address.isEmpty()
            && Stream.of(amount, stockBelow, blacklist, remark, region).allMatch(c -> c == null);
    if (none) {
      refusals.add(
          "",
          "at least one of "
              + Arrays.stream(Conditions.class.getRecordComponents())
                  .map(c -> c.getName())
                  .toList());
    }
  }

  /**
   * Tells whether all conditions are true of an order.
   *
   * @param left the fewest units that could still be sold of any of its SKUs if it is taken
   */
  boolean areTrueOf(ChannelOrder order, LongSupplier left, PersonKeys keys) {
    return (payment.isEmpty() || payment.contains(Payment.of(order)))
        && (address.isEmpty()
            || address.stream().anyMatch(lack -> lack.isTrueOf(order.recipient())))
        && (amount == null || amount.isTrueOf(order))
        && (blacklist == null || blacklist.isTrueOf(order, keys))
        && (remark == null || remark.isTrueOf(order))
        && (region == null || region.isTrueOf(order.recipient()))
        && (stockBelow == null || left.getAsLong() < stockBelow);
  }
}
