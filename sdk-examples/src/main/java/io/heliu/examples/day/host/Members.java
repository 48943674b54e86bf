package io.heliu.examples.day.host;

import io.heliu.Secret;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.People;
import io.heliu.examples.day.story.Story;
import io.heliu.identity.CustomerRecord;
import io.heliu.identity.Identifier;
import io.heliu.identity.IdentityLimits;
import io.heliu.identity.IdentityResolver;
import io.heliu.identity.IdentitySchema;
import io.heliu.identity.OrderCustomers;
import io.heliu.identity.PhoneNumber;
import io.heliu.identity.RecordKey;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Who the customers are: the buyers of the orders, and the members that both channels list. */
public final class Members {
  // A host keeps its secret elsewhere than its code.
  private static final Secret SECRET = Secret.of("a made-up secret of the day");

  /** A person has one id in an app, and another one in another app. */
  private static final String MINI_PROGRAM = "wx00000000demo0002";

  /** Both apps are bound to it, so a person has one id more that is the same in both. */
  private static final String OPEN_PLATFORM = "open-platform-demo";

  private static final Function<ChannelOrder, Set<Identifier>> SHOP_BUYER =
      OrderCustomers.wechatBuyer(WechatStandIn.APPID, OPEN_PLATFORM);
  private static final Function<ChannelOrder, Set<Identifier>> MINI_BUYER =
      OrderCustomers.wechatBuyer(MINI_PROGRAM, OPEN_PLATFORM);

  private final Story story;
  private final IdentityResolver resolver;
  private final OrderCustomers orders;

  public Members(Story story, DataSource database, DayClock clock) {
    this.story = story;
    IdentitySchema.install(database);
    this.resolver = IdentityResolver.open(database, SECRET, clock, IdentityLimits.DEFAULT);
    this.orders = new OrderCustomers(resolver, Members::buyer);
  }

  /** The receiver's masked phone is left out; a counter does not know its buyers. */
  private static Set<Identifier> buyer(ChannelOrder order) {
    if (Story.isWestern(order.shop())) {
      return (order.shop().equals(Story.MINI) ? MINI_BUYER : SHOP_BUYER).apply(order);
    }
    String buyer = order.buyer();
    return buyer == null ? Set.of() : Set.of(Identifier.buyerOpenUid(TaobaoStandIn.APP_KEY, buyer));
  }

  /** Returns who tells the customer of an order. */
  public OrderCustomers orders() {
    return orders;
  }

  /** Takes over the lists of members, as the channels export them; safe to repeat. */
  public void takeOver(Instant at) {
    List<CustomerRecord> records = new ArrayList<>();
    for (int customer : story.customers()) {
      Identifier phone = Identifier.phone(PhoneNumber.read(People.phone(customer))).orElseThrow();
      if (People.isTaobaoMember(customer)) {
        Identifier account =
            Identifier.buyerOpenUid(TaobaoStandIn.APP_KEY, People.taobaoId(customer));
        records.add(record("taobao-members", customer, at, account, phone));
      }
      if (People.isWechatMember(customer)) {
        Identifier account = Identifier.openid(WechatStandIn.APPID, People.openid(customer));
        records.add(record("wechat-members", customer, at, account, phone));
        Identifier other = Identifier.openid(MINI_PROGRAM, People.miniOpenid(customer));
        records.add(record("mini-members", customer, at, other, phone));
      }
    }
    resolver.resolveAll(records);
  }

  private static CustomerRecord record(
      String source, int customer, Instant at, Identifier account, Identifier phone) {
    return new CustomerRecord(new RecordKey(source, "M" + customer), at, Set.of(account, phone));
  }

  /** Counts the people who bought online, as far as anybody could tell them apart. */
  public long people() {
    Set<String> people = new HashSet<>();
    for (Story.Trade trade : story.trades()) {
      int customer = trade.customer();
      boolean west = Story.isWestern(trade.shop());
      boolean known = west ? People.isWechatMember(customer) : People.isTaobaoMember(customer);
      String account = west ? "wechat" : "taobao";
      people.add(customer + (known ? "" : " in " + account));
    }
    return people.size();
  }

  /** Counts the customers that the orders have. */
  public long customers(OrderBook book) {
    Set<String> customers = new HashSet<>();
    for (Story.Trade trade : story.trades()) {
      Optional<String> customer = book.customerOf(trade.shop(), trade.tid());
      customers.add(customer.orElse("none, order " + trade.tid()));
    }
    return customers.size();
  }
}
