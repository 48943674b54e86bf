package io.heliu.examples.day.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.People;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Databases;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderLine;
import io.heliu.store.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose orders are whose. */
class MembersTest {
  private static final LocalDate DATE = LocalDate.of(1997, 1, 1);
  private static final Instant NOON = DATE.atTime(12, 0).atZone(Story.CHINA).toInstant();

  /** Somebody who has told no shop a phone. */
  private static final int NO_MEMBER = 12;

  private static ChannelOrder order(ShopId shop, String buyer, @Nullable String union) {
    return ChannelOrder.builder(shop, "1")
        .createdAt(NOON)
        .modifiedAt(NOON)
        .status(Lifecycle.PAID, "PAID")
        .paid(Money.fen(100))
        .buyer(buyer)
        .buyerUnion(union)
        .lines(
            List.of(
                new OrderLine(
                    "1",
                    null,
                    null,
                    "FM-0001",
                    null,
                    "tea",
                    BigDecimal.ONE,
                    Money.fen(100),
                    Money.fen(100),
                    Lifecycle.PAID,
                    "PAID",
                    false,
                    false)))
        .build();
  }

  @Test
  void orders_shopAndMiniProgramOfOneUnionid_areOneCustomers(@TempDir Path directory)
      throws Exception {
    Story story = new Story(FoodMart.load(), DATE, 20, 42);
    try (Databases databases = new Databases(Databases.Store.H2, directory)) {
      DataSource database = databases.open("heliu", directory, false);
      Schema.install(database);
      Members members = new Members(story, database, new DayClock(NOON));
      OrderBook book = OrderBook.open(database, members.orders());
      String union = People.unionid(NO_MEMBER);
      book.put(order(Story.WECHAT, People.openid(NO_MEMBER), union));
      book.put(order(Story.MINI, People.miniOpenid(NO_MEMBER), union));
      book.put(order(Story.TAOBAO, People.taobaoId(NO_MEMBER), null));
      Optional<String> customer = book.customerOf(Story.WECHAT, "1");

      assertThat(People.isWechatMember(NO_MEMBER)).isFalse();
      assertThat(customer).isPresent().isEqualTo(book.customerOf(Story.MINI, "1"));
      assertThat(book.customerOf(Story.TAOBAO, "1")).isPresent().isNotEqualTo(customer);
    }
  }
}
