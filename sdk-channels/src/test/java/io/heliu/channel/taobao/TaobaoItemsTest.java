package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.channel.ItemSource;
import io.heliu.channel.ItemSource.Item;
import io.heliu.channel.Page;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaobaoItemsTest extends TaobaoTest {

  private static StandInItem item(int number, Instant modified) {
    return new StandInItem(
        Long.toString(601_000_000_000L + number),
        "商品" + number,
        "CODE-" + number,
        number,
        true,
        modified,
        List.of());
  }

  private static List<Item> readAll(ItemSource source) {
    List<Item> all = new ArrayList<>();
    String cursor = null;
    boolean more = true;
    while (more) {
      Page<Item> page = source.items(cursor);
      assertThat(page.malformed()).isEmpty();
      all.addAll(page.rows());
      cursor = page.nextCursor();
      more = page.hasMore();
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void items_variantsAndPlainItem_areRowsEach(boolean simplified) {
    standIn.put(item(7, TEN.minusSeconds(100)));
    standIn.put(
        new StandInItem(
            "601234567890",
            "燕麦片",
            "QH-OAT",
            0,
            true,
            TEN.minusSeconds(60),
            List.of(
                new StandInItem.Variant("4920011223344", "QH-OAT-1KG", "6900000000014", 10),
                new StandInItem.Variant("4920011223345", "", null, 20))));

    List<Item> items = readAll(builder().simplified(simplified).build().items());

    assertThat(items)
        .containsExactly(
            new Item("601234567890", "4920011223344", "QH-OAT-1KG", "6900000000014", "燕麦片", 10),
            new Item("601234567890", "4920011223345", "QH-OAT", null, "燕麦片", 20),
            new Item("601000000007", null, "CODE-7", null, "商品7", 7));
  }

  @Test
  void items_none_isOneEmptyPage() {
    Page<Item> page = client().items().items(null);

    assertThat(page.rows()).isEmpty();
    assertThat(page.hasMore()).isFalse();
    assertThat(page.nextCursor()).isNull();
  }

  @Test
  void items_severalPages_givesEachOnce() {
    for (int i = 0; i < 120; i++) {
      standIn.put(item(i, TEN.minusSeconds(1 + i)));
    }

    assertThat(readAll(client().items())).hasSize(120).doesNotHaveDuplicates();
  }

  @Test
  void items_moreThanThePlatformsPagesHold_areCutIntoSlicesOfTime() {
    for (int i = 0; i < 5_100; i++) {
      standIn.put(item(i, TEN.minusSeconds(1 + 3L * i)));
    }

    Set<String> found = new HashSet<>();
    readAll(client().items()).forEach(row -> found.add(row.itemId()));

    assertThat(found).hasSize(5_100);
  }

  @Test
  void items_changedWhileListed_areStillThere() {
    for (int i = 0; i < 120; i++) {
      standIn.put(item(i, TEN.minusSeconds(1 + i)));
    }
    ItemSource source = client().items();
    Set<String> found = new HashSet<>();

    String cursor = null;
    boolean more = true;
    int read = 0;
    while (more) {
      Page<Item> page = source.items(cursor);
      page.rows().forEach(row -> found.add(row.itemId()));
      cursor = page.nextCursor();
      more = page.hasMore();
      if (read < 3) {
        clock.move(Duration.ofSeconds(2));
        for (int i = 0; i < 5; i++) {
          standIn.put(item(read * 40 + i * 3, clock.instant()));
        }
      }
      read++;
    }

    assertThat(found).hasSize(120);
  }

  @ParameterizedTest
  @ValueSource(strings = {TaobaoStandIn.STUMBLES, TaobaoStandIn.HOLLOW})
  void items_itemIsNotToHave_isMalformedAndCostsNoOther(String how) {
    standIn.put(item(1, TEN.minusSeconds(1)));
    standIn.put(item(2, TEN.minusSeconds(2)));
    standIn
        .faults()
        .next(1, TaobaoStandIn.calling("taobao.item.seller.get"), new Misbehaviour.Special(how));

    Page<Item> page = client().items().items(null);

    assertThat(page.rows()).extracting(Item::itemId).containsExactly("601000000002");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("601000000001");
  }

  @Test
  void items_itemRefused_isMalformedAndCostsNoOther() {
    standIn.put(item(1, TEN.minusSeconds(1)));
    standIn.put(item(2, TEN.minusSeconds(2)));
    standIn
        .faults()
        .next(
            1,
            TaobaoStandIn.calling("taobao.item.seller.get"),
            new Misbehaviour.Special(TaobaoStandIn.REFUSED));

    Page<Item> page = client().items().items(null);

    assertThat(page.rows()).extracting(Item::itemId).containsExactly("601000000002");
    assertThat(page.malformed()).extracting(Page.Malformed::id).containsExactly("601000000001");
    assertThat(page.malformed().get(0).reason()).endsWith("isv.scripted-refusal");
  }

  @Test
  void items_oneSecondHoldsMoreThanThePages_isAProtocolFaultAndNotATruncatedList() {
    for (int i = 0; i < 5_001; i++) {
      standIn.put(item(i, TEN.minusSeconds(1)));
    }

    Fault fault =
        faultOf(
            () -> {
              ItemSource source = client().items();
              String cursor = null;
              do {
                cursor = source.items(cursor).nextCursor();
              } while (cursor != null);
            });

    assertThat(fault).isInstanceOf(Fault.Protocol.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:2", "a:b:c", "1:2:3:4"})
  void items_cursorOfSomebodyElse_isRefused(String cursor) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().items().items(cursor))
        .withMessage("cursor: must be one that a page gave");
  }
}
