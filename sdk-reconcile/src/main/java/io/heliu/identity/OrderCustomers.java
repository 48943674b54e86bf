package io.heliu.identity;

import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.OrderFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells whose an order is from what it says of its buyer (订单客户识别). Each order is a record of its
 * own, under its shop and number; one that says nothing of its buyer has no customer.
 *
 * <p>Thread-safe if the function is.
 */
public final class OrderCustomers implements CustomerResolver {
  private final IdentityResolver resolver;
  private final Function<ChannelOrder, Set<Identifier>> buyer;

  /**
   * Creates a resolver of orders.
   *
   * @param resolver keeps the customers
   * @param buyer reads the buyer's identifiers, such as the platform's account in the scope of the
   *     app; the receiver's phone is not the buyer's. An empty set if the order does not say. It
   *     must not throw for what a source wrote, or that order can never be taken
   */
  public OrderCustomers(IdentityResolver resolver, Function<ChannelOrder, Set<Identifier>> buyer) {
    this.resolver = Objects.requireNonNull(resolver, "resolver");
    this.buyer = Objects.requireNonNull(buyer, "buyer");
  }

  /**
   * Returns what reads the buyers of WeChat's orders: the openid of the app, and the unionid where
   * the order tells it, so that orders of a shop and of a mini-program that are bound to one open
   * platform have one customer.
   *
   * @param appid the app that the orders are read with
   * @param openPlatformAccount the open platform's account (开放平台账号) that the app is bound to
   * @throws IllegalArgumentException if one of both is blank
   */
  public static Function<ChannelOrder, Set<Identifier>> wechatBuyer(
      String appid, String openPlatformAccount) {
    Checks.text(appid, "appid");
    Checks.text(openPlatformAccount, "openPlatformAccount");
    return order -> {
      Set<Identifier> buyer = new HashSet<>();
      if (order.buyer() != null) {
        buyer.add(Identifier.openid(appid, order.buyer()));
      }
      if (order.buyerUnion() != null) {
        buyer.add(Identifier.unionid(openPlatformAccount, order.buyerUnion()));
      }
      return buyer;
    };
  }

  /**
   * Returns what reads the members of counter tickets (会员小票): the number of the member card, and
   * the phone. A ticket's phone is its member's, for there is no receiver; of an order that was not
   * handed over at a counter ({@link OrderFlag#HANDED_OVER}) nothing is read. A masked or virtual
   * phone is left out, and so is a card number that is masked or typed in to fill the field.
   *
   * @param programme the membership programme whose cards the tills read
   * @throws IllegalArgumentException if it is blank
   */
  public static Function<ChannelOrder, Set<Identifier>> counterMember(String programme) {
    Checks.text(programme, "programme");
    return ticket -> {
      Set<Identifier> member = new HashSet<>();
      if (!ticket.flags().contains(OrderFlag.HANDED_OVER)) {
        return member;
      }
      String card = ticket.buyer();
      if (card != null && isCard(card)) {
        member.add(Identifier.memberCard(programme, card));
      }
      String phone = ticket.recipient().phone();
      if (phone != null) {
        Identifier.phone(PhoneNumber.read(phone)).ifPresent(member::add);
      }
      return member;
    };
  }

  /** What is hidden or a filler in a phone is so in a card number. */
  private static boolean isCard(String number) {
    PhoneNumber.Kind kind = PhoneNumber.read(number).kind();
    return Checks.isIdentifier(number)
        && kind != PhoneNumber.Kind.MASKED
        && kind != PhoneNumber.Kind.PLACEHOLDER;
  }

  /** Returns the record that an order is. */
  public static RecordKey key(ChannelOrder order) {
    return new RecordKey(order.shop().toString(), order.number());
  }

  @Override
  public List<Optional<String>> resolve(List<ChannelOrder> orders) {
    List<CustomerRecord> records = new ArrayList<>();
    List<Boolean> known = new ArrayList<>();
    for (ChannelOrder order : orders) {
      Set<Identifier> identifiers = buyer.apply(order);
      known.add(!identifiers.isEmpty());
      if (!identifiers.isEmpty()) {
        records.add(new CustomerRecord(key(order), order.modifiedAt(), identifiers));
      }
    }
    List<Resolution> resolutions = records.isEmpty() ? List.of() : resolver.resolveAll(records);
    List<Optional<String>> customers = new ArrayList<>();
    int at = 0;
    for (boolean one : known) {
      customers.add(
          one ? Optional.of(resolutions.get(at++).customerId().value()) : Optional.empty());
    }
    return List.copyOf(customers);
  }

  @Override
  public String current(String customer) {
    return resolver.find(new CustomerId(customer)).map(CustomerId::value).orElse(customer);
  }
}
