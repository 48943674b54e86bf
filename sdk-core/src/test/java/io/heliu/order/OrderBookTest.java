package io.heliu.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.internal.store.OrderCodec;
import io.heliu.store.StoreTest;
import io.heliu.store.TestDatabase;
import io.heliu.store.standin.TestPool;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The store of orders by itself. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class OrderBookTest {
  private static final ShopId SHOP = new ShopId("fake", "one");
  private static final Instant NOON = Instant.parse("2026-11-11T04:00:00Z");

  @Parameter TestDatabase kind;
  private TestPool pool;
  private OrderBook book;

  @BeforeEach
  void open() {
    pool = kind.installed();
    book = OrderBook.open(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static ChannelOrder order(String number, int second, String title) {
    return ChannelOrder.builder(SHOP, number)
        .modifiedAt(NOON.plusSeconds(second))
        .createdAt(NOON)
        .status(Lifecycle.PAID, "PAID")
        .paid(Money.fen(100))
        .lines(
            List.of(
                new OrderLine(
                    "1",
                    "i1",
                    "v1",
                    "code",
                    "6900000000017",
                    title,
                    new BigDecimal("1.500"),
                    Money.fen(100),
                    Money.fen(100),
                    Lifecycle.PAID,
                    "PAID",
                    false,
                    true,
                    new BigDecimal("0.5"))))
        .build();
  }

  @Test
  void put_firstVersion_opensOneOrder() {
    assertThat(book.put(order("A1", 0, "tea"))).isEqualTo(Stored.NEW);
    assertThat(book.idsOf(SHOP, "A1")).containsExactly("fake:one/A1");
    assertThat(book.find("fake:one/A1").orElseThrow().state()).isEqualTo(OrderState.NEW);
  }

  @Test
  void put_sameContent_isRepeated() {
    book.put(order("A1", 0, "tea"));

    assertThat(book.put(order("A1", 0, "tea"))).isEqualTo(Stored.REPEATED);
    assertThat(book.size(SHOP)).isOne();
  }

  @Test
  void put_lineOfWhichPartWasRefunded_isReadAsItWas() {
    book.put(order("A1", 0, "tea"));

    OrderLine line = book.channelOrder(SHOP, "A1").orElseThrow().lines().get(0);
    assertThat(line.refunded()).isTrue();
    assertThat(line.refundedQuantity()).isEqualByComparingTo("0.5");
    assertThat(line.quantity()).isEqualByComparingTo("1.5");
  }

  @Test
  void put_laterVersion_replaces() {
    book.put(order("A1", 0, "tea"));

    assertThat(book.put(order("A1", 1, "cup"))).isEqualTo(Stored.NEWER);
    assertThat(title("A1")).isEqualTo("cup");
  }

  @Test
  void put_otherContentOfTheSameSecond_replaces() {
    book.put(order("A1", 1, "tea"));

    assertThat(book.put(order("A1", 1, "cup"))).isEqualTo(Stored.NEWER);
  }

  @Test
  void put_olderVersion_changesNothing() {
    book.put(order("A1", 1, "tea"));

    assertThat(book.put(order("A1", 0, "cup"))).isEqualTo(Stored.OLDER);
    assertThat(title("A1")).isEqualTo("tea");
  }

  @Test
  void channelOrders_pagedByNumber_givesEachOrderOfTheShopOnce() {
    List<String> numbers = List.of("A1", "A10", "A2", "B1", "b0");
    numbers.forEach(number -> book.put(order(number, 0, "tea")));
    List<String> seen = new ArrayList<>();
    List<ChannelOrder> page = book.channelOrders(SHOP, "", 2);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      page.forEach(order -> seen.add(order.number()));
      page = book.channelOrders(SHOP, page.get(page.size() - 1).number(), 2);
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(book.channelOrders(new ShopId("fake", "other"), "", 10)).isEmpty();
  }

  @Test
  void channelOrders_limitZero_isRefused() {
    assertThatThrownBy(() -> book.channelOrders(SHOP, "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: must be at least 1");
  }

  private String title(String number) {
    return book.channelOrder(SHOP, number).orElseThrow().lines().get(0).title();
  }

  @Test
  void put_textPostgresCannotStore_isStoredReadably() {
    book.put(order("A1", 0, "tea \0 \uD83D\uDE00 \uD83D end"));

    assertThat(title("A1")).startsWith("tea ").contains("\uD83D\uDE00").endsWith(" end");
    assertThat(book.put(order("A1", 0, "tea \0 \uD83D\uDE00 \uD83D end")))
        .isEqualTo(Stored.REPEATED);
  }

  @Test
  void codec_everyFieldSet_readsBackEqualText() {
    ChannelOrder full =
        ChannelOrder.builder(SHOP, "A1")
            .modifiedAt(NOON)
            .createdAt(NOON)
            .paidAt(NOON.plusMillis(1))
            .status(Lifecycle.PARTIALLY_SHIPPED, "PART")
            .flags(EnumSet.allOf(OrderFlag.class))
            .paid(Money.fen(Long.MAX_VALUE))
            .freight(Money.fen(1))
            .discount(Money.fen(2))
            .buyer("buyer-1")
            .buyerUnion("union-1")
            .paymentReference("pay-1")
            .recipient(new Recipient("N*", "1**", "P", "C", "D", "A*", "token"))
            .lines(order("A1", 0, "tea").lines())
            .build();

    String text = OrderCodec.write(full);

    assertThat(OrderCodec.write(OrderCodec.read(SHOP, "A1", text))).isEqualTo(text);
    assertThat(text)
        .contains("buyer-1", "union-1", "pay-1", "9223372036854775807", "\"1.5\"", "token");
  }

  @Test
  void list_byDueTime_countsByState() {
    book.put(order("A2", 0, "tea"));
    book.put(order("A1", 0, "tea"));

    assertThat(book.list(OrderState.NEW, 1)).extracting(Order::id).containsExactly("fake:one/A1");
    assertThat(book.counts()).isEqualTo(Map.of(OrderState.NEW, 2L));
    assertThatThrownBy(() -> book.list(OrderState.NEW, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("limit: ");
  }

  @Test
  void split_notHeld_isRefused() {
    book.put(order("A1", 0, "tea"));

    assertThat(book.split("fake:one/A1", Set.of(1))).isEmpty();
  }

  @Test
  void split_allOrNoLines_isAnError() {
    heldWithLines("A1", 2);

    for (Set<Integer> lines : List.of(Set.<Integer>of(), Set.of(1, 2), Set.of(7))) {
      assertThatThrownBy(() -> book.split("fake:one/A1", lines))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("lines: ");
    }
    assertThat(book.find("fake:one/A1").orElseThrow().lines()).hasSize(2);
  }

  @Test
  void split_someLines_bothPartsStandForTheChannelOrder() {
    heldWithLines("A1", 3);

    String second = book.split("fake:one/A1", Set.of(2)).orElseThrow();
    String third = book.split("fake:one/A1", Set.of(3)).orElseThrow();

    assertThat(List.of(second, third)).containsExactly("fake:one/A1#2", "fake:one/A1#3");
    assertThat(book.idsOf(SHOP, "A1")).containsExactly("fake:one/A1", second, third);
    assertThat(book.find(second).orElseThrow().lines())
        .extracting(Order.Line::line)
        .containsExactly(2);
  }

  @Test
  void merge_linesNotKnown_isRefusedSoThatNoOrderIsLost() {
    heldWithLines("A1", 1);
    heldWithLines("A2", 0);

    assertThat(book.merge("fake:one/A1", "fake:one/A2")).isFalse();
    assertThat(book.merge("fake:one/A2", "fake:one/A1")).isFalse();
    assertThat(book.idsOf(SHOP, "A2")).containsExactly("fake:one/A2");
  }

  @Test
  void merge_withItself_isAnError() {
    assertThatThrownBy(() -> book.merge("x", "x")).hasMessageStartingWith("into: ");
  }

  @Test
  void merge_otherCurrency_isAnErrorAndChangesNothing() {
    heldWithLines("A1", 1);
    heldWithLines("A2", 1);
    pool.execute("UPDATE heliu_order_line SET currency = 'USD' WHERE order_id = 'fake:one/A2'");

    assertThatThrownBy(() -> book.merge("fake:one/A1", "fake:one/A2"))
        .hasMessageContaining("currency");
    assertThat(book.find("fake:one/A1").orElseThrow().lines()).hasSize(1);
  }

  @Test
  void merge_held_movesLinesAndSources() {
    heldWithLines("A1", 2);
    heldWithLines("A2", 1);

    assertThat(book.merge("fake:one/A1", "fake:one/A2")).isTrue();

    Order into = book.find("fake:one/A2").orElseThrow();
    assertThat(into.lines()).extracting(Order.Line::line).containsExactly(1, 2, 3);
    assertThat(into.sources()).extracting(Order.Source::number).containsExactly("A1", "A2");
    assertThat(book.find("fake:one/A1").orElseThrow().state()).isEqualTo(OrderState.CLOSED);
    assertThat(book.idsOf(SHOP, "A1")).containsExactly("fake:one/A2");
  }

  private void heldWithLines(String number, int lines) {
    book.put(order(number, 0, "tea"));
    pool.execute(
        "UPDATE heliu_order SET state = 'HELD', hold_code = 'X' WHERE id = 'fake:one/"
            + number
            + "'");
    for (int line = 1; line <= lines; line++) {
      pool.execute(
          "INSERT INTO heliu_order_line (order_id, line, shop, number, channel_line, sku, quantity,"
              + " amount_minor, currency) VALUES ('fake:one/"
              + number
              + "', "
              + line
              + ", 'fake:one', '"
              + number
              + "', 'L"
              + line
              + "', 'TEA', 1, 100, 'CNY')");
    }
  }

  @Test
  void builder_numberTooLong_isRefused() {
    assertThatThrownBy(() -> ChannelOrder.builder(SHOP, "9".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("number: ");
  }
}
