package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.flow.stock.AllocationRules;
import io.heliu.inventory.Allocation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Allocation rules as a document. */
final class AllocationRulesTest {
  private static final ShopId ONE = new ShopId("a", "1");
  private static final ShopId TWO = new ShopId("a", "2");
  private static final Sku TEA = new Sku("TEA");

  private static String with(String rules) {
    return "{\"locations\":{\"a:1\":[\"EAST\"],\"a:2\":[\"EAST\"]},\"rules\":[" + rules + "]}";
  }

  @Test
  void parse_everyField_givesTheAllocation() {
    Allocation read =
        AllocationRules.parse(
            with(
                """
                {"shop":"a:1","sku":"TEA","from":"2026-11-11T00:00","to":"2026-11-12T00:00",
                 "quota":5,"ratio":"0.6","buffer":2,"floor":1,"cap":100},
                {"shop":"a:2","ratio":0.4}
                """));

    assertThat(read)
        .isEqualTo(
            new Allocation(
                Map.of(ONE, List.of(new Location("EAST")), TWO, List.of(new Location("EAST"))),
                List.of(
                    new Allocation.Rule(
                        ONE,
                        TEA,
                        new Allocation.Share(5, 6_000, 2, 1, 100),
                        Instant.parse("2026-11-10T16:00:00Z"),
                        Instant.parse("2026-11-11T16:00:00Z")),
                    Allocation.Rule.of(TWO, Allocation.Share.ofRatio(4_000)))));
  }

  @Test
  void parse_ratios_divideTheRoom() {
    Allocation read =
        AllocationRules.parse(
            with("{\"shop\":\"a:1\",\"ratio\":0.75},{\"shop\":\"a:2\",\"ratio\":0.25}"));

    assertThat(read.divide(ONE, TEA, Instant.EPOCH, 100, Map.of()))
        .isEqualTo(Map.of(ONE, 75L, TWO, 25L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"shop\":\"a:1\"} | /rules/0 | at least one of quota, ratio, buffer, floor and cap",
        "{\"shop\":\"a:3\",\"cap\":1} | /rules/0/shop | a shop that locations has",
        "{\"shop\":\"a\",\"cap\":1} | /rules/0/shop | a shop such as taobao:my-shop",
        "{\"cap\":1} | /rules/0/shop | a shop such as taobao:my-shop",
        "{\"shop\":\"a:1\",\"quota\":-1} | /rules/0/quota | at least 0",
        "{\"shop\":\"a:1\",\"ratio\":1.01} | /rules/0/ratio | at most 1",
        "{\"shop\":\"a:1\",\"ratio\":0.33333} | /rules/0/ratio | at most 4 fraction digits",
        "{\"shop\":\"a:1\",\"ratio\":\"60%\"} | /rules/0/ratio | a number such as 12.30",
        "{\"shop\":\"a:1\",\"floor\":2,\"cap\":1} | /rules/0/floor | at most cap, which is 1",
        "{\"shop\":\"a:1\",\"cap\":1,\"from\":\"2026-11-11T00:00\",\"to\":\"2026-11-11T00:00\"} | /rules/0/to | a time after from, which is 2026-11-11T00:00",
        "{\"shop\":\"a:1\",\"cap\":1},{\"shop\":\"a:1\",\"quota\":1} | /rules/1 | one rule for a shop, SKU and start; /rules/0 is another",
        "{\"shop\":\"a:1\",\"cap\":1,\"hide\":true} | /rules/0/hide | one of the fields [shop, sku, from, to, quota, ratio, buffer, floor, cap]",
      })
  void check_wrongRule_namesPlaceAndWhatIsAllowed(String rules, String pointer, String allowed) {
    assertThat(AllocationRules.check(with(rules)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.allowed()).isEqualTo(allowed);
            });
  }

  @Test
  void check_quotaOfAShopThatSharesSomeLocations_isRefused() {
    String json =
        "{\"locations\":{\"a:1\":[\"EAST\",\"WEST\"],\"a:2\":[\"EAST\"]},"
            + "\"rules\":[{\"shop\":\"a:1\",\"quota\":1}]}";

    assertThat(AllocationRules.check(json))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/rules/0/shop");
              assertThat(problem.allowed())
                  .isEqualTo("a shop with all or none of the locations of a:2");
            });
  }

  @Test
  void parse_noLocations_throws() {
    assertThatThrownBy(() -> AllocationRules.parse("{}"))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("/locations: found nothing, allowed is between 1 and 1000 entries");
  }
}
